// Zulip's REST API over FakePlatform: a bot with a key, channels it may post in or not, members, look-ups by narrow.
// Must never share code with the adapter that it is asked by, and never be easier than the real one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/zulip_requests.h"

namespace allybot::fakes {

/// Any thread may call it. Channel 7 is a public one; others have to be described.
class FakeZulip {
 public:
  struct Message {
    long id = 0;
    std::string to;  ///< "7" of a channel, "[5]" of a conversation
    std::string topic, content;
    std::int64_t timestamp = 0;
  };
  enum class Standing { Usual, NotSubscribed, Gone, AdministratorsOnly, WebPublic, Archived };

  explicit FakeZulip(const Clock& clock);
  FakePlatform& platform() { return platform_; }
  std::map<std::string, std::string> settings() const;

  static constexpr const char* kPosts = "/api/v1/messages";

  void describe(int channel, Standing as);
  void deactivate_bot(bool deactivate);
  std::vector<Message> messages_to(const std::string& to) const;
  /// What Zulip would have refused, cut or read otherwise of all that came.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const Call& call);
  http::Response take(const Call& call) BOT_REQUIRES(mutex_);
  http::Response find(const Call& call) const BOT_REQUIRES(mutex_);
  http::Response channels() const BOT_REQUIRES(mutex_);

  const Clock& clock_;
  FakePlatform platform_;
  mutable Mutex mutex_;
  bool deactivated_ BOT_GUARDED_BY(mutex_) = false;
  std::map<int, Standing> channels_ BOT_GUARDED_BY(mutex_){{7, Standing::Usual}};
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
