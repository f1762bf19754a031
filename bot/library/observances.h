// Days of the year that carry an action: content/observances.yaml.
// Must never read a rule of recurrence; that is the schedule's.
#pragma once

#include <string>
#include <vector>

#include "bot/library/item.h"
#include "bot/library/tables.h"

namespace allybot::library {

/// What is posted: an item, or a text.
struct DayPost {
  ItemId item;
  TextByLanguage text;
  bool empty() const { return item.empty() && text.empty(); }
};

struct Observance {
  std::string id;
  TextByLanguage title;
  std::string rule;                ///< RFC 5545, of the first day; or
  std::vector<std::string> dates;  ///< "2026-05-14"
  int days = 1;
  std::vector<std::string> regions;  ///< ISO 3166; empty: everywhere
  std::string kind;                  ///< core, care, where-men-are, pay, wider
  bool opt_in = false;               ///< only where an admin switched it on
  std::vector<int> before_days;
  DayPost before, on, after;
  std::string url;
};

/// Rows that cannot be used are left out. What is wrong in them is for check_observances() to tell.
Table<Observance> read_observances(const SourceText& source);

}  // namespace allybot::library
