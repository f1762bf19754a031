#include "bot/platforms/teams/pace.h"

#include <algorithm>
#include <span>

#include "bot/platforms/teams/limits.h"

namespace allybot::platforms::teams {
namespace {

void forget_before(std::deque<milliseconds>& sent, milliseconds moment) {
  while (!sent.empty() && sent.front() <= moment) sent.pop_front();
}

milliseconds wait_of(const std::deque<milliseconds>& sent, std::span<const PaceLimit> limits, milliseconds now) {
  milliseconds wait{0};
  for (const PaceLimit& limit : limits)
    if (sent.size() >= limit.most) wait = std::max(wait, sent[sent.size() - limit.most] + limit.span - now);
  return wait;
}

}  // namespace

milliseconds Pace::take(const std::string& conversation) {
  const milliseconds now = clock_.uptime();
  const Lock lock(mutex_);
  if (by_conversation_.size() >= kPaceConversations && by_conversation_.count(conversation) == 0)
    std::erase_if(by_conversation_, [now](const auto& one) { return one.second.back() + kPaceForgets <= now; });
  forget_before(all_, now - std::end(kPaceOfAll)[-1].span);
  Sent& sent = by_conversation_[conversation];
  forget_before(sent, now - std::end(kPaceOfOne)[-1].span);
  const milliseconds wait = std::max(wait_of(sent, kPaceOfOne, now), wait_of(all_, kPaceOfAll, now));
  if (wait > milliseconds(0)) {
    if (sent.empty()) by_conversation_.erase(conversation);
    return wait;
  }
  sent.push_back(now);
  all_.push_back(now);
  return milliseconds(0);
}

}  // namespace allybot::platforms::teams
