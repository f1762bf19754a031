#include "handlers/cause.h"

namespace allybot::handlers {
namespace {

struct Row {
  std::string_view reason, cause;
};
// Words of all platforms side by side: who reads them need not know where they come from.
constexpr Row kRows[] = {
    {"archived", "archived"},
    {"is_archived", "archived"},
    {"not_invited", "not_invited"},
    {"not_in_channel", "not_invited"},
    {"channel_not_found", "not_found"},
    {"not_found", "not_found"},
    {"unknown_channel", "not_found"},
    {"blocked_by_user", "person"},
    {"is_inactive", "person"},
    {"no_shared_server", "person"},
    {"takes_no_direct_messages", "person"},
    {"unknown_user", "person"},
    {"user_disabled", "person"},
    {"user_not_found", "person"},
    {"user_not_in_channel", "person"},
    {"access_denied", "not_permitted"},
    {"disabled_by_admin", "not_permitted"},
    {"messages_tab_disabled", "not_permitted"},
    {"missing_permission", "not_permitted"},
    {"missing_scope", "not_permitted"},
    {"no_permission", "not_permitted"},
    {"not_allowed_token_type", "not_permitted"},
    {"not_installed", "not_permitted"},
    {"not_permitted", "not_permitted"},
    {"read_only", "not_permitted"},
    {"no_answer", "no_answer"},
    {"late", "late"},
    {"left", "decided"},
    {"posted-again", "decided"},
};

}  // namespace

std::string_view cause_of(std::string_view reason) {
  for (const Row& row : kRows)
    if (row.reason == reason) return row.cause;
  if (reason.substr(0, 12) == "cannot_draw:") return "nothing_to_draw";
  if (reason.substr(0, 8) == "gave_up:") return "kept_failing";
  if (reason.substr(0, 17) == "restricted_action") return "not_permitted";
  return "other";
}

std::string why(const Speaker& speaker, const std::string& reason) {
  return speaker.say("why." + std::string(cause_of(reason)), {{"reason", reason}});
}

std::string what_to_do(const Speaker& speaker, const std::string& reason) {
  return speaker.say("do." + std::string(cause_of(reason)));
}

}  // namespace allybot::handlers
