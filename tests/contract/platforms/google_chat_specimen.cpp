#include <nlohmann/json.hpp>

#include "bot/platforms/google_chat/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/google_chat_judge.h"
#include "tests/fakes/google_chat_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

fakes::ChatPlace place_of(int member) {
  fakes::ChatPlace place;
  if (member == 1) {
    place.user = "1002";
    place.user_name = "Bob Fake";
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

class GoogleChatSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return google_chat::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"GOOGLECHAT_PROJECT_NUMBER", fakes::kChatProject},
            {"GOOGLECHAT_SERVICE_ACCOUNT", fakes::chat_account()},
            {"GOOGLECHAT_API_URL", api}};
  }
  /// With the keys that a first request would have asked for.
  Result<std::unique_ptr<Adapter>> make(const Environment& environment) const override {
    auto made = declaration().make(environment);
    if (!made) return made;
    const TimePoint now = environment.clock.now();
    auto proven = (*made)->authenticate(command("tip", now), now);
    const auto* fetch = proven ? std::get_if<Fetch>(&*proven) : nullptr;
    if (fetch == nullptr) return fail(Code::Internal, "asked for no keys");
    (*made)->fetched(fetch->purpose, answer(fetch->request));
    return made;
  }
  http::ClientOutcome answer(const http::ClientRequest& request) const override { return fakes::chat_keys_answer(request); }

  bool signs_bodies() const override { return false; }
  bool has_time() const override { return true; }
  MemberKey member(int number) const override {
    return {PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), MemberId(place_of(number).user)};
  }
  ChannelKey channel() const override {
    return {PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), ChannelId(place_of(0).space)};
  }

  http::RawRequest command(const std::string& text, TimePoint at) const override {
    return fakes::chat_request(fakes::chat_message(text, place_of(0), fakes::ChatEntry::Slash), at);
  }
  http::RawRequest press(const std::string& value, int by, TimePoint at) const override {
    return fakes::chat_request(fakes::chat_press(value, place_of(by)), at);
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest like = command("tip", now);
    const std::string good = "Bearer " + fakes::chat_token(fakes::chat_claims(now));
    const auto bearing = [&](const std::string& token) { return with_tokens(like, {"Bearer " + token}); };
    const fakes::ChatClaims claims = fakes::chat_claims(now);
    fakes::ChatClaims old = claims;
    old.ends = to_unix_seconds(now) - 301;
    fakes::ChatClaims future = claims;
    future.begins = to_unix_seconds(now) + 301;
    return {
        {"wrong secret", bearing(fakes::chat_token(claims, fakes::TeamsKey::Stranger))},
        {"wrong secret", bearing(fakes::chat_token(claims, fakes::TeamsKey::Known, "another-key"))},
        {"missing proof", with_tokens(like, {})},
        {"missing proof", with_tokens(like, {"Bearer "})},
        {"doubled proof", with_tokens(like, {good, good})},
        {"oversized proof", with_tokens(like, {good + std::string(8192, 'A')})},
        {"old", bearing(fakes::chat_token(old))},
        {"future", bearing(fakes::chat_token(future))},
    };
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    if (rendered.response && rendered.response->body != "{}") all.push_back(rendered.response->body);
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  /// Two lines say where it goes.
  std::string message_of_post(const std::string& payload) const override {
    return payload.substr(payload.find('\n', payload.find('\n') + 1) + 1);
  }

  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    const json read = json::parse(message);
    for (const json& widget : read.at("/cardsV2/0/card/sections/0/widgets"_json_pointer))
      for (const json& button : widget.value("buttonList", json::object()).value("buttons", json::array()))
        if (button.at("onClick").contains("action")) all.push_back(button.at("/onClick/action/parameters/0/value"_json_pointer));
    return all;
  }
  std::string fallback(const std::string& message) const override { return json::parse(message).value("fallbackText", ""); }
  std::vector<std::string> complaints(const std::string& message) const override {
    return fakes::google_chat_complaints(message);
  }

  void prepare(fakes::FakePlatform& platform) const override {
    platform.on_post("/token").then([](const fakes::Call&) {
      return http::json_response(
          json{{"token_type", "Bearer"}, {"expires_in", 3599}, {"access_token", fakes::kChatAccessToken}}.dump());
    });
  }
  std::string post_path() const override { return "/v1/spaces/AAAAfake/messages"; }
  std::string accepted_post() const override { return R"({"name":"spaces/AAAAfake/messages/M2.M2"})"; }
};

}  // namespace

std::shared_ptr<const Specimen> google_chat_specimen() { return std::make_shared<GoogleChatSpecimen>(); }

}  // namespace allybot::platforms::contract
