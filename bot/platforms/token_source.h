// An app's own token for a platform's API (RFC 6749): fetched on first use, refreshed before it ends.
// Must never be logged or stored, and never be asked for more often than its bound after a refusal.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::platforms {

/// Retry-After in seconds within bounds; some seconds when it is not told.
std::chrono::milliseconds retry_after(const http::ClientOutcome& outcome);

/// Any thread may call it; what asks blocks.
class TokenSource {
 public:
  static constexpr std::chrono::minutes kLeastLeft{5};      ///< a token with less is replaced before it is used
  static constexpr std::chrono::minutes kRefreshEarly{15};  ///< when nobody waits for it
  static constexpr std::chrono::seconds kAfterRefusal{20};  ///< the same answer is given again without asking

  /// `request` makes what asks for a token now.
  TokenSource(http::Client& client, const Clock& clock, std::function<http::ClientRequest(TimePoint now)> request)
      : client_(client), clock_(clock), request_(std::move(request)) {}

  struct Given {
    std::shared_ptr<const Secret> token;  ///< nullptr when there is none
    SendOutcome why;                      ///< then: NotSent, Wait or TokenDead, with a stable reason such as "invalid_client"
    std::string code;                     ///< the platform's own number, "AADSTS7000215", where it told one
  };
  Given get();
  struct Said {
    http::ClientOutcome answer;  ///< when it was asked
    SendOutcome never;           ///< else why not
    bool asked = false;
  };
  /// Sends the request with the token. One that is refused is replaced once: nothing was done with it, so that is safe.
  Said send(const http::ClientRequest& request);
  /// The platform refused this one: the next get() asks again.
  void drop(const std::shared_ptr<const Secret>& refused);
  /// Asks when the token is missing or ends soon.
  void keep_fresh();

 private:
  /// What need not be asked for: a token with so much left, or a refusal that is still fresh.
  std::optional<Given> known(milliseconds left);
  Given get_lasting(milliseconds left);
  Given read(const http::ClientOutcome& outcome, TimePoint asked_at);

  http::Client& client_;
  const Clock& clock_;
  const std::function<http::ClientRequest(TimePoint now)> request_;
  Mutex asking_;  ///< held while the platform is asked, before mutex_
  Mutex mutex_;
  std::shared_ptr<const Secret> token_ BOT_GUARDED_BY(mutex_);
  TimePoint ends_ BOT_GUARDED_BY(mutex_){};
  Given refusal_ BOT_GUARDED_BY(mutex_);
  TimePoint refused_at_ BOT_GUARDED_BY(mutex_){};
};

}  // namespace allybot::platforms
