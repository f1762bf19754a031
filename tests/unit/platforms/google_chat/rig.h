// One Google Chat adapter with nothing around it: no network, a clock that stands still, the keys of the tests.
// Must never look into the adapter but through its port.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/platforms/google_chat/adapter.h"
#include "tests/fakes/google_chat_judge.h"
#include "tests/fakes/google_chat_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::google_chat {

using Json = nlohmann::ordered_json;

class GoogleChatRig : public testing::Test {
 protected:
  fakes::PlatformRig rig{
      {{"GOOGLECHAT_PROJECT_NUMBER", fakes::kChatProject}, {"GOOGLECHAT_SERVICE_ACCOUNT", fakes::chat_account()}}};
  fakes::ScriptedClient client;
  TimePoint now = rig.clock.now();
  std::unique_ptr<Adapter> adapter = make();
  const fakes::ChatPlace space{};
  const fakes::ChatPlace own = fakes::chat_conversation();
  const MemberKey alice{PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), MemberId("1001")};
  const ChannelKey channel{PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), ChannelId("AAAAfake")};
  const ChannelKey direct{PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), ChannelId("@1001")};

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().for_log);
    return made ? std::move(*made) : nullptr;
  }
  std::string why_not_made() {
    const auto made = declaration().make(rig.environment(client));
    return made ? "made" : made.error().for_log;
  }

  /// As the ingress does: fetches what is asked for.
  Result<Authentic> proven(http::RawRequest raw) {
    for (int fetches = 0; fetches < 3; ++fetches) {
      auto proof = adapter->authenticate(std::move(raw), now);
      if (!proof) return tl::unexpected(proof.error());
      if (auto* genuine = std::get_if<Authentic>(&*proof)) return std::move(*genuine);
      auto& fetch = std::get<Fetch>(*proof);
      adapter->fetched(fetch.purpose, fakes::chat_keys_answer(fetch.request));
      raw = std::move(fetch.raw.value());
    }
    return fail(Code::Internal, "fetches without end");
  }
  std::string why_refused(http::RawRequest raw) {
    const auto got = proven(std::move(raw));
    if (got) return "accepted";
    EXPECT_EQ(got.error().code, Code::Unauthorized);
    EXPECT_TRUE(got.error().for_member.empty());
    return got.error().for_log;
  }
  Result<Inbound> receive(const std::string& body) {
    auto genuine = proven(fakes::chat_request(body, now));
    if (!genuine) return tl::unexpected(genuine.error());
    auto parsed = adapter->parse(*genuine, now);
    if (!parsed) return tl::unexpected(parsed.error());
    return std::move(std::get<std::vector<Inbound>>(*parsed).at(0));
  }
  template <class Kind>
  Kind receive_as(const std::string& body) {
    auto got = receive(body);
    if (!got) {
      ADD_FAILURE() << got.error().for_log;
      return {};
    }
    if (auto* wanted = std::get_if<Kind>(&*got)) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << got->index() << " for " << body;
    return {};
  }
  std::string why_ignored(const std::string& body) { return receive_as<Ignored>(body).why; }

  std::string value(const Action& action, const ChannelKey& place) { return rig.buttons.sign(action, place, alice.member, now); }
  static Json body_of(const Rendered& rendered) { return Json::parse(rendered.response->body); }
  /// Where a call goes, and its message, which Google Chat takes.
  static std::pair<std::string, Json> sending(const std::string& payload) {
    const std::size_t first = payload.find('\n');
    const std::size_t second = payload.find('\n', first + 1);
    const std::string message = payload.substr(second + 1);
    EXPECT_EQ(fakes::google_chat_complaints(message), std::vector<std::string>{});
    return {payload.substr(0, first) + ' ' + payload.substr(first + 1, second - first - 1), Json::parse(message)};
  }
};

}  // namespace allybot::platforms::google_chat
