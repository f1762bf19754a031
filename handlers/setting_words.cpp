#include "handlers/setting_words.h"

#include <algorithm>
#include <array>

#include "bot/core/text.h"
#include "bot/library/holidays.h"
#include "bot/schedule/zone.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

constexpr std::array<std::string_view, 6> kAudiences = {"everyone",  "managers", "executives",
                                                        "newcomers", "parents",  "erg-leads"};

std::string quoted_words(std::string_view words) { return cut_code_points(words, 60); }

}  // namespace

std::string audience_word(const Call& call, std::string_view audience) {
  if (audience.empty()) return {};
  const std::string words = call.say("words.audience." + std::string(audience));
  return words.substr(0, words.find(','));
}

std::span<const std::string_view> audiences() { return kAudiences; }

bool is_clearing(const Call& call, std::string_view words) {
  return trim(words) == "-" || is_listed(*call.library, call.language, "words.none", words);
}

Result<std::string> read_zone(const Call& call, std::string_view words) {
  if (is_clearing(call, words)) return std::string();
  auto zone = schedule::zone_named(trim(words));
  if (zone) return zone;
  return fail(Code::Invalid, "zone not known", call.say("setting.zone-unknown", {{"words", quoted_words(words)}}));
}

Result<std::string> read_language(const Call& call, std::string_view words) {
  if (is_clearing(call, words)) return std::string();
  const std::string asked = fold_case(trim(words));
  const std::vector<std::string> spoken = call.library->languages();
  for (const std::string& language : spoken)
    if (fold_case(language) == asked) return language;
  return fail(Code::Invalid, "language not known",
              call.say("setting.language-unknown", {{"words", quoted_words(words)}, {"languages", join(spoken, ", ")}}));
}

Result<std::string> read_region(const Call& call, std::string_view words) {
  if (is_clearing(call, words)) return std::string();
  std::string region(trim(words));
  for (char& c : region)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool country = region.size() == 2 && is_letter(region[0]) && is_letter(region[1]);
  // A part such as DE-BY only where its holidays are known; a country in any case.
  if (country || (region.size() > 2 && call.library->holidays().knows(region))) return region;
  return fail(Code::Invalid, "region not known", call.say("setting.region-unknown", {{"words", quoted_words(words)}}));
}

Result<std::string> read_audience(const Call& call, std::string_view words) {
  if (is_clearing(call, words)) return std::string();
  const std::string asked = fold_case(trim(words));
  std::string list;
  for (const std::string_view audience : kAudiences) {
    if (is_listed(*call.library, call.language, "words.audience." + std::string(audience), asked)) return std::string(audience);
    list += (list.empty() ? "" : ", ") + audience_word(call, audience);
  }
  return fail(Code::Invalid, "audience not known",
              call.say("setting.audience-unknown", {{"words", quoted_words(words)}, {"audiences", list}}));
}

}  // namespace allybot::handlers
