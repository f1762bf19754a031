// How to answer one interaction of Discord's: the adapter's own words inside Origin::route, the calls that it makes, and what
// stands in a button's custom_id.
// Must never be logged: an interaction's token lets anybody answer for a quarter of an hour.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"

namespace allybot::platforms::discord {

inline constexpr const char* kPlatform = "discord";
inline constexpr const char* kInteractionsPath = "/discord/interactions";
inline constexpr const char* kEventsPath = "/discord/events";

/// What kind of request it was decides on how it is answered.
enum class Asked : char {
  Command = 'c',
  Press = 'p',
  Form = 'f',
  Typing = 't',  ///< wants completions
  Event = 'e',   ///< the place changed: nobody asked
};

struct Route {
  Asked asked = Asked::Event;
  std::string application;
  std::string token;      ///< of the interaction
  bool replaces = false;  ///< the message pressed in is the member's alone and may be changed
  std::string before;     ///< typing: the subcommand that was chosen, with the blank behind it

  std::string text() const;
  static Route read(std::string_view text);
};

/// One call on its way. As text: its kind and where it goes in a first line, then its JSON.
struct Call {
  enum class Kind : char {
    Post = 'p',      ///< into the channel `where`, or "@member"
    Original = 'o',  ///< becomes the answer that was put off; `where` is application and token
    FollowUp = 'f',  ///< one more answer; likewise
  };
  Kind kind = Kind::Post;
  std::string where;
  std::string body;

  std::string text() const;
  /// Nothing when it is none of ours.
  static std::optional<Call> read(std::string_view text);
};

/// What a button or form carries: our signed value, the workspace it is about (which Discord does not tell in direct messages),
/// and a letter that keeps equal buttons of one message apart.
struct CustomId {
  std::string value;
  std::string workspace;

  /// The value and workspace, to be followed by ending(): together at most 98 characters.
  std::string beginning() const { return value + '@' + workspace; }
  static std::string ending(std::size_t index);
  /// Nothing when it is none of ours.
  static std::optional<CustomId> read(std::string_view text);
};

/// Digits, as all of Discord's ids are (64 bits).
bool is_id(std::string_view text);
/// What may stand in the path of a call as an interaction's token.
bool is_token(std::string_view text);

}  // namespace allybot::platforms::discord
