#include "tests/fakes/fake_webex.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/webex_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr const char* kBase = "/v1";

http::Response yes(const json& body) { return http::json_response(body.dump()); }
http::Response no(int status) {
  return http::json_response(json{{"message", "Not in words that a program should read"},
                                  {"errors", json::array({{{"description", "the same"}}})},
                                  {"trackingId", "FAKE_tracking"}}
                                 .dump(),
                             status);
}

/// The last part of a path below `folder`; empty when it is another one.
std::string id_below(const std::string& path, const std::string& folder) {
  return path.compare(0, folder.size(), folder) == 0 ? path.substr(folder.size()) : std::string();
}

}  // namespace

FakeWebex::FakeWebex() {
  platform_.otherwise([this](const Call& call) { return answer(call.method, call.path, call.query, call.headers, call.body); });
}

std::map<std::string, std::string> FakeWebex::settings() const {
  return {{"WEBEX_BOT_TOKEN", kWebexToken},
          {"WEBEX_WEBHOOK_SECRET", kWebexSecret},
          {"WEBEX_ADMINS", "Alice@example.org"},
          {"WEBEX_DOMAINS", "example.org"},
          {"WEBEX_API_URL", platform_.url() + kBase}};
}

http::ClientOutcome FakeWebex::serve(const http::ClientRequest& request) {
  std::string path = request.url.substr(request.url.find(kBase));
  const std::size_t mark = std::min(path.find('?'), path.size());
  const std::string query = path.substr(std::min(mark + 1, path.size()));
  path.resize(mark);
  const http::Response told = answer(http::name_of(request.method), path, query, request.headers, request.body);
  http::ClientOutcome outcome;
  outcome.kind = http::ClientOutcome::Kind::Answered;
  outcome.status = told.status;
  outcome.body = told.body;
  for (const auto& [name, value] : told.headers) outcome.headers.add(name, value);
  return outcome;
}

http::RawRequest FakeWebex::tell(const std::string& resource, const std::string& event, const std::string& body) const {
  const Lock lock(mutex_);
  for (const Hook& hook : hooks_)
    if (hook.resource == resource && hook.event == event && hook.active) return webex_request(body, hook.secret);
  return {};
}

http::RawRequest FakeWebex::message(const std::string& text, const WebexPlace& place) {
  std::string body;
  {
    const Lock lock(mutex_);
    body = told_.message_as(webex_message("FAKEsaid" + std::to_string(++asked_), text, place), place);
  }
  return tell("messages", "created", body);
}

http::RawRequest FakeWebex::press(const std::string& inputs, const WebexPlace& place, const std::string& card) {
  std::string body;
  {
    const Lock lock(mutex_);
    body = told_.action(inputs, place, card);
  }
  return tell("attachmentActions", "created", body);
}

http::RawRequest FakeWebex::membership(const std::string& kind, const WebexPlace& place) {
  std::string body;
  {
    const Lock lock(mutex_);
    body = told_.membership(kind, place);
  }
  return tell("memberships", kind, body);
}

void FakeWebex::describe(const std::string& room, Standing as) {
  const Lock lock(mutex_);
  standings_[room] = as;
}
void FakeWebex::add_member(const std::string& room, const std::string& email, const std::string& organisation) {
  const Lock lock(mutex_);
  members_[room].emplace_back(email, organisation);
}
void FakeWebex::refuse_token(bool refuse) {
  const Lock lock(mutex_);
  refused_ = refuse;
}
void FakeWebex::hide_secrets(bool hide) {
  const Lock lock(mutex_);
  hides_ = hide;
}
void FakeWebex::switch_off(const std::string& resource, const std::string& event) {
  const Lock lock(mutex_);
  for (Hook& hook : hooks_)
    if (hook.resource == resource && hook.event == event) hook.active = false;
}
std::string FakeWebex::add_hook(Hook hook) {
  const Lock lock(mutex_);
  hook.id = "FAKEhook" + std::to_string(++hooks_made_);
  hooks_.push_back(hook);
  return hook.id;
}
std::vector<FakeWebex::Hook> FakeWebex::hooks() const {
  const Lock lock(mutex_);
  return hooks_;
}
std::size_t FakeWebex::hooks_written() const {
  const Lock lock(mutex_);
  return hooks_written_;
}
std::vector<FakeWebex::Message> FakeWebex::messages() const {
  const Lock lock(mutex_);
  return messages_;
}
std::vector<FakeWebex::Message> FakeWebex::messages_to(const std::string& place) const {
  std::vector<Message> all = messages();
  std::erase_if(all, [&](const Message& one) { return one.to != place; });
  return all;
}
std::vector<std::string> FakeWebex::deleted() const {
  const Lock lock(mutex_);
  return deleted_;
}
std::vector<std::string> FakeWebex::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

FakeWebex::Standing FakeWebex::standing(const std::string& room) const {
  const auto known = standings_.find(room);
  return known == standings_.end() ? Standing::Usual : known->second;
}

http::Response FakeWebex::answer(const std::string& method, const std::string& full, const std::string& query,
                                 const http::Headers& headers, const std::string& body) {
  const Lock lock(mutex_);
  if (full.compare(0, 4, "/v1/") != 0) return http::text_response(404, "no such page");
  const std::string path = full.substr(3);
  const auto authorization = headers.only("Authorization");
  if (refused_ || !authorization || *authorization != std::string("Bearer ") + kWebexToken) return no(401);
  if (path == "/webhooks") return on_hooks(method, {}, body);
  if (const std::string id = id_below(path, "/webhooks/"); !id.empty()) return on_hooks(method, id, body);
  if (path == "/messages" && method == "POST") return take(body);
  if (method == "DELETE") {
    const std::string id = id_below(path, "/messages/");
    const auto there = std::find_if(messages_.begin(), messages_.end(), [&](const Message& one) { return one.id == id; });
    if (there == messages_.end()) return no(404);
    deleted_.push_back(id);
    messages_.erase(there);
    return http::empty_response(204);
  }
  if (method != "GET") return no(405);
  if (path == "/memberships") return members(http::form_field(query, "roomId").value_or(""));
  if (const std::string id = id_below(path, "/rooms/"); !id.empty()) return room(id);
  return told_.get(path);
}

http::Response FakeWebex::take(const std::string& body) {
  const json read = json::parse(body, nullptr, false);
  if (!read.is_object()) return no(400);
  const std::string room = read.value("roomId", ""), person = read.value("toPersonId", "");
  if (room.empty() == person.empty()) return no(400);  // exactly one
  if (!room.empty() && standing(room) == Standing::BotRemoved) return no(404);
  if (!room.empty() && standing(room) != Standing::Usual) return no(403);
  if (!person.empty() && told_.resources.count("/people/" + person) == 0) return no(404);
  auto wrong = webex_complaints(body);
  std::erase_if(wrong,
                [](const std::string& one) { return one.compare(0, 18, "a link to https://") == 0; });  // the library's own
  complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  if (!wrong.empty()) return no(400);
  messages_.push_back(
      {"FAKEposted" + std::to_string(++posted_), body, person.empty() ? room : '@' + person, read.value("parentId", "")});
  return yes({{"id", messages_.back().id}, {"roomId", room}});
}

http::Response FakeWebex::room(const std::string& id) {
  if (standing(id) == Standing::BotRemoved) return no(404);
  http::Response told = told_.get("/rooms/" + id);
  json read = json::parse(told.body);
  if (standing(id) == Standing::Announcements) read["isAnnouncementOnly"] = true;
  if (standing(id) == Standing::ReadOnly) read["isReadOnly"] = true;
  told.body = read.dump();
  return told;
}

http::Response FakeWebex::members(const std::string& room) {
  json all = json::array(
      {{{"personId", kWebexBot}, {"personEmail", "ally@webex.bot"}, {"personOrgId", "FAKEbots"}, {"isModerator", false}},
       {{"personId", "FAKEalicePerson"}, {"personEmail", "alice@example.org"}, {"personOrgId", "FAKEorganisation"}}});
  for (const auto& [email, organisation] : members_[room])
    all.push_back({{"personId", "FAKEmore"}, {"personEmail", email}, {"personOrgId", organisation}});
  return yes({{"items", all}});
}

http::Response FakeWebex::on_hooks(const std::string& method, const std::string& id, const std::string& body) {
  const auto shown = [hides = hides_](const Hook& hook) {
    json all{{"id", hook.id},
             {"name", hook.name},
             {"targetUrl", hook.target},
             {"resource", hook.resource},
             {"event", hook.event},
             {"status", hook.active ? "active" : "inactive"}};
    if (!hook.filter.empty()) all["filter"] = hook.filter;
    if (!hides) all["secret"] = hook.secret;
    return all;
  };
  if (id.empty() && method == "GET") {
    json all = json::array();
    for (const Hook& hook : hooks_) all.push_back(shown(hook));
    return yes({{"items", all}});
  }
  const json read = body.empty() ? json::object() : json::parse(body, nullptr, false);
  if (!read.is_object()) return no(400);
  ++hooks_written_;
  if (id.empty() && method == "POST") {
    for (const char* needed : {"name", "targetUrl", "resource", "event"})
      if (read.value(needed, "").empty()) return no(400);
    hooks_.push_back({"FAKEhook" + std::to_string(++hooks_made_), read.value("name", ""), read.value("targetUrl", ""),
                      read.value("resource", ""), read.value("event", ""), read.value("filter", ""), read.value("secret", ""),
                      true});
    return yes(shown(hooks_.back()));
  }
  const auto hook = std::find_if(hooks_.begin(), hooks_.end(), [&](const Hook& one) { return one.id == id; });
  if (hook == hooks_.end()) return no(404);
  if (method == "DELETE") {
    hooks_.erase(hook);
    return http::empty_response(204);
  }
  if (method != "PUT" || read.contains("resource") || read.contains("event") || read.contains("filter")) return no(400);
  if (read.value("name", "").empty() || read.value("targetUrl", "").empty()) return no(400);
  hook->name = read.value("name", "");
  hook->target = read.value("targetUrl", "");
  hook->secret = read.value("secret", hook->secret);
  if (read.value("status", "") == "active") hook->active = true;
  return yes(shown(*hook));
}

}  // namespace allybot::fakes
