#include "tests/fakes/webex_requests.h"

#include <nlohmann/json.hpp>

#include "bot/crypto/crypto.h"
#include "bot/crypto/webhook_mac.h"
#include "tests/fakes/typed_json.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kWhen = "2026-01-05T09:30:00.000Z";

/// The same for the same.
std::string id_of(const std::string& kind, const std::string& what) {
  return "FAKE" + kind + crypto::to_hex(crypto::sha256(what)).substr(0, 24);
}

std::string mention(const std::string& id, const std::string& name) {
  return "<spark-mention data-object-type=\"person\" data-object-id=\"" + id + "\">" + name + "</spark-mention>";
}

}  // namespace

WebexPlace own_webex_space(WebexPlace place) {
  place.room = "FAKEdirectOf" + place.person;
  place.type = "direct";
  place.title = place.name;
  return place;
}

std::string webex_message(const std::string& id, const std::string& text, const WebexPlace& place) {
  const bool group = place.type == "group";
  const std::string called = group ? std::string(kWebexBotName) + ' ' : std::string();
  Json message{{"id", id}, {"roomId", place.room}, {"roomType", place.type}, {"text", called + kTypedHere}};
  if (!place.parent.empty()) message["parentId"] = place.parent;
  message["personId"] = place.person;
  message["personEmail"] = place.email;
  if (group) {
    message["html"] = "<p>" + mention(kWebexBot, kWebexBotName) + ' ' + kTypedHere + "</p>";
    message["mentionedPeople"] = Json::array({kWebexBot});
  }
  message["created"] = kWhen;
  return with_typed(message.dump(), text);
}

std::string webex_action(const std::string& id, const std::string& inputs, const WebexPlace& place, const std::string& card) {
  return Json{{"id", id},
              {"type", "submit"},
              {"messageId", card},
              {"inputs", Json::parse(inputs)},
              {"personId", place.person},
              {"roomId", place.room},
              {"created", kWhen}}
      .dump();
}

std::string webex_room(const WebexPlace& place) {
  return Json{{"id", place.room}, {"title", place.title}, {"type", place.type}, {"isLocked", false}, {"created", kWhen}}.dump();
}

std::string webex_person(const WebexPlace& place) {
  return Json{{"id", place.person},
              {"emails", Json::array({place.email})},
              {"displayName", place.name},
              {"orgId", "FAKEorganisation"},
              {"type", "person"}}
      .dump();
}

std::string webex_own() {
  return Json{{"id", kWebexBot}, {"emails", Json::array({"ally@webex.bot"})}, {"displayName", kWebexBotName}, {"type", "bot"}}
      .dump();
}

std::string webex_event(const std::string& resource, const std::string& kind, const std::string& data, const std::string& actor) {
  return Json{{"id", "FAKEwebhook"},
              {"name", "allybot " + resource + ' ' + kind},
              {"targetUrl", "https://bot.example.org/webex/events"},
              {"resource", resource},
              {"event", kind},
              {"orgId", "FAKEorganisation"},
              {"createdBy", kWebexBot},
              {"appId", "FAKEapp"},
              {"ownedBy", "creator"},
              {"status", "active"},
              {"actorId", actor},
              {"data", Json::parse(data)}}
      .dump();
}

http::RawRequest webex_request(std::string body, const std::string& secret) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/webex/events";
  raw.headers.add("Content-Type", "application/json");
  if (!secret.empty()) raw.headers.add("X-Spark-Signature", crypto::webhook_mac(crypto::WebhookHash::Sha1, Secret(secret), body));
  raw.body = std::move(body);
  return raw;
}

WebexTold::WebexTold() {
  resources["/people/me"] = webex_own();
  WebexPlace bob;
  bob.person = "FAKEbobPerson";
  bob.name = "Bob Fake";
  bob.email = "bob@example.org";
  for (const WebexPlace& place : {WebexPlace{}, bob}) {
    resources["/rooms/" + place.room] = webex_room(place);
    resources["/rooms/" + own_webex_space(place).room] = webex_room(own_webex_space(place));
    resources["/people/" + place.person] = webex_person(place);
  }
}

std::string WebexTold::message(const std::string& text, const WebexPlace& place) {
  return message_as(webex_message(id_of("message", place.room + place.person + place.parent + text), text, place), place);
}

std::string WebexTold::message_as(const std::string& json, const WebexPlace& place) {
  const std::size_t at = json.find("\"id\":\"") + 6;
  const std::string id = json.substr(at, json.find('"', at) - at);
  resources["/messages/" + id] = json;
  return webex_event("messages", "created",
                     Json{{"id", id},
                          {"roomId", place.room},
                          {"roomType", place.type},
                          {"personId", place.person},
                          {"personEmail", place.email},
                          {"created", kWhen}}
                         .dump(),
                     place.person);
}

std::string WebexTold::action(const std::string& inputs, const WebexPlace& place, const std::string& card) {
  const std::string id = id_of("action", place.room + place.person + card + inputs);
  resources["/attachment/actions/" + id] = webex_action(id, inputs, place, card);
  return webex_event("attachmentActions", "created",
                     Json{{"id", id},
                          {"type", "submit"},
                          {"messageId", card},
                          {"personId", place.person},
                          {"roomId", place.room},
                          {"created", kWhen}}
                         .dump(),
                     place.person);
}

std::string WebexTold::membership(const std::string& kind, const WebexPlace& place) {
  return webex_event("memberships", kind,
                     Json{{"id", id_of("membership", place.room + kind)},
                          {"roomId", place.room},
                          {"roomType", place.type},
                          {"personId", kWebexBot},
                          {"personEmail", "ally@webex.bot"},
                          {"personDisplayName", kWebexBotName},
                          {"isModerator", false},
                          {"created", kWhen}}
                         .dump(),
                     place.person);
}

http::Response WebexTold::get(const std::string& path) const {
  const auto found = resources.find(path);
  if (found != resources.end()) return http::json_response(found->second);
  return http::json_response(R"({"message":"The requested resource could not be found.","trackingId":"FAKE_tracking"})", 404);
}

http::ClientOutcome WebexTold::answer(const http::ClientRequest& request) const {
  const std::size_t at = request.url.find("/v1/");
  const http::Response told = get(at == std::string::npos ? std::string() : request.url.substr(at + 3));
  http::ClientOutcome outcome;
  outcome.kind = http::ClientOutcome::Kind::Answered;
  outcome.status = told.status;
  outcome.body = told.body;
  return outcome;
}

}  // namespace allybot::fakes
