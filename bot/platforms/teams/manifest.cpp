#include "bot/platforms/teams/manifest.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/cut.h"
#include "bot/platforms/teams/card.h"
#include "bot/platforms/teams/extension.h"
#include "bot/platforms/teams/limits.h"
#include "bot/platforms/teams/settings.h"

namespace allybot::platforms::teams {
namespace {

using Json = nlohmann::ordered_json;

// The newest version that every cloud takes and that has all that we use.
constexpr const char* kVersion = "1.24";
constexpr const char* kNobody = "00000000-0000-0000-0000-000000000000";

/// "ally" as people see it: "Ally".
std::string app_name(const std::string& command) {
  std::string name = cut(command.empty() ? "ally" : command, kShortName);
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

/// What the menu over the message box offers: it puts the title into the box.
Json commands_of(const std::vector<ManifestInput::Verb>& verbs) {
  Json commands = Json::array();
  for (const ManifestInput::Verb& verb : verbs) {
    if (commands.size() == kCommands) break;
    const std::string help = verb.help.empty() ? verb.name : verb.help;
    commands.push_back(Json{{"title", cut(verb.name, kCommandTitle)}, {"description", cut(printable(help), kCommandHelp)}});
  }
  return commands;
}

/// The app under the message box and in the command box, and in the menu of every message.
Json extension_of(const std::string& client, const std::string& name) {
  const Json search{{"id", kSearchCommand},
                    {"type", "query"},
                    {"context", Json::array({"compose", "commandBox"})},
                    {"title", "Find"},
                    {"description", "Find a tip, a myth with its evidence, or something to read, and send it in your own name."},
                    {"initialRun", true},
                    {"parameters", Json::array({Json{{"name", kSearchWords},
                                                     {"title", "Words"},
                                                     {"description", "A word or two, such as meetings"},
                                                     {"inputType", "text"}}})}};
  const Json ask{{"id", kAskCommand},
                 {"type", "action"},
                 {"context", Json::array({"message"})},
                 {"title", cut("Ask " + name, kCommandTitle)},
                 {"description", "A practical step, right where you are talking, for your eyes only."},
                 {"fetchTask", true}};
  return Json{{"botId", client}, {"commands", Json::array({search, ask})}};
}

}  // namespace

std::string manifest(const ManifestInput& input) {
  std::string client = input.setting ? input.setting(kClientId).value_or(std::string()) : std::string();
  if (client.empty()) client = kNobody;
  std::string own = input.setting ? input.setting(kAboutUrl).value_or(std::string()) : std::string();
  if (own.empty()) own = input.public_url;
  if (own.compare(0, 8, "https://") != 0 || !fits(own, kUrl)) own = "https://allybot.example.org";
  const std::string name = app_name(input.command);
  const Json scopes{"personal", "team", "groupChat"};

  Json bot{{"botId", client}, {"scopes", scopes}, {"isNotificationOnly", false}, {"supportsFiles", false}};
  if (Json commands = commands_of(input.verbs); !commands.empty())
    bot["commandLists"] = Json::array({Json{{"scopes", scopes}, {"commands", std::move(commands)}}});
  return dumped(
      Json{{"$schema",
            std::string("https://developer.microsoft.com/json-schemas/teams/v") + kVersion + "/MicrosoftTeams.schema.json"},
           {"manifestVersion", kVersion},
           {"version", "1.1.0"},
           {"id", client},
           {"developer", Json{{"name", "Allybot"}, {"websiteUrl", own}, {"privacyUrl", own}, {"termsOfUseUrl", own}}},
           {"name", Json{{"short", name}, {"full", "Allybot: small steps for gender equality at work"}}},
           {"description",
            Json{{"short", "Small, practical steps for gender equality at work, asked for in private."},
                 {"full",
                  "Ask for a tip, a myth with its evidence, or something to read: the answer comes to your own chat with the "
                  "bot, and nobody else sees that you asked. A channel can have one good thing a week. Every number has a "
                  "source."}}},
           {"icons", Json{{"color", "color.png"}, {"outline", "outline.png"}}},
           {"accentColor", "#5B4B8A"},
           {"bots", Json::array({std::move(bot)})},
           {"composeExtensions", Json::array({extension_of(client, name)})}},
      2);
}

}  // namespace allybot::platforms::teams
