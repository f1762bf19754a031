// Slack's Web API for whole-bot tests: takes messages and remembers them, answers look-ups, says who is an admin.
// Must never decide what is right: tests read messages() and judge.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "tests/fakes/fake_platform.h"

namespace allybot::scenario {

struct Posted {
  std::string channel, ts, body;
};

class SlackApi {
 public:
  SlackApi();
  fakes::FakePlatform& platform() { return platform_; }
  /// The settings that point the program here, with `more` added.
  std::map<std::string, std::string> settings(std::map<std::string, std::string> more) const;
  std::vector<Posted> messages() const;
  std::map<std::string, int> messages_by_channel() const;
  bool wait_for_messages(std::size_t count, std::chrono::milliseconds patience) const;
  /// auth.test refuses the token from now on (or takes it again).
  void refuse_token(bool refuse) { refuse_token_ = refuse; }

  static constexpr const char* kSigningSecret = "fake-signing-secret";

 private:
  http::Response answer(const fakes::Call& call);
  http::Response post_message(const fakes::Call& call);
  http::Response history(const fakes::Call& call);

  fakes::FakePlatform platform_;
  std::atomic<bool> refuse_token_{false};
  mutable Mutex mutex_;
  std::vector<Posted> posted_ BOT_GUARDED_BY(mutex_);
};

/// A signed slash command, ready to be sent; `trigger` makes it one of its own.
std::string signed_command(const std::string& text, const std::string& trigger, const std::string& member = "U1FAKE001",
                           const std::string& channel = "C1FAKE001");

}  // namespace allybot::scenario
