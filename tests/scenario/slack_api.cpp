#include "tests/scenario/slack_api.h"

#include <nlohmann/json.hpp>

#include "bot/core/time.h"
#include "tests/fakes/slack_requests.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"

namespace allybot::scenario {
namespace {

using nlohmann::json;

http::Response ok(json answer) {
  answer["ok"] = true;
  return http::json_response(answer.dump());
}

/// Arguments come as a form or as JSON.
std::string argument(const fakes::Call& call, const std::string& name) {
  if (const auto value = http::form_field(call.body, name)) return *value;
  const json body = json::parse(call.body, nullptr, false);
  return body.is_object() && body.contains(name) && body[name].is_string() ? body[name].get<std::string>() : std::string();
}

}  // namespace

SlackApi::SlackApi() {
  platform_.otherwise([this](const fakes::Call& call) { return answer(call); });
}

std::map<std::string, std::string> SlackApi::settings(std::map<std::string, std::string> more) const {
  more.emplace("SLACK_SIGNING_SECRET", kSigningSecret);
  more.emplace("SLACK_BOT_TOKEN", "xoxb-FAKE-FAKE-FAKE");
  more.emplace("SLACK_API_URL", platform_.url() + "/api/");
  return more;
}

http::Response SlackApi::answer(const fakes::Call& call) {
  const std::string method = call.path.substr(call.path.rfind('/') + 1);
  if (method == "auth.test") {
    if (refuse_token_) return http::json_response(R"({"ok":false,"error":"token_revoked"})");
    return ok({{"team_id", "T1FAKE001"}, {"user_id", "U1FAKEBOT"}, {"bot_id", "B1FAKE001"}, {"url", platform_.url()}});
  }
  if (method == "chat.postMessage") return post_message(call);
  if (method == "conversations.history") return history(call);
  if (method == "conversations.open") return ok({{"channel", {{"id", "D" + argument(call, "users").substr(1)}}}});
  if (method == "conversations.info")
    return ok({{"channel",
                {{"id", argument(call, "channel")}, {"is_member", true}, {"is_archived", false}, {"is_ext_shared", false}}}});
  if (method == "users.info")
    return ok({{"user",
                {{"id", argument(call, "user")}, {"is_admin", argument(call, "user") == "U1FAKEADM"}, {"tz", "Europe/Berlin"}}}});
  return ok(json::object());
}

http::Response SlackApi::post_message(const fakes::Call& call) {
  const Lock lock(mutex_);
  char ts[32];
  std::snprintf(ts, sizeof ts, "17%08zu.%06zu", posted_.size(), posted_.size());
  posted_.push_back({argument(call, "channel"), ts, call.body});
  return ok({{"channel", posted_.back().channel}, {"ts", ts}});
}

http::Response SlackApi::history(const fakes::Call& call) {
  const std::string channel = argument(call, "channel");
  json found = json::array();
  const Lock lock(mutex_);
  for (const Posted& one : posted_) {
    if (one.channel != channel) continue;
    found.push_back({{"type", "message"}, {"ts", one.ts}, {"metadata", json::parse(one.body)["metadata"]}});
  }
  return ok({{"messages", found}, {"has_more", false}});
}

std::vector<Posted> SlackApi::messages() const {
  const Lock lock(mutex_);
  return posted_;
}

std::map<std::string, int> SlackApi::messages_by_channel() const {
  std::map<std::string, int> counts;
  for (const Posted& one : messages()) ++counts[one.channel];
  return counts;
}

bool SlackApi::wait_for_messages(std::size_t count, std::chrono::milliseconds patience) const {
  return wait_until(patience, [&] { return messages().size() >= count; });
}

std::string signed_command(const std::string& text, const std::string& trigger, const std::string& member,
                           const std::string& channel) {
  const fakes::SlackPlace place{"T1FAKE001", channel, member, trigger, "https://hooks.slack.com/commands/T1FAKE001/1/fake"};
  return bytes_of(fakes::slack_request("/slack/commands", fakes::encoded(fakes::slack_command_form(text, place)),
                                       SystemClock().now(), SlackApi::kSigningSecret));
}

}  // namespace allybot::scenario
