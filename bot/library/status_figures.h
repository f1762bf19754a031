// What `content status` counts, for each of the ways in which it is shown.
// Must never hold a text that people read.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/loader.h"
#include "bot/library/points.h"
#include "bot/library/translations.h"

namespace allybot::library {

/// A point with fewer items than this is thin.
inline constexpr std::size_t kThin = 2;
/// Items whose review_by comes within this many days are near review.
inline constexpr int kNearDays = 90;

/// An item that has to be looked at again on that day.
struct Due {
  std::string id, language, day;
};

struct Status {
  explicit Status(Coverage of_points) : coverage(std::move(of_points)) {}

  Date today;
  std::size_t live = 0, drafts = 0, quarantined = 0;
  std::vector<std::string> languages, topics;
  /// language, kind, topic, audience ("" for all) to the number of items
  std::map<std::vector<std::string>, std::size_t> counts;
  Coverage coverage;
  std::vector<LanguageState> states;
  std::vector<Due> past, near;
  std::map<std::string, std::size_t> reviews;  ///< by month, "2027-12"; past ones too

  std::size_t count(const std::string& language, std::string_view kind, const std::string& topic,
                    std::string_view audience) const {
    const auto found = counts.find({language, std::string(kind), topic, std::string(audience)});
    return found == counts.end() ? 0 : found->second;
  }
};

Status gather_status(const std::string& root, const Content& content, Date today);
/// Names of the kinds, and "series".
std::vector<std::string_view> kinds_and_series();

/// One self-contained page without scripts: charts for the eye, and the same figures as text and tables.
std::string status_as_html(const Status& status);

}  // namespace allybot::library
