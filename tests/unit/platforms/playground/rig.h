// A playground with hooks that a test holds: plans and outbox are two moments, the clock is moved for real.
// Must never be included by anything but the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

#include "bot/core/text.h"
#include "bot/platforms/playground/playground.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::playground {

struct PlaygroundTest : testing::Test {
  using Json = nlohmann::json;

  fakes::PlatformRig rig;
  fakes::ScriptedClient client;
  Environment environment = rig.environment(client);
  MovableClock clock{rig.clock};
  std::optional<TimePoint> next_nudge, next_send, next_post;
  int moved = 0, resets = 0;
  bool reset_fails = false, store_fails = false;
  std::unique_ptr<Adapter> adapter = *make(environment, Hooks{clock,
                                                              [this] { return told(next_nudge); },
                                                              [this] { ++moved; },
                                                              [this]() -> Result<void> {
                                                                if (reset_fails)
                                                                  return fail(Code::Unavailable, "database is locked");
                                                                ++resets;
                                                                return {};
                                                              },
                                                              [this] { return told(next_send); },
                                                              {},
                                                              [this] { return told(next_post ? next_post : next_nudge); }});
  std::string token = token_of_page();

  Result<std::optional<TimePoint>> told(const std::optional<TimePoint>& moment) const {
    if (store_fails) return fail(Code::Unavailable, "database is locked");
    return moment;
  }

  static http::RawRequest get(std::string path, std::string query = {}) {
    http::RawRequest raw;
    raw.path = std::move(path);
    raw.query = std::move(query);
    raw.headers.add("Host", "127.0.0.1:8080");
    return raw;
  }
  http::RawRequest post(std::string path, const Json& body) const {
    http::RawRequest raw = get(std::move(path));
    raw.method = http::Method::Post;
    raw.headers.add("Origin", "http://127.0.0.1:8080");
    raw.headers.add("Content-Type", "application/json");
    raw.headers.add("X-Playground-Token", token);
    raw.body = body.dump();
    return raw;
  }
  static Json sent(std::string member, std::string channel, Json more = Json::object()) {
    Json body{{"member", std::move(member)}, {"channel", std::move(channel)}, {"request", "r1"}, {"zone", "Europe/Berlin"}};
    body.update(more);
    return body;
  }

  Result<Authentic> prove(http::RawRequest raw) const {
    auto proven = adapter->authenticate(std::move(raw), clock.now());
    if (!proven) return tl::unexpected(proven.error());
    return std::get<Authentic>(std::move(*proven));
  }
  Result<Inbound> take(http::RawRequest raw) const {
    auto proven = prove(std::move(raw));
    if (!proven) return tl::unexpected(proven.error());
    auto parsed = adapter->parse(*proven, clock.now());
    if (!parsed) return tl::unexpected(parsed.error());
    auto all = std::get<std::vector<Inbound>>(std::move(*parsed));
    if (all.size() != 1) return fail(Code::Internal, "not one inbound");
    return std::move(all[0]);
  }
  template <class Kind>
  Kind take_as(http::RawRequest raw) const {
    auto inbound = take(std::move(raw));
    if (!inbound || !std::holds_alternative<Kind>(*inbound)) {
      ADD_FAILURE() << (inbound ? "another kind" : inbound.error().for_log);
      return {};
    }
    return std::get<Kind>(std::move(*inbound));
  }

  std::string token_of_page() const {
    const std::string html = take_as<Handshake>(get("/")).body;
    const std::string before = R"(name="playground-token" content=")";
    const auto at = html.find(before);
    if (at == std::string::npos) return {};
    const auto from = at + before.size();
    return html.substr(from, html.find('"', from) - from);
  }
  Json state(const std::string& member, const std::string& more = {}) const {
    return Json::parse(take_as<Handshake>(get("/playground/state", "member=" + member + more)).body);
  }
  /// What the member sees in the channel.
  std::vector<Json> seen(const std::string& member, const std::string& channel = "general") const {
    std::vector<Json> messages;
    const Json all = state(member);
    for (const Json& one : all["messages"])
      if (one["channel"] == channel) messages.push_back(one);
    return messages;
  }

  static Origin origin(const std::string& member = "U1", const std::string& channel = "general") {
    Origin made;
    made.member = {PlatformId("playground"), WorkspaceId("W1"), MemberId(member)};
    made.channel = {PlatformId("playground"), WorkspaceId("W1"), ChannelId(channel)};
    made.direct = channel[0] == 'D';
    made.request = RequestId("r9");
    return made;
  }
  /// Renders and sends, as the bot does.
  Json answer(const Reply& reply, const Origin& to, Timing timing = Timing::InRequest) {
    const Rendered rendered = adapter->render(reply, to, timing, clock.now());
    for (const Outgoing& call : rendered.calls)
      EXPECT_EQ(adapter->send(call).kind, SendOutcome::Kind::Sent) << "of " << rendered.calls.size();
    return rendered.response ? Json::parse(rendered.response->body) : Json();
  }
  static Card card(std::string title) {
    Card made;
    made.title = std::move(title);
    made.blocks.emplace_back(Paragraph{text_line("Text of it.")});
    made.buttons.push_back(Button{"Another", Action{"more", "tips", Binding::Member}, ButtonStyle::Primary, {}, {}});
    return made;
  }
};

}  // namespace allybot::platforms::playground
