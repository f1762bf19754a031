// Recorded requests with made-up ids (tests/replay/zulip).
#include "tests/fakes/replay.h"
#include "tests/fakes/source_dir.h"

#include "tests/unit/platforms/zulip/rig.h"

namespace allybot::platforms::zulip {
namespace {

using ZulipReplay = ZulipRig;

TEST_F(ZulipReplay, ReadsEveryRecordedRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "zulip");
  ASSERT_GE(cases.size(), 15U);
  for (const std::string& name : cases) {
    const auto raw = fakes::replay_request(fakes::source_dir(), "zulip", name);
    ASSERT_TRUE(raw.has_value()) << name;
    const auto got = receive(raw->body);
    ASSERT_TRUE(got.has_value()) << name;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "zulip", name, fakes::described(*got)), "");
  }
}

TEST_F(ZulipReplay, RefusesEveryRecordedRequestUnderAnotherToken) {
  rig.settings["ZULIP_WEBHOOK_TOKEN"] = "fakezulipwebhooktoken0000000001";
  adapter = make();
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "zulip"))
    EXPECT_FALSE(adapter->authenticate(*fakes::replay_request(fakes::source_dir(), "zulip", name), now).has_value()) << name;
}

}  // namespace
}  // namespace allybot::platforms::zulip
