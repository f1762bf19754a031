#include "tests/fakes/fake_zulip.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/zulip_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

// "ally-bot@zulip.example:fakezulipapikey00000000000000000"
constexpr const char* kBasic = "Basic YWxseS1ib3RAenVsaXAuZXhhbXBsZTpmYWtlenVsaXBhcGlrZXkwMDAwMDAwMDAwMDAwMDAwMA==";

http::Response yes(json body) {
  body["result"] = "success";
  body["msg"] = "";
  return http::json_response(body.dump());
}
http::Response no(int status, const char* code) {
  return http::json_response(json{{"result", "error"}, {"msg", "Not in words that a program should read"}, {"code", code}}.dump(),
                             status);
}

json user(int id) {
  return {{"user_id", id},
          {"full_name", id == kZulipBot ? std::string(kZulipName)
                        : id == 5       ? std::string("Kim Fake")
                                        : "Lee Fake"},
          {"email", "user" + std::to_string(id) + "@zulip.example"},
          {"is_bot", id == kZulipBot},
          {"is_active", id != 8},
          {"is_admin", id == 5 || id == 8},
          {"timezone", id == 5 ? "Europe/Berlin" : ""}};
}

std::string field(const std::string& form, const std::string& name) { return http::form_field(form, name).value_or(""); }

}  // namespace

FakeZulip::FakeZulip(const Clock& clock) : clock_(clock) {
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

std::map<std::string, std::string> FakeZulip::settings() const {
  return {{"ZULIP_URL", platform_.url()},
          {"ZULIP_BOT_EMAIL", kZulipEmail},
          {"ZULIP_API_KEY", kZulipKey},
          {"ZULIP_WEBHOOK_TOKEN", kZulipToken}};
}

void FakeZulip::describe(int channel, Standing as) {
  const Lock lock(mutex_);
  channels_[channel] = as;
}
void FakeZulip::deactivate_bot(bool deactivate) {
  const Lock lock(mutex_);
  deactivated_ = deactivate;
}
std::vector<FakeZulip::Message> FakeZulip::messages_to(const std::string& to) const {
  const Lock lock(mutex_);
  std::vector<Message> all = messages_;
  std::erase_if(all, [&](const Message& one) { return one.to != to; });
  return all;
}
std::vector<std::string> FakeZulip::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

http::Response FakeZulip::answer(const Call& call) {
  const Lock lock(mutex_);
  const auto authorization = call.headers.only("Authorization");
  if (!authorization || *authorization != kBasic) return no(401, "UNAUTHORIZED");
  if (deactivated_) return no(403, "USER_DEACTIVATED");
  const bool get = call.method == "GET";
  if (call.path == kPosts) return get ? find(call) : take(call);
  if (!get) return no(405, "METHOD_NOT_ALLOWED");
  if (call.path == "/api/v1/users/me") return yes(user(kZulipBot));
  if (call.path == "/api/v1/users") return yes({{"members", json::array({user(kZulipBot), user(5), user(6)})}});
  if (call.path == "/api/v1/streams") return channels();
  for (const int id : {5, 6, 8})
    if (call.path == "/api/v1/users/" + std::to_string(id)) return yes({{"user", user(id)}});
  return no(400, "BAD_REQUEST");
}

http::Response FakeZulip::channels() const {
  json all = json::array();
  for (const auto& [id, standing] : channels_) {
    if (standing == Standing::NotSubscribed || standing == Standing::Gone) continue;
    all.push_back({{"stream_id", id},
                   {"name", "ops"},
                   {"invite_only", false},
                   {"is_web_public", standing == Standing::WebPublic},
                   {"is_archived", standing == Standing::Archived},
                   {"stream_post_policy", standing == Standing::AdministratorsOnly ? 2 : 1}});
  }
  return yes({{"streams", all}});
}

// https://zulip.com/api/send-message
http::Response FakeZulip::take(const Call& call) {
  if (call.headers.only("Content-Type").value_or("") != "application/x-www-form-urlencoded") complaints_.emplace_back("no form");
  Message message{static_cast<long>(1000 + messages_.size()), field(call.body, "to"), field(call.body, "topic"),
                  std::string(trim(field(call.body, "content"))), to_unix_seconds(clock_.now())};
  const std::string type = field(call.body, "type");
  for (std::string& one : zulip_complaints(message.content))
    if (one.compare(0, 18, "a link to https://") != 0) complaints_.push_back(std::move(one));  // else the library's own
  if (message.content.empty()) return no(400, "BAD_REQUEST");
  if (type == "stream" || type == "channel") {
    if (message.topic.empty()) complaints_.emplace_back("no topic");
    if (count_code_points(message.topic) > 60) complaints_.emplace_back("a topic that is cut");
    std::int64_t id = 0;
    const auto known = parse_number(message.to, id) ? channels_.find(static_cast<int>(id)) : channels_.end();
    if (known == channels_.end() || known->second == Standing::Gone || known->second == Standing::Archived)
      return no(400, "STREAM_DOES_NOT_EXIST");
    if (known->second == Standing::NotSubscribed || known->second == Standing::AdministratorsOnly) return no(400, "BAD_REQUEST");
  } else if (type == "private" || type == "direct") {
    const json to = json::parse(message.to, nullptr, false);
    if (!to.is_array() || to.empty() || std::find(to.begin(), to.end(), json(404)) != to.end()) return no(400, "BAD_REQUEST");
  } else {
    return no(400, "BAD_REQUEST");
  }
  messages_.push_back(message);
  return yes({{"id", message.id}});
}

// https://zulip.com/api/get-messages
http::Response FakeZulip::find(const Call& call) const {
  const json narrow = json::parse(field(call.query, "narrow"), nullptr, false);
  if (!narrow.is_array() || field(call.query, "anchor") != "newest" || field(call.query, "apply_markdown") != "false")
    return no(400, "BAD_REQUEST");
  std::string to;
  std::string topic;
  bool own = false;
  for (const json& term : narrow) {
    const std::string by = term.at("operator");
    if (by == "stream" || by == "pm-with") to = term.at("operand").dump();
    if (by == "topic") topic = term.at("operand");
    if (by == "sender") own = term.at("operand") == kZulipEmail;
  }
  json found = json::array();
  for (const Message& one : messages_)
    if (own && one.to == to && one.topic == topic)
      found.push_back({{"id", one.id}, {"content", one.content}, {"timestamp", one.timestamp}, {"sender_email", kZulipEmail}});
  const auto most = static_cast<std::size_t>(std::stoi(field(call.query, "num_before")));
  if (found.size() > most) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
  return yes({{"messages", found}, {"found_oldest", true}});
}

}  // namespace allybot::fakes
