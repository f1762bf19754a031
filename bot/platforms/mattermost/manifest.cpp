#include "bot/platforms/mattermost/manifest.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/cut.h"
#include "bot/platforms/mattermost/message.h"
#include "bot/platforms/mattermost/route.h"
#include "bot/platforms/mattermost/settings.h"

namespace allybot::platforms::mattermost {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kName = "Allybot";
constexpr const char* kDescription = "Small, practical steps for gender equality at work, asked for in private.";

// https://github.com/mattermost/mattermost/blob/master/server/public/model/command.go
constexpr Limit kMostDescription{"description", 128};
constexpr Limit kMostHint{"hint", 1000};

std::string hint_of(const std::vector<ManifestInput::Verb>& verbs) {
  std::string hint;
  for (const ManifestInput::Verb& verb : verbs) {
    if (!hint.empty()) hint += " | ";
    hint += verb.name;
  }
  return '[' + cut(hint, {kMostHint.field, kMostHint.most - 2}) + ']';
}

Json call(const char* what, const std::string& url, Json body, const char* then) {
  return Json{{"what", what}, {"method", "POST"}, {"url", url}, {"body", std::move(body)}, {"then", then}};
}

}  // namespace

std::string manifest(const ManifestInput& input) {
  std::string server = input.setting ? input.setting(kServerUrl).value_or(std::string()) : std::string();
  while (!server.empty() && server.back() == '/') server.pop_back();
  if (server.empty()) server = "https://mattermost.example.org";
  const std::string api = server + "/api/v4";
  const std::string own = input.public_url.empty() ? "https://allybot.example.org" : input.public_url;

  Json calls = Json::array();
  calls.push_back(
      call("make the bot's account", api + "/bots",
           Json{{"username", "allybot"}, {"display_name", kName}, {"description", cut(kDescription, kMostDescription)}},
           "its user_id is BOT_USER_ID below"));
  calls.push_back(call("make its token", api + "/users/BOT_USER_ID/tokens", Json{{"description", "Allybot"}},
                       "its token is MATTERMOST_BOT_TOKEN; it is shown this once"));
  calls.push_back(call("add the bot to the team", api + "/teams/TEAM_ID/members",
                       Json{{"team_id", "TEAM_ID"}, {"user_id", "BOT_USER_ID"}}, "once for each team"));
  calls.push_back(call("add the slash command", api + "/commands",
                       Json{{"team_id", "TEAM_ID"},
                            {"method", "P"},
                            {"trigger", input.command},
                            {"url", own + kCommandsPath},
                            {"auto_complete", true},
                            {"auto_complete_desc", cut(kDescription, kMostDescription)},
                            {"auto_complete_hint", hint_of(input.verbs)},
                            {"display_name", kName},
                            {"description", cut(kDescription, kMostDescription)}},
                       "its token belongs into MATTERMOST_COMMAND_TOKENS; once for each team, the tokens comma-separated"));
  return dumped(
      Json{{"about",
            "Send these calls in order as JSON with the header Authorization: Bearer <token of a system administrator>. "
            "GET " +
                api + "/teams lists the teams with their TEAM_ID."},
           {"settings", Json{{kServerUrl, server}, {"ALLYBOT_PUBLIC_URL", own}}},
           {"calls", std::move(calls)}},
      2);
}

}  // namespace allybot::platforms::mattermost
