#include <nlohmann/json.hpp>

#include "bot/platforms/slack/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/slack_judge.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

/// As Slack escapes what members type.
std::string typed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

http::RawRequest with_headers(http::RawRequest raw, const std::string& timestamp, const std::string& signature) {
  raw.headers = {};
  raw.headers.add("Content-Type", "application/x-www-form-urlencoded");
  raw.headers.add("X-Slack-Request-Timestamp", timestamp);
  raw.headers.add("X-Slack-Signature", signature);
  return raw;
}

class SlackSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return slack::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {
        {"SLACK_SIGNING_SECRET", fakes::kSlackSecret}, {"SLACK_BOT_TOKEN", fakes::kSlackToken}, {"SLACK_API_URL", api + "/api/"}};
  }
  bool signs_bodies() const override { return true; }
  bool has_time() const override { return true; }
  MemberKey member(int number) const override {
    return {PlatformId("slack"), WorkspaceId("T0FAKE001"), MemberId("U0FAKE00" + std::to_string(number + 1))};
  }
  ChannelKey channel() const override { return {PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("C0FAKE001")}; }

  http::RawRequest command(const std::string& text, TimePoint at) const override { return fakes::slack_command(typed(text), at); }
  http::RawRequest press(const std::string& value, int by, TimePoint at) const override {
    fakes::SlackPlace place;
    place.user = member(by).member.str();
    return fakes::slack_interaction(fakes::slack_press(value, place), at);
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest good = command("tip", now);
    const std::string timestamp(*good.headers.only("X-Slack-Request-Timestamp"));
    const std::string signature(*good.headers.only("X-Slack-Signature"));
    std::vector<Unproven> all;
    all.push_back({"wrong secret", fakes::slack_request("/slack/commands", good.body, now, "fedcba9876543210fedcba9876543210")});
    all.push_back({"old", command("tip", now - std::chrono::minutes(6))});
    all.push_back({"future", command("tip", now + std::chrono::minutes(6))});
    all.push_back({"changed body", good});
    all.back().request.body += ' ';
    all.push_back({"missing proof", good});
    all.back().request.headers = {};
    all.push_back({"doubled proof", good});
    all.back().request.headers.add("X-Slack-Signature", signature);
    all.push_back({"doubled proof", good});
    all.back().request.headers.add("X-Slack-Request-Timestamp", timestamp);
    all.push_back({"oversized proof", with_headers(good, timestamp, signature + std::string(8000, 'a'))});
    all.push_back({"oversized proof", with_headers(good, timestamp + std::string(8000, '0'), signature)});
    return all;
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    if (rendered.response && !rendered.response->body.empty()) all.push_back(rendered.response->body);
    for (const Outgoing& call : rendered.calls) {
      json body = json::parse(call.payload.substr(call.payload.front() == '{' ? 0 : call.payload.find('\n') + 1));
      all.push_back(body.contains("view") ? body.at("view").dump() : body.dump());
    }
    return all;
  }

  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    for (const json& block : json::parse(message).value("blocks", json::array()))
      if (block.at("type") == "actions")
        for (const json& element : block.at("elements"))
          if (element.contains("value")) all.push_back(element.at("value"));
    return all;
  }

  std::string fallback(const std::string& message) const override { return json::parse(message).value("text", ""); }

  std::vector<std::string> complaints(const std::string& message) const override {
    const json read = json::parse(message, nullptr, false);
    if (read.is_discarded()) return {"no JSON"};
    const std::string type = read.value("type", "");
    return type == "home" || type == "modal" ? fakes::slack_complaints_of_view(read) : fakes::slack_complaints_of_message(read);
  }

  std::string post_path() const override { return "/api/chat.postMessage"; }
  std::string accepted_post() const override { return R"({"ok":true,"channel":"C0FAKE001","ts":"1700000000.000100"})"; }
};

}  // namespace

std::shared_ptr<const Specimen> slack_specimen() { return std::make_shared<SlackSpecimen>(); }

}  // namespace allybot::platforms::contract
