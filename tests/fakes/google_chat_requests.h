// Events as Google Chat sends them, with their tokens and a service account made when a test program starts.
// Must never hold a private key in the tree, nor an id of a real project, space or person.
#pragma once

#include <string>

#include "bot/core/time.h"
#include "bot/http/message.h"
#include "tests/fakes/teams_tokens.h"

namespace allybot::fakes {

inline constexpr const char* kChatProject = "1234567890";
inline constexpr const char* kChatEndpoint = "https://bot.example.org/googlechat/events";
inline constexpr const char* kChatWebhookKey = "FAKEkey";
inline constexpr const char* kChatWebhookToken = "FAKEtoken-";
inline constexpr const char* kChatAccessToken = "fake.chat.token";

/// The JSON of a service account's key.
const std::string& chat_account();

struct ChatClaims {
  std::string issuer = "https://accounts.google.com", audience = kChatEndpoint, email = "chat@system.gserviceaccount.com";
  bool verified = true;
  std::int64_t begins = 0, ends = 0;
};
/// Valid for an hour from `at`.
ChatClaims chat_claims(TimePoint at);
std::string chat_token(const ChatClaims& claims, TeamsKey key = TeamsKey::Known, const std::string& key_id = "fake-1");
/// What Google answers to a fetch of keys; 404 for anything else.
http::ClientOutcome chat_keys_answer(const http::ClientRequest& request);

struct ChatPlace {
  std::string space = "AAAAfake";
  bool direct = false;
  std::string user = "1001";
  std::string user_name = "Alice Fake";
  std::string thread = "T1";
  std::string message = "M1.M1";
};
ChatPlace chat_conversation(ChatPlace place = {});

enum class ChatEntry { Mention, Slash };
/// JSON of a message; `text` may be no UTF-8.
std::string chat_message(const std::string& text, const ChatPlace& place = {}, ChatEntry entry = ChatEntry::Mention);
/// JSON of a press in the message of `place`; `inputs` is the JSON of a form's inputs.
std::string chat_press(const std::string& value, const ChatPlace& place = {}, bool form = false,
                       const std::string& inputs = "{}");
/// JSON of another event.
std::string chat_event(const std::string& type, const ChatPlace& place = {});
/// The same as an event of a dialog: "REQUEST_DIALOG", "SUBMIT_DIALOG" or "CANCEL_DIALOG".
std::string in_dialog(const std::string& event, const std::string& what);
/// The same as a Workspace add-on is sent it.
std::string as_addon(const std::string& event);

http::RawRequest chat_request(std::string body, const std::string& token);
http::RawRequest chat_request(std::string body, TimePoint at);

}  // namespace allybot::fakes
