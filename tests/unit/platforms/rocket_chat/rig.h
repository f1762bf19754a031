// One Rocket.Chat adapter with nothing around it: no network, a clock that stands still.
// Must never look into the adapter but through its port.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/platforms/rocket_chat/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/rocket_chat_judge.h"
#include "tests/fakes/rocket_chat_requests.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::rocket_chat {

using nlohmann::json;

class RocketChatRig : public testing::Test {
 protected:
  fakes::PlatformRig rig{fakes::rocket_settings("http://127.0.0.1:9991/")};
  fakes::ScriptedClient client;
  std::unique_ptr<Adapter> adapter = make();
  TimePoint now = rig.clock.now();
  const MemberKey kim{PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), MemberId("kimFAKE0000000001")};
  const ChannelKey ops{PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId("opsFAKE0000000001")};
  const ChannelKey own{PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId("@kimFAKE0000000001")};

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value()) << made.error().for_log;
    return made ? std::move(*made) : nullptr;
  }
  /// What came of a body, proven by its token; fetches that it asks for are answered by `client`.
  Result<Inbound> receive(const std::string& body) {
    const auto proven = adapter->authenticate(fakes::rocket_request(body), now);
    if (!proven) return tl::unexpected(proven.error());
    for (int fetches = 0; fetches < 4; ++fetches) {
      auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
      if (!parsed) return tl::unexpected(parsed.error());
      if (auto* all = std::get_if<std::vector<Inbound>>(&*parsed)) return std::move(all->at(0));
      const auto& fetch = std::get<Fetch>(*parsed);
      adapter->fetched(fetch.purpose, client.send(fetch.request));
    }
    return fail(Code::Internal, "asks again and again");
  }
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
  static Card card(const std::string& text) { return {"A tip", {Paragraph{text_line(text)}}, {}, {}}; }
};

}  // namespace allybot::platforms::rocket_chat
