#include <nlohmann/json.hpp>

#include "bot/platforms/teams/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

fakes::TeamsPlace place_of(int member) {
  fakes::TeamsPlace place;
  if (member == 1) {
    place.user = "29:fakeBob";
    place.user_name = "Bob Fake";
    place.entra_id = "0b0b0b0b-1111-2222-3333-444444444444";
  }
  return place;
}

http::RawRequest with_tokens(const http::RawRequest& like, const std::vector<std::string>& values) {
  http::RawRequest raw = like;
  raw.headers = {};
  raw.headers.add("Content-Type", "application/json");
  for (const std::string& value : values) raw.headers.add("Authorization", value);
  return raw;
}

class TeamsSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return teams::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"TEAMS_CLIENT_ID", fakes::kTeamsClient},
            {"TEAMS_CLIENT_SECRET", fakes::kTeamsSecret},
            {"TEAMS_TENANT_ID", fakes::kTeamsTenant},
            {"TEAMS_SERVICE_URL", api},
            {"TEAMS_LOGIN_URL", api}};
  }
  /// With the keys that a first request would have asked for.
  Result<std::unique_ptr<Adapter>> make(const Environment& environment) const override {
    auto made = declaration().make(environment);
    if (!made) return made;
    const TimePoint now = environment.clock.now();
    for (int fetches = 0; fetches < 2; ++fetches) {
      auto proven = (*made)->authenticate(command("tip", now), now);
      const auto* fetch = proven ? std::get_if<Fetch>(&*proven) : nullptr;
      if (fetch == nullptr) return fail(Code::Internal, "asked for no keys");
      (*made)->fetched(fetch->purpose, answer(fetch->request));
    }
    return made;
  }
  http::ClientOutcome answer(const http::ClientRequest& request) const override { return fakes::teams_login_answer(request); }

  bool signs_bodies() const override { return false; }
  bool has_time() const override { return true; }
  MemberKey member(int number) const override {
    return {PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), MemberId(place_of(number).user)};
  }
  ChannelKey channel() const override {
    return {PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId(place_of(0).conversation)};
  }

  http::RawRequest command(const std::string& text, TimePoint at) const override {
    return fakes::teams_request(fakes::teams_message(text, place_of(0)), at);
  }
  http::RawRequest press(const std::string& value, int by, TimePoint at) const override {
    const json data{{"allybot", {{"v", value}, {"c", channel().channel.str()}}}};
    return fakes::teams_request(fakes::teams_press(data.dump(), place_of(by)), at);
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest like = command("tip", now);
    const std::string good = "Bearer " + fakes::teams_token(fakes::teams_claims(now));
    const auto bearing = [&](const std::string& token) { return with_tokens(like, {"Bearer " + token}); };
    const fakes::TeamsClaims claims = fakes::teams_claims(now);
    fakes::TeamsClaims old = claims;
    old.expires = to_unix_seconds(now) - 301;
    fakes::TeamsClaims future = claims;
    future.not_before = to_unix_seconds(now) + 301;
    return {
        {"wrong secret", bearing(fakes::teams_token(claims, fakes::TeamsKey::Stranger))},
        {"wrong secret", bearing(fakes::teams_token(claims, fakes::TeamsKey::Known, "another-key"))},
        {"missing proof", with_tokens(like, {})},
        {"missing proof", with_tokens(like, {"Bearer "})},
        {"doubled proof", with_tokens(like, {good, good})},
        {"oversized proof", with_tokens(like, {good + std::string(8192, 'A')})},
        {"old", bearing(fakes::teams_token(old))},
        {"future", bearing(fakes::teams_token(future))},
    };
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    if (rendered.response && !rendered.response->body.empty()) all.push_back(rendered.response->body);
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  /// Four lines say where it goes.
  std::string message_of_post(const std::string& payload) const override {
    std::size_t at = 0;
    for (int line = 0; line < 4; ++line) at = payload.find('\n', at) + 1;
    return payload.substr(at);
  }

  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    for (const json& element : card_of(message).value("body", json::array()))
      for (const json& action : element.value("actions", json::array()))
        if (action.value("type", "") == "Action.Submit") all.push_back(action.at("data").at("allybot").at("v"));
    return all;
  }
  std::string fallback(const std::string& message) const override { return json::parse(message).value("summary", ""); }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::teams_complaints(message); }

  void prepare(fakes::FakePlatform& platform) const override {
    platform.on_post(std::string("/") + fakes::kTeamsTenant + "/oauth2/v2.0/token").then([](const fakes::Call&) {
      return http::json_response(
          json{{"token_type", "Bearer"}, {"expires_in", 3600}, {"access_token", fakes::kTeamsAccessToken}}.dump());
    });
  }
  std::string post_path() const override { return "/v3/conversations/19%3Afakeops%40thread.tacv2/activities"; }
  int accepted_status() const override { return 201; }
  std::string accepted_post() const override { return R"({"id":"1700000000009"})"; }

 private:
  static json card_of(const std::string& message) { return json::parse(message).at("attachments").at(0).at("content"); }
};

}  // namespace

std::shared_ptr<const Specimen> teams_specimen() { return std::make_shared<TeamsSpecimen>(); }

}  // namespace allybot::platforms::contract
