// How to answer one request of Mattermost's: the adapter's own words inside Origin::route, and the calls that it makes.
// Must never be logged: a response_url is as good as a token.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"
#include "bot/core/result.h"

namespace allybot::platforms::mattermost {

inline constexpr const char* kPlatform = "mattermost";
inline constexpr const char* kCommandsPath = "/mattermost/commands";
inline constexpr const char* kActionsPath = "/mattermost/actions";
inline constexpr const char* kDialogsPath = "/mattermost/dialogs";

/// What kind of request it was decides on how an answer reaches the member.
enum class Asked : char {
  Command = 'c',
  Press = 'p',
  Form = 'f',
  Nobody = 'n',
};

/// What kind of message a button is in; travels beside the signed value and decides nothing but how we answer.
enum class Shown : char {
  Ephemeral = 'e',  ///< an answer to a command: Mattermost cannot change it
  Channel = 'c',    ///< a post that the channel sees
  Direct = 'd',     ///< our post in the member's conversation with us: a press may change it
};

struct Route {
  Asked asked = Asked::Nobody;
  Shown shown = Shown::Ephemeral;  ///< of a press
  std::string response_url;        ///< empty: none, or not on the configured host
  std::string trigger_id;          ///< opens one dialog, within three seconds on old servers
  std::string channel_name;        ///< "ops": says in the direct message what was asked about

  std::string text() const;
  static Route read(std::string_view text);
};

/// Where response_urls may lead (DESIGN.md 2.4): the hooks of the configured server, or of this machine when that is one.
class ResponseHosts {
 public:
  explicit ResponseHosts(std::string_view server_url);
  bool allow(std::string_view url) const;

 private:
  std::string scheme_, host_, hooks_;
  int port_ = 0;
  bool loopback_ = false;
};

/// One call on its way: where to, and its JSON. As text: the target in a first line of its own; a text that begins with a
/// brace is a post.
struct Call {
  static constexpr const char* kPosts = "/posts";
  static constexpr const char* kOpenDialog = "/actions/dialogs/open";
  std::string target;  ///< path below /api/v4, or a response_url
  std::string body;

  std::string text() const;
  static Call read(std::string_view text);
  bool is_response() const { return target.find(':') != std::string::npos; }
};

/// Twenty-six small letters and digits, as all of Mattermost's ids are.
bool is_id(std::string_view text);
/// Letters, digits, dots, dashes and underscores: a channel's or member's name as addresses write it.
bool is_name(std::string_view text);
/// Base64 of bounded length, as a trigger_id is.
bool is_trigger(std::string_view text);

}  // namespace allybot::platforms::mattermost
