#include "bot/platforms/slack/envelopes.h"

#include <chrono>

namespace allybot::platforms::slack {
namespace {

constexpr std::size_t kMost = 1000;
constexpr milliseconds kKeptFor = std::chrono::minutes(10);

}  // namespace

Envelopes::Came Envelopes::take(const std::string& envelope, int line, milliseconds now) {
  while (!order_.empty()) {
    const auto oldest = kept_.find(order_.front());
    if (oldest != kept_.end() && order_.size() < kMost && now - oldest->second.since < kKeptFor) break;
    forget(std::string(order_.front()));
    order_.pop_front();
  }
  const auto [found, is_new] = kept_.try_emplace(envelope);
  if (!is_new && found->second.is_answered) return Came::Answered;
  found->second.line = line;
  if (!is_new) return Came::AtWork;
  found->second.since = now;
  order_.push_back(envelope);
  ++at_work_;
  return Came::New;
}

std::optional<int> Envelopes::wanted_on(const std::string& envelope) const {
  const auto found = kept_.find(envelope);
  return found == kept_.end() || found->second.is_answered ? std::nullopt : std::optional<int>(found->second.line);
}

void Envelopes::answered(const std::string& envelope, std::string answer) {
  const auto found = kept_.find(envelope);
  if (found == kept_.end()) return;
  if (!found->second.is_answered) --at_work_;
  found->second.is_answered = true;
  found->second.answer = std::move(answer);
}

void Envelopes::forget(const std::string& envelope) {
  const auto found = kept_.find(envelope);
  if (found == kept_.end()) return;
  if (!found->second.is_answered) --at_work_;
  kept_.erase(found);
}

}  // namespace allybot::platforms::slack
