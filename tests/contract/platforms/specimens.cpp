#include "tests/contract/platforms/specimen.h"

namespace allybot::platforms::contract {

const std::vector<std::shared_ptr<const Specimen>>& specimens() {
  static const std::vector<std::shared_ptr<const Specimen>> all{
      slack_specimen(),           mattermost_specimen(), discord_specimen(),    teams_specimen(),
      google_chat_specimen(),     matrix_specimen(),     zulip_specimen(),      rocket_chat_specimen(),
      teams_workflows_specimen(), webex_specimen(),      playground_specimen(), teams_outgoing_specimen(),
  };
  return all;
}

std::vector<std::shared_ptr<const Specimen>> specimens_that_hear() {
  std::vector<std::shared_ptr<const Specimen>> some = specimens();
  std::erase_if(some, [](const auto& one) { return !one->declaration().capabilities.hears; });
  return some;
}

std::vector<std::shared_ptr<const Specimen>> specimens_that_post() {
  std::vector<std::shared_ptr<const Specimen>> some = specimens();
  std::erase_if(some, [](const auto& one) { return one->answers_openly(); });
  return some;
}

std::vector<std::shared_ptr<const Specimen>> specimens_with_buttons() {
  std::vector<std::shared_ptr<const Specimen>> some = specimens_that_hear();
  std::erase_if(some, [](const auto& one) { return !one->has_buttons(); });
  return some;
}

}  // namespace allybot::platforms::contract
