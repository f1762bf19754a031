#include "handlers/verbs.h"

#include <algorithm>

#include "bot/core/text.h"

namespace allybot::handlers {
namespace {

std::string key_of(std::string_view before, std::string_view name) { return "verb." + std::string(before) + std::string(name); }

/// What stands between commas.
std::vector<std::string> listed(const library::Library& library, std::string_view language, std::string_view key) {
  const std::string list = library.own_phrase(language, key);
  std::vector<std::string> words;
  for (const std::string_view part : split(list, ','))
    if (const auto word = trim(part); !word.empty()) words.emplace_back(word);
  return words;
}

bool lists(const std::vector<std::string>& words, const std::string& plain) {
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return schedule::plain(word) == plain; });
}

const Entry* called_in(std::span<const Entry> entries, const std::string& plain, const library::Library& library,
                       std::string_view language, std::string_view before) {
  for (const Entry& entry : entries)
    if (lists(listed(library, language, key_of(before, entry.name)), plain)) return &entry;
  return nullptr;
}

}  // namespace

Tongues tongues_of(const Call& call) {
  Tongues tongues{call.library.get(), {call.language}};
  if (!call.channel_language.empty() && call.channel_language != call.language)
    tongues.languages.push_back(call.channel_language);
  return tongues;
}

const Entry* entry_called(std::span<const Entry> entries, std::string_view word, const Tongues& tongues,
                          std::string_view before) {
  for (const Entry& entry : entries)
    if (entry.name == word) return &entry;
  if (tongues.library == nullptr) return nullptr;
  const std::string plain = schedule::plain(word);
  for (const std::string& language : tongues.languages)
    if (const Entry* entry = called_in(entries, plain, *tongues.library, language, before)) return entry;
  const Entry* only = nullptr;
  for (const std::string& language : tongues.library->languages()) {
    const Entry* entry = called_in(entries, plain, *tongues.library, language, before);
    if (entry != nullptr && only != nullptr && only != entry) return nullptr;
    only = entry != nullptr ? entry : only;
  }
  return only;
}

std::string nearly_called(std::span<const Entry> entries, std::string_view word, const Tongues& tongues,
                          std::string_view before) {
  const std::string plain = schedule::plain(word);
  const Entry* near = nullptr;
  std::string name;
  for (const Entry& entry : entries) {
    std::vector<std::string> names;
    if (tongues.library != nullptr)
      for (const std::string& language : tongues.languages)
        for (std::string& one : listed(*tongues.library, language, key_of(before, entry.name))) names.push_back(std::move(one));
    names.emplace_back(entry.name);
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const auto& one) { return edit_distance(plain, schedule::plain(one), 1) <= 1; });
    if (found == names.end()) continue;
    if (near != nullptr) return {};
    near = &entry;
    name = *found;
  }
  return name;
}

std::string called(const Speaker& speaker, std::string_view name, std::string_view before) {
  return called_by({&speaker.library, {speaker.language}}, name, before);
}

std::string called_by(const Tongues& tongues, std::string_view name, std::string_view before) {
  if (tongues.library != nullptr && !tongues.languages.empty())
    if (const auto words = listed(*tongues.library, tongues.languages.front(), key_of(before, name)); !words.empty())
      return words.front();
  return std::string(name);
}

std::string arguments_of(const Speaker& speaker, const Entry& entry) {
  const std::string_view all = entry.arguments;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
  std::string text;
  for (std::size_t at = 0; at < all.size();) {
    std::size_t end = at;
    while (end < all.size() && is_letter(all[end])) ++end;
    const std::string word(all.substr(at, end - at));
    const bool is_part =
        std::any_of(entry.parts.begin(), entry.parts.end(), [&](const Entry& part) { return part.name == word; });
    const std::string said = word.empty() ? word : speaker.library.own_phrase(speaker.language, "arg." + fold_case(word));
    text += is_part ? called(speaker, word, std::string(entry.name) + '.') : said.empty() ? word : said;
    if (end < all.size()) text += all[end];
    at = end + 1;
  }
  return text;
}

std::vector<VerbSaid> verbs_said(const Speaker& speaker) {
  std::vector<VerbSaid> all;
  for (const Entry& entry : command_entries()) {
    VerbSaid said;
    said.names = listed(speaker.library, speaker.language, key_of({}, entry.name));
    said.arguments = arguments_of(speaker, entry);
    if (!speaker.library.own_phrase(speaker.language, entry.help_key).empty())
      for (const Inline& run : speaker.line(entry.help_key)) said.help += run.text;
    all.push_back(std::move(said));
  }
  return all;
}

bool is_listed(const library::Library& library, std::string_view language, std::string_view key, std::string_view word) {
  const std::string plain = schedule::plain(trim(word));
  return lists(listed(library, language, key), plain) || lists(listed(library, "en", key), plain);
}

}  // namespace allybot::handlers
