// Names of Google Chat's things, how to answer one request of it, and the calls that the adapter makes.
// Must never be logged: a space's name is as good as a place to post.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"

namespace allybot::platforms::google_chat {

inline constexpr const char* kPlatform = "googlechat";
inline constexpr const char* kEventsPath = "/googlechat/events";
/// The parameter of a button that holds its signed value.
inline constexpr const char* kValue = "v";
/// And the one that says that it sends a form.
inline constexpr const char* kForm = "f";

/// What is answered. `Dialog`: what asked for a dialog, or was pressed in one; `DialogForm`: a form sent from one.
enum class Asked : char { Command = 'c', Press = 'p', Form = 'f', Dialog = 'd', DialogForm = 's', Nobody = 'n' };

struct Route {
  Asked asked = Asked::Nobody;
  std::string space;    ///< "AAAA", the member's own conversation with us too
  std::string thread;   ///< "spaces/AAAA/threads/T"; empty in a one-to-one conversation
  std::string message;  ///< "spaces/AAAA/messages/B.B": pressed in, and only its reader's

  std::string text() const;
  static Route read(std::string_view text);
};

/// One call on its way. As text: a line each for what and where, then the JSON.
struct Call {
  enum class What : char { Post = 'p', Update = 'u' };
  What what = What::Post;
  std::string where;  ///< "AAAA", "@123", or the message to change
  std::string body;

  std::string text() const;
  /// An empty body when the text is no call.
  static Call read(std::string_view text);
};

/// Letters, digits, dashes and underscores.
bool is_id(std::string_view text);
/// "spaces/AAAA/messages/B.B"
bool is_message_name(std::string_view text);
bool is_thread_name(std::string_view text);
/// "AAAA" of "spaces/AAAA", "123" of "users/123"; empty when it is none.
std::string id_in(std::string_view name, std::string_view collection);

}  // namespace allybot::platforms::google_chat
