// The points that the library shall cover (points.yaml), and how far it does.
// Must never keep an item from being shown: what is missing is for content check and content status to tell.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/library/files.h"
#include "bot/library/loader.h"
#include "bot/library/tables.h"

namespace allybot::library {

inline constexpr std::string_view kSeries = "series";

struct PointRow {
  std::string id;                  ///< "S01"
  std::string title;               ///< in English
  std::vector<std::string> kinds;  ///< that the point asks for: names of kinds, or "series"
  int line = 1;
};

Table<PointRow> read_points(const SourceText& source);

/// How many published English items of each kind name a point, and how many series.
class Coverage {
 public:
  /// Where there is no points.yaml: the sixty by their names alone, and nothing is missing.
  Coverage(const std::string& root, const FolderScan& scan, const Content& content, Date today);

  const std::vector<PointRow>& rows() const { return table_.rows; }
  std::size_t count(const std::string& point, std::string_view kind) const;
  /// Of all kinds, without series.
  std::size_t items(const std::string& point) const;
  /// What is wrong with the file, points without an item (errors), and kinds that a point asks for in vain (warnings).
  std::vector<Finding> findings() const;

 private:
  bool is_asked_ = false;
  Table<PointRow> table_;
  std::map<std::string, std::map<std::string, std::size_t, std::less<>>> counts_;
};

}  // namespace allybot::library
