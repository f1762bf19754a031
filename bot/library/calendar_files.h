// Days of the year (observances.yaml) and series: what content check says about them.
// Must never read a rule of recurrence; that is the schedule's.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bot/library/source_text.h"

namespace allybot::library {

/// `items` are the ids that there are.
std::vector<Finding> check_observances(const SourceText& source, const std::set<std::string>& items);
std::vector<Finding> check_series(const SourceText& source, const std::set<std::string>& items,
                                  const std::set<std::string>& topics);

}  // namespace allybot::library
