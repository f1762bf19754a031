// Webex's REST API over FakePlatform: webhooks that can be switched off, spaces with rights, cards that cannot be edited.
// Must never share code with the adapter that it is asked by, and never be easier than the real one.
//
//   fakes::FakeWebex webex;
//   webex.platform().on_post(FakeWebex::kPosts).close_after_handling();  // posted, and nobody hears
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/webex_requests.h"

namespace allybot::fakes {

/// Any thread may call it.
class FakeWebex {
 public:
  static constexpr const char* kPosts = "/v1/messages";
  struct Message {
    std::string id, body;
    std::string to;      ///< a space, or "@" and a person
    std::string parent;  ///< of a thread
  };
  struct Hook {
    std::string id, name, target, resource, event, filter, secret;
    bool active = true;
  };
  enum class Standing { Usual, BotRemoved, Announcements, ReadOnly };

  FakeWebex();
  FakePlatform& platform() { return platform_; }
  const FakePlatform& platform() const { return platform_; }
  /// The settings that point an adapter here.
  std::map<std::string, std::string> settings() const;
  /// Without a network.
  http::ClientOutcome serve(const http::ClientRequest& request);

  /// What Webex would post: the webhook's body, signed under the secret that its webhook was registered with; empty when there
  /// is no such webhook, or it is off.
  http::RawRequest message(const std::string& text, const WebexPlace& place = {});
  http::RawRequest press(const std::string& inputs, const WebexPlace& place, const std::string& card);
  http::RawRequest membership(const std::string& kind, const WebexPlace& place);

  void describe(const std::string& room, Standing as);
  void add_member(const std::string& room, const std::string& email, const std::string& organisation);
  void refuse_token(bool refuse);
  /// Webhooks do not tell their secrets (which Webex does is nowhere said).
  void hide_secrets(bool hide);
  void switch_off(const std::string& resource, const std::string& event);
  std::string add_hook(Hook hook);
  std::vector<Hook> hooks() const;
  std::size_t hooks_written() const;

  /// Those that are there; `deleted` tells the others' ids.
  std::vector<Message> messages() const;
  std::vector<Message> messages_to(const std::string& place) const;
  std::vector<std::string> deleted() const;
  /// What Webex would have refused of all that came, by webex_judge.h.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const std::string& method, const std::string& path, const std::string& query,
                        const http::Headers& headers, const std::string& body);
  http::Response take(const std::string& body) BOT_REQUIRES(mutex_);
  http::Response members(const std::string& room) BOT_REQUIRES(mutex_);
  http::Response room(const std::string& room) BOT_REQUIRES(mutex_);
  http::Response on_hooks(const std::string& method, const std::string& id, const std::string& body) BOT_REQUIRES(mutex_);
  http::RawRequest tell(const std::string& resource, const std::string& event, const std::string& body) const;
  Standing standing(const std::string& room) const BOT_REQUIRES(mutex_);

  FakePlatform platform_;
  mutable Mutex mutex_;
  WebexTold told_ BOT_GUARDED_BY(mutex_);
  int asked_ BOT_GUARDED_BY(mutex_) = 0;
  bool refused_ BOT_GUARDED_BY(mutex_) = false;
  bool hides_ BOT_GUARDED_BY(mutex_) = false;
  std::map<std::string, Standing> standings_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> members_ BOT_GUARDED_BY(mutex_);
  std::vector<Hook> hooks_ BOT_GUARDED_BY(mutex_);
  std::size_t hooks_made_ BOT_GUARDED_BY(mutex_) = 0, hooks_written_ BOT_GUARDED_BY(mutex_) = 0;
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::size_t posted_ BOT_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> deleted_ BOT_GUARDED_BY(mutex_), complaints_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
