#include "bot/library/status_figures.h"

#include <algorithm>
#include <set>

#include "bot/library/kind.h"

namespace allybot::library {
namespace {

std::string day_text(const Date& day) { return to_rfc3339(TimePoint(day)).substr(0, 10); }

}  // namespace

Status gather_status(const std::string& root, const Content& content, Date today) {
  const FolderScan scan = scan_content(root);
  Status status(Coverage(root, scan, content, today));
  status.today = today;
  status.states = Translations(scan, content).states();
  status.quarantined = content.quarantined.size();
  std::set<std::string> languages;
  for (const auto& topic : content.topics) status.topics.push_back(topic.id);
  for (const auto& item : content.items) {
    if (item->draft) {
      ++status.drafts;
      continue;
    }
    ++status.live;
    languages.insert(item->language);
    std::vector<std::string> topics = item->topics, audiences = item->audience;
    topics.emplace_back();
    audiences.emplace_back();
    for (const auto& topic : topics)
      for (const auto& audience : audiences) ++status.counts[{item->language, item->kind, topic, audience}];
    if (!item->review_by) continue;
    const Due due{item->id.str(), item->language, day_text(*item->review_by)};
    ++status.reviews[due.day.substr(0, 7)];
    if (*item->review_by < today)
      status.past.push_back(due);
    else if (*item->review_by < today + std::chrono::days(kNearDays))
      status.near.push_back(due);
  }
  status.languages.assign(languages.begin(), languages.end());
  const auto by_day = [](const Due& one, const Due& other) {
    return one.day != other.day ? one.day < other.day : one.id < other.id;
  };
  std::sort(status.past.begin(), status.past.end(), by_day);
  std::sort(status.near.begin(), status.near.end(), by_day);
  return status;
}

std::vector<std::string_view> kinds_and_series() {
  auto names = kind_names();
  names.push_back(kSeries);
  return names;
}

}  // namespace allybot::library
