#include <nlohmann/json.hpp>

#include "bot/platforms/zulip/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/zulip_judge.h"
#include "tests/fakes/zulip_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

http::RawRequest with(const std::string& to, const std::string& instead_of) {
  std::string body = fakes::zulip_mention("tip");
  body.replace(body.find(instead_of), instead_of.size(), to);
  return fakes::zulip_request(std::move(body));
}

class ZulipSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return zulip::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"ZULIP_URL", api},
            {"ZULIP_BOT_EMAIL", fakes::kZulipEmail},
            {"ZULIP_API_KEY", fakes::kZulipKey},
            {"ZULIP_WEBHOOK_TOKEN", fakes::kZulipToken}};
  }

  bool signs_bodies() const override { return false; }
  bool has_time() const override { return false; }
  MemberKey member(int number) const override {
    return {PlatformId("zulip"), WorkspaceId("acme"), MemberId(std::to_string(5 + number))};
  }
  ChannelKey channel() const override { return {PlatformId("zulip"), WorkspaceId("acme"), ChannelId("7")}; }

  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override {
    return fakes::zulip_request(fakes::zulip_mention(text));
  }
  std::optional<http::RawRequest> direct_message(const std::string& text, TimePoint /*at*/) const override {
    return fakes::zulip_request(fakes::zulip_direct(text));
  }

  std::vector<Unproven> unproven(TimePoint /*now*/) const override {
    const std::string good = fakes::kZulipToken;
    const std::string token = R"("token":")" + good + '"';
    return {
        {"wrong secret", with("fakezulipwebhooktoken0000000001", good)},
        {"wrong secret", with(good + '0', good)},
        {"wrong secret", with(R"("bot_email":"other)", R"("bot_email":"ally)")},
        {"missing proof", with(R"("other":1)", token)},
        {"missing proof", with(R"("token":"")", token)},
        {"missing proof", with(R"("token":null)", token)},
        {"missing proof", fakes::zulip_request("")},
        {"doubled proof", with(token + ',' + token, token)},
        {"oversized proof", with(std::string(4096, 'x'), good)},
    };
  }

  /// What is said, as Zulip gets it.
  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    const json answer = json::parse(rendered.response ? rendered.response->body : "{}");
    if (answer.contains("content")) all.push_back(answer.at("content"));
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  /// Two lines say where it goes.
  std::string message_of_post(const std::string& payload) const override {
    return payload.substr(payload.find('\n', payload.find('\n') + 1) + 1);
  }
  std::string fallback(const std::string& message) const override { return message; }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::zulip_complaints(message); }

  std::string post_path() const override { return "/api/v1/messages"; }
  std::string accepted_post() const override { return R"({"result":"success","msg":"","id":42})"; }
};

}  // namespace

std::shared_ptr<const Specimen> zulip_specimen() { return std::make_shared<ZulipSpecimen>(); }

}  // namespace allybot::platforms::contract
