#include "tests/fakes/discord_commands.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;
using Path = std::vector<std::string>;

const std::set<std::string> kLocales{"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr",    "hr",    "it", "lt",
                                     "hu", "nl", "no", "pl",    "pt-BR", "ro",    "fi",     "sv-SE", "vi",    "tr", "cs",
                                     "el", "bg", "ru", "uk",    "hi",    "th",    "zh-CN",  "ja",    "zh-TW", "ko"};

bool is_name(const std::string& name) {
  if (name.empty() || count_code_points(name) > 32 || name != fold_case(name)) return false;
  for (const char c : name)
    if (static_cast<unsigned char>(c) < 0x80 &&
        std::string("-_'0123456789abcdefghijklmnopqrstuvwxyz").find(c) == std::string::npos)
      return false;
  return true;
}

class Judge {
 public:
  std::vector<DiscordFault> faults;

  void list(const json& all, const Path& path, std::size_t depth) {
    if (!all.is_array() || all.size() > (depth == 0 ? 100U : 25U)) return fault(path, "Must be 25 or fewer in length.");
    std::map<std::string, std::set<std::string>> taken;
    for (std::size_t i = 0; i < all.size(); ++i) {
      Path here = path;
      here.push_back(std::to_string(i));
      one(all[i], here, depth);
      names(all[i], here, taken);
      if (depth > 0) continue;
      if (longest(all[i]) > 8000) fault(here, "Command exceeds maximum size (8000)");
    }
  }

 private:
  void fault(Path path, std::string sentence) { faults.emplace_back(std::move(path), std::move(sentence)); }
  static Path below(Path path, const std::string& name) {
    path.push_back(name);
    return path;
  }

  void one(const json& one, const Path& path, std::size_t depth) {
    if (!is_name(one.value("name", ""))) fault(below(path, "name"), "Command name is invalid");
    const auto described = [&](const json& text, const Path& at) {
      const std::size_t length = text.is_string() ? count_code_points(text.get<std::string>()) : 0;
      if (length < 1 || length > 100) fault(at, "Must be between 1 and 100 in length.");
    };
    described(one.value("description", json()), below(path, "description"));
    for (const auto& [field, is_of_names] : {std::pair{"name_localizations", true}, {"description_localizations", false}}) {
      const json texts = one.value(field, json::object());
      for (const auto& [locale, text] : texts.items()) {
        const Path at = below(below(path, field), locale);
        if (kLocales.count(locale) == 0) fault(at, "Value must be one of the locales.");
        if (!is_of_names)
          described(text, at);
        else if (!text.is_string() || !is_name(text.get<std::string>()))
          fault(at, "Command name is invalid");
      }
    }
    const int type = one.value("type", 1);
    if (depth > 0 && type != 1 && type != 3) fault(below(path, "type"), "Value must be one of {1, 3}.");
    if (type == 3 && depth > 0 && (one.contains("options") || one.value("max_length", 1) > 6000))
      fault(path, "An option of text has no options and at most 6000 characters.");
    if (one.contains("options")) list(one["options"], below(path, "options"), depth + 1);
  }

  /// No two siblings may have one name, in any language.
  void names(const json& one, const Path& path, std::map<std::string, std::set<std::string>>& taken) {
    const json localized = one.value("name_localizations", json::object());
    for (const std::string& locale : kLocales)
      if (!taken[locale].insert(localized.value(locale, one.value("name", ""))).second)
        fault(below(path, "name"), "Option name is not unique in " + locale + '.');
  }

  static std::size_t longest(const json& of) {
    std::size_t sum = 0;
    for (const char* field : {"name", "description"}) {
      std::size_t most = count_code_points(of.value(field, ""));
      for (const auto& text : of.value(std::string(field) + "_localizations", json::object()))
        most = std::max(most, count_code_points(text.is_string() ? text.get<std::string>() : ""));
      sum += most;
    }
    for (const json& option : of.value("options", json::array())) sum += longest(option);
    return sum;
  }
};

}  // namespace

std::vector<DiscordFault> discord_command_faults(const json& commands) {
  Judge judge;
  judge.list(commands, {}, 0);
  return std::move(judge.faults);
}

json discord_invalid_form(const std::vector<DiscordFault>& faults) {
  json errors = json::object();
  for (const auto& [path, sentence] : faults) {
    json* at = &errors;
    for (const std::string& part : path) at = &(*at)[part];
    (*at)["_errors"].push_back({{"code", "FAKE"}, {"message", sentence}});
  }
  return {{"code", 50035}, {"message", "Invalid Form Body"}, {"errors", errors}};
}

}  // namespace allybot::fakes
