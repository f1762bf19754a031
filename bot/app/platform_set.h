// The adapters that are configured, and whether each is on: a platform that refuses our token is off until it takes it again.
// Must never call a platform while holding its lock.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/dialogue.h"
#include "bot/store/records.h"

namespace allybot::app {

/// Any thread may call it once adapters have been added.
class PlatformSet {
 public:
  PlatformSet(Metrics& metrics, const platforms::Environment& environment, platforms::Dialogue::LanguageOf language_of)
      : metrics_(metrics), environment_(environment), language_of_(std::move(language_of)) {}
  void add(std::unique_ptr<platforms::Adapter> adapter);
  void leave_out(const std::string& name, const std::string& why);

  platforms::Adapter* find(const PlatformId& platform) const;
  std::vector<platforms::Adapter*> all() const;
  /// What takes the place of the things that an adapter, which was added, says it cannot do.
  platforms::Dialogue& dialogue_of(const PlatformId& platform) const;
  bool is_on(const PlatformId& platform) const;
  /// Asks each platform that did not say yes last time (or all of them) whether it takes our token; blocks on their answers.
  void connect(bool all_of_them);
  void turn_off(const PlatformId& platform, const std::string& why);
  /// The adapters' background tasks whose turn has come (all of them the first time, and after a clock set back by more than
  /// their pace); their next turn counts from `now`. The caller runs them where blocking is allowed.
  std::vector<std::function<void()>> due_tasks(TimePoint now);

  struct Status {
    std::string name;
    bool configured = false;
    bool on = false;
    std::string detail;
  };
  std::vector<Status> statuses() const;
  bool any_on() const;

  // What other rooms are given as functions.
  Result<MemberFacts> member_facts(const MemberKey& member) const;
  Result<ChannelFacts> channel_facts(const ChannelKey& channel) const;
  Result<std::string> post(const Card& card, const std::string& language, const ChannelKey& channel, const std::string& address,
                           TimePoint now) const;
  SendOutcome send(const store::Delivery& delivery);
  LookUp look_up(const store::Delivery& delivery) const;
  bool looks_up(const PlatformId& platform) const;
  milliseconds dedupes_for(const PlatformId& platform) const;
  /// No limits for one that is not there.
  bool hears(const PlatformId& platform) const;
  bool answers_openly(const PlatformId& platform) const;
  /// Whether it has slash commands.
  bool slashes(const PlatformId& platform) const;
  PostRates rates_of(const PlatformId& platform) const;

 private:
  struct One {
    std::unique_ptr<platforms::Adapter> adapter;
    std::unique_ptr<platforms::Dialogue> dialogue;
    bool on = false;
    std::string detail;
  };
  struct Task {
    platforms::BackgroundTask task;
    std::optional<TimePoint> ran_at;
  };
  bool said_yes(const PlatformId& platform) const;
  void set(const std::string& name, bool on, const std::string& detail);

  Metrics& metrics_;
  const platforms::Environment& environment_;
  const platforms::Dialogue::LanguageOf language_of_;
  mutable Mutex mutex_;
  std::map<std::string, One> all_ BOT_GUARDED_BY(mutex_);
  std::vector<Task> tasks_ BOT_GUARDED_BY(mutex_);
};

/// The channel that a file names as "platform:workspace:channel".
std::optional<ChannelKey> channel_of_file_name(const std::string& text);

}  // namespace allybot::app
