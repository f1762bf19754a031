// Recorded requests with made-up ids, signed anew (tests/replay/slack).
#include "tests/fakes/replay.h"

#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using SlackReplay = SlackTest;

TEST_F(SlackReplay, ReadsEveryRecordedRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "slack");
  ASSERT_GE(cases.size(), 15U);
  for (const std::string& name : cases) {
    const auto raw = fakes::replay_request(fakes::source_dir(), "slack", name);
    ASSERT_TRUE(raw.has_value()) << name;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "slack", name, fakes::described(receive(*raw))), "");
  }
}

TEST_F(SlackReplay, RefusesEveryRecordedRequestOnceItIsOldOrChanged) {
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "slack")) {
    if (name == "ssl-check") continue;
    auto raw = *fakes::replay_request(fakes::source_dir(), "slack", name);
    EXPECT_FALSE(adapter->authenticate(raw, now + std::chrono::minutes(6)).has_value()) << name;
    raw.body += '&';
    EXPECT_FALSE(adapter->authenticate(raw, now).has_value()) << name;
  }
}

}  // namespace
}  // namespace allybot::platforms::slack
