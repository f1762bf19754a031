// One Webex adapter with nothing around it but a fake API: no network, a clock that stands still.
// Must never look into the adapter but through its port.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/core/text.h"
#include "bot/platforms/webex/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/webex_judge.h"
#include "tests/fakes/webex_requests.h"

namespace allybot::platforms::webex {

using Json = nlohmann::ordered_json;

inline std::map<std::string, std::string> settings_of_tests() {
  return {{"WEBEX_BOT_TOKEN", fakes::kWebexToken},
          {"WEBEX_WEBHOOK_SECRET", fakes::kWebexSecret},
          {"WEBEX_ADMINS", "Alice@example.org"},
          {"WEBEX_DOMAINS", "example.org"}};
}

/// A payload of the adapter's, taken apart.
struct Sending {
  std::string place, thread, replaces;
  Json message;
};
inline Sending sending(const std::string& payload) {
  const auto lines = split(payload, '\n');
  if (lines.size() < 4) return {};
  return {std::string(lines[0]), std::string(lines[1]), std::string(lines[2]), Json::parse(payload.substr(payload.find('{')))};
}

class WebexRig : public testing::Test {
 protected:
  fakes::PlatformRig rig{settings_of_tests()};
  fakes::ScriptedClient client;
  fakes::WebexTold told;
  TimePoint now = rig.clock.now();
  std::unique_ptr<Adapter> adapter = make();
  const fakes::WebexPlace ops{};
  const fakes::WebexPlace own = fakes::own_webex_space();
  std::vector<std::string> asked;  ///< what was fetched to read requests, below /v1
  const MemberKey alice{PlatformId("webex"), WorkspaceId("webex"), MemberId("FAKEalicePerson")};
  const ChannelKey channel{PlatformId("webex"), WorkspaceId("webex"), ChannelId("FAKEopsRoom")};
  const ChannelKey direct{PlatformId("webex"), WorkspaceId("webex"), ChannelId("@FAKEalicePerson")};

  std::unique_ptr<Adapter> make() {
    auto made = declaration().make(rig.environment(client));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().for_log);
    return made ? std::move(*made) : nullptr;
  }

  /// As the ingress does: fetches what is asked for.
  Result<Inbound> receive(const http::RawRequest& raw) {
    auto proof = adapter->authenticate(raw, now);
    if (!proof) return tl::unexpected(proof.error());
    for (int fetches = 0; fetches <= kMostFetches; ++fetches) {
      auto parsed = adapter->parse(std::get<Authentic>(*proof), now);
      if (!parsed) return tl::unexpected(parsed.error());
      if (auto* all = std::get_if<std::vector<Inbound>>(&*parsed)) return std::move(all->at(0));
      const auto& fetch = std::get<Fetch>(*parsed);
      asked.push_back(fetch.request.url.substr(fetch.request.url.find("/v1/") + 3));
      adapter->fetched(fetch.purpose, told.answer(fetch.request));
    }
    return fail(Code::Internal, "more fetches than the bot makes");
  }
  Result<Inbound> receive(const std::string& body) { return receive(fakes::webex_request(body)); }
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
  Command say(const std::string& text, const fakes::WebexPlace& place) { return receive_as<Command>(told.message(text, place)); }

  std::string inputs(const Action& action, const ChannelKey& place, const MemberId& who) {
    return Json{{"allybot_value", rig.buttons.sign(action, place, who, now)}, {"allybot_place", place.channel.str()}}.dump();
  }
  std::string form_inputs(const Action& action, const ChannelKey& place, const Json& values) {
    Json all = Json::parse(inputs(action, place, alice.member));
    all["allybot_kind"] = "form";
    all.update(values);
    return all.dump();
  }
  /// The one call of what was rendered; its message is one that Webex takes.
  static Sending call_of(const Rendered& rendered) {
    EXPECT_EQ(rendered.calls.size(), 1U);
    if (rendered.calls.empty()) return {};
    Sending read = sending(rendered.calls[0].payload);
    EXPECT_EQ(fakes::webex_complaints(read.message.dump()), std::vector<std::string>{});
    return read;
  }
  static Json card_of(const Json& message) { return message.at("attachments").at(0).at("content"); }
};

}  // namespace allybot::platforms::webex
