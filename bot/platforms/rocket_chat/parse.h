// Reads what Rocket.Chat sent, once it is proven: a message that calls the bot, or one to it alone, as a command;
// and the news of rooms.
// Must never take what several read for a direct message, nor listen to bots.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/core/inbound.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/rocket_chat/people.h"
#include "bot/platforms/rocket_chat/rooms.h"

namespace allybot::platforms::rocket_chat {

/// Purposes of fetches; a room's id or a user name follows.
inline constexpr std::string_view kRoomFetch = "rocketchat.room:";
inline constexpr std::string_view kNameFetch = "rocketchat.name:";

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by key.
  Parser(WorkspaceId workspace, People& people, const Rooms& rooms, std::function<std::string(std::string_view key)> say)
      : workspace_(std::move(workspace)), people_(people), rooms_(rooms), say_(std::move(say)) {}

  std::variant<Inbound, Fetch> parse(const Authentic& request) const;

 private:
  /// What membership.h handed on.
  Inbound news(std::string_view text) const;

  const WorkspaceId workspace_;
  People& people_;
  const Rooms& rooms_;
  const std::function<std::string(std::string_view key)> say_;
};

}  // namespace allybot::platforms::rocket_chat
