#include "tests/fakes/fake_rocket_chat.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/fakes/rocket_chat_judge.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

http::Response yes(json body) {
  body["success"] = true;
  return http::json_response(body.dump());
}
/// What a method throws with a word of its own, or as a sentence alone.
http::Response no(const char* error, const char* type = nullptr) {
  json body{{"success", false}, {"error", error}};
  if (type != nullptr) body["errorType"] = type;
  return http::json_response(body.dump(), 400);
}
http::Response silent_no() { return http::json_response(R"({"success":false})", 400); }

std::string asked(const Call& call, const char* name) { return http::form_field(call.query, name).value_or(""); }

}  // namespace

FakeRocketChat::FakeRocketChat()
    : names_{{kRocketBot, kRocketName},
             {"kimFAKE0000000001", "kim.fake"},
             {"leeFAKE0000000001", "lee.fake"},
             {"offFAKE0000000001", "off.fake"},
             {"rocket.cat", "rocket.cat"}},
      rooms_{{RocketPlace{}.room, Standing::Usual}} {
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

void FakeRocketChat::describe(const std::string& room, Standing as) {
  const Lock lock(mutex_);
  rooms_[room] = as;
}
void FakeRocketChat::deactivate_bot(bool deactivate) {
  const Lock lock(mutex_);
  deactivated_ = deactivate;
}
void FakeRocketChat::give_roles(std::vector<std::string> roles, bool sees_roles) {
  const Lock lock(mutex_);
  roles_ = std::move(roles);
  sees_roles_ = sees_roles;
}
void FakeRocketChat::take_at_most(std::size_t characters) {
  const Lock lock(mutex_);
  most_ = characters;
}
void FakeRocketChat::rename(const std::string& member, const std::string& name) {
  const Lock lock(mutex_);
  names_[member] = name;
}
std::vector<FakeRocketChat::Message> FakeRocketChat::messages_to(const std::string& room) const {
  const Lock lock(mutex_);
  std::vector<Message> all = messages_;
  std::erase_if(all, [&](const Message& one) { return one.room != room; });
  return all;
}
std::vector<std::string> FakeRocketChat::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

http::Response FakeRocketChat::answer(const Call& call) {
  const Lock lock(mutex_);
  if (deactivated_ || call.headers.only("X-Auth-Token").value_or("") != kRocketToken ||
      call.headers.only("X-User-Id").value_or("") != kRocketBot)
    return http::json_response(R"({"status":"error","message":"You must be logged in to do this."})", 401);
  if (call.method == "POST") {
    if (call.headers.only("Content-Type").value_or("").substr(0, 16) != "application/json") complaints_.emplace_back("no JSON");
    if (call.path == kPosts) return take(call);
    if (call.path == "/api/v1/im.create") return create_direct(call);
  } else if (call.method == "GET") {
    if (call.path == "/api/v1/me") return yes({{"_id", kRocketBot}, {"username", kRocketName}, {"roles", roles_}});
    if (call.path == "/api/v1/chat.getMessage") return find(asked(call, "msgId"));
    if (call.path == "/api/v1/users.info") return user(call.query);
    if (call.path == "/api/v1/rooms.info") return room(asked(call, "roomId"));
    if (call.path == "/api/v1/subscriptions.get") return subscriptions();
    if (call.path == "/api/v1/subscriptions.getOne") return subscription(asked(call, "roomId"));
    if (call.path == "/api/v1/settings.public")
      return yes({{"settings", json::array({{{"_id", "Site_Name"}, {"value", "Fake"}},
                                            {{"_id", "Message_MaxAllowedSize"}, {"value", most_}}})}});
  }
  return http::json_response("{}", 404);
}

http::Response FakeRocketChat::user(const std::string& query) const {
  const std::string id = http::form_field(query, "userId").value_or("");
  const std::string name = http::form_field(query, "username").value_or("");
  const auto found = std::find_if(names_.begin(), names_.end(),
                                  [&](const auto& one) { return id.empty() ? one.second == name : one.first == id; });
  if (found == names_.end()) return no("User not found.");
  json user{{"_id", found->first},
            {"username", found->second},
            {"name", "A Fake"},
            {"utcOffset", 1},
            {"active", found->first.substr(0, 3) != "off"},
            {"canViewAllInfo", sees_roles_}};
  if (sees_roles_) user["roles"] = found->first.substr(0, 3) == "lee" ? json{"user"} : json{"user", "admin"};
  return yes({{"user", user}});
}

http::Response FakeRocketChat::create_direct(const Call& call) {
  const json body = json::parse(call.body, nullptr, false);
  const std::string name = body.is_object() ? body.value("username", "") : "";
  for (const auto& [id, known] : names_) {
    if (known != name) continue;
    const std::string room = rocket_direct_room(id);
    directs_.push_back(room);
    return yes({{"room", {{"_id", room}, {"rid", room}, {"t", "d"}}}});
  }
  return no("Invalid user [error-invalid-user]", "error-invalid-user");
}

http::Response FakeRocketChat::room(const std::string& id) const {
  if (id == "groupFAKE00000001")
    return yes({{"room", {{"_id", id}, {"t", "d"}, {"uids", {kRocketBot, "kimFAKE0000000001", "leeFAKE0000000001"}}}}});
  if (id == "newFAKE0000000001")  // a room of two that is not named by them
    return yes({{"room", {{"_id", id}, {"t", "d"}, {"uids", {kRocketBot, "kimFAKE0000000001"}}}}});
  if (id == "liveFAKE000000001") return yes({{"room", {{"_id", id}, {"t", "l"}}}});
  const auto known = rooms_.find(id);
  if (known == rooms_.end() || known->second == Standing::Gone || known->second == Standing::PrivateNotIn)
    return no("The required \"roomId\" param provided does not match any channel [error-room-not-found]", "error-room-not-found");
  const Standing as = known->second;
  return yes({{"room",
               {{"_id", id},
                {"t", "c"},
                {"name", "ops"},
                {"ro", as == Standing::ReadOnly || as == Standing::ReadOnlyModerator},
                {"archived", as == Standing::Archived},
                {"federated", as == Standing::Federated}}}});
}

bool FakeRocketChat::is_in(const std::string& room) const {
  const auto known = rooms_.find(room);
  return known != rooms_.end() && known->second != Standing::NotIn && known->second != Standing::PrivateNotIn &&
         known->second != Standing::Gone;
}

http::Response FakeRocketChat::subscription(const std::string& id) const {
  if (!is_in(id)) return yes({{"subscription", nullptr}});
  json ours{{"rid", id}};
  if (rooms_.at(id) == Standing::ReadOnlyModerator) ours["roles"] = {"moderator"};
  return yes({{"subscription", ours}});
}

http::Response FakeRocketChat::subscriptions() const {
  json all = json::array();
  for (const auto& [id, as] : rooms_)
    if (is_in(id)) all.push_back({{"_id", "sub" + id}, {"rid", id}, {"t", "c"}, {"_updatedAt", "2026-01-31T09:00:00.000Z"}});
  return yes({{"update", all}, {"remove", json::array()}});
}

http::Response FakeRocketChat::take(const Call& call) {
  const json body = json::parse(call.body, nullptr, false);
  if (!body.is_object() || !body.contains("message") || !body["message"].is_object()) return no("must have required property");
  for (const auto& [key, value] : body["message"].items())
    if (key != "_id" && key != "rid" && key != "msg" && key != "tmid") complaints_.push_back("a strange key: " + key);
  if (body.value("previewUrls", json(1)) != json::array()) complaints_.emplace_back("asks for previews of links");
  const json& wanted = body["message"];
  Message message{wanted.value("_id", ""), wanted.value("rid", ""), wanted.value("tmid", ""),
                  std::string(trim(wanted.value("msg", "")))};
  for (std::string& one : rocket_complaints(message.text))
    if (one.compare(0, 18, "a link to https://") != 0) complaints_.push_back(std::move(one));  // else the library's own
  if (count_code_points(message.text) > most_)
    return no("Message size exceeds [error-message-size-exceeded]", "error-message-size-exceeded");
  const auto known = rooms_.find(message.room);
  const bool direct = std::find(directs_.begin(), directs_.end(), message.room) != directs_.end();
  if (!direct && (known == rooms_.end() || known->second == Standing::Gone)) return no("error-invalid-room");
  if (!direct) {
    // Whoever may see public channels may post there without being in them.
    if (known->second == Standing::NotIn) complaints_.emplace_back("posts where the bot is not");
    if (known->second == Standing::PrivateNotIn) return no("error-not-allowed");
    if (known->second == Standing::ReadOnly) return no("You can't send messages because the room is readonly.");
    if (known->second == Standing::Muted) return no("You_have_been_muted");
  }
  for (const Message& one : messages_)
    if (!message.id.empty() && one.id == message.id) return no("Cannot read properties of undefined (reading 'u')");
  if (message.id.empty()) message.id = "ownFAKE" + std::to_string(1000 + messages_.size());
  messages_.push_back(message);
  return yes({{"message", {{"_id", message.id}, {"rid", message.room}, {"msg", message.text}}}});
}

http::Response FakeRocketChat::find(const std::string& id) const {
  for (const Message& one : messages_)
    if (one.id == id) return yes({{"message", {{"_id", one.id}, {"rid", one.room}, {"msg", one.text}}}});
  return silent_no();
}

}  // namespace allybot::fakes
