#include "bot/platforms/playground/journey.h"

#include "tests/unit/platforms/playground/rig.h"

namespace allybot::platforms::playground {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct PlaygroundClock : PlaygroundTest {
  TimePoint start = clock.now();
  Json move(const Json& how) { return Json::parse(take_as<Handshake>(post("/playground/clock", how)).body); }
  Code refusal(const Json& how) const {
    const auto taken = take(post("/playground/clock", how));
    EXPECT_FALSE(taken.has_value());
    return taken ? Code::Internal : taken.error().code;
  }
  /// As the page does: looks until the clock has come to where it was sent.
  int look_until_there() {
    for (int looks = 1; looks < 100; ++looks)
      if (state("U1")["clock"]["target"].is_null()) return looks;
    ADD_FAILURE() << "never came there";
    return 0;
  }
};

TEST_F(PlaygroundClock, MovesBySpanWhenNothingIsPlanned) {
  EXPECT_EQ(move({{"minutes", 60}})["target"], to_unix_millis(start + hours(1)));
  EXPECT_EQ(clock.now(), start + hours(1));
  EXPECT_EQ(moved, 1);
  look_until_there();
  EXPECT_EQ(clock.now(), start + hours(1));
}

TEST_F(PlaygroundClock, JumpsToExactlyTheNextNudge) {
  next_nudge = start + hours(5) + milliseconds(1);
  EXPECT_EQ(move({{"to", "next"}})["target"], to_unix_millis(*next_nudge));
  EXPECT_EQ(clock.now(), *next_nudge);
  EXPECT_EQ(moved, 1);
}

TEST_F(PlaygroundClock, NamesAndReachesTheNextPostAndStopsAtThePlansThatAreHeldBack) {
  next_nudge = start + hours(5);
  next_post = start + hours(29);
  EXPECT_EQ(state("U1")["clock"]["next_nudge"], to_unix_millis(*next_post));
  EXPECT_EQ(move({{"to", "next"}})["target"], to_unix_millis(*next_post));
  EXPECT_EQ(clock.now(), *next_nudge) << "the ticker has to see each";
  next_nudge = start + hours(53);
  look_until_there();
  EXPECT_EQ(clock.now(), *next_post);
}

TEST_F(PlaygroundClock, SaysWhenNoNudgeIsPlanned) {
  EXPECT_TRUE(move({{"to", "next"}})["target"].is_null());
  EXPECT_EQ(clock.now(), start);
  EXPECT_EQ(moved, 0);
}

TEST_F(PlaygroundClock, StopsAtEachNudgeUntilItIsPosted) {
  next_nudge = start + hours(24);
  move({{"minutes", 7 * 24 * 60}});
  EXPECT_EQ(clock.now(), start + hours(24));
  EXPECT_FALSE(state("U1")["clock"]["target"].is_null());
  EXPECT_EQ(clock.now(), start + hours(24)) << "the ticker has not fired it yet";

  next_nudge = start + hours(48);
  next_send = start + hours(24);
  state("U1");
  EXPECT_EQ(clock.now(), start + hours(24)) << "the outbox has not sent it yet";

  next_send.reset();
  state("U1");
  EXPECT_EQ(clock.now(), start + hours(48));

  next_nudge = start + hours(24 * 30);
  look_until_there();
  EXPECT_EQ(clock.now(), start + hours(24 * 7));
}

TEST_F(PlaygroundClock, GoesOnWhenANudgeIsNeverPosted) {
  next_nudge = start + hours(24);
  move({{"minutes", 2 * 24 * 60}});
  rig.clock.advance(Journey::kPatience);
  state("U1");
  EXPECT_EQ(clock.now(), start + hours(48));
}

TEST_F(PlaygroundClock, StaysWhereItIsWhileTheDatabaseDoesNotAnswer) {
  next_nudge = start + hours(24);
  move({{"minutes", 2 * 24 * 60}});
  next_nudge = start + hours(36);
  store_fails = true;
  state("U1");
  EXPECT_EQ(clock.now(), start + hours(24));
  store_fails = false;
  state("U1");
  EXPECT_EQ(clock.now(), start + hours(36));
}

TEST_F(PlaygroundClock, KnocksAtTickerAndOutboxWhileItWaits) {
  next_nudge = start + hours(24);
  move({{"minutes", 2 * 24 * 60}});
  const int before = moved;
  state("U1");
  EXPECT_GT(moved, before);
}

TEST_F(PlaygroundClock, StaysBusyAtItsTargetUntilTheNudgeIsPosted) {
  next_nudge = start + hours(2);
  move({{"to", "next"}});
  EXPECT_FALSE(state("U1")["clock"]["target"].is_null());
  next_nudge = start + hours(200);
  state("U1");
  EXPECT_TRUE(state("U1")["clock"]["target"].is_null());
  EXPECT_EQ(clock.now(), start + hours(2));
}

TEST_F(PlaygroundClock, WaitsForAPlanOfTheFarFutureOnlyAsLongAsAsked) {
  next_nudge = start + hours(24 * 300);
  move({{"minutes", 60}});
  look_until_there();
  EXPECT_EQ(clock.now(), start + hours(1));
  EXPECT_EQ(state("U1")["clock"]["next_nudge"], to_unix_millis(*next_nudge));
}

TEST_F(PlaygroundClock, NeverMovesBackOrTooFar) {
  for (const std::int64_t span : {std::int64_t{0}, std::int64_t{-60}, std::int64_t{60 * 24 * 400}, INT64_MAX, INT64_MIN})
    EXPECT_EQ(refusal({{"minutes", span}}), Code::Invalid) << span;
  for (const Json& how : {Json{{"minutes", "60"}}, Json{{"to", "yesterday"}}, Json::object(), Json::array(), Json(7)})
    EXPECT_EQ(refusal(how), Code::Invalid) << how;
  EXPECT_EQ(clock.now(), start);
  rig.clock.set(TimePoint(std::chrono::sys_days(std::chrono::year(2099) / 12 / 31)));
  EXPECT_EQ(refusal({{"minutes", 60 * 24 * 7}}), Code::Invalid);
  next_nudge = clock.now() + hours(24 * 30);
  EXPECT_EQ(refusal({{"to", "next"}}), Code::Invalid);
}

}  // namespace
}  // namespace allybot::platforms::playground
