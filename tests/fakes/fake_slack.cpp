#include "tests/fakes/fake_slack.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/fakes/slack_judge.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::fakes {
namespace {

using nlohmann::json;

constexpr std::size_t kPage = 100;
constexpr int kResponseUses = 5;

http::Response yes(json answer = json::object()) {
  answer["ok"] = true;
  return http::json_response(answer.dump());
}
http::Response no(const std::string& error) { return http::json_response(json{{"ok", false}, {"error", error}}.dump()); }

/// Arguments come as JSON or as a form.
std::string argument(const Call& call, const char* name) {
  const json body = json::parse(call.body, nullptr, false);
  if (body.is_object()) return body.contains(name) && body[name].is_string() ? body[name].get<std::string>() : std::string();
  return http::form_field(call.body, name).value_or("");
}

std::string conversation_of(const std::string& channel) {
  return !channel.empty() && (channel[0] == 'U' || channel[0] == 'W') ? 'D' + channel.substr(1) : channel;
}

}  // namespace

FakeSlack::FakeSlack() {
  platform_.otherwise([this](const Call& call) { return answer(call); });
}

std::map<std::string, std::string> FakeSlack::settings() const {
  return {{"SLACK_SIGNING_SECRET", kSlackSecret}, {"SLACK_BOT_TOKEN", kSlackToken}, {"SLACK_API_URL", api_url()}};
}

void FakeSlack::describe(const std::string& channel, Channel as) {
  const Lock lock(mutex_);
  channels_[channel] = as;
}
void FakeSlack::describe_member(const std::string& member, Member as) {
  const Lock lock(mutex_);
  members_[member] = std::move(as);
}
void FakeSlack::refuse_token(const std::string& error) {
  const Lock lock(mutex_);
  refused_token_ = error;
}
std::vector<FakeSlack::Message> FakeSlack::messages() const {
  const Lock lock(mutex_);
  return messages_;
}
std::vector<FakeSlack::Message> FakeSlack::whispers() const {
  const Lock lock(mutex_);
  return whispers_;
}
std::vector<std::string> FakeSlack::views() const {
  const Lock lock(mutex_);
  return views_;
}
std::vector<std::string> FakeSlack::complaints() const {
  const Lock lock(mutex_);
  return complaints_;
}

http::Response FakeSlack::answer(const Call& call) {
  if (call.path.rfind("/_hooks/response/", 0) == 0) return respond(call);
  if (call.path.rfind("/api/", 0) != 0) return http::empty_response(404);
  {
    const Lock lock(mutex_);
    if (!refused_token_.empty()) return no(refused_token_);
  }
  const auto authorization = call.headers.only("Authorization");
  if (!authorization) return no("not_authed");
  if (*authorization != std::string("Bearer ") + kSlackToken) return no("invalid_auth");

  const std::string method = call.path.substr(5);
  if (method == "chat.postMessage") return post(call, false);
  if (method == "chat.postEphemeral") return post(call, true);
  if (method == "conversations.history") return history(call);
  if (method == "views.open" || method == "views.publish") return view(call);
  if (method == "conversations.open") return yes({{"channel", {{"id", conversation_of(argument(call, "users"))}}}});
  if (method == "auth.test") {
    http::Response told =
        yes({{"team_id", "T0FAKE001"}, {"user_id", "U0FAKEBOT"}, {"bot_id", "B0FAKE001"}, {"is_enterprise_install", false}});
    told.headers.emplace_back("x-oauth-scopes",
                              "app_mentions:read,channels:read,chat:write,commands,groups:read,im:write,users:read");
    return told;
  }
  const Lock lock(mutex_);
  if (method == "conversations.info") {
    const auto found = channels_.find(argument(call, "channel"));
    const Channel is = found == channels_.end() ? Channel{} : found->second;
    if (!is.exists) return no("channel_not_found");
    return yes({{"channel",
                 {{"id", argument(call, "channel")},
                  {"is_member", is.bot_is_member},
                  {"is_archived", is.archived},
                  {"is_ext_shared", is.shared}}}});
  }
  if (method == "users.info") {
    const auto found = members_.find(argument(call, "user"));
    const Member is = found == members_.end() ? Member{} : found->second;
    if (!is.exists) return no("user_not_found");
    return yes({{"user",
                 {{"id", argument(call, "user")},
                  {"is_admin", is.admin},
                  {"deleted", is.deleted},
                  {"tz", is.zone},
                  {"locale", is.locale}}}});
  }
  return no("unknown_method");
}

http::Response FakeSlack::post(const Call& call, bool whisper) {
  const json body = json::parse(call.body, nullptr, false);
  if (!body.is_object()) return no("invalid_json");
  const auto wrong = slack_complaints_of_message(body, "https://");
  const std::string channel = argument(call, "channel");
  const Lock lock(mutex_);
  complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  if (!wrong.empty()) return no("invalid_blocks");
  const auto found = channels_.find(channel);
  const Channel is = found == channels_.end() ? Channel{} : found->second;
  if (!is.exists) return no("channel_not_found");
  if (is.archived) return no("is_archived");
  if (!is.bot_is_member) return no("not_in_channel");

  std::vector<Message>& all = whisper ? whispers_ : messages_;
  char ts[32];
  std::snprintf(ts, sizeof ts, "17%08zu.%06zu", all.size(), all.size());
  const json mark = body.value(json::json_pointer("/metadata/event_payload/id"), json());
  all.push_back({conversation_of(channel), ts, argument(call, "text"), mark.is_string() ? mark.get<std::string>() : "",
                 whisper ? argument(call, "user") : "", call.body});
  if (whisper) return yes({{"message_ts", ts}});
  return yes({{"channel", conversation_of(channel)}, {"ts", ts}});
}

http::Response FakeSlack::respond(const Call& call) {
  const json body = json::parse(call.body, nullptr, false);
  const Lock lock(mutex_);
  if (++response_uses_[call.path] > kResponseUses) return http::text_response(404, "used_url");
  if (call.headers.count("Authorization") > 0) complaints_.push_back("a response_url was given the token");
  if (body.is_object()) {
    const auto wrong = slack_complaints_of_message(body, "https://");
    complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  }
  whispers_.push_back({call.path.substr(17), {}, argument(call, "text"), {}, {}, call.body});
  return http::text_response(200, "ok");
}

// Newest first, in pages; metadata only where it is asked for.
http::Response FakeSlack::history(const Call& call) {
  const std::string channel = argument(call, "channel");
  const std::string cursor = argument(call, "cursor");
  const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor);
  const bool metadata = argument(call, "include_all_metadata") == "true";
  json found = json::array();
  std::size_t passed = 0;
  bool more = false;
  const Lock lock(mutex_);
  for (auto at = messages_.rbegin(); at != messages_.rend(); ++at) {
    if (at->channel != channel || passed++ < from) continue;
    if (found.size() == kPage) {
      more = true;
      break;
    }
    json message{{"type", "message"}, {"ts", at->ts}, {"text", at->text}};
    if (metadata) message["metadata"] = json::parse(at->body).value("metadata", json::object());
    found.push_back(std::move(message));
  }
  return yes({{"messages", std::move(found)},
              {"has_more", more},
              {"response_metadata", {{"next_cursor", more ? std::to_string(from + kPage) : ""}}}});
}

http::Response FakeSlack::view(const Call& call) {
  const json body = json::parse(call.body, nullptr, false);
  if (!body.is_object() || !body.contains("view")) return no("invalid_arguments");
  const auto wrong = slack_complaints_of_view(body["view"]);
  const Lock lock(mutex_);
  complaints_.insert(complaints_.end(), wrong.begin(), wrong.end());
  if (!wrong.empty()) return no("invalid_blocks");
  views_.push_back(body["view"].dump());
  return yes({{"view", {{"id", "V0FAKE001"}}}});
}

}  // namespace allybot::fakes
