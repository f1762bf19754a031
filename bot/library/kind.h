// A kind of content as a table: which fields its front matter has, what they may hold, how a new file looks.
// Must never hold code for one kind: a new kind is one file in kinds/ and one row in kinds.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/library/item.h"

namespace allybot::library {

enum class FieldForm {
  Text,     ///< one line of words, at most `most` code points
  Slugs,    ///< a list of short names, at most `most` of them
  Choices,  ///< a list of words out of `choices`
  Choice,   ///< one word out of `choices`
  Regions,  ///< a list of ISO 3166 alpha-2 codes
  Points,   ///< a list of S01..S60
  Number,   ///< a whole number from 1 to `most`
  Flag,     ///< true or false
  Day,      ///< YYYY-MM-DD
  Address,  ///< an https address
  Mark,     ///< 12 hexadecimal digits: mark_of() a file
};

/// Where a field's value goes.
using FieldTarget =
    std::variant<std::string Item::*, std::vector<std::string> Item::*, int Item::*, bool Item::*, std::optional<Date> Item::*>;

struct Field {
  std::string_view name;
  FieldForm form;
  FieldTarget into;
  bool required = false;
  std::size_t most = 0;
  std::vector<std::string_view> choices = {};
  std::string_view meaning = {};  ///< for the schema's hover help and for hints
  std::string_view sample = {};   ///< as written into a new file; empty: left out, or commented out
};

struct Kind {
  std::string_view name;      ///< the folder: "tips"
  std::string_view singular;  ///< "tip"
  bool drawn_unasked = false;
  std::vector<Field> fields;  ///< in the order of the file
  std::size_t least_words = 40, most_words = 90;
  bool title_is_a_name = false;  ///< of something that others named, so its words are not ours
  bool needs_steps = false;      ///< the body holds a numbered list of 4 to 8 steps
  std::string_view sample_body;
};

/// Every kind, in the order in which they are shown.
std::span<const Kind> kinds();
/// By folder name, or nullptr.
const Kind* find_kind(std::string_view name);
/// By folder name or singular ("tip"), or nullptr.
const Kind* kind_named(std::string_view word);
std::vector<std::string_view> kind_names();

/// Fields that every kind has: those before (title to points), and those after the kind's own (regions to review_by).
std::vector<Field> common_fields(bool needs_action);
/// The common fields with the kind's own after them.
std::vector<Field> fields_with(std::vector<Field> own, bool needs_action = true);

inline constexpr std::size_t kMostIdLength = 40;
inline constexpr std::string_view kAudiences[] = {"everyone", "managers", "executives", "newcomers", "parents", "erg-leads"};
inline constexpr std::string_view kBarriers[] = {"apathy", "fear", "know-how", "peer-pressure"};

}  // namespace allybot::library
