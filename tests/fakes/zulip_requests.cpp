#include "tests/fakes/zulip_requests.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/typed_json.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

Json person(int id, const std::string& email, const std::string& name) {
  return Json{{"id", id}, {"email", email}, {"full_name", name}, {"is_mirror_dummy", false}};
}

Json request(const char* trigger, const ZulipPlace& place, Json message) {
  Json whole{{"id", place.message},
             {"sender_id", place.member},
             {"sender_email", "user" + std::to_string(place.member) + "@zulip.example"},
             {"sender_full_name", place.member_name},
             {"sender_realm_str", place.realm}};
  whole.update(message);
  whole.update(Json{{"recipient_id", 20},
                    {"content", kTypedHere},
                    {"timestamp", 1767225600},
                    {"client", "website"},
                    {"is_me_message", false},
                    {"reactions", Json::array()},
                    {"submessages", Json::array()},
                    {"topic_links", Json::array()}});
  return Json{{"bot_email", kZulipEmail}, {"bot_full_name", kZulipName}, {"data", kTypedHere},
              {"trigger", trigger},       {"token", kZulipToken},        {"message", std::move(whole)}};
}

}  // namespace

std::string zulip_mention(const std::string& text, const ZulipPlace& place) {
  const std::string call = std::string("@**") + kZulipName + "**";
  const bool calls = text.find(call.substr(0, call.size() - 2)) != std::string::npos;
  return with_typed(request("mention", place,
                            Json{{"type", "stream"},
                                 {"display_recipient", place.channel_name},
                                 {"stream_id", place.channel},
                                 {"subject", place.topic}})
                        .dump(),
                    calls ? text : call + ' ' + text);
}

std::string zulip_direct(const std::string& text, const ZulipPlace& place, const std::string& others) {
  Json people = Json::array({person(kZulipBot, kZulipEmail, kZulipName),
                             person(place.member, "user" + std::to_string(place.member) + "@zulip.example", place.member_name)});
  for (const std::string_view one : split(others, ','))
    if (!one.empty())
      people.push_back(person(std::stoi(std::string(one)), "user" + std::string(one) + "@zulip.example", "Other Fake"));
  return with_typed(
      request("direct_message", place, Json{{"type", "private"}, {"display_recipient", std::move(people)}, {"subject", ""}})
          .dump(),
      text);
}

http::RawRequest zulip_request(std::string body) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/zulip/messages";
  raw.headers.add("Content-Type", "application/json");
  raw.headers.add("User-Agent", "ZulipOutgoingWebhook/11.0");
  raw.body = std::move(body);
  return raw;
}

}  // namespace allybot::fakes
