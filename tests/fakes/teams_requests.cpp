#include "tests/fakes/teams_requests.h"

#include <nlohmann/json.hpp>

#include "bot/crypto/crypto.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMention = "<at>Ally</at>";
constexpr const char* kMark = "FAKE-TEXT-GOES-HERE";

Json bot() { return Json{{"id", std::string("28:") + kTeamsClient}, {"name", "Ally"}}; }

Json activity(const std::string& type, const TeamsPlace& place) {
  const bool channel = place.type == "channel";
  Json conversation{{"id", place.conversation + (channel && !place.thread.empty() ? ";messageid=" + place.thread : "")},
                    {"conversationType", place.type},
                    {"tenantId", kTeamsTenant}};
  if (place.type != "personal") conversation["isGroup"] = true;
  Json data{{"tenant", Json{{"id", kTeamsTenant}}}};
  if (channel) {
    data["team"] = Json{{"id", "19:faketeam@thread.tacv2"}};
    data["channel"] = Json{{"id", place.conversation}, {"name", place.channel_name}};
  }
  return Json{{"type", type},
              {"id", place.activity},
              {"timestamp", "2026-01-05T09:30:00.000Z"},
              {"serviceUrl", place.service},
              {"channelId", "msteams"},
              {"from", Json{{"id", place.user}, {"name", place.user_name}, {"aadObjectId", place.entra_id}}},
              {"conversation", std::move(conversation)},
              {"recipient", bot()},
              {"channelData", std::move(data)}};
}

Json in_dialog(const std::string& name, const TeamsPlace& place) {
  Json asked = activity("invoke", place);
  asked["name"] = name;
  asked["locale"] = "en-GB";
  asked["channelData"]["source"] = Json{{"name", "message"}};
  asked["value"] = Json{{"commandId", "ask"},
                        {"commandContext", "message"},
                        {"context", Json{{"theme", "default"}}},
                        {"messagePayload", Json{{"id", "1700000000777"},
                                                {"messageType", "message"},
                                                {"from", Json{{"user", Json{{"displayName", "Bob Fake"}}}}},
                                                {"body", Json{{"contentType", "html"}, {"content", "<p>words of Bob's</p>"}}}}}};
  return asked;
}

}  // namespace

TeamsPlace own_conversation(TeamsPlace place) {
  place.conversation = "a:1fakeConversation-with_Alice";
  place.type = "personal";
  place.thread.clear();
  return place;
}

std::string teams_message(const std::string& text, const TeamsPlace& place) {
  Json said = activity("message", place);
  said["textFormat"] = "plain";
  said["locale"] = "en-GB";
  Json entities = Json::array();
  std::string before;
  if (place.type != "personal") {
    before = std::string(kMention) + ' ';
    entities.push_back(Json{{"type", "mention"}, {"text", kMention}, {"mentioned", bot()}});
  }
  entities.push_back(
      Json{{"type", "clientInfo"}, {"locale", "en-GB"}, {"country", "GB"}, {"platform", "Web"}, {"timezone", "Europe/London"}});
  said["entities"] = std::move(entities);
  said["text"] = before + kMark;
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

std::string teams_press(const std::string& value, const TeamsPlace& place, const std::string& card) {
  Json pressed = activity("message", place);
  pressed["replyToId"] = card;
  pressed["value"] = Json::parse(value);
  pressed["locale"] = "en-GB";
  return pressed.dump();
}

std::string teams_search(const std::string& words, const TeamsPlace& place, const std::string& value) {
  Json asked = activity("invoke", place);
  asked["name"] = "composeExtension/query";
  asked["locale"] = "en-GB";
  asked["channelData"]["source"] = Json{{"name", "compose"}};
  const bool opened = words.empty();
  asked["value"] =
      Json{{"commandId", "search"},
           {"parameters", Json::array({Json{{"name", opened ? "initialRun" : "words"}, {"value", opened ? "true" : words}}})},
           {"queryOptions", Json{{"skip", 0}, {"count", 25}}}};
  asked["value"].merge_patch(Json::parse(value));
  return asked.dump();
}

std::string teams_dialog(const TeamsPlace& place) { return in_dialog("composeExtension/fetchTask", place).dump(); }

std::string teams_dialog_press(const std::string& data, const TeamsPlace& place) {
  Json pressed = in_dialog("composeExtension/submitAction", place);
  pressed["value"]["data"] = Json::parse(data);
  return pressed.dump();
}

std::string teams_activity(const std::string& fields, const TeamsPlace& place) {
  Json all = activity("message", place);
  all.merge_patch(Json::parse(fields));
  return all.dump();
}

http::RawRequest teams_request(std::string body, const std::string& token) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/teams/messages";
  raw.headers.add("Content-Type", "application/json; charset=utf-8");
  if (!token.empty()) raw.headers.add("Authorization", "Bearer " + token);
  raw.body = std::move(body);
  return raw;
}

http::RawRequest teams_request(std::string body, TimePoint at) {
  return teams_request(std::move(body), teams_token(teams_claims(at)));
}

http::RawRequest teams_outgoing_request(std::string body, const std::string& webhook) {
  const crypto::Digest mac = crypto::hmac_sha256(Secret(*crypto::from_hex(kTeamsWebhookKeyHex)), body);
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/teams/outgoing";
  raw.query = "webhook=" + webhook;
  raw.headers.add("Content-Type", "application/json; charset=utf-8");
  raw.headers.add("Authorization", "HMAC " + crypto::to_base64(std::string(mac.begin(), mac.end())));
  raw.body = std::move(body);
  return raw;
}

}  // namespace allybot::fakes
