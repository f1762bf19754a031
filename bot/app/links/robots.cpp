#include "bot/app/links/robots.h"

#include <string>
#include <vector>

#include "bot/core/text.h"

namespace allybot::app {
namespace {

constexpr std::string_view kOurName = "allybot";

struct Rule {
  std::string pattern;
  bool allow = false;
};

/// '*' stands for any characters, '$' at the end for the end of the path.
bool matches(std::string_view pattern, std::string_view path) {
  const bool to_the_end = !pattern.empty() && pattern.back() == '$';
  if (to_the_end) pattern.remove_suffix(1);
  std::size_t p = 0, s = 0, star = std::string_view::npos, tried = 0;
  while (s < path.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      tried = s;
    } else if (p < pattern.size() && pattern[p] == path[s]) {
      ++p;
      ++s;
    } else if (p == pattern.size() && !to_the_end) {
      return true;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      s = ++tried;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

struct Groups {
  std::vector<Rule> ours, everybody;
  bool names_us = false;
};

Groups read(std::string_view text) {
  Groups groups;
  bool is_ours = false, is_everybody = false, names_before = false;
  for (const std::string_view raw : split(text, '\n')) {
    const std::string_view line = trim(raw.substr(0, raw.find('#')));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = fold_case(trim(line.substr(0, colon)));
    const std::string_view value = trim(line.substr(colon + 1));
    if (key == "user-agent") {
      if (!names_before) is_ours = is_everybody = false;  // a new group
      names_before = true;
      is_ours = is_ours || fold_case(value) == kOurName;
      is_everybody = is_everybody || value == "*";
      groups.names_us = groups.names_us || is_ours;
      continue;
    }
    if (key != "allow" && key != "disallow") continue;
    names_before = false;
    if (value.empty()) continue;  // "Disallow:" forbids nothing
    if (is_ours) groups.ours.push_back({std::string(value), key == "allow"});
    if (is_everybody) groups.everybody.push_back({std::string(value), key == "allow"});
  }
  return groups;
}

}  // namespace

bool robots_allow(std::string_view robots_txt, std::string_view path) {
  const Groups groups = read(robots_txt.substr(0, 500U << 10U));
  const Rule* best = nullptr;
  for (const Rule& rule : groups.names_us ? groups.ours : groups.everybody) {
    if (!matches(rule.pattern, path)) continue;
    if (best == nullptr || rule.pattern.size() > best->pattern.size() ||
        (rule.pattern.size() == best->pattern.size() && rule.allow))
      best = &rule;
  }
  return best == nullptr || best->allow;
}

}  // namespace allybot::app
