// What the handlers keep in memory between requests: limits per member and what members and channels have chosen.
// Must never hold what cannot be lost at a crash, and never grow without bound.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/core/inbound.h"
#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "bot/library/library.h"
#include "bot/store/store.h"

namespace allybot::handlers {

/// So many in any span of time, for each member. Any thread may call it.
class RateLimit {
 public:
  RateLimit(std::size_t most, milliseconds span, std::size_t most_members = 20000)
      : most_(most), span_(span), most_members_(most_members) {}

  /// Whether one more fits; it is counted when it does.
  bool take(const MemberKey& member, TimePoint now);
  /// Whether one more would fit; counts nothing.
  bool has_room(const MemberKey& member, TimePoint now);

 private:
  using Times = std::vector<TimePoint>;  // oldest first, at most most_ of them
  void drop_old(Times& times, TimePoint now) const;
  void make_room(TimePoint now) BOT_REQUIRES(mutex_);

  const std::size_t most_;
  const milliseconds span_;
  const std::size_t most_members_;
  Mutex mutex_;
  std::unordered_map<std::string, Times> members_ BOT_GUARDED_BY(mutex_);
  TimePoint cleared_at_ BOT_GUARDED_BY(mutex_){};
};

/// Where a value was taken from.
enum class From { Asked, Plan, Channel, Member, Platform, Setting };
const char* name_of(From from);

/// What holds for one answer.
struct Preferences {
  std::string language, region, audience, zone;
  From zone_from = From::Setting;
};

/// What is taken when nobody has chosen.
struct Defaults {
  std::string language, region, zone;
};

/// A member's private *Useful* and *Not for me*.
struct Verdicts {
  std::vector<ItemId> useful, not_for_me;
};
Verdicts verdicts_in(const std::vector<store::Feedback>& feedback);

/// What members and channels have chosen, read from the store at first use and again after a minute (another replica may have
/// changed it). When the store cannot answer: as if nothing were chosen. Any thread may call it.
class Choices {
 public:
  explicit Choices(store::Store& store, std::size_t most = 20000) : store_(store), most_(most) {}

  store::MemberSettings of(const MemberKey& member, TimePoint now);
  store::ChannelSettings of(const ChannelKey& channel, TimePoint now);
  Verdicts verdicts_of(const MemberKey& member, TimePoint now);
  void forget(const MemberKey& member);
  void forget(const ChannelKey& channel);
  void forget_all();

 private:
  struct OfMember {
    store::MemberSettings settings;
    Verdicts verdicts;
    TimePoint read_at{};
  };
  struct OfChannel {
    store::ChannelSettings settings;
    TimePoint read_at{};
  };
  OfMember known(const MemberKey& member, TimePoint now);

  store::Store& store_;
  const std::size_t most_;
  Mutex mutex_;
  std::unordered_map<std::string, OfMember> members_ BOT_GUARDED_BY(mutex_);
  std::unordered_map<std::string, OfChannel> channels_ BOT_GUARDED_BY(mutex_);
};

/// Channels in which somebody has pressed a nudge, until the housekeeper writes it down. Never who. Any thread may call it.
class Answered {
 public:
  void note(const ChannelKey& channel);
  std::vector<ChannelKey> take();

 private:
  Mutex mutex_;
  std::set<ChannelKey> channels_ BOT_GUARDED_BY(mutex_);
};

struct Memory {
  explicit Memory(store::Store& store) : choices(store) {}
  RateLimit commands{30, std::chrono::minutes(1)};
  RateLimit shares{3, std::chrono::hours(1)};
  Choices choices;
  Answered answered;
};

/// For what one member sees: the member's choice, what the platform tells of the member, the channel's, the default.
Preferences private_preferences(const store::MemberSettings& member, const store::ChannelSettings& channel, const Origin& origin,
                                const Defaults& defaults, const library::Library& library);
/// For what the whole channel sees: the channel's, the member's, what the platform tells, the default.
Preferences public_preferences(const store::MemberSettings& member, const store::ChannelSettings& channel, const Origin& origin,
                               const Defaults& defaults, const library::Library& library);

}  // namespace allybot::handlers
