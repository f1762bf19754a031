// What verbs are called in the languages that the library speaks: the keys "verb." of phrases.yaml, such as "verb.tip".
// Must never hide a verb's English name: that one works everywhere.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/registry.h"

namespace allybot::handlers {

/// In what languages somebody may type: the reader's and the channel's first. Without a library, English alone.
struct Tongues {
  const library::Library* library = nullptr;
  std::vector<std::string> languages{};
};

/// Of somebody who asks.
Tongues tongues_of(const Call& call);

/// The row that the word names: by its English name, by what it is called in one of the languages, or in any when that is the
/// only one. `before` is the verb of a second word with a dot behind it: "schedule.".
const Entry* entry_called(std::span<const Entry> entries, std::string_view word, const Tongues& tongues,
                          std::string_view before = {});
/// What the one row that is an edit away is called there; empty when there is none, or more than one.
std::string nearly_called(std::span<const Entry> entries, std::string_view word, const Tongues& tongues,
                          std::string_view before = {});
/// What the reader calls it: the first of the language's words, else the English name.
std::string called(const Speaker& speaker, std::string_view name, std::string_view before = {});
/// The same for somebody who types.
std::string called_by(const Tongues& tongues, std::string_view name, std::string_view before = {});
/// "[PLAN] [until DATE]" in the reader's words: parts by what they are called, the rest by the keys "arg.".
std::string arguments_of(const Speaker& speaker, const Entry& entry);

/// A verb in one language: every name that it has there, and its arguments and help; empty where the language says nothing.
struct VerbSaid {
  std::vector<std::string> names;
  std::string arguments, help;
};
/// In the order of verbs(); for manifests.
std::vector<VerbSaid> verbs_said(const Speaker& speaker);

/// Whether the language lists the word under the key, or English does.
bool is_listed(const library::Library& library, std::string_view language, std::string_view key, std::string_view word);

}  // namespace allybot::handlers
