// Names of Rocket.Chat's things, how to answer one request of it, and the call that posts.
// Must never be logged: a channel's name may say what people talk about.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"

namespace allybot::platforms::rocket_chat {

inline constexpr const char* kPlatform = "rocketchat";
inline constexpr const char* kMessagesPath = "/rocketchat/messages";

struct Route {
  std::string thread;      ///< of the member's own conversation: the message that began it
  std::string place_name;  ///< "ops": says in the direct message what was asked about

  std::string text() const;
  static Route read(std::string_view text);
};

/// A message on its way. As text: a line each for place and thread, then what is said.
struct Message {
  std::string place;   ///< a room's id, or "@u1": the member's own conversation, whatever its id
  std::string thread;  ///< the message that began it; empty: none
  std::string content;

  std::string text() const;
  /// An empty content when the text is none.
  static Message read(std::string_view text);
};

bool is_direct(std::string_view place);
/// The form that ids of users, rooms and messages have. The room of two people is named by both ids.
bool is_id(std::string_view text);
bool is_place(std::string_view place);

}  // namespace allybot::platforms::rocket_chat
