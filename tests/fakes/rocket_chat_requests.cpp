#include "tests/fakes/rocket_chat_requests.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/fakes/typed_json.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

Json request(const char* token, const std::string& word, const RocketPlace& place, const std::string& room) {
  Json body{{"token", token}, {"bot", false}};
  if (!word.empty()) body["trigger_word"] = word;
  body["channel_id"] = room;
  if (room == place.room) body["channel_name"] = place.room_name;
  body.update(Json{{"message_id", place.message},
                   {"timestamp", "2026-01-31T09:00:00.000Z"},
                   {"user_id", place.member},
                   {"user_name", place.member_name},
                   {"text", kTypedHere},
                   {"siteUrl", "https://rocket.example"}});
  if (!place.thread.empty()) body["tmid"] = place.thread;
  return body;
}

}  // namespace

std::map<std::string, std::string> rocket_settings(const std::string& server_url) {
  return {{"ROCKETCHAT_URL", server_url},
          {"ROCKETCHAT_USER_ID", kRocketBot},
          {"ROCKETCHAT_AUTH_TOKEN", kRocketToken},
          {"ROCKETCHAT_WEBHOOK_TOKENS", std::string(kRocketDirectHook) + ", " + kRocketHook}};
}

std::string rocket_direct_room(const std::string& member) {
  const std::string bot = kRocketBot;
  return std::min(bot, member) + std::max(bot, member);
}

std::string rocket_mention(const std::string& text, const RocketPlace& place) {
  const std::string word = '@' + std::string(kRocketName);
  const bool calls = text.find(word) != std::string::npos;
  return with_typed(request(kRocketHook, word, place, place.room).dump(), calls ? text : word + ' ' + text);
}

std::string rocket_direct(const std::string& text, const RocketPlace& place, const std::string& room) {
  return with_typed(request(kRocketDirectHook, {}, place, room.empty() ? rocket_direct_room(place.member) : room).dump(), text);
}

http::RawRequest rocket_request(std::string body) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/rocketchat/messages";
  raw.headers.add("Content-Type", "application/json");
  raw.body = std::move(body);
  return raw;
}

}  // namespace allybot::fakes
