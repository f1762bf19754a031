// One item of content, as read from its file.
// Must never be changed after loading: snapshots share items between threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/card.h"
#include "bot/core/id.h"
#include "bot/core/time.h"

namespace allybot::library {

/// A date without a time, as in front matter; compared on UTC days.
using Date = std::chrono::sys_days;

struct Item {
  ItemId id;             ///< "tips/say-whose-idea"
  std::string kind;      ///< "tips", "myths", ...: the folder's name
  std::string language;  ///< "en"
  std::string path;      ///< below the content root, for messages
  std::string title;
  std::vector<std::string> topics, audience, barrier, sources, points, regions, not_regions;
  std::string action;
  std::string review;      ///< of a translation: "none", or the native reader who signed it
  std::string translates;  ///< of a translation: mark_of() the English file that it was written from
  bool draft = false;
  std::string note;  ///< for whoever edits the file; never shown
  std::optional<Date> publish, expire, review_by;
  std::vector<Block> body;  ///< the Markdown as blocks

  std::string claim;    ///< myths: as people say it
  std::string verdict;  ///< myths: "myth", "mostly", "depends", "true"

  std::string url, publisher, type, cost;  ///< resources
  int minutes = 0;                         ///< resources, exercises
  std::optional<Date> checked_on;          ///< resources

  std::string people;                                    ///< exercises: "alone", "pairs", "group"
  std::string if_, then_;                                ///< pledges
  std::string situation, now, afterwards, with_manager;  ///< scenarios
};

/// A claim with its number: content/sources.yaml.
struct Source {
  std::string id, topic, claim, number, population, publisher, title, url, support, confidence, caveat, flag;
  int year = 0;
  std::optional<Date> review_by;
};

struct Topic {
  std::string id;
  std::string title;                  ///< in the asked language, else English
  std::vector<std::string> synonyms;  ///< folded
};

struct HelpContact {
  std::string role, name, reach, hours, note;
};

struct Help {
  std::string intro;
  std::string emergency;           ///< whom to call in danger; may be empty
  std::string supporting_someone;  ///< for whoever was confided in; may be empty
  std::vector<HelpContact> contacts;
  bool sample = false;  ///< still the values that came with the bot
};

/// One plan of content/schedules.yaml.
struct FilePlan {
  std::string slug, channel, words, zone, start, until;
  std::vector<std::string> kinds, topics;
  /// Days of observance that it keeps instead of drawing, empty where it draws: "usual", and ids of those that are off unless
  /// they are named.
  std::vector<std::string> days{};
  std::vector<std::string> without{};  ///< ids of days that it leaves out
  std::string path{};
  int line = 0;
  /// Line and column of what its fields hold: "words", and "days:usual" for what one lists.
  std::map<std::string, std::pair<int, int>> places{};
  bool names_unknown = false;  ///< a topic or day that there is not; a finding says which
};

/// A text by language tag.
using TextByLanguage = std::map<std::string, std::string>;

/// One step of a series.
struct SeriesStep {
  ItemId item;
  TextByLanguage lead_in;  ///< may be empty
};

/// A series of steps, in order: content/series/<slug>.yaml.
struct Series {
  std::string slug;
  TextByLanguage title, welcome, end;
  std::vector<std::string> audience, topics;
  int a_week = 1;  ///< steps: 1 or 2
  std::vector<SeriesStep> steps;
};

/// Something to tell an admin about a file. Line and column are 1-based; columns count code points.
struct Finding {
  enum class Level { Error, Warning, Info };
  std::string path;
  int line = 1;
  int column = 1;
  Level level = Level::Error;
  std::string code;     ///< stable: "front-matter", "unknown-topic", "too-long", ...
  std::string message;  ///< one sentence
  std::string hint;     ///< what to do
};

}  // namespace allybot::library
