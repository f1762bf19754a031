// What Webex tells and answers, for tests: webhooks with ids alone, and what its API gives for them.
// Must never hold an id, an address or a token of a real person, space or bot.
#pragma once

#include <map>
#include <string>

#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kWebexToken = "FAKE-webex-bot-token-0000000000";
inline constexpr const char* kWebexSecret = "FAKE-webex-webhook-secret-00000";
inline constexpr const char* kWebexBot = "FAKEbotPerson";
inline constexpr const char* kWebexBotName = "Ally Bot";

struct WebexPlace {
  std::string room = "FAKEopsRoom";
  std::string type = "group";
  std::string title = "Operations";
  std::string person = "FAKEalicePerson";
  std::string name = "Alice Fake";
  std::string email = "alice@example.org";
  std::string parent;  ///< the message that a thread begins with
};
/// The member's own space with the bot.
WebexPlace own_webex_space(WebexPlace place = {});

/// What the API gives, as JSON. In a space of several the bot is mentioned before the text; `text` may be no UTF-8.
std::string webex_message(const std::string& id, const std::string& text, const WebexPlace& place = {});
/// `inputs` is JSON.
std::string webex_action(const std::string& id, const std::string& inputs, const WebexPlace& place, const std::string& card);
std::string webex_room(const WebexPlace& place);
std::string webex_person(const WebexPlace& place);
std::string webex_own();

/// A webhook's body; `data` is JSON.
std::string webex_event(const std::string& resource, const std::string& kind, const std::string& data, const std::string& actor);
/// To our endpoint, with a signature; empty secret: without one.
http::RawRequest webex_request(std::string body, const std::string& secret = kWebexSecret);

/// Webex's side of the conversation: tells ids, and gives what they are when it is asked.
class WebexTold {
 public:
  WebexTold();
  /// The webhook's body of a message, of an action, of the bot's membership.
  std::string message(const std::string& text, const WebexPlace& place = {});
  std::string message_as(const std::string& json, const WebexPlace& place);
  std::string action(const std::string& inputs, const WebexPlace& place, const std::string& card = "FAKEcard");
  std::string membership(const std::string& kind, const WebexPlace& place);

  /// "/messages/ID" and so on below /v1, and the JSON there; what is not there is answered by 404.
  std::map<std::string, std::string> resources;
  http::Response get(const std::string& path) const;
  http::ClientOutcome answer(const http::ClientRequest& request) const;
};

}  // namespace allybot::fakes
