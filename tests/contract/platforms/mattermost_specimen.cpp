#include <nlohmann/json.hpp>

#include "bot/platforms/mattermost/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/mattermost_judge.h"
#include "tests/fakes/mattermost_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

http::RawRequest with_tokens(const http::RawRequest& like, const std::vector<std::string>& in_headers,
                             const std::string& fields) {
  http::RawRequest raw = like;
  raw.headers = {};
  raw.headers.add("Content-Type", "application/x-www-form-urlencoded");
  for (const std::string& token : in_headers) raw.headers.add("Authorization", "Token " + token);
  raw.body += fields;
  return raw;
}

class MattermostSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return mattermost::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"MATTERMOST_URL", api},
            {"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken},
            {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken}};
  }
  bool signs_bodies() const override { return false; }
  bool has_time() const override { return false; }
  MemberKey member(int number) const override {
    return {PlatformId("mattermost"), WorkspaceId(fakes::MattermostPlace().team),
            MemberId(number == 0 ? fakes::MattermostPlace().user : "fakebob0000000000000000000")};
  }
  ChannelKey channel() const override {
    return {PlatformId("mattermost"), WorkspaceId(fakes::MattermostPlace().team), ChannelId(fakes::MattermostPlace().channel)};
  }

  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override { return fakes::mattermost_command(text); }
  http::RawRequest press(const std::string& value, int by, TimePoint /*at*/) const override {
    fakes::MattermostPlace place;
    place.user = member(by).member.str();
    return fakes::mattermost_press(json{{"v", value}, {"t", place.team}, {"c", place.channel}, {"k", "e"}}.dump(), place);
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    http::RawRequest bare = command("tip", now);
    const std::string field = std::string("token=") + fakes::kMattermostToken + '&';
    bare.body.erase(bare.body.find(field), field.size());
    const std::string good = fakes::kMattermostToken;
    const std::string again = "&token=" + good;
    return {
        {"wrong secret", with_tokens(bare, {"faketokenother000000000000"}, "&token=faketokenother000000000000")},
        {"wrong secret", with_tokens(bare, {good}, "&token=faketokenother000000000000")},
        {"wrong secret", with_tokens(bare, {"faketokenother000000000000"}, again)},
        {"missing proof", with_tokens(bare, {}, "")},
        {"missing proof", with_tokens(bare, {}, "&token=")},
        {"doubled proof", with_tokens(bare, {good, good}, again)},
        {"doubled proof", with_tokens(bare, {good}, again + again)},
        {"oversized proof", with_tokens(bare, {good + std::string(8000, 'a')}, again)},
        {"oversized proof", with_tokens(bare, {}, again + std::string(8000, 'a'))},
    };
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    if (rendered.response && rendered.response->body != "{}") all.push_back(rendered.response->body);
    for (const Outgoing& call : rendered.calls)
      all.push_back(call.payload.substr(call.payload.front() == '{' ? 0 : call.payload.find('\n') + 1));
    return all;
  }

  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    for (const json& attachment : attachments_of(message))
      for (const json& action : attachment.value("actions", json::array()))
        all.push_back(action.at("integration").at("context").at("v"));
    return all;
  }

  std::string fallback(const std::string& message) const override {
    const json attachments = attachments_of(message);
    return attachments.empty() ? "" : attachments.at(0).value("fallback", "");
  }

  std::vector<std::string> complaints(const std::string& message) const override { return fakes::mattermost_complaints(message); }

  std::string post_path() const override { return "/api/v4/posts"; }
  int accepted_status() const override { return 201; }
  std::string accepted_post() const override { return R"({"id":"fakepost000000000000000000"})"; }

 private:
  static json attachments_of(const std::string& message) {
    const json read = json::parse(message);
    if (read.contains("attachments")) return read.at("attachments");
    if (read.contains("update")) return read.value("/update/props/attachments"_json_pointer, json::array());
    return read.value("/props/attachments"_json_pointer, json::array());
  }
};

}  // namespace

std::shared_ptr<const Specimen> mattermost_specimen() { return std::make_shared<MattermostSpecimen>(); }

}  // namespace allybot::platforms::contract
