#include "bot/schedule/retry.h"

#include <algorithm>

#include "bot/core/back_off.h"
#include "bot/core/text.h"

namespace allybot::schedule {
namespace {

using store::Delivery;
using State = Delivery::State;

constexpr std::string_view kUnheard = "unheard:";
constexpr milliseconds kSoon{500};
constexpr milliseconds kTokenPause{30000};

void again(Delivery& delivery, TimePoint at, std::string reason) {
  delivery.state = State::Retry;
  delivery.next_try = at;
  delivery.reason = std::move(reason);
}

void end(Delivery& delivery, State state, std::string reason) {
  delivery.state = state;
  delivery.reason = std::move(reason);
}

std::string unheard_mark(const Unheard& unheard) {
  return std::string(kUnheard) + std::to_string(to_unix_millis(unheard.first)) + ':' +
         std::to_string(to_unix_millis(unheard.last));
}

}  // namespace

std::optional<Unheard> unheard_since(const std::string& reason) {
  if (reason.rfind(kUnheard, 0) != 0) return std::nullopt;
  const auto parts = split(std::string_view(reason).substr(kUnheard.size()), ':');
  std::int64_t first = 0, last = 0;
  if (parts.size() != 2 || !parse_number(parts[0], first) || !parse_number(parts[1], last)) return std::nullopt;
  return Unheard{from_unix_millis(first), from_unix_millis(last)};
}

milliseconds back_off(int attempts, const OutboxOptions& options, Random& random) {
  return allybot::back_off(attempts, {options.first_retry, options.longest_retry, kSoon}, random);
}

void settle_heard(Delivery& delivery, const SendOutcome& outcome, TimePoint now, const OutboxOptions& options, Random& random) {
  using Kind = SendOutcome::Kind;
  switch (outcome.kind) {
    case Kind::Sent: delivery.remote = outcome.remote; return end(delivery, State::Sent, {});
    case Kind::NotSent:
      if (delivery.attempts >= options.most_attempts) return end(delivery, State::Dead, "gave_up:" + outcome.reason);
      return again(delivery, now + back_off(delivery.attempts, options, random), outcome.reason);
    case Kind::Wait: --delivery.attempts; return again(delivery, now + std::max(outcome.wait, kSoon), outcome.reason);
    case Kind::TokenDead: --delivery.attempts; return again(delivery, now + kTokenPause, outcome.reason);
    case Kind::Gone:
    case Kind::NeedsCare:
    case Kind::Refused: return end(delivery, State::Dead, outcome.reason);
    case Kind::Unknown: return end(delivery, State::Unknown, "no_answer");
  }
}

void settle_under_key(Delivery& delivery, const Unheard& unheard, milliseconds wait, TimePoint now, const OutboxOptions& options,
                      Random& random) {
  if (delivery.attempts >= options.most_attempts) return end(delivery, State::Unknown, "no_answer");
  const milliseconds pause = delivery.attempts > 1 ? back_off(delivery.attempts, options, random) : kSoon;
  again(delivery, now + std::max(pause, wait), unheard_mark(unheard));
}

void settle_looked_up(Delivery& delivery, const Unheard& unheard, const LookUp& found, bool may_look_again, TimePoint now,
                      const OutboxOptions& options, Random& random) {
  switch (found.kind) {
    case LookUp::Kind::Present: delivery.remote = found.remote; return end(delivery, State::Sent, "found");
    case LookUp::Kind::Absent:
      // What a platform had received when the connection broke may still be on its way to the channel.
      if (const TimePoint trusted = unheard.last + options.absence_trusted_after; now < trusted)
        return again(delivery, trusted, unheard_mark(unheard));
      if (delivery.attempts >= options.most_attempts) return end(delivery, State::Dead, "gave_up:absent");
      return again(delivery, now + back_off(delivery.attempts, options, random), "absent");
    case LookUp::Kind::CannotTell:
      if (may_look_again && delivery.attempts < options.most_attempts)
        return again(delivery, now + back_off(delivery.attempts, options, random), unheard_mark(unheard));
      return end(delivery, State::Unknown, "no_answer");
  }
}

bool is_final_no(SendOutcome::Kind kind) { return breaks_plan(kind) || kind == SendOutcome::Kind::Refused; }

bool breaks_plan(SendOutcome::Kind kind) { return kind == SendOutcome::Kind::Gone || kind == SendOutcome::Kind::NeedsCare; }

}  // namespace allybot::schedule
