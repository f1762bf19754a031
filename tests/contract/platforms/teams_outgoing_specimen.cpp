#include <nlohmann/json.hpp>

#include "bot/platforms/teams_outgoing/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms::contract {
namespace {

http::RawRequest bearing(const http::RawRequest& like, const std::vector<std::string>& proofs) {
  http::RawRequest raw = like;
  raw.headers = {};
  raw.headers.add("Content-Type", "application/json");
  for (const std::string& proof : proofs) raw.headers.add("Authorization", proof);
  return raw;
}

class TeamsOutgoingSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return teams_outgoing::declaration(); }
  std::map<std::string, std::string> settings(const std::string& /*api*/) const override {
    return {{"TEAMS_OUTGOING_WEBHOOKS", std::string("engineering=") + fakes::kTeamsWebhookKey}};
  }

  bool signs_bodies() const override { return true; }
  MemberKey member(int number) const override {
    return {PlatformId("teamsoutgoing"), WorkspaceId("engineering"), MemberId(number == 0 ? "29:fakeAlice" : "29:fakeBob")};
  }
  ChannelKey channel() const override {
    return {PlatformId("teamsoutgoing"), WorkspaceId("engineering"), ChannelId(fakes::TeamsPlace{}.conversation)};
  }
  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override {
    return fakes::teams_outgoing_request(fakes::teams_message(text));
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest like = command("tip", now);
    const std::string good(*like.headers.only("Authorization"));
    http::RawRequest changed = like;
    changed.body += ' ';
    http::RawRequest empty = like;
    empty.body.clear();
    http::RawRequest of_another = like;
    of_another.query = "webhook=managers";
    http::RawRequest of_none = like;
    of_none.query.clear();
    return {
        {"changed body", changed},
        {"empty body", empty},
        {"unknown webhook", of_another},
        {"unknown webhook", of_none},
        {"wrong secret", bearing(like, {"HMAC 03TCao0i55H1eVKUusZOTZRjtvYTs+mO41mPL+R1e1U="})},
        {"missing proof", bearing(like, {})},
        {"missing proof", bearing(like, {"HMAC "})},
        {"doubled proof", bearing(like, {good, good})},
        {"oversized proof", bearing(like, {good + std::string(8192, 'A')})},
    };
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    if (!rendered.response || rendered.response->body.empty()) return {};
    return {rendered.response->body};
  }
  std::string fallback(const std::string& message) const override {
    return nlohmann::json::parse(message)["attachments"][0]["content"].value("fallbackText", "");
  }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::workflow_complaints(message); }
};

}  // namespace

std::shared_ptr<const Specimen> teams_outgoing_specimen() { return std::make_shared<TeamsOutgoingSpecimen>(); }

}  // namespace allybot::platforms::contract
