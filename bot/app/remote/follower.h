// Keeps the live content at the newest good revision of its repository: looks now and then, and at once when the repository's
// host says that something was pushed. Must never believe what a push says: it only makes us look.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "bot/app/remote/remote_content.h"
#include "bot/app/settings.h"
#include "bot/core/mutex.h"
#include "bot/http/receiver.h"

namespace allybot::app {

class Follower {
 public:
  /// `live` is called after a revision has become live, `told` for what admins should hear of.
  struct Hooks {
    std::function<void()> live;
    std::function<void(const RemoteLook&)> told;
  };
  Follower(std::unique_ptr<RemoteContent> content, std::chrono::seconds every, std::optional<Secret> push_secret, Hooks hooks)
      : content_(std::move(content)),
        every_(every),
        push_secret_(std::move(push_secret)),
        hooks_(std::move(hooks)),
        revision_(content_->revision()) {}
  ~Follower() { stop(); }

  /// One look, on this thread. False when the repository could not be reached.
  bool look(const std::stop_token& stop = {});
  void start();
  void stop();
  /// POST /content/push: proven by X-Hub-Signature-256 (GitHub, Gitea, Forgejo) or X-Gitlab-Token; nothing of it is read.
  http::Route push_route();
  /// What operators should know: a revision that was refused, a repository that cannot be reached. Any thread.
  std::optional<std::string> warning() const;
  /// Of what is shown. Any thread.
  std::string revision() const;

 private:
  void run(const std::stop_token& stop);

  const std::unique_ptr<RemoteContent> content_;
  const std::chrono::seconds every_;
  const std::optional<Secret> push_secret_;
  const Hooks hooks_;
  mutable Mutex mutex_;
  Condition changed_;
  bool pushed_ BOT_GUARDED_BY(mutex_) = true;  ///< the thread begins with a look
  std::string revision_ BOT_GUARDED_BY(mutex_);
  std::optional<std::string> refused_ BOT_GUARDED_BY(mutex_), unreachable_ BOT_GUARDED_BY(mutex_);
  std::jthread thread_;
};

/// A follower of the settings' repository, or nothing when there is none. Checks as `content check` does.
std::unique_ptr<Follower> make_follower(const Settings& settings, const Clock& clock, Follower::Hooks hooks);

/// Whether the request was made by who knows the secret.
/// https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries and
/// https://docs.gitlab.com/user/project/integrations/webhooks (a token in plain, which GitLab sends).
bool is_genuine_push(const http::RawRequest& raw, const Secret& secret);

}  // namespace allybot::app
