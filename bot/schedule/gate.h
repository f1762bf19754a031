// Who may post now: keeps to what platforms take (token buckets for channel, workspace and platform, known ahead), to what they
// asked us to wait, and leaves workspaces alone that fail again and again, so that none delays another.
// Must never decide what becomes of a delivery: only when it is tried.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "bot/core/id.h"
#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/rates.h"
#include "bot/core/time.h"

namespace allybot::schedule {

struct GateOptions {
  int failures_to_leave_alone = 4;  ///< in a row at one workspace
  milliseconds left_alone{15000};   ///< then one post tries how things are, and the others follow when it went well
};

/// How many posts may be under way at once, so that there is always a sender left for somebody else.
struct AtOnce {
  int workspace = 1000000;
  int platform = 1000000;
};

/// One for all that posts: the outbox, and answers that are posts. Any thread may call it.
class Gate {
 public:
  using RatesOf = std::function<PostRates(const PlatformId&)>;
  Gate(RatesOf rates, GateOptions options) : rates_(std::move(rates)), options_(options) {}

  /// True: the post counts as under way until done() or withdraw(), and has used what it may use of the buckets.
  bool admit(const ChannelKey& channel, const AtOnce& at_once, TimePoint now);
  /// The earliest moment at which something may be admitted that was not since the last call; nothing when all of it waits for
  /// what is under way.
  std::optional<TimePoint> next_opening();
  /// How much longer the channel has to wait because of what happened after it was admitted; zero when it has not.
  milliseconds pause(const ChannelKey& channel, TimePoint now) const;
  /// What became of it. True when it made us leave the workspace alone.
  bool done(const ChannelKey& channel, const SendOutcome& outcome, TimePoint now);
  std::size_t kept() const;  ///< channels remembered
  /// It was not sent after all.
  void withdraw(const ChannelKey& channel);

 private:
  struct Bucket {
    TimePoint full_at{};       ///< when all of it may be used again (the theoretical arrival time of the GCRA)
    TimePoint closed_until{};  ///< by the platform's own word
    int under_way = 0;
    int failures = 0;
    bool on_trial = false;  ///< failed too often: one at a time until it goes well
  };
  using WorkspaceKey = std::pair<PlatformId, WorkspaceId>;

  void mind_the_clock(TimePoint now) BOT_REQUIRES(mutex_);
  bool opens(const Bucket& bucket, const Rate& rate, TimePoint now) BOT_REQUIRES(mutex_);
  void leave(const ChannelKey& channel) BOT_REQUIRES(mutex_);
  void forget_idle(TimePoint now) BOT_REQUIRES(mutex_);

  const RatesOf rates_;
  const GateOptions options_;
  mutable Mutex mutex_;
  std::map<ChannelKey, Bucket> channels_ BOT_GUARDED_BY(mutex_);
  std::map<WorkspaceKey, Bucket> workspaces_ BOT_GUARDED_BY(mutex_);
  std::map<PlatformId, Bucket> platforms_ BOT_GUARDED_BY(mutex_);
  std::optional<TimePoint> opening_ BOT_GUARDED_BY(mutex_);
  TimePoint last_seen_ BOT_GUARDED_BY(mutex_){};
  std::size_t forget_above_ BOT_GUARDED_BY(mutex_) = 10000;
};

}  // namespace allybot::schedule
