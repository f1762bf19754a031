#include <nlohmann/json.hpp>

#include "bot/platforms/discord/adapter.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/discord_judge.h"
#include "tests/fakes/discord_requests.h"

namespace allybot::platforms::contract {
namespace {

using nlohmann::json;

http::RawRequest with_headers(http::RawRequest raw, const std::vector<std::string>& timestamps,
                              const std::vector<std::string>& signatures) {
  raw.headers = {};
  raw.headers.add("Content-Type", "application/json");
  for (const std::string& signature : signatures) raw.headers.add("X-Signature-Ed25519", signature);
  for (const std::string& timestamp : timestamps) raw.headers.add("X-Signature-Timestamp", timestamp);
  return raw;
}

class DiscordSpecimen final : public Specimen {
 public:
  const Platform& declaration() const override { return discord::declaration(); }
  std::map<std::string, std::string> settings(const std::string& api) const override {
    return {{"DISCORD_PUBLIC_KEY", fakes::kDiscordPublicKey},
            {"DISCORD_BOT_TOKEN", fakes::kDiscordToken},
            {"DISCORD_API_URL", api + "/api/v10"}};
  }
  bool signs_bodies() const override { return true; }
  bool has_time() const override { return true; }
  MemberKey member(int number) const override {
    return {PlatformId("discord"), WorkspaceId(place_.guild), MemberId(number == 0 ? place_.user : "100000000000000556")};
  }
  ChannelKey channel() const override { return {PlatformId("discord"), WorkspaceId(place_.guild), ChannelId(place_.channel)}; }

  http::RawRequest command(const std::string& text, TimePoint at) const override {
    return fakes::discord_sent(fakes::discord_command(text), at);
  }
  http::RawRequest press(const std::string& value, int by, TimePoint at) const override {
    fakes::DiscordPlace place;
    place.user = member(by).member.str();
    return fakes::discord_sent(fakes::discord_press(value + "@.a", place), at);
  }

  std::vector<Unproven> unproven(TimePoint now) const override {
    const http::RawRequest good = command("tip", now);
    const std::string timestamp(*good.headers.only("X-Signature-Timestamp"));
    const std::string signature(*good.headers.only("X-Signature-Ed25519"));
    std::vector<Unproven> all{
        {"wrong secret", fakes::discord_request(good.path, good.body, now, fakes::kOtherDiscordSeed)},
        {"old", command("tip", now - std::chrono::minutes(6))},
        {"future", command("tip", now + std::chrono::minutes(6))},
        {"changed body", good},
        {"changed time", with_headers(good, {std::to_string(to_unix_seconds(now) + 1)}, {signature})},
        {"missing proof", with_headers(good, {}, {})},
        {"missing proof", with_headers(good, {timestamp}, {})},
        {"missing proof", with_headers(good, {}, {signature})},
        {"missing proof", with_headers(good, {timestamp}, {""})},
        {"doubled proof", with_headers(good, {timestamp}, {signature, signature})},
        {"doubled proof", with_headers(good, {timestamp, timestamp}, {signature})},
        {"oversized proof", with_headers(good, {timestamp}, {signature + std::string(8000, 'a')})},
        {"oversized proof", with_headers(good, {timestamp + std::string(8000, '0')}, {signature})},
        {"short proof", with_headers(good, {timestamp}, {signature.substr(2)})},
        {"no hex", with_headers(good, {timestamp}, {"zz" + signature.substr(2)})},
    };
    all[3].request.body += ' ';
    return all;
  }

  std::vector<std::string> messages(const Rendered& rendered) const override {
    std::vector<std::string> all;
    if (rendered.response) {
      const int type = json::parse(rendered.response->body).at("type").get<int>();
      if (type != 5 && type != 6) all.push_back(rendered.response->body);
    }
    for (const Outgoing& call : rendered.calls) all.push_back(message_of_post(call.payload));
    return all;
  }
  std::string message_of_post(const std::string& payload) const override { return payload.substr(payload.find('\n') + 1); }

  std::vector<std::string> values(const std::string& message) const override {
    std::vector<std::string> all;
    for (const json& row : message_in(message).value("components", json::array()))
      for (const json& button : row.at("components")) {
        if (!button.contains("custom_id")) continue;
        const std::string id = button.at("custom_id").get<std::string>();
        all.push_back(id.substr(0, id.rfind('@')));
      }
    return all;
  }
  std::string fallback(const std::string& message) const override { return message_in(message).value("content", ""); }
  std::vector<std::string> complaints(const std::string& message) const override { return fakes::discord_complaints(message); }

  std::string post_path() const override { return "/api/v10/channels/" + place_.channel + "/messages"; }
  std::string accepted_post() const override {
    return R"({"id":"100000000000000999","channel_id":")" + place_.channel + R"(","content":"a card"})";
  }

 private:
  static json message_in(const std::string& message) {
    const json read = json::parse(message);
    return read.contains("type") ? read.at("data") : read;
  }
  const fakes::DiscordPlace place_{};
};

}  // namespace

std::shared_ptr<const Specimen> discord_specimen() { return std::make_shared<DiscordSpecimen>(); }

}  // namespace allybot::platforms::contract
