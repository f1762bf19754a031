#include <nlohmann/json.hpp>

#include "bot/platforms/rocket_chat/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/rocket_chat_judge.h"
#include "tests/fakes/rocket_chat_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

http::RawRequest with(const std::string& to, const std::string& instead_of) {
  std::string body = fakes::rocket_mention("tip");
  body.replace(body.find(instead_of), instead_of.size(), to);
  return fakes::rocket_request(std::move(body));
}

class RocketChatSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return rocket_chat::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override { return fakes::rocket_settings(api); }

  bool signs_bodies() const override { return false; }
  bool has_time() const override { return false; }
  MemberKey member(int number) const override {
    return {PlatformId("rocketchat"), WorkspaceId("127.0.0.1"),
            MemberId(number == 0 ? "kimFAKE0000000001" : "leeFAKE0000000001")};
  }
  ChannelKey channel() const override {
    return {PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId(fakes::RocketPlace{}.room)};
  }

  http::RawRequest command(const std::string& text, TimePoint /*at*/) const override {
    return fakes::rocket_request(fakes::rocket_mention(text));
  }
  std::optional<http::RawRequest> direct_message(const std::string& text, TimePoint /*at*/) const override {
    return fakes::rocket_request(fakes::rocket_direct(text));
  }

  std::vector<Unproven> unproven(TimePoint /*now*/) const override {
    const std::string good = fakes::kRocketHook;
    const std::string token = R"("token":")" + good + '"';
    return {
        {"wrong secret", with("fakerocketroomhook00000001", good)},
        {"wrong secret", with(good + '0', good)},
        {"wrong secret", with(std::string(fakes::kRocketDirectHook) + ',' + good, good)},
        {"missing proof", with(R"("other":1)", token)},
        {"missing proof", with(R"("token":"")", token)},
        {"missing proof", with(R"("token":null)", token)},
        {"missing proof", fakes::rocket_request("")},
        {"doubled proof", with(token + ',' + token, token)},
        {"oversized proof", with(std::string(4096, 'x'), good)},
    };
  }

  /// What is said, as Rocket.Chat gets it; the answer to a request never says anything.
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
  std::string fallback(const std::string& message) const override { return message; }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::rocket_complaints(message); }

  void prepare(fakes::FakePlatform& platform) const override {
    platform.on_get("/api/v1/subscriptions.getOne").then([](const fakes::Call&) {
      return http::json_response(R"({"success":true,"subscription":{"rid":"opsFAKE0000000001"}})");
    });
  }
  std::string post_path() const override { return "/api/v1/chat.sendMessage"; }
  std::string accepted_post() const override { return R"({"success":true,"message":{"_id":"m42"}})"; }
};

}  // namespace

std::shared_ptr<const Specimen> rocket_chat_specimen() { return std::make_shared<RocketChatSpecimen>(); }

}  // namespace allybot::platforms::contract
