// What Rocket.Chat's rooms are: whose own conversation one is, whether we are in it and may post there.
// Must never take a room for somebody's own conversation unless they and we are alone in it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/time.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/rocket_chat/rest_api.h"

namespace allybot::platforms::rocket_chat {

/// Any thread may call it; what asks blocks.
class Rooms {
 public:
  static constexpr std::chrono::minutes kAskedAgainAfter{1};

  Rooms(const RestApi& api, const Clock& clock, std::string own_id) : api_(api), clock_(clock), own_id_(std::move(own_id)) {}

  /// What a room without a name is to a member who wrote there.
  enum class Kind { OfTheMember, OfSeveral, NotOurs };
  /// Nothing while it has to be asked for.
  std::optional<Kind> kind(const std::string& room, const std::string& member) const;
  http::ClientRequest ask_for(const std::string& room) const;
  void told(const std::string& room, const http::ClientOutcome& outcome);

  struct Direct {
    std::string room;    ///< empty: there is none
    bool known = false;  ///< it was not asked for just now
    SendOutcome why;
  };
  /// The member's own conversation with us, begun when there is none.
  Direct direct(const std::string& member);
  void drop_direct(const std::string& member);

  /// Sent when we are in the room; else why nothing may be posted there.
  SendOutcome may_post(const std::string& room) const;
  Result<ChannelFacts> facts(const ChannelKey& channel) const;

 private:
  struct Known {
    Kind kind = Kind::NotOurs;
    std::string with;  ///< whose own conversation it is
    TimePoint told_at{};
    bool told = false;  ///< the server said so; else it did not answer
  };

  const RestApi& api_;
  const Clock& clock_;
  const std::string own_id_;
  mutable Mutex mutex_;
  std::map<std::string, Known> known_ BOT_GUARDED_BY(mutex_);
  std::map<std::string, std::string> directs_ BOT_GUARDED_BY(mutex_);  ///< by the member
};

}  // namespace allybot::platforms::rocket_chat
