#include "bot/schedule/gate.h"

#include <algorithm>

namespace allybot::schedule {
namespace {

constexpr milliseconds kClockSetBack{1000};
constexpr std::size_t kMostKept = 10000;

/// A fiftieth slower than published: our clock, the network and theirs are not one.
milliseconds pace_of(const Rate& rate) {
  const auto exact = rate.in.count() / rate.many;
  return milliseconds(std::max<std::int64_t>(1, exact + (exact + 49) / 50));
}

/// The earliest moment at which the rate lets one more pass.
template <class Bucket>
TimePoint free_at(const Bucket& bucket, const Rate& rate) {
  if (rate.many <= 0) return TimePoint{};
  return bucket.full_at - pace_of(rate) * (std::max(rate.burst, 1) - 1);
}

template <class Bucket>
void use(Bucket& bucket, const Rate& rate, TimePoint now) {
  ++bucket.under_way;
  if (rate.many > 0) bucket.full_at = std::max(bucket.full_at, now) + pace_of(rate);
}

template <class Map>
void erase_idle(Map& map, TimePoint now) {
  std::erase_if(map, [now](const auto& row) {
    const auto& bucket = row.second;
    return bucket.under_way == 0 && bucket.failures == 0 && bucket.full_at <= now && bucket.closed_until <= now;
  });
}

}  // namespace

void Gate::mind_the_clock(TimePoint now) {
  if (now + kClockSetBack < last_seen_) {
    // What was noted in a time to come would hold everything until then.
    const auto reset = [](auto& map) {
      for (auto& [key, bucket] : map) bucket.full_at = bucket.closed_until = TimePoint{};
    };
    reset(channels_);
    reset(workspaces_);
    reset(platforms_);
  }
  last_seen_ = now;
}

bool Gate::opens(const Bucket& bucket, const Rate& rate, TimePoint now) {
  const TimePoint at = std::max(bucket.closed_until, free_at(bucket, rate));
  if (at <= now) return true;
  opening_ = opening_ ? std::min(*opening_, at) : at;
  return false;
}

bool Gate::admit(const ChannelKey& channel, const AtOnce& at_once, TimePoint now) {
  const Lock lock(mutex_);
  mind_the_clock(now);
  if (channels_.size() > forget_above_) forget_idle(now);
  const PostRates rates = rates_ ? rates_(channel.platform) : PostRates{};
  Bucket& platform = platforms_[channel.platform];
  Bucket& workspace = workspaces_[{channel.platform, channel.workspace}];
  if (platform.under_way >= at_once.platform || workspace.under_way >= at_once.workspace) return false;
  if (workspace.on_trial && workspace.under_way > 0) return false;
  if (!opens(platform, rates.platform, now) || !opens(workspace, rates.workspace, now)) return false;
  Bucket& place = channels_[channel];
  if (!opens(place, rates.channel, now)) return false;
  use(platform, rates.platform, now);
  use(workspace, rates.workspace, now);
  use(place, rates.channel, now);
  return true;
}

std::optional<TimePoint> Gate::next_opening() {
  const Lock lock(mutex_);
  return std::exchange(opening_, std::nullopt);
}

std::size_t Gate::kept() const {
  const Lock lock(mutex_);
  return channels_.size();
}

milliseconds Gate::pause(const ChannelKey& channel, TimePoint now) const {
  const Lock lock(mutex_);
  TimePoint until{};
  if (const auto found = platforms_.find(channel.platform); found != platforms_.end())
    until = std::max(until, found->second.closed_until);
  if (const auto found = workspaces_.find({channel.platform, channel.workspace}); found != workspaces_.end())
    until = std::max(until, found->second.closed_until);
  if (const auto found = channels_.find(channel); found != channels_.end()) until = std::max(until, found->second.closed_until);
  return std::max<milliseconds>(until - now, milliseconds(0));
}

void Gate::withdraw(const ChannelKey& channel) {
  const Lock lock(mutex_);
  leave(channel);
}

void Gate::leave(const ChannelKey& channel) {
  const auto one_less = [](auto& map, const auto& key) {
    if (const auto found = map.find(key); found != map.end() && found->second.under_way > 0) --found->second.under_way;
  };
  one_less(platforms_, channel.platform);
  one_less(workspaces_, WorkspaceKey{channel.platform, channel.workspace});
  one_less(channels_, channel);
}

bool Gate::done(const ChannelKey& channel, const SendOutcome& outcome, TimePoint now) {
  const Lock lock(mutex_);
  mind_the_clock(now);
  leave(channel);
  Bucket& workspace = workspaces_[{channel.platform, channel.workspace}];
  if (outcome.kind == SendOutcome::Kind::NotSent || outcome.kind == SendOutcome::Kind::Unknown) {
    if (++workspace.failures < options_.failures_to_leave_alone) return false;
    workspace.on_trial = true;
    workspace.closed_until = std::max(workspace.closed_until, now + options_.left_alone);
    return true;
  }
  workspace.failures = 0;
  workspace.on_trial = false;
  if (outcome.kind != SendOutcome::Kind::Wait) return false;
  const auto close = [&](Bucket& bucket) { bucket.closed_until = std::max(bucket.closed_until, now + outcome.wait); };
  switch (rates_ ? rates_(channel.platform).refusal : PostRates::Refusal::Channel) {
    case PostRates::Refusal::Channel: close(channels_[channel]); break;
    case PostRates::Refusal::Workspace: close(workspace); break;
    case PostRates::Refusal::Platform: close(platforms_[channel.platform]); break;
  }
  return false;
}

void Gate::forget_idle(TimePoint now) {
  erase_idle(channels_, now);
  erase_idle(workspaces_, now);
  forget_above_ = std::max(kMostKept, channels_.size() * 2);
}

}  // namespace allybot::schedule
