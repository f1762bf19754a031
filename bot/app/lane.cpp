#include "bot/app/lane.h"

#include <algorithm>

#include "bot/core/log.h"

namespace allybot::app {
namespace {

constexpr std::chrono::milliseconds kLeastWait{100};  // for who says that it was too early, and not for how long

}  // namespace

Lane::Lane(const Clock& clock, Metrics& metrics, schedule::Gate& gate, LaneOptions options)
    : clock_(clock), metrics_(metrics), gate_(gate), options_(options) {}

Lane::~Lane() { stop(std::chrono::milliseconds(0)); }

bool Lane::submit(Send send, platforms::Outgoing outgoing, std::optional<ChannelKey> posts_to) {
  const TimePoint now = clock_.now();
  {
    const Lock lock(mutex_);
    const auto known = destinations_.find(outgoing.destination);
    const bool closed = known != destinations_.end() && known->second.closed_until > now;
    if (closed || waiting_.size() >= options_.most_waiting) {
      metrics_.count("late_answers_dropped", {{"why", closed ? "destination_closed" : "full"}});
      return false;
    }
    waiting_.push_back(Waiting{std::move(send), std::move(outgoing), std::move(posts_to), now, now + options_.longest_wait, 0});
  }
  changed_.notify_one();
  return true;
}

bool Lane::may_go(const Waiting& one, TimePoint now) {
  if (one.not_before > now) return false;
  const auto known = destinations_.find(one.outgoing.destination);
  if (known != destinations_.end() && known->second.in_flight) return false;
  return !one.posts_to || now > one.given_up_at || gate_.admit(*one.posts_to, {}, now);
}

bool Lane::step() {
  const TimePoint now = clock_.now();
  Waiting next;
  {
    const Lock lock(mutex_);
    const auto due =
        std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& one) BOT_REQUIRES(mutex_) { return may_go(one, now); });
    if (due == waiting_.end()) return false;
    next = std::move(*due);
    waiting_.erase(due);
    if (next.posts_to && now > next.given_up_at) {  // the gate stayed closed
      metrics_.count("late_answers_dropped", {{"why", "too_late"}});
      return true;
    }
    destinations_[next.outgoing.destination].in_flight = true;
  }
  ++next.attempts;
  const SendOutcome outcome = next.send(next.outgoing);
  if (next.posts_to) gate_.done(*next.posts_to, outcome, clock_.now());
  settle(std::move(next), outcome);
  return true;
}

void Lane::settle(Waiting done, const SendOutcome& outcome) {
  const TimePoint now = clock_.now();
  const bool too_early = outcome.kind == SendOutcome::Kind::Wait;
  if (too_early) --done.attempts;  // nothing was tried; longest_wait ends it
  const bool again = too_early || (outcome.kind == SendOutcome::Kind::NotSent && done.attempts < options_.most_attempts);
  const bool sent = outcome.kind == SendOutcome::Kind::Sent;
  const bool destination_failed = outcome.kind == SendOutcome::Kind::NotSent || outcome.kind == SendOutcome::Kind::Unknown;
  {
    const Lock lock(mutex_);
    Destination& destination = destinations_[done.outgoing.destination];
    destination.in_flight = false;
    destination.failures = destination_failed ? destination.failures + 1 : 0;
    if (destination.failures >= options_.failures_to_open) {
      destination.closed_until = now + options_.open_for;
      destination.failures = 0;
    }
    // A destination in good standing needs no row: thousands of answer addresses pass by once.
    const bool ordinary = destination.failures == 0 && destination.closed_until <= now;
    const std::string name = done.outgoing.destination;
    if (again) {
      const milliseconds pause =
          too_early ? std::max(outcome.wait, kLeastWait) : options_.retry_after * (1 << (done.attempts - 1));
      done.not_before = now + pause;
      if (done.not_before <= done.given_up_at) {
        waiting_.push_back(std::move(done));
        changed_.notify_one();
        return;
      }
    }
    if (ordinary) destinations_.erase(name);
  }
  metrics_.count("late_answers", {{"outcome", sent ? "sent" : "failed"}});
  if (!sent) log::warning("late_answer_failed", {{"reason", outcome.reason}, {"attempts", done.attempts}});
  changed_.notify_one();
}

void Lane::start(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
}

void Lane::run(const std::stop_token& stop) {
  const std::stop_callback wake(stop, [this] { changed_.notify_all(); });
  while (!stop.stop_requested()) {
    if (step()) continue;
    const Lock lock(mutex_);
    if (stop.stop_requested()) return;
    // A retry may become due while nobody knocks: look again soon when something waits.
    changed_.wait_for(mutex_, waiting_.empty() ? std::chrono::seconds(1) : std::chrono::milliseconds(50));
  }
}

void Lane::stop(std::chrono::milliseconds patience) {
  for (auto& thread : threads_) thread.request_stop();
  threads_.clear();
  const TimePoint until = clock_.now() + patience;
  while (patience.count() > 0 && clock_.now() < until && step()) {
  }
  const Lock lock(mutex_);
  if (!waiting_.empty()) log::warning("late_answers_dropped", {{"count", waiting_.size()}});
  waiting_.clear();
}

}  // namespace allybot::app
