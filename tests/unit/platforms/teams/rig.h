// One Teams adapter with nothing around it: no network, a clock that stands still, the keys of the tests.
// Must never look into the adapter but through its port.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/core/text.h"
#include "bot/platforms/teams/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms::teams {

using Json = nlohmann::ordered_json;

inline std::map<std::string, std::string> settings_of_tests() {
  return {{"TEAMS_CLIENT_ID", fakes::kTeamsClient},
          {"TEAMS_CLIENT_SECRET", fakes::kTeamsSecret},
          {"TEAMS_TENANT_ID", fakes::kTeamsTenant},
          {"TEAMS_ADMINS", "0A0A0A0A-1111-2222-3333-444444444444"}};
}

/// A payload of the adapter's, taken apart.
struct Sending {
  std::string what, service, conversation, activity;
  Json message;
};
inline Sending sending(const std::string& payload) {
  Sending read;
  const auto lines = split(payload, '\n');
  if (lines.size() < 5) return read;
  read.what = lines[0];
  read.service = lines[1];
  read.conversation = lines[2];
  read.activity = lines[3];
  read.message = Json::parse(payload.substr(payload.find('{', lines[0].size() + lines[1].size() + lines[2].size())));
  return read;
}

class TeamsRig : public testing::Test {
 protected:
  fakes::PlatformRig rig{settings_of_tests()};
  fakes::ScriptedClient client;
  TimePoint now = rig.clock.now();
  std::string keys = fakes::teams_keys();
  std::unique_ptr<Adapter> adapter = make();
  const fakes::TeamsPlace ops{};
  const fakes::TeamsPlace own = fakes::own_conversation();
  const MemberKey alice{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), MemberId("29:fakeAlice")};
  const ChannelKey channel{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId("19:fakeops@thread.tacv2")};
  const ChannelKey direct{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId("@29:fakeAlice")};

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().for_log);
    return made ? std::move(*made) : nullptr;
  }

  /// As the ingress does: fetches what is asked for.
  Result<Authentic> proven(http::RawRequest raw) {
    for (int fetches = 0; fetches < 4; ++fetches) {
      auto proof = adapter->authenticate(std::move(raw), now);
      if (!proof) return tl::unexpected(proof.error());
      if (auto* genuine = std::get_if<Authentic>(&*proof)) return std::move(*genuine);
      auto& fetch = std::get<Fetch>(*proof);
      adapter->fetched(fetch.purpose, fakes::teams_login_answer(fetch.request, keys));
      raw = std::move(fetch.raw.value());
    }
    return fail(Code::Internal, "fetches without end");
  }
  Result<Inbound> receive(http::RawRequest raw) {
    auto genuine = proven(std::move(raw));
    if (!genuine) return tl::unexpected(genuine.error());
    auto parsed = adapter->parse(*genuine, now);
    if (!parsed) return tl::unexpected(parsed.error());
    return std::move(std::get<std::vector<Inbound>>(*parsed).at(0));
  }
  Result<Inbound> receive(const std::string& body) { return receive(fakes::teams_request(body, now)); }
  template <class Kind>
  Kind receive_as(const std::string& body) {
    auto got = receive(body);
    if (!got) {
      ADD_FAILURE() << got.error().for_log;
      return {};
    }
    if (auto* wanted = std::get_if<Kind>(&*got)) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << got->index();
    return {};
  }
  std::string why_ignored(const std::string& body) { return receive_as<Ignored>(body).why; }
  std::string why_refused(http::RawRequest raw) {
    const auto got = proven(std::move(raw));
    if (got) return "accepted";
    EXPECT_EQ(got.error().code, Code::Unauthorized);
    EXPECT_TRUE(got.error().for_member.empty());
    return got.error().for_log;
  }

  std::string data(const Action& action, const ChannelKey& place, const MemberId& who) {
    return Json{{"allybot", Json{{"v", rig.buttons.sign(action, place, who, now)}, {"c", place.channel.str()}}}}.dump();
  }
  std::string form_data(const Action& action, const ChannelKey& place, const Json& values) {
    Json all{
        {"allybot", Json{{"v", rig.buttons.sign(action, place, alice.member, now)}, {"c", place.channel.str()}, {"k", "f"}}}};
    all.update(values);
    return all.dump();
  }
  /// The one call of what was rendered; its message is one that Teams takes.
  static Sending call_of(const Rendered& rendered) {
    EXPECT_EQ(rendered.calls.size(), 1U);
    if (rendered.calls.empty()) return {};
    Sending read = sending(rendered.calls[0].payload);
    EXPECT_EQ(fakes::teams_complaints(read.message.dump()), std::vector<std::string>{});
    return read;
  }
  static Json body_of(const Json& message) { return message.at("attachments").at(0).at("content").at("body"); }
};

}  // namespace allybot::platforms::teams
