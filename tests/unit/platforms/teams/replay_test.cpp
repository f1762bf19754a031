// Requests in the form that Teams sends them, with made-up ids, under the token of the platform's notes (tests/replay/teams).
#include "tests/fakes/replay.h"

#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

struct TeamsReplay : TeamsRig {
  void SetUp() override {
    now = from_unix_millis(1700000100'000);
    keys = fakes::teams_vector_keys();
  }
};

TEST_F(TeamsReplay, ReadsEveryRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "teams");
  ASSERT_GE(cases.size(), 30U);
  for (const std::string& name : cases) {
    adapter = make();  // what one case tells of members shall not show in the next
    const auto raw = fakes::replay_request(fakes::source_dir(), "teams", name);
    ASSERT_TRUE(raw.has_value()) << name;
    const auto got = receive(*raw);
    ASSERT_TRUE(got.has_value()) << name << ": " << got.error().for_log;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "teams", name, fakes::described(*got)), "");
  }
}

TEST_F(TeamsReplay, RefusesEveryRequestElsewhereAndAtOtherTimes) {
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "teams")) {
    const auto raw = *fakes::replay_request(fakes::source_dir(), "teams", name);
    now = from_unix_millis(1700003901'000);
    EXPECT_EQ(why_refused(raw), "token is not valid any more") << name;
    now = from_unix_millis(1699999699'000);
    EXPECT_EQ(why_refused(raw), "token is not valid yet") << name;
    now = from_unix_millis(1700000100'000);
    auto moved = raw;
    moved.body.replace(moved.body.find("/amer/"), 6, "/emea/");
    EXPECT_EQ(why_refused(moved), "service address is another") << name;
    auto other = raw;
    for (std::size_t at = other.body.find("aaaa0000-"); at != std::string::npos; at = other.body.find("aaaa0000-", at))
      other.body.replace(at, 9, "bbbb0000-");
    EXPECT_EQ(why_refused(other), "tenant is another") << name;
  }
}

}  // namespace
}  // namespace allybot::platforms::teams
