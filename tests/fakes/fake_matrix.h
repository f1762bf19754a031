// A homeserver over FakePlatform: rooms with members and power levels, transactions that make one event, account data, invites
// that people have to take. Must never share code with the adapter that it is asked by, and never be easier than a real one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/matrix_requests.h"

namespace allybot::fakes {

/// Any thread may call it. It knows alice and bob, and the room "!ops:example.org" with alice, bob and the bot in it.
class FakeMatrix {
 public:
  struct Message {
    std::string event, room, content;
  };

  explicit FakeMatrix(const Clock& clock);
  FakePlatform& platform() { return platform_; }
  std::map<std::string, std::string> settings() const;
  /// Of a bot that asks instead of being told.
  std::map<std::string, std::string> settings_to_ask() const;

  /// Something happened that /sync will tell; an event as the fakes make them for pushing.
  void happen(const std::string& event);
  /// Of what happened in a room /sync tells the last so many, and that it is not all.
  void tell_at_most(std::size_t events);
  /// The bot is invited there; `state` is the JSON of the stripped state beside the invite.
  void invite(const std::string& room, const std::string& by, bool direct, const std::string& state = "[]");

  static std::string posts_of(const std::string& room, const std::string& transaction);

  void add_room(const std::string& room, const std::map<std::string, std::string>& memberships);
  /// "join", "invite", "leave", "ban".
  void set_member(const std::string& room, const std::string& user, const std::string& membership);
  std::string membership(const std::string& room, const std::string& user) const;
  /// JSON of m.room.power_levels.
  void set_power_levels(const std::string& room, const std::string& levels);
  void set_zone(const std::string& user, const std::string& zone);
  /// Inviting them is refused.
  void block_invites_of(const std::string& user);
  void refuse_token(bool refuse);
  /// The account that the token is of is not there before it is registered.
  void forget_account();
  /// What a ping of the bot comes to; `status` 200 or that of the refusal with the word.
  void set_ping(int status, const std::string& body);
  /// JSON of m.direct; empty: there is none.
  void set_direct(const std::string& rooms);
  std::string direct() const;
  /// Transactions are forgotten, as at a restart of the homeserver.
  void forget_transactions();

  std::vector<Message> messages_in(const std::string& room) const;
  std::map<std::string, int> messages_by_room() const;
  /// Rooms that were made, in order.
  std::vector<std::string> made_rooms() const;
  std::string shown_name() const;
  /// What a homeserver or its clients would have minded of all that came.
  std::vector<std::string> complaints() const;

 private:
  struct Room {
    std::map<std::string, std::string> members;
    std::string power_levels = R"({"users":{},"events_default":0,"state_default":50,"invite":0})";
  };
  http::Response answer(const Call& call);
  http::Response in_room(const Call& call, const std::string& room, const std::vector<std::string>& path) BOT_REQUIRES(mutex_);
  http::Response take(const Call& call, const std::string& room, const std::string& transaction) BOT_REQUIRES(mutex_);
  http::Response make_room(const Call& call) BOT_REQUIRES(mutex_);
  http::Response history(const std::string& room) const BOT_REQUIRES(mutex_);
  http::Response tell(const std::string& since) BOT_REQUIRES(mutex_);
  http::Response before(const std::string& room, const std::string& from, const std::string& to) const BOT_REQUIRES(mutex_);
  bool is_in(const std::string& room, const std::string& user) const BOT_REQUIRES(mutex_);

  const Clock& clock_;
  FakePlatform platform_;
  mutable Mutex mutex_;
  bool refuses_ BOT_GUARDED_BY(mutex_) = false, has_account_ BOT_GUARDED_BY(mutex_) = true;
  int ping_status_ BOT_GUARDED_BY(mutex_) = 200;
  std::string ping_ BOT_GUARDED_BY(mutex_) = R"({"duration_ms":12})";
  std::map<std::string, Room> rooms_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> zones_ BOT_GUARDED_BY(mutex_);
  std::set<std::string> blocked_ BOT_GUARDED_BY(mutex_);
  std::string direct_ BOT_GUARDED_BY(mutex_), shown_name_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> by_transaction_ BOT_GUARDED_BY(mutex_);
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<std::int64_t> sent_at_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> happened_ BOT_GUARDED_BY(mutex_);           ///< events as JSON; "s3" is the place behind three of them
  std::map<std::string, std::string> invites_ BOT_GUARDED_BY(mutex_);  ///< stripped state by room
  std::size_t tells_ BOT_GUARDED_BY(mutex_) = 100;
  std::vector<std::string> made_ BOT_GUARDED_BY(mutex_), complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
