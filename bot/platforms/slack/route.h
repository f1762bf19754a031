// How to answer one request of Slack's: the adapter's own words inside Origin::route, and the calls that it makes.
// Must never be logged: a response_url is as good as a token.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"
#include "bot/core/inbound.h"

namespace allybot::platforms::slack {

inline constexpr const char* kPlatform = "slack";
inline constexpr const char* kCommandsPath = "/slack/commands";
inline constexpr const char* kInteractivityPath = "/slack/interactivity";
inline constexpr const char* kAskShortcut = "allybot_ask";  ///< callback_id of the shortcut on messages
inline constexpr const char* kEventsPath = "/slack/events";

/// What kind of request it was decides on how an answer reaches the member.
enum class Asked : char {
  Command = 'c',
  Press = 'p',
  Form = 'f',
  Message = 'm',  ///< a mention or a direct message: nothing can be said inside the request
  Change = 'l',   ///< the place changed: nobody asked
};

struct Route {
  Asked asked = Asked::Change;
  std::string response_url;  ///< empty: none, or not one of Slack's hosts
  std::string trigger_id;    ///< opens one view, within three seconds
  std::string thread;        ///< ts of the thread in which the bot was asked

  std::string text() const;
  static Route read(std::string_view text);
};

/// Where addresses that Slack tells may lead (DESIGN.md 2.4): to its published hosts, or, when the API is on this machine, there.
class ResponseHosts {
 public:
  explicit ResponseHosts(std::string_view api_url);
  /// A response_url.
  bool allow(std::string_view url) const;
  /// An address of Socket Mode, "wss://...".
  bool allow_socket(std::string_view url) const;

 private:
  bool loopback_ = false;
};

/// One call on its way: a method of the Web API or a response_url, and its JSON. As text: the target in a first line of its own;
/// a text that begins with a brace is a chat.postMessage.
struct Call {
  std::string target;
  std::string body;

  std::string text() const;
  static Call read(std::string_view text);
  bool is_response() const { return target.find(':') != std::string::npos; }
};

}  // namespace allybot::platforms::slack
