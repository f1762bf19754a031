// Rocket.Chat's REST API over FakePlatform: a bot with a token, rooms it is in or not, members, messages found by their ids.
// Must never share code with the adapter that it is asked by, and never be easier than the real one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/rocket_chat_requests.h"

namespace allybot::fakes {

/// Any thread may call it. The room of RocketPlace is a public one that the bot is in; others have to be described. Members are
/// "kimFAKE0000000001", an administrator, "leeFAKE0000000001" and "offFAKE0000000001", who has left.
class FakeRocketChat {
 public:
  struct Message {
    std::string id, room, thread, text;
  };
  /// Of a public channel, but for Private.
  enum class Standing { Usual, NotIn, PrivateNotIn, Gone, ReadOnly, ReadOnlyModerator, Archived, Federated, Muted };

  FakeRocketChat();
  FakePlatform& platform() { return platform_; }
  std::map<std::string, std::string> settings() const { return rocket_settings(platform_.url()); }

  static constexpr const char* kPosts = "/api/v1/chat.sendMessage";

  void describe(const std::string& room, Standing as);
  void deactivate_bot(bool deactivate);
  /// What the bot's user has, and whether its role sees whose role is what.
  void give_roles(std::vector<std::string> roles, bool sees_roles);
  void take_at_most(std::size_t characters);
  void rename(const std::string& member, const std::string& name);
  std::vector<Message> messages_to(const std::string& room) const;
  /// What Rocket.Chat would have refused or read otherwise of all that came.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const Call& call);
  bool is_in(const std::string& room) const BOT_REQUIRES(mutex_);
  http::Response take(const Call& call) BOT_REQUIRES(mutex_);
  http::Response find(const std::string& id) const BOT_REQUIRES(mutex_);
  http::Response user(const std::string& query) const BOT_REQUIRES(mutex_);
  http::Response create_direct(const Call& call) BOT_REQUIRES(mutex_);
  http::Response room(const std::string& id) const BOT_REQUIRES(mutex_);
  http::Response subscription(const std::string& id) const BOT_REQUIRES(mutex_);
  http::Response subscriptions() const BOT_REQUIRES(mutex_);

  FakePlatform platform_;
  mutable Mutex mutex_;
  bool deactivated_ BOT_GUARDED_BY(mutex_) = false;
  bool sees_roles_ BOT_GUARDED_BY(mutex_) = true;
  std::size_t most_ BOT_GUARDED_BY(mutex_) = 5000;
  std::vector<std::string> roles_ BOT_GUARDED_BY(mutex_){"user", "bot"};
  std::map<std::string, std::string> names_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Standing> rooms_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> directs_ BOT_GUARDED_BY(mutex_);
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
