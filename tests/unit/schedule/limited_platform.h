// A platform with real limits (one message a second for a channel, a few hundred a minute for a workspace, short bursts, 429 with
// Retry-After), and an outbox that is driven against it under a fake clock. For the tests and for ./dev bench.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "bot/schedule/outbox.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::schedule {

/// Counts as platforms do: a bucket fills at its rate, a message takes one, an empty one refuses.
class LimitedPlatform {
 public:
  static constexpr double kChannelBurst = 2, kWorkspaceBurst = 30, kWorkspaceRate = 5;

  /// `at`: when the message arrives there.
  SendOutcome post(const store::Delivery& delivery, TimePoint at) {
    ++calls;
    Bucket& workspace = workspaces_[delivery.channel.workspace];
    Bucket& channel = channels_[delivery.channel];
    workspace.fill(at, kWorkspaceRate, kWorkspaceBurst);
    channel.fill(at, 1, kChannelBurst);
    if (workspace.left < 1 || channel.left < 1) {
      ++refused;
      return {SendOutcome::Kind::Wait, {}, "ratelimited", seconds(1)};
    }
    --workspace.left;
    --channel.left;
    ++posted;
    if (!keys_.insert(delivery.idempotency).second) ++twice;
    return {SendOutcome::Kind::Sent, "message", {}, milliseconds(0)};
  }

  std::size_t calls = 0, refused = 0, posted = 0, twice = 0;

 private:
  struct Bucket {
    double left = -1;
    TimePoint at{};
    void fill(TimePoint now, double rate, double burst) {
      if (left < 0) left = burst;
      if (now > at && at != TimePoint{}) left = std::min(burst, left + rate * std::chrono::duration<double>(now - at).count());
      at = std::max(at, now);
    }
  };
  std::map<WorkspaceId, Bucket> workspaces_;
  std::map<ChannelKey, Bucket> channels_;
  std::set<std::string> keys_;
};

struct PaceRun {
  std::size_t posted = 0, calls = 0, refused = 0, twice = 0;
  double allowed = 0;
  double share() const { return static_cast<double>(posted) / allowed; }
  double refusals() const { return static_cast<double>(refused) / static_cast<double>(std::max<std::size_t>(calls, 1)); }
};

/// Three workspaces: 40 channels (the workspace is the limit), 2 channels (each channel is), and 6 (in between). All of them
/// always have something due. The network takes up to 30 ms, the loop wakes up to 20 ms late.
inline PaceRun drive_limited_platform(const PostRates& rates, std::uint64_t seed, milliseconds time) {
  fakes::FakeClock clock(from_rfc3339("2026-11-24T10:00:00Z").value());
  fakes::SeededRandom random(seed);
  NoMetrics metrics;
  const auto store = store::open("memory:", clock).value();
  LimitedPlatform platform;
  const int channels_of[] = {40, 2, 6};
  const double seconds_long = std::chrono::duration<double>(time).count();
  PaceRun run;
  std::size_t made = 0;
  const auto add = [&](int workspace, const ChannelId& channel) {
    store::Delivery delivery;
    delivery.key = delivery.idempotency = std::to_string(++made);
    delivery.channel = {PlatformId("slack"), WorkspaceId("T" + std::to_string(workspace)), channel};
    delivery.payload = "{}";
    delivery.created_at = delivery.due_at = delivery.next_try = delivery.changed_at = clock.now();
    delivery.expires_at = clock.now() + std::chrono::hours(24);
    static_cast<void>(store->write([&](store::Writer& tx) -> Result<void> {
      if (auto added = tx.add_delivery(delivery); !added) return tl::unexpected(added.error());
      return {};
    }));
  };
  for (int workspace = 0; workspace < 3; ++workspace) {
    run.allowed += std::min(LimitedPlatform::kWorkspaceRate, static_cast<double>(channels_of[workspace])) * seconds_long;
    for (int i = 0; i < channels_of[workspace] * 2; ++i)
      add(workspace, ChannelId("C" + std::to_string(i % channels_of[workspace])));
  }
  Courier courier;
  courier.send = [&](const store::Delivery& delivery) {
    auto heard = platform.post(delivery, clock.now() + milliseconds(static_cast<std::int64_t>(random.below(31))));
    if (heard.kind == SendOutcome::Kind::Sent)
      add(delivery.channel.workspace.str()[1] - '0', delivery.channel.channel);  // more is always due
    return heard;
  };
  courier.look_up = [](const store::Delivery&) { return LookUp{}; };
  courier.can_look_up = [](const PlatformId&) { return false; };
  courier.dedupes_for = [](const PlatformId&) { return milliseconds(0); };
  courier.is_on = [](const PlatformId&) { return true; };
  courier.rates = [&](const PlatformId&) { return rates; };
  Outbox outbox(*store, clock, random, metrics, courier, "one");
  const TimePoint end = clock.now() + time;
  while (clock.now() < end) {
    if (!outbox.step()) break;
    clock.advance(milliseconds(1 + static_cast<std::int64_t>(random.below(20))));
  }
  run.posted = platform.posted;
  run.calls = platform.calls;
  run.refused = platform.refused;
  run.twice = platform.twice;
  return run;
}

}  // namespace allybot::schedule
