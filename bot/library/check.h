// content check, content new: what an author runs. Findings are the same ones that the live bot quarantines by.
// Must never change a file that exists.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/library/library.h"

namespace allybot::library {

/// A check that another room adds (such as "this card is too long for Slack").
using ExtraCheck = std::function<std::vector<Finding>(const Library&, const Item&)>;
/// The same for a plan of schedules.yaml: its words, zone and channel are not the library's to read.
using PlanCheck = std::function<std::vector<Finding>(const Library&, const FilePlan&)>;

struct CheckReport {
  std::vector<Finding> findings;  ///< by path, line, column
  std::size_t files = 0;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t infos = 0;
};

/// With a language: what is to be said of its files, and what it lacks beside English.
CheckReport check_content(const std::string& root, const Clock& clock, const std::vector<ExtraCheck>& extra,
                          const std::string& language = {}, const PlanCheck& plans = {});

/// "text" (path:line:col: level code: text), "json", "github" or "sarif"; Invalid for another.
Result<std::string> format_report(const CheckReport& report, const std::string& format);

/// A commented file for a new item, valid at once. Conflict when it exists. Returns its path.
Result<std::string> new_item(const std::string& root, const std::string& kind, const std::string& title);

}  // namespace allybot::library
