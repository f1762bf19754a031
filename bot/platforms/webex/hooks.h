// The webhooks by which Webex tells us of messages, presses and changes: registered by the bot itself, mended when they are
// missing, doubled, led elsewhere or were switched off. https://developer.webex.com/docs/webhooks
// Must never touch a webhook that is not of this bot's name or address, and never log the secret.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/platforms/webex/api.h"

namespace allybot::platforms::webex {

struct Hook {
  std::string id, name, target, resource, event, filter, secret;
  bool active = false;
};

/// What we have to hear of.
struct Wanted {
  const char* resource;
  const char* event;
};
inline constexpr Wanted kWanted[] = {
    {"messages", "created"}, {"attachmentActions", "created"}, {"memberships", "created"}, {"memberships", "deleted"},
    {"rooms", "updated"},
};

/// Blocks; worker threads may call it.
class Hooks {
 public:
  static constexpr std::chrono::hours kLookedAtEvery{1};

  /// `target` is the address of ours that they lead to.
  Hooks(const Api& api, const Clock& clock, std::string target, Secret secret)
      : api_(api), clock_(clock), target_(std::move(target)), secret_(std::move(secret)) {}

  /// Makes them as they should be. Empty when they are; else why not.
  std::string mend();
  /// The same when the last look is long ago or found no end.
  void keep();
  /// Those of this bot; nothing when Webex does not tell, `why` says why.
  std::optional<std::vector<Hook>> own(std::string& why) const;

 private:
  std::string mend_one(const Wanted& wanted, const std::vector<Hook>& all) BOT_REQUIRES(mending_);
  std::string call(http::Method method, const std::string& path, std::string json) const;

  const Api& api_;
  const Clock& clock_;
  const std::string target_;
  const Secret secret_;
  Mutex mending_;
  bool written_ BOT_GUARDED_BY(mending_) = false;  ///< with our secret, which Webex need not tell
  std::optional<TimePoint> good_at_ BOT_GUARDED_BY(mending_);
};

/// "allybot messages created"
std::string name_of(const Wanted& wanted);

}  // namespace allybot::platforms::webex
