// Recorded requests with made-up ids (tests/replay/rocketchat).
#include "tests/fakes/replay.h"
#include "tests/fakes/source_dir.h"

#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

using RocketChatReplay = RocketChatRig;

TEST_F(RocketChatReplay, ReadsEveryRecordedRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "rocketchat");
  ASSERT_GE(cases.size(), 15U);
  for (const std::string& name : cases) {
    const auto raw = fakes::replay_request(fakes::source_dir(), "rocketchat", name);
    ASSERT_TRUE(raw.has_value()) << name;
    const auto got = receive(raw->body);
    ASSERT_TRUE(got.has_value()) << name;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "rocketchat", name, fakes::described(*got)), "");
  }
}

TEST_F(RocketChatReplay, RefusesEveryRecordedRequestUnderAnotherToken) {
  rig.settings["ROCKETCHAT_WEBHOOK_TOKENS"] = "fakerocketroomhook00000001,fakerocketdirecthook0001";
  adapter = make();
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "rocketchat"))
    EXPECT_FALSE(adapter->authenticate(*fakes::replay_request(fakes::source_dir(), "rocketchat", name), now).has_value()) << name;
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
