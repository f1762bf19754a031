#include "tests/fakes/matrix_requests.h"

#include <nlohmann/json.hpp>

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kTextHere = "TEXT-HERE";

/// As JSON, with bytes that are no UTF-8 left as they are.
std::string quoted_raw(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (static_cast<unsigned char>(c) < ' ')
      out += Json(std::string(1, c)).dump().substr(1, 6);
    else
      out += c;
  }
  return out + '"';
}

Json event(const std::string& type, Json content, const MatrixPlace& place) {
  return Json{{"type", type},
              {"room_id", place.room},
              {"sender", place.user},
              {"event_id", place.event},
              {"content", content},
              {"origin_server_ts", 1767605400000},
              {"unsigned", Json{{"age", 5}}}};
}

}  // namespace

MatrixPlace matrix_conversation() { return {"!alice:example.org", "@alice:example.org", "$said2"}; }

std::string matrix_message(const std::string& text, const MatrixPlace& place, const std::string& more) {
  Json content{{"msgtype", "m.text"}, {"body", kTextHere}};
  content.update(Json::parse(more));
  std::string json = event("m.room.message", content, place).dump();
  const std::string mark = std::string("\"") + kTextHere + '"';
  return json.replace(json.find(mark), mark.size(), quoted_raw(text));
}

std::string matrix_event(const std::string& type, const std::string& content, const MatrixPlace& place) {
  return event(type, Json::parse(content), place).dump();
}

std::string matrix_state(const std::string& type, const std::string& key, const std::string& content, const MatrixPlace& place) {
  Json made = event(type, Json::parse(content), place);
  made["state_key"] = key;
  return made.dump();
}

std::string matrix_member(const std::string& whose, const std::string& membership, const MatrixPlace& place) {
  return matrix_state("m.room.member", whose, Json{{"membership", membership}}.dump(), place);
}

std::string matrix_invite(bool direct, const MatrixPlace& place, const std::string& state) {
  Json content{{"membership", "invite"}};
  if (direct) content["is_direct"] = true;
  Json made = Json::parse(matrix_state("m.room.member", kMatrixBot, content.dump(), place));
  made["unsigned"]["invite_room_state"] = Json::parse(state);
  return made.dump();
}

http::RawRequest matrix_transaction(const std::vector<std::string>& events, const std::string& id, const std::string& token) {
  http::RawRequest raw;
  raw.method = http::Method::Put;
  raw.path = "/matrix/_matrix/app/v1/transactions/" + id;
  raw.headers.add("Content-Type", "application/json");
  if (!token.empty()) raw.headers.add("Authorization", "Bearer " + token);
  raw.body = R"({"events":[)";
  for (std::size_t i = 0; i < events.size(); ++i) raw.body += (i > 0 ? "," : "") + events[i];
  raw.body += "]}";
  return raw;
}

http::RawRequest matrix_query(const std::string& path) {
  http::RawRequest raw;
  raw.path = path;
  raw.headers.add("Authorization", std::string("Bearer ") + kMatrixHsToken);
  return raw;
}

}  // namespace allybot::fakes
