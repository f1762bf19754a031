// Slack's Web API over FakePlatform: keeps messages with their metadata, answers look-ups, refuses what the real one refuses.
// Must never share code with the adapter that it is asked by.
//
//   fakes::FakeSlack slack;
//   slack.platform().on_post("/api/chat.postMessage").close_after_handling();  // posted, and nobody hears
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "tests/fakes/fake_platform.h"

namespace allybot::fakes {

/// Any thread may call it. Channels and members that were not described are usual ones: the bot is in the channel, the member
/// has no role.
class FakeSlack {
 public:
  struct Message {
    std::string channel, ts, text;
    std::string mark;  ///< metadata.event_payload.id
    std::string user;  ///< of an ephemeral one
    std::string body;  ///< all of the arguments
  };
  struct Channel {
    bool exists = true, bot_is_member = true, archived = false, shared = false;
  };
  struct Member {
    bool exists = true, admin = false, deleted = false;
    std::string zone = "Europe/Berlin", locale = "en-US";
  };

  FakeSlack();
  FakePlatform& platform() { return platform_; }
  std::string api_url() const { return platform_.url() + "/api/"; }
  /// An address that answers like hooks.slack.com; five uses.
  std::string response_url(const std::string& name) const { return platform_.url() + "/_hooks/response/" + name; }
  /// The settings that point an adapter here.
  std::map<std::string, std::string> settings() const;

  void describe(const std::string& channel, Channel as);
  void describe_member(const std::string& member, Member as);
  /// auth.test and all else answer `error` from now on; empty: the token is good again.
  void refuse_token(const std::string& error);

  std::vector<Message> messages() const;   ///< chat.postMessage, in order
  std::vector<Message> whispers() const;   ///< chat.postEphemeral, and answers to a response_url
  std::vector<std::string> views() const;  ///< JSON of views opened and published
  /// What Slack would have refused of all that came, by slack_judge.h.
  std::vector<std::string> complaints() const;

 private:
  http::Response answer(const Call& call);
  http::Response respond(const Call& call);
  http::Response post(const Call& call, bool whisper);
  http::Response history(const Call& call);
  http::Response view(const Call& call);

  FakePlatform platform_;
  mutable Mutex mutex_;
  std::string refused_token_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Channel> channels_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, Member> members_ BOT_GUARDED_BY(mutex_);
  std::vector<Message> messages_ BOT_GUARDED_BY(mutex_);
  std::vector<Message> whispers_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> views_ BOT_GUARDED_BY(mutex_);
  std::vector<std::string> complaints_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, int> response_uses_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
