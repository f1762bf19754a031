// Names of Webex's things, how to answer one request of it, and the call that posts.
// Must never be logged: a space's name may say what people talk about.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"

namespace allybot::platforms::webex {

inline constexpr const char* kPlatform = "webex";
/// People and spaces have ids that are theirs everywhere, so one workspace holds all that one bot sees.
inline constexpr const char* kWorkspace = "webex";
inline constexpr const char* kEventsPath = "/webex/events";

/// What it was that is answered.
enum class Asked : char {
  Command = 'c',
  Press = 'p',
  Form = 'f',
  Nobody = 'n',
};

struct Route {
  Asked asked = Asked::Nobody;
  std::string card;        ///< the message that was pressed in, where only the member read it
  std::string room;        ///< the member's own space with us, where they wrote in a thread
  std::string thread;      ///< the message that it begins with
  std::string place_name;  ///< "Engineering": says in the direct message what was asked about

  std::string text() const;
  static Route read(std::string_view text);
};

/// A message on its way. As text: a line each for place, thread and what it replaces, then the JSON.
struct Call {
  std::string place;  ///< a space's id, or "@" and a person's
  std::string thread;
  std::string replaces;  ///< a message of ours that is deleted once this one is there: a card cannot be changed
  std::string body;

  std::string text() const;
  /// An empty body when the text is no call.
  static Call read(std::string_view text);
};

/// Base64 of an address of plain letters: neither '+' nor '/' can stand in it.
bool is_id(std::string_view text);
/// A space's id, or a member's own space.
bool is_place(std::string_view text);

}  // namespace allybot::platforms::webex
