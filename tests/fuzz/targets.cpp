#include "tests/fuzz/targets.h"

namespace allybot::fuzz {

std::span<const Target> targets() {
  static constexpr Target kAll[] = {
      {"slack_verify_parse", slack_verify_parse}, {"slack_card", slack_card},     {"mattermost_parse", mattermost_parse},
      {"discord_parse", discord_parse},           {"teams_parse", teams_parse},   {"teams_outgoing_parse", teams_outgoing_parse},
      {"google_chat_parse", google_chat_parse},   {"matrix_parse", matrix_parse}, {"zulip_parse", zulip_parse},
      {"rocket_chat_parse", rocket_chat_parse},   {"webex_parse", webex_parse},   {"buttons", buttons},
  };
  return kAll;
}

}  // namespace allybot::fuzz
