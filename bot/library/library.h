// A snapshot of the whole content: items, sources, topics, phrases and the search index over them.
// Immutable once made, so any thread may read one while the next is being loaded.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/item.h"

namespace allybot::library {

/// Files in quarantine: the last good version stays live, when there was one.
struct Quarantined {
  std::string path;
  int line = 1;
  int column = 1;
  std::string message;
};

/// One search result.
struct Hit {
  const Item* item = nullptr;
  double score = 0;  ///< higher is better
};

struct SearchResult {
  std::vector<Hit> hits;
  std::string corrected;  ///< the words that were searched for, when a typo was mended; else empty
};

/// What pick() draws from: the live items of a language, laid out for it (pick_index.h).
class PickIndex;
class Holidays;
struct Observance;

class Library {
 public:
  virtual ~Library() = default;

  /// By id, in the language or along its fallback chain ("pt-BR", "pt", "en"). Never a draft; dates are for may_show().
  virtual const Item* find(const ItemId& id, std::string_view language) const = 0;
  /// All live items of a kind (each once, in the best language of the chain), in a stable order. Kind "" = all kinds.
  virtual const std::vector<const Item*>& items(std::string_view kind, std::string_view language) const = 0;
  virtual const PickIndex& pick_index(std::string_view language) const = 0;
  virtual const Source* source(std::string_view id) const = 0;
  virtual const std::vector<Source>& sources() const = 0;
  virtual std::vector<Topic> topics(std::string_view language) const = 0;
  /// The topic that the words name (id, title or synonym, folded), else nothing.
  virtual std::optional<std::string> topic_named(std::string_view words, std::string_view language) const = 0;
  /// Best first; kind "" = all. Stemming of the language, prefix of the last word when `prefix`, spelling mended when nothing is
  /// found.
  virtual SearchResult search(std::string_view words, std::string_view kind, std::string_view language, std::size_t most,
                              bool prefix = false) const = 0;
  /// Makes what search() in that language needs, which the first such search would wait for otherwise. Takes a fifth of a
  /// millisecond for each item; for a thread that may.
  virtual void make_search_ready(std::string_view language) const = 0;
  /// The languages for which that is made: a language that nobody searches in costs nothing.
  virtual std::vector<std::string> searched() const = 0;
  /// The nearest word of the vocabulary, or empty when none is near.
  virtual std::string spelling(std::string_view word, std::string_view language) const = 0;
  /// A sentence that the bot says, with {name} placeholders filled; the key itself when it is missing everywhere.
  virtual std::string phrase(std::string_view language, std::string_view key,
                             const std::vector<std::pair<std::string, std::string>>& values = {}) const = 0;
  /// The same as it stands in the language or its base ("pt" for "pt-BR"), never in English instead; empty when it is not there.
  virtual std::string own_phrase(std::string_view language, std::string_view key) const = 0;
  virtual const Help& help(std::string_view language) const = 0;
  virtual const std::vector<FilePlan>& file_plans() const = 0;
  /// By slug. What a broken file held before stays, as with every other file.
  virtual const std::vector<Series>& all_series() const = 0;
  virtual const Series* series(std::string_view slug) const = 0;
  virtual const Holidays& holidays() const = 0;
  virtual const std::vector<Observance>& observances() const = 0;
  virtual const std::vector<Finding>& findings() const = 0;
  virtual const std::vector<Quarantined>& quarantined() const = 0;
  /// Items that are live now (not drafts, not quarantined away).
  virtual std::size_t live() const = 0;
  /// Changes with every change of content; part of render cache keys.
  virtual const std::string& revision() const = 0;
  virtual std::vector<std::string> languages() const = 0;
};

/// Holds the current snapshot. current() is lock-free enough for every request; any thread may call it.
class Holder {
 public:
  virtual ~Holder() = default;
  virtual std::shared_ptr<const Library> current() const = 0;
  /// Reads what has changed below the root and swaps the snapshot. A broken file keeps its last good version.
  /// Fails only when there is no content at all. One thread at a time.
  virtual Result<void> reload() = 0;
  /// Reloads whenever files change (inotify; polling where there is none), within a second of the last write.
  /// Returns at once; stops when the holder is destroyed. `changed` is called after each swap, on the watching thread, which at
  /// start makes search in `language` ready too.
  virtual void watch(std::function<void(const Library&)> changed, const std::string& language = "en") = 0;
};

/// The text in the language or along its fallback chain; empty when there is none.
std::string text_in(const TextByLanguage& text, std::string_view language);

/// Loads `root`. NotFound with a sentence when the folder is missing or has no item.
Result<std::unique_ptr<Holder>> open_library(const std::string& root, const Clock& clock);

/// Built-in fallback of phrases: the bot can speak even when phrases.yaml is broken.
std::string_view builtin_phrase(std::string_view key);

}  // namespace allybot::library
