// Names of Teams' things, how to answer one request of it, and the calls that the adapter makes.
// Must never be logged: a conversation's id is as good as a place to post.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"
#include "bot/http/message.h"
#include "bot/platforms/activity.h"

namespace allybot::platforms::teams {

inline constexpr const char* kPlatform = "teams";
inline constexpr const char* kMessagesPath = "/teams/messages";
inline constexpr const char* kChannelId = "msteams";

/// What kind of activity it was decides on how an answer reaches the member.
enum class Asked : char {
  Command = 'c',
  Press = 'p',
  Form = 'f',
  Search = 's',
  Dialog = 'd',  ///< opened over a message, or a button or form in it
  Nobody = 'n',
};

struct Route {
  Asked asked = Asked::Nobody;
  std::string conversation;  ///< the member's own with us, where a press may change the message; empty in a channel
  std::string card;          ///< activity id of the message that was pressed in
  std::string place_name;    ///< "Engineering": says in the direct message what was asked about

  std::string text() const;
  static Route read(std::string_view text);
};

/// One call on its way. As text: a line each for what, service address, conversation and activity, then the JSON.
struct Call {
  enum class What : char {
    Post = 'p',
    Update = 'u',  ///< of `activity`; posted anew when that is gone
  };
  What what = What::Post;
  std::string service;       ///< ends in a slash
  std::string conversation;  ///< or "@<member>": the conversation with that member, made when there is none
  std::string activity;      ///< what to update; of a post to a member: where to show it to them alone when there is no other way
  std::string body;

  std::string text() const;
  /// An empty body when the text is no call.
  static Call read(std::string_view text);
};

/// 8-4-4-4-12 hex digits.
bool is_guid(std::string_view text);

}  // namespace allybot::platforms::teams
