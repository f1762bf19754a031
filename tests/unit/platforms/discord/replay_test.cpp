// Requests in the form that Discord documents, with made-up ids, signed with RFC 8032's first key (tests/replay/discord).
#include "tests/fakes/replay.h"

#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

struct DiscordReplay : DiscordTest {
  const TimePoint then = from_unix_millis(1700000000000);
  void SetUp() override { now = then; }
};

TEST_F(DiscordReplay, ReadsEveryRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "discord");
  ASSERT_GE(cases.size(), 12U);
  for (const std::string& name : cases) {
    const auto raw = fakes::replay_request(fakes::source_dir(), "discord", name);
    ASSERT_TRUE(raw.has_value()) << name;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "discord", name, fakes::described(receive(*raw))), "");
  }
}

TEST_F(DiscordReplay, RefusesEveryRequestOnceItIsOldOrChanged) {
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "discord")) {
    auto raw = *fakes::replay_request(fakes::source_dir(), "discord", name);
    EXPECT_FALSE(adapter->authenticate(raw, now + std::chrono::minutes(6)).has_value()) << name;
    raw.body += ' ';
    EXPECT_FALSE(adapter->authenticate(raw, now).has_value()) << name;
  }
}

}  // namespace
}  // namespace allybot::platforms::discord
