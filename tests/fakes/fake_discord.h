// Discord's REST API over FakePlatform: channels with rights, direct messages, nonces, interactions' tokens, buckets of calls.
// Must never share code with the adapter that it is asked by, and never be easier than the real one.
//
//   fakes::FakeDiscord discord(clock);
//   discord.platform().on_post(discord.posts_of("100000000000000444")).close_after_handling();  // posted, and nobody hears
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"

namespace allybot::fakes {

/// Any thread may call it. Channels and members that were not described are usual ones: the bot may post there, they take its
/// direct messages.
class FakeDiscord {
 public:
  struct Message {
    std::string id, channel, content, body;
  };
  struct Channel {
    bool exists = true, bot_sees = true, bot_sends = true;
  };

  explicit FakeDiscord(const Clock& clock);
  FakePlatform& platform() { return platform_; }
  static std::string posts_of(const std::string& channel) { return "/api/v10/channels/" + channel + "/messages"; }
  /// The settings that point an adapter here.
  std::map<std::string, std::string> settings() const;

  void describe(const std::string& channel, Channel as);
  void refuse_direct_messages(const std::string& member);
  void refuse_token(bool refused);
  /// The token of an interaction, from the moment on at which its answer was put off.
  void put_off(const std::string& token);
  /// A quarter of an hour has passed.
  void let_pass(const std::string& token);
  void register_commands(const std::string& json);
  std::string registered(bool in_the_server = false) const;
  /// Calls to one channel within five seconds; more get 429.
  void allow(std::size_t calls);

  std::vector<Message> messages() const;       ///< in channels and conversations, in order
  std::vector<std::string> originals() const;  ///< bodies that filled an answer that was put off
  std::vector<std::string> follow_ups() const;
  /// What Discord would have refused of all that came, by discord_judge.h.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const Call& call);
  http::Response commands(const Call& call, std::string& registered) BOT_REQUIRES(mutex_);
  http::Response post(const Call& call, const std::string& channel) BOT_REQUIRES(mutex_);
  http::Response respond(const Call& call, const std::string& token) BOT_REQUIRES(mutex_);
  http::Response open_conversation(const Call& call) BOT_REQUIRES(mutex_);
  bool is_refused(const std::string& body) BOT_REQUIRES(mutex_);

  const Clock& clock_;
  FakePlatform platform_;
  mutable Mutex mutex_;
  bool token_refused_ BOT_GUARDED_BY(mutex_) = false;
  std::size_t most_calls_ BOT_GUARDED_BY(mutex_) = 1000;
  std::string commands_ BOT_GUARDED_BY(mutex_) = "[]";
  std::string server_commands_ BOT_GUARDED_BY(mutex_) = "[]";
  std::map<std::string, Channel> channels_ BOT_GUARDED_BY(mutex_);
  std::set<std::string> refusing_ BOT_GUARDED_BY(mutex_);
  std::set<std::string> tokens_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<TimePoint>> calls_ BOT_GUARDED_BY(mutex_);  ///< by channel
  std::map<std::string, std::pair<TimePoint, std::string>> nonces_ BOT_GUARDED_BY(mutex_);
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> originals_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> follow_ups_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
