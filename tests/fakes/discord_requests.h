// Requests as Discord sends them, signed with the private key of RFC 8032's first test.
// Must never hold an id, a token or a key of a real application.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kDiscordSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
inline constexpr const char* kDiscordPublicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
inline constexpr const char* kOtherDiscordSeed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
inline constexpr const char* kDiscordToken = "FAKE.FAKE.FAKE";
inline constexpr const char* kDiscordApplication = "100000000000000222";

/// The signature in hex over the bytes of `message`; `seed` in hex.
std::string ed25519_signature(std::string_view message, std::string_view seed = kDiscordSeed);

/// A POST to `path` with the two headers.
http::RawRequest discord_request(std::string path, std::string body, TimePoint at, std::string_view seed = kDiscordSeed);

struct DiscordPlace {
  std::string guild = "100000000000000333";  ///< empty: a direct message
  std::string channel = "100000000000000444";
  std::string user = "100000000000000555";
  std::string interaction = "100000000000000001";
  std::string token = "aW50ZXJhY3Rpb246RkFLRQ";
  std::string locale = "de";
  std::string permissions = "2147483648";        ///< of the member
  std::string app_permissions = "274877910016";  ///< of the bot
  int channel_type = 0;                          ///< 11: a thread
  std::string owners = R"({"0":"100000000000000333"})";
};
DiscordPlace discord_direct();

/// What all interactions have, with `type` and `data` (JSON), and more members of the object ("\"message\":{...}").
std::string discord_interaction(int type, const std::string& data, const DiscordPlace& place = {}, const std::string& more = {});
/// `/ally words`; without the option when it is empty.
std::string discord_command(const std::string& text, const DiscordPlace& place = {});
std::string discord_typing(const std::string& text, const DiscordPlace& place = {});
/// A press of the button with that custom_id in a message of ours.
std::string discord_press(const std::string& custom_id, const DiscordPlace& place = {}, bool ephemeral = true);
/// A modal sent, its inputs in labels.
std::string discord_form(const std::string& custom_id, const std::vector<std::pair<std::string, std::string>>& values,
                         const DiscordPlace& place = {});
/// Any of them as a signed request.
http::RawRequest discord_sent(const std::string& body, TimePoint at);
/// A webhook event around `event` (JSON).
http::RawRequest discord_event(const std::string& event, TimePoint at);

}  // namespace allybot::fakes
