// The Discord adapter with a scripted client, for unit tests.
// Must never open a connection.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/platforms/discord/adapter.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/discord_judge.h"
#include "tests/fakes/discord_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::discord {

struct DiscordTest : testing::Test {
  fakes::CapturingLog log;
  fakes::PlatformRig rig{{{"DISCORD_PUBLIC_KEY", fakes::kDiscordPublicKey}, {"DISCORD_BOT_TOKEN", fakes::kDiscordToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<Adapter> adapter = make();
  TimePoint now = rig.clock.now();
  const fakes::DiscordPlace place{};

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().for_log);
    return std::move(*made);
  }

  /// Proves and parses; fails the test when it is refused.
  Inbound receive(http::RawRequest raw) {
    auto proven = adapter->authenticate(std::move(raw), now);
    if (!proven) {
      ADD_FAILURE() << proven.error().for_log;
      return Ignored{"refused"};
    }
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    if (!parsed || std::get<std::vector<Inbound>>(*parsed).size() != 1) {
      ADD_FAILURE() << "one request is one inbound here";
      return Ignored{"refused"};
    }
    return std::get<std::vector<Inbound>>(*parsed).front();
  }
  Inbound receive(const std::string& body) { return receive(fakes::discord_sent(body, now)); }

  template <class Kind>
  Kind receive_as(const std::string& body) {
    Inbound inbound = receive(body);
    if (auto* wanted = std::get_if<Kind>(&inbound)) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << inbound.index();
    return Kind{};
  }

  ChannelKey channel() const { return {PlatformId("discord"), WorkspaceId(place.guild), ChannelId(place.channel)}; }
  ChannelKey conversation(const std::string& workspace) const {
    return {PlatformId("discord"), WorkspaceId(workspace), ChannelId('@' + place.user)};
  }
  std::string sign(const Action& action, const ChannelKey& where) const {
    return rig.buttons.sign(action, where, MemberId(place.user), now);
  }
  Origin asked() { return receive_as<Command>(fakes::discord_command("tip", place)).origin; }
  Origin pressed(bool ephemeral = true) {
    const std::string value = sign({"more", "tips/a", Binding::Anyone}, channel());
    return receive_as<Press>(fakes::discord_press(value + "@.a", place, ephemeral)).origin;
  }

  static nlohmann::json json(const std::string& text) {
    auto read = nlohmann::json::parse(text, nullptr, false);
    EXPECT_FALSE(read.is_discarded()) << text;
    return read;
  }
  /// The JSON of the answer in the request; null where there is none.
  static nlohmann::json answered(const Rendered& rendered) {
    return rendered.response ? json(rendered.response->body) : nlohmann::json();
  }
  /// The body of a payload, behind the line that says where it goes.
  static std::string body_of(const std::string& payload) { return payload.substr(payload.find('\n') + 1); }
  static std::string line_of(const std::string& payload) { return payload.substr(0, payload.find('\n')); }
};

inline Inline run(std::string text) { return {std::move(text), false, false, false, {}}; }

}  // namespace allybot::platforms::discord
