// Sends what render and post made.
// Must never call an address that is not the configured API's, and never send twice what it was asked to send once.
#pragma once

#include <map>
#include <string>

#include "bot/core/mutex.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/discord/rest_api.h"

namespace allybot::platforms::discord {

/// How long a second post of the same nonce brings back the first one: "the past few minutes", of which one is sure.
inline constexpr std::chrono::milliseconds kDedupesFor{60000};

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  explicit Sender(const RestApi& api) : api_(api) {}
  SendOutcome send(const Outgoing& outgoing);

 private:
  SendOutcome send_post(const std::string& where, std::string body, const std::string& idempotency);
  /// Discord's id of a member's conversation with us; empty, with `why`, when there is none to have.
  std::string conversation_with(const std::string& member, SendOutcome& why);

  const RestApi& api_;
  Mutex mutex_;
  std::map<std::string, std::string> conversations_ BOT_GUARDED_BY(mutex_);  ///< by member; they never change
};

/// The nonce for a mark: at most 25 characters, the same for the same mark.
std::string nonce_of(const std::string& mark);

}  // namespace allybot::platforms::discord
