// Requests as Mattermost sends them, with a token of the tests; and the recorded ones.
// Must never hold an id or a token of a real server.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kMattermostToken = "faketokencommand0000000000";
inline constexpr const char* kMattermostBotToken = "faketokenbot00000000000000";
inline constexpr const char* kMattermostBot = "fakebot0000000000000000000";

struct MattermostPlace {
  std::string team = "faketeamrig000000000000000";
  std::string channel = "fakechannelops000000000000";
  std::string channel_name = "ops";
  std::string user = "fakealice00000000000000000";
  std::string user_name = "alice";
  std::string trigger = "ZmFrZXRyaWdnZXI6ZmFrZWFsaWNlOjE6RkFLRQ==";
  std::string response_url = "http://127.0.0.1:8065/hooks/commands/fakehook000000000000000000";
};
/// The member's conversation with the bot.
MattermostPlace conversation_with_bot(MattermostPlace place = {});

using MattermostFields = std::vector<std::pair<std::string, std::string>>;
/// The form of a slash command, all fields that Mattermost sends.
MattermostFields mattermost_command_fields(const std::string& text, const MattermostPlace& place = {});
/// With the token in header and body.
http::RawRequest mattermost_command(const std::string& text, const MattermostPlace& place = {});
http::RawRequest mattermost_form_request(const MattermostFields& fields);

/// A click, with `context` (JSON) as it stands.
http::RawRequest mattermost_press(const std::string& context, const MattermostPlace& place = {});
/// A dialog submission; `submission` is JSON.
http::RawRequest mattermost_submission(const std::string& state, const std::string& submission,
                                       const MattermostPlace& place = {});

/// A file of tests/replay: first line, headers, empty line, body.
http::RawRequest recorded_request(const std::string& path);

}  // namespace allybot::fakes
