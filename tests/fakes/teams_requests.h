// Activities as the Bot Connector sends them, for tests.
// Must never hold an id of a real tenant, person or channel.
#pragma once

#include <string>

#include "bot/http/message.h"
#include "tests/fakes/teams_tokens.h"

namespace allybot::fakes {

struct TeamsPlace {
  std::string conversation = "19:fakeops@thread.tacv2";
  std::string type = "channel";
  std::string thread = "1699999999999";
  std::string channel_name = "Operations";
  std::string user = "29:fakeAlice";
  std::string user_name = "Alice Fake";
  std::string entra_id = "0a0a0a0a-1111-2222-3333-444444444444";
  std::string activity = "1700000000000";
  std::string service = kTeamsService;
};
/// The member's own conversation with the bot.
TeamsPlace own_conversation(TeamsPlace place = {});

/// JSON of a message; in a channel with a mention of the bot before the text. `text` may be no UTF-8.
std::string teams_message(const std::string& text, const TeamsPlace& place = {});
/// JSON of a press of an Action.Submit with `value` (JSON) in the message `card`.
std::string teams_press(const std::string& value, const TeamsPlace& place = {}, const std::string& card = "1700000000001");
/// JSON of a search under the message box; without words as it is sent when the box opens. `value` (JSON) over what it asks for.
std::string teams_search(const std::string& words, const TeamsPlace& place = {}, const std::string& value = "{}");
/// JSON of the dialog that the menu of a message opens, and of an Action.Submit with `data` (JSON) in it.
std::string teams_dialog(const TeamsPlace& place = {});
std::string teams_dialog_press(const std::string& data, const TeamsPlace& place = {});
/// JSON of a change: `fields` (JSON) over what every activity has.
std::string teams_activity(const std::string& fields, const TeamsPlace& place = {});

/// To our endpoint, with a token.
http::RawRequest teams_request(std::string body, const std::string& token);
http::RawRequest teams_request(std::string body, TimePoint at);

// Of an outgoing webhook: the key that Teams publishes as an example, as it is shown and as it is.
inline constexpr const char* kTeamsWebhookKey = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";
inline constexpr const char* kTeamsWebhookKeyHex = "bea174127f99d2e72e45333fd35a361ae84c1f784a2a4fcdd9b3a694cdf5cda0";
/// To its address, signed with that key.
http::RawRequest teams_outgoing_request(std::string body, const std::string& webhook = "engineering");

}  // namespace allybot::fakes
