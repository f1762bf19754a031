#include "bot/platforms/named_secrets.h"

#include <algorithm>
#include <set>

#include "bot/http/ascii.h"

namespace allybot::platforms {
namespace {

constexpr std::size_t kMostName = 40;
constexpr std::size_t kMostEntries = 500;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostName &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || http::is_digit(c) || c == '-'; });
}

}  // namespace

Result<NamedSecrets> read_named_secrets(std::string_view value, const NamedForm& form) {
  const auto wrong = [&form](const std::string& sentence) {
    return fail(Code::Invalid, std::string(form.setting) + ' ' + sentence);
  };
  const std::string secret_word = form.secret;
  NamedSecrets all;
  std::set<std::string_view> secrets;
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  for (auto at = value.begin(); at != value.end();) {
    at = std::find_if_not(at, value.end(), blank);
    if (at == value.end()) break;
    const auto end = std::find_if(at, value.end(), blank);
    const std::string_view entry(&*at, static_cast<std::size_t>(end - at));
    at = end;
    const std::size_t equals = entry.find('=');
    const std::string name(entry.substr(0, equals));
    const std::string which = "Entry " + std::to_string(all.size() + 1);
    if (equals == std::string_view::npos || !is_name(name))
      return wrong("must be name=" + secret_word + ", with names of small letters, digits and dashes (40 at most). " + which +
                   " is not of that form.");
    const std::string_view secret = entry.substr(equals + 1);
    if (!form.is_one(secret)) return wrong("needs " + std::string(form.wanted) + " for " + name + ", " + form.source + '.');
    if (!secrets.insert(secret).second)
      return wrong("gives " + name + " the " + secret_word + " of another name: each " + form.thing + " has its own.");
    if (!all.emplace(name, Secret(std::string(secret))).second)
      return wrong("names " + name + " twice: each " + form.thing + " needs a name of its own.");
    if (all.size() > kMostEntries) return wrong("has more than 500 entries.");
  }
  if (all.empty()) return wrong("names no " + std::string(form.thing) + '.');
  return all;
}

}  // namespace allybot::platforms
