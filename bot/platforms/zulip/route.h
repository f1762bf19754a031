// Names of Zulip's things, how to answer one request of it, and the call that posts.
// Must never be logged: a topic may say what people talk about.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"

namespace allybot::platforms::zulip {

inline constexpr const char* kPlatform = "zulip";
inline constexpr const char* kMessagesPath = "/zulip/messages";

struct Route {
  bool direct = false;     ///< the answer to the request is seen by the member alone
  std::string place_name;  ///< "ops": says in the direct message what was asked about

  std::string text() const;
  static Route read(std::string_view text);
};

/// A message on its way. As text: a line each for place and topic, then what is said.
struct Message {
  std::string place;  ///< "7", "@5" or "d5,6"
  std::string topic;  ///< of a channel
  std::string content;

  std::string text() const;
  /// An empty content when the text is none.
  static Message read(std::string_view text);
};

/// "d5,6": a conversation of several, which has no other name than who is in it; without the bot.
bool is_group(std::string_view place);
/// A number as Zulip's ids are.
bool is_id(std::string_view text);
/// A channel's id, or a conversation.
bool is_place(std::string_view place);

}  // namespace allybot::platforms::zulip
