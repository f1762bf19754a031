// Google's login, its keys and the Chat API over FakePlatform: tokens that end, spaces with rights, one write a second,
// requestId. Must never share code with the adapter that it is asked by, and never be easier than the real one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/google_chat_requests.h"

namespace allybot::fakes {

/// Any thread may call it. Spaces that were not described are usual ones.
class FakeGoogleChat {
 public:
  struct Message {
    std::string name, space, body;  ///< as it is now: a change replaces the body
  };
  enum class Standing { Usual, BotRemoved, Gone };

  explicit FakeGoogleChat(const Clock& clock);
  FakePlatform& platform() { return platform_; }
  std::map<std::string, std::string> settings() const;

  /// The address of a space's incoming webhook; it is taken back by Standing::BotRemoved.
  std::string webhook_of(const std::string& space) const;
  static std::string posts_of(const std::string& space) { return "/v1/spaces/" + space + "/messages"; }

  void describe(const std::string& space, Standing as);
  /// The member has begun a conversation with the bot.
  void begin_conversation(const std::string& member, const std::string& space);
  /// All tokens given so far are refused from now on.
  void end_tokens();
  void refuse_account(bool refuse);

  std::vector<Message> messages_in(const std::string& space) const;
  std::size_t tokens_given() const;
  /// What Google Chat would have refused of all that came.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const Call& call);
  http::Response give_token(const Call& call) BOT_REQUIRES(mutex_);
  http::Response take_by_webhook(const Call& call, const std::string& space) BOT_REQUIRES(mutex_);
  http::Response take(const Call& call, const std::string& space) BOT_REQUIRES(mutex_);
  http::Response change(const Call& call) BOT_REQUIRES(mutex_);
  void judge(const std::string& body) BOT_REQUIRES(mutex_);

  const Clock& clock_;
  FakePlatform platform_;
  mutable Mutex mutex_;
  std::set<std::string> tokens_ BOT_GUARDED_BY(mutex_);
  std::size_t given_ BOT_GUARDED_BY(mutex_) = 0;
  bool refuses_ BOT_GUARDED_BY(mutex_) = false;
  std::map<std::string, Standing> standings_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> conversations_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, TimePoint> written_at_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> by_request_ BOT_GUARDED_BY(mutex_);  ///< requestId to name
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
