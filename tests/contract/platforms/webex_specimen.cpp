#include <nlohmann/json.hpp>

#include "bot/platforms/webex/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/webex_judge.h"
#include "tests/fakes/webex_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

fakes::WebexPlace place_of(int member) {
  fakes::WebexPlace place;
  if (member == 1) {
    place.person = "FAKEbobPerson";
    place.name = "Bob Fake";
    place.email = "bob@example.org";
  }
  return place;
}

http::RawRequest with_signatures(const http::RawRequest& like, const std::vector<std::string>& values) {
  http::RawRequest raw = like;
  raw.headers = {};
  raw.headers.add("Content-Type", "application/json");
  for (const std::string& value : values) raw.headers.add("X-Spark-Signature", value);
  return raw;
}

void submit_values(const json& at, std::vector<std::string>& into) {
  if (at.is_object() && at.value("type", "") == "Action.Submit") into.push_back(at.at("data").at("allybot_value"));
  if (at.is_structured())
    for (const json& inner : at) submit_values(inner, into);
}

class WebexSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return webex::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {
        {"WEBEX_BOT_TOKEN", fakes::kWebexToken}, {"WEBEX_WEBHOOK_SECRET", fakes::kWebexSecret}, {"WEBEX_API_URL", api + "/v1"}};
  }
  http::ClientOutcome answer(const http::ClientRequest& request) const override { return told_.answer(request); }

  bool signs_bodies() const override { return true; }
  bool has_time() const override { return false; }
  MemberKey member(int number) const override {
    return {PlatformId("webex"), WorkspaceId("webex"), MemberId(place_of(number).person)};
  }
  ChannelKey channel() const override { return {PlatformId("webex"), WorkspaceId("webex"), ChannelId(place_of(0).room)}; }

  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override {
    return fakes::webex_request(told_.message(text, place_of(0)));
  }
  http::RawRequest press(const std::string& value, int by, TimePoint /*at*/) const override {
    const json inputs{{"allybot_value", value}, {"allybot_place", channel().channel.str()}};
    return fakes::webex_request(told_.action(inputs.dump(), place_of(by)));
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest like = command("tip", now);
    const std::string good(*like.headers.only("X-Spark-Signature"));
    http::RawRequest changed = like;
    changed.body += ' ';
    std::string loud = good;
    for (char& c : loud) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    return {
        {"changed body", changed},
        {"wrong secret", fakes::webex_request(like.body, "another-secret-of-16")},
        {"wrong secret", with_signatures(like, {std::string(40, '0')})},
        {"wrong form", with_signatures(like, {loud})},
        {"wrong form", with_signatures(like, {"sha1=" + good})},
        {"missing proof", with_signatures(like, {})},
        {"missing proof", with_signatures(like, {""})},
        {"doubled proof", with_signatures(like, {good, good})},
        {"oversized proof", with_signatures(like, {good + std::string(8192, '0')})},
    };
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    if (rendered.response && !rendered.response->body.empty()) all.push_back(rendered.response->body);
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  /// Three lines say where it goes.
  std::string message_of_post(const std::string& payload) const override { return payload.substr(payload.find('{')); }

  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    submit_values(json::parse(message), all);
    return all;
  }
  std::string fallback(const std::string& message) const override { return json::parse(message).value("text", ""); }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::webex_complaints(message); }

  std::string post_path() const override { return "/v1/messages"; }
  std::string accepted_post() const override { return R"({"id":"FAKEposted"})"; }

 private:
  mutable fakes::WebexTold told_;
};

}  // namespace

std::shared_ptr<const Specimen> webex_specimen() { return std::make_shared<WebexSpecimen>(); }

}  // namespace allybot::platforms::contract
