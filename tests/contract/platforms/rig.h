// One adapter, made from a specimen, for the suites of the contract.
// Must never know which platform it is.
#pragma once

#include <gtest/gtest.h>

#include "bot/platforms/dialogue.h"
#include "tests/contract/platforms/specimen.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"

namespace allybot::platforms::contract {

class PlatformContract : public testing::TestWithParam<std::shared_ptr<const Specimen>> {
 protected:
  const Specimen& specimen = *GetParam();
  fakes::PlatformRig rig{specimen.settings("http://127.0.0.1:9")};
  fakes::ScriptedClient client;  ///< refuses, and counts: nothing here may ask another host
  std::unique_ptr<Adapter> adapter = make(client);
  TimePoint now = rig.clock.now();

  /// Stands between, as in the bot.
  Dialogue dialogue{adapter->capabilities(), rig.clock, [](std::string_view, std::string_view key) { return std::string(key); },
                    [](const Origin& to) { return to.language; }, [](const Action& action) { return action.name; }};

  Rendered render(const Reply& reply, const Origin& origin, Timing timing) {
    const auto said = dialogue.say(reply, origin);
    return adapter->render(said ? *said : reply, origin, timing, now);
  }
  Result<std::string> post(const Card& card, const ChannelKey& channel) {
    const auto shown = dialogue.post(card, channel);
    return adapter->post(shown ? *shown : card, channel, "", now);
  }

  std::unique_ptr<Adapter> make(http::Client& with) {
    auto made = specimen.make(rig.environment(with));
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().for_log);
    return made ? std::move(*made) : nullptr;
  }

  Result<std::vector<Inbound>> receive(http::RawRequest raw) {
    auto proven = adapter->authenticate(std::move(raw), now);
    for (int fetches = 0; proven && fetches < kMostFetches; ++fetches) {  // as the ingress does it
      auto* fetch = std::get_if<Fetch>(&*proven);
      if (fetch == nullptr || !fetch->raw) break;
      adapter->fetched(fetch->purpose, specimen.answer(fetch->request));
      proven = adapter->authenticate(std::move(*fetch->raw), now);
    }
    if (!proven) return tl::unexpected(proven.error());
    auto* authentic = std::get_if<Authentic>(&*proven);
    if (authentic == nullptr) return fail(Code::Internal, "wants a fetch");
    auto parsed = adapter->parse(*authentic, now);
    for (int fetches = 0; parsed && fetches < kMostFetches; ++fetches) {
      const auto* fetch = std::get_if<Fetch>(&*parsed);
      if (fetch == nullptr) break;
      adapter->fetched(fetch->purpose, specimen.answer(fetch->request));
      parsed = adapter->parse(*authentic, now);
    }
    if (!parsed) return tl::unexpected(parsed.error());
    auto* all = std::get_if<std::vector<Inbound>>(&*parsed);
    if (all == nullptr) return fail(Code::Internal, "wants a fetch");
    return std::move(*all);
  }

  /// The one inbound of that kind; fails the test when there is another.
  template <class Kind>
  Kind receive_as(http::RawRequest raw) {
    auto all = receive(std::move(raw));
    if (!all || all->size() != 1) {
      ADD_FAILURE() << (all ? "not one inbound" : all.error().for_log);
      return {};
    }
    if (auto* wanted = std::get_if<Kind>(&all->front())) return std::move(*wanted);
    ADD_FAILURE() << "another kind of inbound: " << all->front().index();
    return {};
  }
};

inline std::string platform_name(const testing::TestParamInfo<std::shared_ptr<const Specimen>>& row) {
  return row.param->declaration().name;
}

}  // namespace allybot::platforms::contract
