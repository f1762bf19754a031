#include "tests/fakes/google_chat_requests.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "bot/core/check.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMark = "FAKE-TEXT-GOES-HERE";

Json event(const std::string& type, const ChatPlace& place) {
  Json space{{"name", "spaces/" + place.space}, {"spaceType", place.direct ? "DIRECT_MESSAGE" : "SPACE"}};
  return Json{{"type", type},
              {"eventTime", "2026-01-05T09:30:00.000000Z"},
              {"user", Json{{"name", "users/" + place.user}, {"displayName", place.user_name}, {"type", "HUMAN"}}},
              {"space", std::move(space)}};
}

Json message_of(const ChatPlace& place) {
  return Json{{"name", "spaces/" + place.space + "/messages/" + place.message},
              {"thread", Json{{"name", "spaces/" + place.space + "/threads/" + place.thread}}}};
}

}  // namespace

const std::string& chat_account() {
  static const std::string made = [] {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const std::unique_ptr<BIO, int (*)(BIO*)> writer(BIO_new(BIO_s_mem()), BIO_free);
    BOT_CHECK(PEM_write_bio_PrivateKey(writer.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(writer.get(), &text);
    return Json{{"type", "service_account"},
                {"project_id", "fake-project"},
                {"private_key_id", "fakekeyid"},
                {"private_key", std::string(text, static_cast<std::size_t>(length))},
                {"client_email", "ally@fake-project.iam.gserviceaccount.com"}}
        .dump();
  }();
  return made;
}

ChatClaims chat_claims(TimePoint at) {
  ChatClaims claims;
  claims.begins = to_unix_seconds(at);
  claims.ends = claims.begins + 3600;
  return claims;
}

std::string chat_token(const ChatClaims& claims, TeamsKey key, const std::string& key_id) {
  const Json header{{"alg", "RS256"}, {"kid", key_id}, {"typ", "JWT"}};
  const Json body{{"aud", claims.audience}, {"email", claims.email}, {"email_verified", claims.verified},
                  {"exp", claims.ends},     {"iat", claims.begins},  {"iss", claims.issuer}};
  return signed_token(header.dump(), body.dump(), key);
}

http::ClientOutcome chat_keys_answer(const http::ClientRequest& request) {
  http::ClientOutcome outcome;
  outcome.kind = http::ClientOutcome::Kind::Answered;
  outcome.status = request.url.find("/oauth2/v3/certs") != std::string::npos ? 200 : 404;
  if (outcome.status == 200) outcome.body = teams_keys("");
  return outcome;
}

ChatPlace chat_conversation(ChatPlace place) {
  place.space = "DMfake" + place.user;
  place.direct = true;
  return place;
}

std::string chat_message(const std::string& text, const ChatPlace& place, ChatEntry entry) {
  Json said = event("MESSAGE", place);
  Json message = message_of(place);
  if (entry == ChatEntry::Slash) {
    message["slashCommand"] = Json{{"commandId", "1"}};
    message["annotations"] = Json::array(
        {Json{{"type", "SLASH_COMMAND"}, {"length", 5}, {"slashCommand", Json{{"type", "INVOKE"}, {"commandId", "1"}}}}});
  } else if (!place.direct) {
    message["annotations"] =
        Json::array({Json{{"type", "USER_MENTION"},
                          {"length", 5},
                          {"userMention", Json{{"type", "MENTION"},
                                               {"user", Json{{"name", "users/9"}, {"displayName", "Ally"}, {"type", "BOT"}}}}}}});
  }
  message["argumentText"] = std::string(" ") + kMark;
  said["message"] = std::move(message);
  // Bytes that are no UTF-8 go in as they are: a library that writes JSON would refuse them.
  std::string quoted;
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else
      quoted += c;
  }
  std::string body = said.dump();
  return body.replace(body.find(kMark), std::string(kMark).size(), quoted);
}

std::string chat_press(const std::string& value, const ChatPlace& place, bool form, const std::string& inputs) {
  Json pressed = event("CARD_CLICKED", place);
  pressed["message"] = message_of(place);
  Json parameters{{"v", value}};
  if (form) parameters["f"] = "1";
  pressed["common"] = Json{{"userLocale", "en-GB"},
                           {"timeZone", Json{{"id", "Europe/London"}, {"offset", 0}}},
                           {"invokedFunction", "ally"},
                           {"parameters", std::move(parameters)},
                           {"formInputs", Json::parse(inputs)}};
  return pressed.dump();
}

std::string chat_event(const std::string& type, const ChatPlace& place) { return event(type, place).dump(); }

std::string in_dialog(const std::string& event, const std::string& what) {
  Json all = Json::parse(event);
  all["isDialogEvent"] = true;
  all["dialogEventType"] = what;
  return all.dump();
}

std::string as_addon(const std::string& classic) {
  const Json from = Json::parse(classic);
  const std::string type = from.at("type");
  const Json message = from.value("message", Json::object());
  Json payload{{"space", from.at("space")}};
  if (!message.empty()) payload["message"] = message;
  for (const char* part : {"isDialogEvent", "dialogEventType"})
    if (from.contains(part)) payload[part] = from.at(part);
  const char* name = "messagePayload";
  if (type == "CARD_CLICKED") name = "buttonClickedPayload";
  if (type == "ADDED_TO_SPACE") name = "addedToSpacePayload";
  if (type == "REMOVED_FROM_SPACE") name = "removedFromSpacePayload";
  if (message.contains("slashCommand")) {
    name = "appCommandPayload";
    payload["message"].erase("slashCommand");
    payload["appCommandMetadata"] = Json{{"appCommandId", 1}, {"appCommandType", "SLASH_COMMAND"}};
  }
  return Json{{"commonEventObject", from.value("common", Json::object())},
              {"chat", Json{{"user", from.at("user")}, {"eventTime", from.at("eventTime")}, {name, std::move(payload)}}}}
      .dump();
}

http::RawRequest chat_request(std::string body, const std::string& token) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/googlechat/events";
  raw.headers.add("Content-Type", "application/json; charset=UTF-8");
  if (!token.empty()) raw.headers.add("Authorization", "Bearer " + token);
  raw.body = std::move(body);
  return raw;
}

http::RawRequest chat_request(std::string body, TimePoint at) {
  return chat_request(std::move(body), chat_token(chat_claims(at)));
}

}  // namespace allybot::fakes
