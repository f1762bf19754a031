#include "bot/platforms/slack/socket_plan.h"

#include <gtest/gtest.h>

#include "tests/fakes/seeded_random.h"

namespace allybot::platforms::slack {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class SocketPlanTest : public testing::Test {
 protected:
  /// Asks, opens and is greeted.
  int connect() {
    plan_.asked(now_);
    const int line = plan_.opening(now_);
    plan_.greeted(line, now_);
    return line;
  }
  /// How long until it asks again; an hour when it does not.
  milliseconds until_asked() {
    for (milliseconds wait{0}; wait < minutes(60); wait += milliseconds(100))
      if (plan_.wants_address(now_ + wait)) return wait;
    return minutes(60);
  }

  fakes::SeededRandom random_;
  SocketPlan plan_{random_};
  milliseconds now_ = minutes(1000);
};

TEST_F(SocketPlanTest, OpensOneAtOnceAndTheSecondAMinuteLater) {
  EXPECT_TRUE(plan_.wants_address(now_));
  plan_.asked(now_);
  EXPECT_FALSE(plan_.wants_address(now_)) << "the answer has not come";
  const int line = plan_.opening(now_);
  EXPECT_FALSE(plan_.wants_address(now_ + minutes(5))) << "the first does not stand yet";
  plan_.greeted(line, now_);
  EXPECT_EQ(until_asked(), minutes(1));
  now_ += minutes(1);
  connect();
  EXPECT_EQ(plan_.standing(), 2U);
  EXPECT_EQ(until_asked(), minutes(60)) << "two are enough";
}

TEST_F(SocketPlanTest, ReplacesOneThatIsToLeaveAtOnceWhereItWasTheOnlyOne) {
  const int only = connect();
  now_ += seconds(5);
  plan_.leaving(only, now_);
  EXPECT_TRUE(plan_.wants_address(now_));
  connect();
  plan_.over(only, "closed", now_ + seconds(10));
  EXPECT_EQ(plan_.trouble(), "");
  EXPECT_EQ(plan_.standing(), 1U);
}

TEST_F(SocketPlanTest, KeepsToOneAddressAMinuteWhereAnotherConnectionStands) {
  const int first = connect();
  now_ += minutes(1);
  connect();
  now_ += seconds(20);
  plan_.leaving(first, now_);
  EXPECT_EQ(until_asked(), seconds(40));
}

TEST_F(SocketPlanTest, LetsSlackEndWhatLeavesAndEndsItItselfWhenItDoesNot) {
  const int line = connect();
  plan_.leaving(line, now_);
  EXPECT_TRUE(plan_.overdue(now_ + seconds(29)).empty());
  EXPECT_EQ(plan_.overdue(now_ + seconds(30)), std::vector<int>{line});
  plan_.leaving(line, now_ + seconds(25));  // told again: it is not given more time
  EXPECT_EQ(plan_.overdue(now_ + seconds(30)), std::vector<int>{line});
}

TEST_F(SocketPlanTest, EndsOneThatSlackNeverGreeted) {
  plan_.asked(now_);
  const int line = plan_.opening(now_);
  EXPECT_TRUE(plan_.overdue(now_ + seconds(29)).empty());
  EXPECT_EQ(plan_.overdue(now_ + seconds(30)), std::vector<int>{line});
  plan_.over(line, "closed", now_ + seconds(30));
  now_ += seconds(30);
  EXPECT_LE(until_asked(), seconds(5));
}

TEST_F(SocketPlanTest, WaitsLongerAfterEachFailureAndNeverLongerThanFiveMinutes) {
  milliseconds longest{};
  for (int i = 0; i < 200; ++i) {
    now_ += until_asked();
    plan_.asked(now_);
    plan_.refused("internal_error", {}, now_);
    longest = std::max(longest, until_asked());
    EXPECT_GE(until_asked(), seconds(1));
    EXPECT_LE(until_asked(), minutes(5));
  }
  EXPECT_GT(longest, minutes(4));
  EXPECT_NE(plan_.trouble().find("internal_error"), std::string::npos);
  connect();
  EXPECT_EQ(plan_.trouble(), "");
}

TEST_F(SocketPlanTest, WaitsAsLongAsSlackSays) {
  plan_.asked(now_);
  plan_.refused("ratelimited", seconds(77), now_);
  EXPECT_GE(until_asked(), seconds(77));
  EXPECT_LT(until_asked(), seconds(83));
}

TEST_F(SocketPlanTest, WaitsForTheOperatorWhereOnlyOneCanMendIt) {
  for (const char* word : {"not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled",
                           "missing_scope", "not_allowed_token_type", "token_revoked"}) {
    SocketPlan plan(random_);
    plan.asked(now_);
    plan.refused(word, {}, now_);
    EXPECT_FALSE(plan.wants_address(now_ + milliseconds(299'999))) << word;
    EXPECT_TRUE(plan.wants_address(now_ + minutes(5))) << word;
    EXPECT_NE(plan.trouble().find("SLACK_APP_TOKEN"), std::string::npos) << word;
  }
}

TEST_F(SocketPlanTest, CallsAConnectionThatEndsSoonAFailureAndOneThatLastedNone) {
  for (int i = 0; i < 8; ++i) {
    const int line = connect();
    plan_.over(line, "cut", now_ + seconds(1));
    now_ += seconds(1) + until_asked();
  }
  const int line = connect();
  now_ += minutes(2);
  plan_.over(line, "cut", now_);
  EXPECT_EQ(until_asked(), milliseconds(0));
  EXPECT_NE(plan_.trouble().find("(cut)"), std::string::npos);
}

TEST_F(SocketPlanTest, OneThatNeverStoodIsAFailure) {
  plan_.asked(now_);
  plan_.over(plan_.opening(now_), "tls", now_);
  EXPECT_GE(until_asked(), seconds(1));
  EXPECT_NE(plan_.trouble().find("(tls)"), std::string::npos);
}

TEST_F(SocketPlanTest, NoTroubleWhileAnotherStands) {
  connect();
  plan_.asked(now_ + minutes(1));
  plan_.over(plan_.opening(now_), "refused", now_ + minutes(1));
  EXPECT_EQ(plan_.trouble(), "");
}

TEST_F(SocketPlanTest, StopsForFiveMinutesWhenTheLinkIsSwitchedOff) {
  const int one = connect();
  now_ += minutes(1);
  const int other = connect();
  plan_.disabled(now_);
  plan_.over(one, "closed", now_);
  plan_.over(other, "closed", now_);
  EXPECT_EQ(until_asked(), minutes(5));
  EXPECT_NE(plan_.trouble().find("switched off"), std::string::npos);
}

TEST_F(SocketPlanTest, StrangeOrderChangesNothing) {
  plan_.greeted(7, now_);
  plan_.leaving(7, now_);
  plan_.over(7, "cut", now_);
  EXPECT_EQ(plan_.standing(), 0U);
  EXPECT_TRUE(plan_.wants_address(now_));
  const int line = connect();
  plan_.leaving(line, now_);
  plan_.greeted(line, now_);  // hello after goodbye
  EXPECT_EQ(plan_.standing(), 0U);
}

}  // namespace
}  // namespace allybot::platforms::slack
