#include "bot/platforms/discord/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/discord/limits.h"
#include "bot/platforms/discord/message.h"

namespace allybot::platforms::discord {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kCommandText = "Small, practical steps for gender equality at work, asked for in private.";
constexpr const char* kWords = "words";
constexpr std::int64_t kSlash = 1, kSubcommand = 1, kTextOption = 3;
constexpr std::int64_t kInServers = 0;   // integration type, and context
constexpr std::int64_t kWithTheBot = 1;  // context: its direct messages

/// https://docs.discord.com/developers/reference#locales, but for English, which all that is not translated is in.
constexpr std::string_view kLocales[] = {"id", "da", "de", "es-ES", "es-419", "fr", "hr",    "it", "lt",    "hu",
                                         "nl", "no", "pl", "pt-BR", "ro",     "fi", "sv-SE", "vi", "tr",    "cs",
                                         "el", "bg", "ru", "uk",    "hi",     "th", "zh-CN", "ja", "zh-TW", "ko"};

/// Letters, digits and - _ ' alone. Of what is not ASCII all is taken for letters but the blocks of signs and punctuation.
bool is_name(std::string_view text) {
  if (text.empty() || !fits(text, kCommandName)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view here = text.substr(i, 2);
    if (here[0] == '\xC2' || here == "\xC3\x97" || here == "\xC3\xB7" || here[0] == '\xE2' || here == "\xE3\x80") return false;
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (!is_letter && c != '-' && c != '_' && c != '\'') return false;
  }
  return true;
}

std::string as_name(std::string_view text) { return fold_case(trim(text)); }

/// What the language calls the verb, if Discord takes it and no sibling is called so: by anybody, or in that language already.
std::string name_in(const Tongue& tongue, std::size_t at, const std::vector<ManifestInput::Verb>& verbs,
                    const std::vector<std::string>& taken) {
  for (const std::string& said : tongue.verbs[at].names) {
    const std::string name = as_name(said);
    const bool is_another =
        std::any_of(verbs.begin(), verbs.end(), [&](const auto& verb) { return verb.name == name && &verb != &verbs[at]; });
    if (is_name(name) && !is_another && std::find(taken.begin(), taken.end(), name) == taken.end()) return name;
  }
  return {};
}

void localise(Json& into, const char* field, const Tongue& tongue, const std::string& text) {
  if (text.empty()) return;
  for (const std::string_view locale : kLocales)
    if (locale == tongue.language || locale.substr(0, locale.find('-')) == tongue.language)
      into[field][std::string(locale)] = text;
}

/// What follows the verb; null where nothing does.
Json words_of(const RegistrationInput& input, std::size_t at) {
  const std::string& arguments = input.manifest.verbs[at].arguments;
  if (arguments.empty()) return {};
  Json option{{"type", kTextOption},
              {"name", kWords},
              {"description", cut(arguments, kCommandDescription)},
              {"required", arguments.front() != '['},
              {"max_length", kTypedCharacters},
              {"autocomplete", true}};
  for (const Tongue& tongue : input.tongues) {
    if (const std::string name = as_name(tongue.words); is_name(name)) localise(option, "name_localizations", tongue, name);
    if (at < tongue.verbs.size())
      localise(option, "description_localizations", tongue, cut(tongue.verbs[at].arguments, kCommandDescription));
  }
  return option;
}

Json subcommands(const RegistrationInput& input) {
  const auto& verbs = input.manifest.verbs;
  Json all = Json::array();
  for (std::size_t at = 0; at < std::min(verbs.size(), kOptionsOfCommand); ++at) {
    const auto& verb = verbs[at];
    all.push_back({{"type", kSubcommand},
                   {"name", cut(verb.name, kCommandName)},
                   {"description", cut(verb.help.empty() ? verb.name : verb.help, kCommandDescription)}});
    if (Json words = words_of(input, at); !words.is_null()) all.back()["options"] = Json::array({std::move(words)});
  }
  for (const Tongue& tongue : input.tongues) {
    std::vector<std::string> taken;
    for (std::size_t at = 0; at < std::min(all.size(), tongue.verbs.size()); ++at) {
      taken.push_back(name_in(tongue, at, verbs, taken));
      localise(all[at], "name_localizations", tongue, taken.back());
      localise(all[at], "description_localizations", tongue, cut(tongue.verbs[at].help, kCommandDescription));
    }
  }
  return all;
}

}  // namespace

Json commands(const RegistrationInput& input) {
  Json command{{"name", cut(input.manifest.command, kCommandName)}, {"type", kSlash}, {"description", kCommandText}};
  if (input.server.empty()) {  // a server's own command is nowhere else
    command["integration_types"] = Json::array({kInServers});
    command["contexts"] = Json::array({kInServers, kWithTheBot});
  }
  command["options"] = subcommands(input);
  return Json::array({std::move(command)});
}

std::string manifest(const RegistrationInput& input) { return dumped(commands(input), 2); }

std::string invitation(const std::string& application) {
  return "https://discord.com/oauth2/authorize?client_id=" + application +
         "&scope=bot+applications.commands&permissions=" + kPermissions;
}

}  // namespace allybot::platforms::discord
