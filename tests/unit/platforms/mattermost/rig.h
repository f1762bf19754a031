// One Mattermost adapter with nothing around it: no network, a clock that stands still.
// Must never look into the adapter but through its port.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/core/text.h"
#include "bot/platforms/mattermost/adapter.h"
#include "tests/fakes/mattermost_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::mattermost {

using Json = nlohmann::ordered_json;

inline std::map<std::string, std::string> settings_of_tests() {
  return {{"MATTERMOST_URL", "http://127.0.0.1:8065"},
          {"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken},
          {"MATTERMOST_COMMAND_TOKENS", std::string("fakeoldtoken, ") + fakes::kMattermostToken}};
}

class MattermostRig : public testing::Test {
 protected:
  fakes::PlatformRig rig{settings_of_tests()};
  fakes::ScriptedClient client;
  std::unique_ptr<Adapter> adapter = make();
  TimePoint now = rig.clock.now();
  const MemberKey alice{PlatformId("mattermost"), WorkspaceId("faketeamrig000000000000000"),
                        MemberId("fakealice00000000000000000")};
  const ChannelKey ops{PlatformId("mattermost"), WorkspaceId("faketeamrig000000000000000"),
                       ChannelId("fakechannelops000000000000")};
  const ChannelKey own{PlatformId("mattermost"), WorkspaceId("faketeamrig000000000000000"),
                       ChannelId("@fakealice00000000000000000")};

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value()) << made.error().for_log;
    return made ? std::move(*made) : nullptr;
  }

  /// Lets the adapter know its own id, as it does once it is connected.
  void connect() {
    client.answer(fakes::ScriptedClient::answered(200, std::string(R"({"id":")") + fakes::kMattermostBot + R"("})"));
    EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  }

  Result<Inbound> receive(http::RawRequest raw) {
    auto proven = adapter->authenticate(std::move(raw), now);
    if (!proven) return tl::unexpected(proven.error());
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    if (!parsed) return tl::unexpected(parsed.error());
    return std::move(std::get<std::vector<Inbound>>(*parsed).at(0));
  }
  template <class Kind>
  Kind receive_as(http::RawRequest raw) {
    auto got = receive(std::move(raw));
    if (!got) {
      ADD_FAILURE() << got.error().for_log;
      return {};
    }
    if (auto* wanted = std::get_if<Kind>(&*got)) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << got->index();
    return {};
  }
  std::string why_refused(http::RawRequest raw) {
    const auto got = adapter->authenticate(std::move(raw), now);
    if (got) return "accepted";
    EXPECT_EQ(got.error().code, Code::Unauthorized);
    EXPECT_TRUE(got.error().for_member.empty());
    return got.error().for_log;
  }

  static Json body_of(const Rendered& rendered) { return Json::parse(rendered.response.value().body); }
  /// Target and JSON of the one call.
  static std::pair<std::string, Json> call_of(const Rendered& rendered) {
    EXPECT_EQ(rendered.calls.size(), 1U);
    if (rendered.calls.empty()) return {};
    const std::string& payload = rendered.calls[0].payload;
    if (payload.front() == '{') return {"/posts", Json::parse(payload)};
    const std::size_t end = payload.find('\n');
    return {payload.substr(0, end), Json::parse(payload.substr(end + 1))};
  }
  static std::string context_of(const Json& attachments, std::size_t action = 0) {
    return attachments.at(0).at("actions").at(action).at("integration").at("context").dump();
  }
  std::string context(const Action& action, const ChannelKey& place, const MemberId& who, const char* shown = "e") {
    return Json{
        {"v", rig.buttons.sign(action, place, who, now)}, {"t", place.workspace.str()}, {"c", place.channel.str()}, {"k", shown}}
        .dump();
  }
};

}  // namespace allybot::platforms::mattermost
