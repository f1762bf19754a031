// Requests as a Rocket.Chat server's outgoing webhooks send them, with made-up ids.
// Must never hold an id, a token or a name of a real workspace.
#pragma once

#include <map>
#include <string>

#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kRocketHook = "fakerocketroomhook00000000";      ///< token of the webhook for rooms
inline constexpr const char* kRocketDirectHook = "fakerocketdirecthook0000";  ///< and for direct messages
inline constexpr const char* kRocketToken = "fakerocketauthtoken000000000000000000000000";
inline constexpr const char* kRocketBot = "botFAKE0000000001";
inline constexpr const char* kRocketName = "ally";

struct RocketPlace {
  std::string member = "kimFAKE0000000001";
  std::string member_name = "kim.fake";
  std::string room = "opsFAKE0000000001";
  std::string room_name = "ops";
  std::string message = "msgFAKE0000000112";
  std::string thread;
};

/// The settings that both webhooks and the bot's user have at that server.
std::map<std::string, std::string> rocket_settings(const std::string& server_url);
/// The room of the member and the bot.
std::string rocket_direct_room(const std::string& member);

/// Said in a room; a call of the bot stands before it unless it has one. As JSON.
std::string rocket_mention(const std::string& text, const RocketPlace& place = {});
/// Said to the bot alone, or in the conversation of several with that id.
std::string rocket_direct(const std::string& text, const RocketPlace& place = {}, const std::string& room = {});
http::RawRequest rocket_request(std::string body);

}  // namespace allybot::fakes
