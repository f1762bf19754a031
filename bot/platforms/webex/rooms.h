// Spaces as Webex's API tells them: their names, whether they are a member's own, and whether we may post.
// Must never keep who is in one.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/platforms/webex/api.h"
#include "bot/platforms/webex/people.h"

namespace allybot::platforms::webex {

/// "/rooms/Y2lz..."
std::string room_path(const std::string& room);

struct Room {
  bool direct = false;  ///< one person and us
  std::string title;
};

/// Any thread may call it; channel() asks, and blocks.
class Rooms {
 public:
  Rooms(const Api& api, const People& people) : api_(api), people_(people) {}

  std::optional<Room> find(const std::string& room) const;
  /// Of a space that was asked for, or that changed: its JSON.
  void learn(const nlohmann::json& room);
  void forget(const std::string& room);

  Result<ChannelFacts> channel(const ChannelKey& channel) const;

 private:
  const Api& api_;
  const People& people_;
  mutable Mutex mutex_;
  std::map<std::string, Room> rooms_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::platforms::webex
