// What the handlers keep in memory between requests: limits per member and what members and channels have chosen.
// Must never hold what cannot be lost at a crash, and never grow without bound.
#pragma once

#include <cstdint>
#include <memory>
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

/// Members and channels that are remembered at once. Who is dropped is read again, or begins a new count.
inline constexpr std::size_t kMostMembers = 8000;

/// So many in any span of time, for each member. Any thread may call it.
class RateLimit {
 public:
  RateLimit(std::size_t most, milliseconds span, std::size_t most_members = kMostMembers)
      : most_(most), span_(span), most_members_(most_members) {}

  /// Whether one more fits; it is counted when it does.
  bool take(const MemberKey& member, TimePoint now);
  /// Whether one more would fit; counts nothing.
  bool has_room(const MemberKey& member, TimePoint now);

 private:
  /// Moments as milliseconds after the first, oldest first, at most most_ of them: half the room of whole moments.
  struct Times {
    TimePoint first{};
    std::vector<std::uint32_t> after;
    TimePoint at(std::size_t which) const { return first + milliseconds(after[which]); }
  };
  void drop_old(Times& times, TimePoint now) const;
  static void add(Times& times, TimePoint now);
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
  friend bool operator==(const Verdicts&, const Verdicts&) = default;
};
Verdicts verdicts_in(const std::vector<store::Feedback>& feedback);

/// What members and channels have chosen, read from the store at first use and again after a minute (another replica may have
/// changed it). When the store cannot answer: as if nothing were chosen. Any thread may call it.
class Choices {
 public:
  explicit Choices(store::Store& store, std::size_t most = kMostMembers) : store_(store), most_(most) {}

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
    friend bool operator==(const OfMember&, const OfMember&) = default;
  };
  /// Those who chose nothing, as most do, share one value.
  template <class Value>
  using Chosen = std::shared_ptr<const Value>;
  template <class Value>
  struct Known {
    struct Kept {
      Chosen<Value> value;
      TimePoint read_at{};
    };
    std::unordered_map<std::string, Kept> by_key;
    TimePoint cleared_at{};
    Chosen<Value> nothing = std::make_shared<const Value>();
  };
  template <class Value>
  static Chosen<Value> find(const Known<Value>& known, const std::string& key, TimePoint now);
  template <class Value>
  Chosen<Value> keep(Known<Value>& known, const std::string& key, Value value, TimePoint now) const;
  Chosen<OfMember> known(const MemberKey& member, TimePoint now);

  store::Store& store_;
  const std::size_t most_;
  Mutex mutex_;
  Known<OfMember> members_ BOT_GUARDED_BY(mutex_);
  Known<store::ChannelSettings> channels_ BOT_GUARDED_BY(mutex_);
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
