// One Matrix adapter with a fake homeserver, a clock that stands still, and Alice's own room.
// Must never look into the adapter but through its port.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/platforms/matrix/adapter.h"
#include "bot/platforms/request_id.h"
#include "tests/fakes/fake_matrix.h"
#include "tests/fakes/matrix_judge.h"
#include "tests/fakes/platform_rig.h"

namespace allybot::platforms::matrix {

using Json = nlohmann::ordered_json;

class MatrixRig : public testing::Test {
 protected:
  fakes::PlatformRig rig;
  fakes::FakeMatrix server{rig.clock};
  std::unique_ptr<http::Client> client = http::make_client();
  TimePoint now = rig.clock.now();
  std::unique_ptr<Adapter> adapter = make();
  const fakes::MatrixPlace room{};
  const fakes::MatrixPlace own = fakes::matrix_conversation();
  const MemberKey alice{PlatformId("matrix"), WorkspaceId("example.org"), MemberId("alice:example.org")};
  const ChannelKey channel{PlatformId("matrix"), WorkspaceId("example.org"), ChannelId("!ops:example.org")};
  const ChannelKey direct{PlatformId("matrix"), WorkspaceId("example.org"), ChannelId("@alice:example.org")};

  std::unique_ptr<Adapter> make() {
    rig.settings = server.settings();
    auto made = declaration().make(rig.environment(*client));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().for_log);
    return made ? std::move(*made) : nullptr;
  }
  std::string why_not_made() {
    const auto made = declaration().make(rig.environment(*client));
    return made ? "made" : made.error().for_log;
  }
  /// The homeserver has a room of Alice's own with the bot, and says so.
  void give_own_room() {
    server.add_room(own.room, {{fakes::kMatrixBot, "join"}, {own.user, "join"}});
    server.set_direct(R"({"@alice:example.org":["!alice:example.org"]})");
  }

  std::string why_refused(http::RawRequest raw) {
    const auto got = adapter->authenticate(std::move(raw), now);
    if (got) return "accepted";
    EXPECT_EQ(got.error().code, Code::Unauthorized);
    EXPECT_TRUE(got.error().for_member.empty());
    return got.error().for_log;
  }
  /// As the ingress does: fetches what is asked for, three times at most. Empty when that was not enough.
  std::vector<Inbound> receive(http::RawRequest raw) {
    auto proven = adapter->authenticate(std::move(raw), now);
    EXPECT_TRUE(proven.has_value()) << (proven ? "" : proven.error().for_log);
    if (!proven) return {};
    for (int fetches = 0; fetches <= 3; ++fetches) {
      auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
      EXPECT_TRUE(parsed.has_value());
      if (auto* all = std::get_if<std::vector<Inbound>>(&*parsed)) return std::move(*all);
      const auto& fetch = std::get<Fetch>(*parsed);
      adapter->fetched(fetch.purpose, client->send(fetch.request));
    }
    return {};
  }
  std::vector<Inbound> receive(const std::vector<std::string>& events) { return receive(fakes::matrix_transaction(events)); }
  template <class Kind>
  Kind receive_as(const std::string& event) {
    auto all = receive(std::vector<std::string>{event});
    if (all.empty()) {
      ADD_FAILURE() << "nothing came of " << event;
      return {};
    }
    if (auto* wanted = std::get_if<Kind>(&all[0])) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << all[0].index() << " for " << event;
    return {};
  }
  std::string why_ignored(const std::string& event) { return receive_as<Ignored>(event).why; }
  Command say(const std::string& text, const fakes::MatrixPlace& place, const std::string& more = "{}") {
    return receive_as<Command>(fakes::matrix_message(text, place, more));
  }

  /// Where a call goes, and its content, which a homeserver takes.
  static std::pair<std::string, Json> sending(const std::string& payload) {
    const std::size_t first = payload.find('\n');
    const std::string content = payload.substr(payload.find('\n', first + 1) + 1);
    EXPECT_EQ(fakes::matrix_complaints(content), std::vector<std::string>{});
    return {payload.substr(0, first), Json::parse(content)};
  }
  Outgoing answer_to(const Origin& origin, const Card& card) {
    auto rendered = adapter->render(Answer{card}, origin, Timing::InRequest, now);
    EXPECT_EQ(rendered.response->body, "{}");
    EXPECT_EQ(rendered.calls.size(), 1U);
    return rendered.calls.empty() ? Outgoing{} : rendered.calls[0];
  }
  Outgoing nudge(const Card& card, const ChannelKey& to, const std::string& key = "mark-1") {
    return {to.str(), *adapter->post(card, to, "", now), key, now};
  }
};

}  // namespace allybot::platforms::matrix
