#include "bot/platforms/discord/manifest.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/discord/limits.h"
#include "bot/platforms/discord/message.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms::discord {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kCommandText = "Small, practical steps for gender equality at work, asked for in private.";
constexpr const char* kOptionName = "words";
constexpr std::int64_t kSlash = 1;
constexpr std::int64_t kTextOption = 3;
constexpr std::int64_t kInServers = 0;   // integration type, and context
constexpr std::int64_t kWithTheBot = 1;  // context: its direct messages

std::string words_hint(const std::vector<ManifestInput::Verb>& verbs) {
  std::string hint;
  for (const ManifestInput::Verb& verb : verbs) {
    if (!hint.empty()) hint += ", ";
    hint += verb.name;
  }
  return hint.empty() ? std::string("What you want to know") : cut(hint, kCommandDescription);
}

}  // namespace

std::string manifest(const ManifestInput& input) {
  return dumped(Json::array({Json{{"name", cut(input.command, kCommandName)},
                                  {"type", kSlash},
                                  {"description", cut(kCommandText, kCommandDescription)},
                                  {"integration_types", Json::array({kInServers})},
                                  {"contexts", Json::array({kInServers, kWithTheBot})},
                                  {"options", Json::array({Json{{"type", kTextOption},
                                                                {"name", kOptionName},
                                                                {"description", words_hint(input.verbs)},
                                                                {"required", false},
                                                                {"max_length", kTypedCharacters},
                                                                {"autocomplete", true}}})}}}),
                2);
}

std::string wrong_with_command(const nlohmann::json& registered) {
  if (number_at(registered, {"type"}).value_or(kSlash) != kSlash) return "is no slash command";
  const nlohmann::json* option = first_at(registered, {"options"});
  if (option == nullptr || number_at(*option, {"type"}) != kTextOption) return "takes no words";
  if (true_at(*option, {"required"})) return "wants words where none are needed";
  if (!true_at(*option, {"autocomplete"})) return "completes nothing";
  return {};
}

std::string invitation(const std::string& application) {
  return "https://discord.com/oauth2/authorize?client_id=" + application +
         "&scope=bot+applications.commands&permissions=" + kPermissions;
}

}  // namespace allybot::platforms::discord
