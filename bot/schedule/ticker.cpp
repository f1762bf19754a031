#include "bot/schedule/ticker.h"

#include <algorithm>
#include <exception>

#include "bot/core/direct_channel.h"
#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/schedule/place.h"

namespace allybot::schedule {
namespace {

using store::Delivery;
using store::Plan;

/// A plan that was down for a year leaves these many notes of what was not posted, not hundreds; the log has the count.
constexpr std::size_t kMostSkipsNoted = 5;
constexpr std::size_t kMostMissed = 4000;
constexpr std::chrono::minutes kTryAgain{1};
constexpr std::chrono::minutes kNoteClockEvery{1};
constexpr char kNotedClock[] = "ticker_clock";
constexpr std::chrono::seconds kLookAgain{1};

std::string random_key(Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string key(32, '0');
  for (char& digit : key) digit = kHex[random.below(16)];
  return key;
}

Delivery delivery_of(const Plan& plan, const Occurrence& occurrence, TimePoint now, std::chrono::hours grace) {
  Delivery delivery;
  delivery.key = occurrence.key(plan);
  delivery.channel = plan.channel;
  delivery.address = plan.address;
  delivery.plan = plan.id;
  delivery.created_at = now;
  delivery.changed_at = now;
  delivery.due_at = occurrence.at;
  delivery.next_try = now;
  const milliseconds allowed = allowed_lateness(plan, grace);
  // What is posted however late has a grace of its own, from now on.
  delivery.expires_at = allowed > grace ? std::max(now, occurrence.at) + grace : occurrence.at + allowed;
  return delivery;
}

/// What has come due for one plan, earliest first. The last of them is posted when it is not too late for it; whatever else is
/// here is.
Result<std::vector<Occurrence>> missed_by(const Plan& plan, TimePoint now, const Almanac& days) {
  auto all = come_due(plan, now, kMostMissed, days);
  if (!all) return all;
  all->erase(std::remove_if(all->begin(), all->end(), [](const Occurrence& one) { return !one.post; }), all->end());
  if (all->size() > kMostSkipsNoted) {
    log::warning("occurrences_missed", {{"channel", plan.channel.str()}, {"plan", plan.id.str()}, {"count", all->size()}});
    all->erase(all->begin(), all->end() - static_cast<std::ptrdiff_t>(kMostSkipsNoted));
  }
  return all;
}

/// What was claimed stays claimed: an occurrence that is found again is nobody's.
Result<void> compute_anew(TimePoint now, const Almanac& days, store::Writer& tx) {
  auto plans = tx.all_plans();
  if (!plans) return tl::unexpected(plans.error());
  for (Plan& plan : *plans) {
    const auto before = plan.next_at;
    if (!before || *before <= now || !schedule_next(plan, now, days) || plan.next_at == before) continue;
    if (auto done = tx.update_plan(plan); !done) return done;
  }
  return {};
}

/// The work on one plan inside the transaction of the step.
class PlanStep {
 public:
  PlanStep(Plan plan, TimePoint now, const TickerOptions& options, const Almanac& days, const Draw& draw, Random& random,
           store::Writer& tx)
      : plan_(std::move(plan)), now_(now), options_(options), days_(days), draw_(draw), random_(random), tx_(tx) {}

  Result<void> run(TickStep& step) {
    if (days_.steps_left(plan_) == 0) return end();  // the content has fewer steps than before
    const auto missed = missed_by(plan_, now_, days_);
    if (!missed) return give_up(missed.error());
    for (const Occurrence& one : *missed) {
      const bool newest = &one == &missed->back();
      if (!newest || now_ - one.at > allowed_lateness(plan_, options_.grace)) {
        if (auto noted = skip(one, "late", step); !noted) return noted;
        continue;
      }
      const auto held = why_held_back(plan_, one, now_, tx_, days_);
      if (!held) return tl::unexpected(held.error());
      if (!held->empty()) {
        if (auto noted = skip(one, held->c_str(), step); !noted) return noted;
        continue;
      }
      const auto drawn = draw(one);
      if (!drawn && drawn.error().code == Code::NotFound) {
        if (auto noted = skip(one, "no-content", step); !noted) return noted;
      } else if (!drawn && drawn.error().code == Code::Unavailable) {
        return try_again();
      } else if (!drawn) {
        return give_up(drawn.error());
      } else if (auto written = post(one, *drawn, step); !written) {
        return written;
      }
    }
    if (over_) return end();
    if (auto next = schedule_next(plan_, now_, days_); !next) return give_up(next.error());
    return tx_.update_plan(plan_);
  }

 private:
  Result<void> end() {
    plan_.state = Plan::State::Ended;
    plan_.next_at.reset();
    plan_.next_local.clear();
    return tx_.update_plan(plan_);
  }

  /// A drawing that throws breaks its own plan, not the batch.
  Result<Drawn> draw(const Occurrence& occurrence) {
    try {
      Plan shown = plan_;
      shown.next_local = occurrence.nominal.str();
      return draw_(shown, occurrence, tx_);
    } catch (const std::exception&) {
      return fail(Code::Internal, "drawing the nudge threw");
    }
  }

  Result<void> post(const Occurrence& occurrence, const Drawn& drawn, TickStep& step) {
    Delivery delivery = delivery_of(plan_, occurrence, now_, options_.grace);
    delivery.item = drawn.item;
    delivery.payload = drawn.payload;
    delivery.idempotency = random_key(random_);
    const auto claimed = tx_.add_delivery(delivery);
    if (!claimed) return tl::unexpected(claimed.error());
    if (!*claimed) return {};  // somebody else was first
    ++step.posted;
    if (drawn.next_step >= 0) plan_.step = drawn.next_step;
    over_ = over_ || drawn.last;
    if (auto counted = count_as_unanswered(); !counted) return counted;
    return tx_.note_seen(store::reader_of(plan_.channel), drawn.item, now_);
  }

  /// Until somebody presses. What one member gets alone is nobody's to count.
  Result<void> count_as_unanswered() {
    if (is_direct_channel(plan_.channel)) return {};
    auto attention = tx_.attention(plan_.channel);
    if (!attention) return tl::unexpected(attention.error());
    ++attention->unanswered;
    return tx_.set_attention(plan_.channel, *attention);
  }

  Result<void> skip(const Occurrence& occurrence, const char* reason, TickStep& step) {
    Delivery delivery = delivery_of(plan_, occurrence, now_, options_.grace);
    delivery.state = Delivery::State::Skipped;
    delivery.reason = reason;
    const auto claimed = tx_.add_delivery(delivery);
    if (!claimed) return tl::unexpected(claimed.error());
    if (*claimed) ++step.skipped;
    return {};
  }

  /// Its platform or content is away: the occurrence stays due until its grace is over, and delays nobody else.
  Result<void> try_again() {
    plan_.next_at = now_ + kTryAgain;
    return tx_.update_plan(plan_);
  }

  Result<void> give_up(const Error& error) {
    log::warning("plan_broken", {{"channel", plan_.channel.str()}, {"plan", plan_.id.str()}, {"why", error.for_log}});
    plan_.state = Plan::State::Broken;
    plan_.trouble = std::string(kCannotDraw) + name_of(error.code);
    plan_.next_at.reset();
    return tx_.update_plan(plan_);
  }

  Plan plan_;
  bool over_ = false;  ///< the last step of its series is written
  const TimePoint now_;
  const TickerOptions& options_;
  const Almanac& days_;
  const Draw& draw_;
  Random& random_;
  store::Writer& tx_;
};

}  // namespace

Ticker::Ticker(store::Store& store, const Clock& clock, Random& random, Metrics& metrics, Draw draw, TickerOptions options)
    : store_(store), clock_(clock), random_(random), metrics_(metrics), draw_(std::move(draw)), options_(std::move(options)) {}

Result<TickStep> Ticker::step() {
  // Before the transaction, for it may have to wait for another.
  const BothClocks clocks = read_both(clock_);
  const TimePoint now = clocks.now;
  const std::shared_ptr<const Almanac> asked = options_.almanac ? options_.almanac() : nullptr;
  const Almanac& days = asked ? *asked : Almanac::usual();
  auto done = store::write<TickStep>(store_, [&](store::Writer& tx) -> Result<TickStep> {
    TickStep step;
    const auto held = hold_for_clock(clocks, days, tx);
    if (!held) return tl::unexpected(held.error());
    step.held = *held;
    if (step.held) return step;
    auto plans = tx.due_plans(now, options_.batch);
    if (!plans) return tl::unexpected(plans.error());
    for (Plan& plan : *plans)
      if (auto worked = PlanStep(std::move(plan), now, options_, days, draw_, random_, tx).run(step); !worked)
        return tl::unexpected(worked.error());
    step.more = plans->size() == options_.batch;
    return step;
  });
  if (!done) return done;
  if (done->posted > 0) metrics_.count("occurrences", {{"outcome", "posted"}}, static_cast<double>(done->posted));
  if (done->skipped > 0) metrics_.count("occurrences", {{"outcome", "skipped"}}, static_cast<double>(done->skipped));
  return done;
}

Result<bool> Ticker::hold_for_clock(const BothClocks& clocks, const Almanac& days, store::Writer& tx) {
  const auto [now, uptime] = clocks;
  std::optional<ClockGuard::Jump> jump;
  std::optional<TimePoint> before;
  if (!noted_) {
    const auto text = tx.meta(kNotedClock);
    if (!text) return tl::unexpected(text.error());
    std::int64_t millis = 0;
    if (*text && parse_number(**text, millis)) before = from_unix_millis(millis);
  }
  bool held = false;
  {
    const Lock lock(mutex_);
    jump = before ? guard_.compare_with_noted(*before, now, uptime) : std::nullopt;
    if (const auto seen = guard_.look(now, uptime)) jump = seen;
    held = guard_.holds(uptime);
  }
  if (jump) {
    const bool back = jump->by < milliseconds(0);
    log::error("clock_jumped", {{"seconds", std::chrono::duration_cast<seconds>(jump->by).count()}});
    metrics_.count("clock_jumps", {{"direction", back ? "back" : "forward"}});
    // Dates that were computed by a clock that was ahead would leave a silence until it is there again.
    if (back)
      if (auto done = compute_anew(now, days, tx); !done) return tl::unexpected(done.error());
  }
  if (!noted_ || jump || now - *noted_ >= kNoteClockEvery) {
    if (auto kept = tx.set_meta(kNotedClock, std::to_string(to_unix_millis(now))); !kept) return tl::unexpected(kept.error());
    noted_ = now;
  }
  return held;
}

std::optional<std::string> Ticker::clock_warning() {
  const Lock lock(mutex_);
  return guard_.warning(clock_.uptime());
}

void Ticker::run(std::stop_token stop) {
  const std::stop_callback wake_up(stop, [this] { wake(); });
  while (!stop.stop_requested()) {
    const auto done = step();
    if (!done) log::error("tick_failed", {{"code", name_of(done.error().code)}, {"why", done.error().for_log}});
    if (done && done->more) continue;
    const auto next = store::read<std::optional<TimePoint>>(store_, [](store::Reader& tx) { return tx.next_due(); });
    milliseconds pause = kLookAgain;
    if (next && *next) pause = std::clamp<milliseconds>(**next - clock_.now(), milliseconds(5), kLookAgain);
    const Lock lock(mutex_);
    if (!woken_ && !stop.stop_requested()) condition_.wait_for(mutex_, pause);
    woken_ = false;
  }
}

void Ticker::wake() {
  {
    const Lock lock(mutex_);
    woken_ = true;
  }
  condition_.notify_all();
}

}  // namespace allybot::schedule
