#include "bot/platforms/slack/manifest.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/cut.h"
#include "bot/platforms/slack/blocks.h"
#include "bot/platforms/slack/route.h"
#include "bot/platforms/slack/settings.h"

namespace allybot::platforms::slack {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kName = "Allybot";
constexpr const char* kDescription = "Small, practical steps for gender equality at work, asked for in private.";
constexpr const char* kLongDescription =
    "Allybot brings practical steps, facts that answer myths and good resources on gender equality at work to where people "
    "already talk. Answers are private unless you share them, channels can receive one good thing a week at their own local "
    "time, and nothing is kept about you beyond what the bot needs; /ally privacy shows it and deletes it.";

constexpr Limit kUsageHint{"usage_hint", 1000, Unit::Utf16};
constexpr Limit kCommandName{"command", 31, Unit::Utf16};

std::string usage_hint(const std::vector<ManifestInput::Verb>& verbs) {
  std::string hint;
  for (const ManifestInput::Verb& verb : verbs) {
    if (!hint.empty()) hint += " | ";
    hint += verb.name;
  }
  return '[' + cut(hint, {kUsageHint.field, kUsageHint.most - 2, kUsageHint.unit}) + ']';
}

}  // namespace

std::vector<std::string> needed_scopes(bool verify_delivery) {
  // users:read: zone and role. channels:read, groups:read: may we post there, and the events that a channel changed.
  // im:write: a member's own conversation.
  std::vector<std::string> scopes{"app_mentions:read", "channels:read", "chat:write", "commands",
                                  "groups:read",       "im:write",      "users:read"};
  if (verify_delivery) {
    // Read the history to find out whether a message was posted; with it come the words that members write to us directly.
    scopes.insert(scopes.end(), {"channels:history", "groups:history", "im:history"});
    std::sort(scopes.begin(), scopes.end());
  }
  return scopes;
}

std::string manifest(const ManifestInput& input) {
  const bool verify = input.setting && input.setting(kVerifyDelivery) == "history";
  // Over connections of ours Slack needs no address; without one there is no other way.
  const bool sockets = input.public_url.empty() || (input.setting && input.setting(kAppToken));
  const auto with_address = [&](Json feature, const char* name, const char* path) {
    if (!sockets) feature[name] = input.public_url + path;
    return feature;
  };

  Json events{"app_home_opened", "app_mention",   "app_uninstalled", "channel_archive", "channel_deleted",
              "channel_left",    "group_archive", "group_deleted",   "group_left",      "member_joined_channel"};
  if (verify) events.push_back("message.im");
  events.push_back("tokens_revoked");

  return dumped(
      Json{
          {"_metadata", {{"major_version", 1}, {"minor_version", 1}}},
          {"display_information",
           {{"name", kName},
            {"description", kDescription},
            {"long_description", kLongDescription},
            {"background_color", "#1f3a5f"}}},
          {"features",
           // Nobody may write to a conversation in which nobody reads.
           {{"app_home",
             {{"home_tab_enabled", true}, {"messages_tab_enabled", true}, {"messages_tab_read_only_enabled", !verify}}},
            {"bot_user", {{"display_name", kName}, {"always_online", true}}},
            {"slash_commands", Json::array({with_address({{"command", '/' + cut(input.command, kCommandName)},
                                                          {"description", kDescription},
                                                          {"usage_hint", usage_hint(input.verbs)},
                                                          {"should_escape", true}},
                                                         "url", kCommandsPath)})},
            {"shortcuts",
             Json::array({{{"name", "Ask " + std::string(kName)},
                           {"type", "message"},
                           {"callback_id", kAskShortcut},
                           {"description", "A practical step, right where you are talking, for your eyes only."}}})}}},
          {"oauth_config", {{"scopes", {{"bot", needed_scopes(verify)}}}}},
          {"settings",
           {{"event_subscriptions", with_address({{"bot_events", std::move(events)}}, "request_url", kEventsPath)},
            {"interactivity", with_address({{"is_enabled", true}}, "request_url", kInteractivityPath)},
            {"org_deploy_enabled", false},
            {"socket_mode_enabled", sockets},
            {"token_rotation_enabled", false}}},
      },
      2);
}

}  // namespace allybot::platforms::slack
