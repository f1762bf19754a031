// How many nudges a channel bears. Weeks begin on Monday; 2026-11-23 is one.
#include "bot/schedule/budget.h"

#include <gtest/gtest.h>

#include "bot/schedule/foretell.h"
#include "bot/schedule/ticker.h"
#include "tests/unit/schedule/harness.h"
#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

using store::Attention;
using store::Delivery;
using store::Plan;

Plan named(const char* id, const char* rrule, const char* time, const char* zone = "UTC") {
  Plan plan = plan_of(rrule, std::string("2026-01-05T") + time, zone);
  plan.id = PlanId(id);
  return plan;
}

Attention bearing(int most) {
  Attention attention;
  attention.most_a_week = most;
  return attention;
}

/// "p1 2026-11-24 post", one line each.
std::string shown(const std::vector<Dated>& dates) {
  std::string text;
  for (const Dated& dated : dates)
    text += dated.plan->id.str() + ' ' + dated.occurrence.nominal.date.str() + ' ' +
            (dated.occurrence.post ? "post" : dated.occurrence.reason) + '\n';
  return text;
}

class EveryDay final : public Almanac {
 public:
  bool observes(const Plan&, const LocalDate&) const override { return true; }
};
const EveryDay kEveryDay;

std::string week(const std::vector<Plan>& plans, const Attention& attention, const std::vector<TimePoint>& posted = {},
                 const char* after = "2026-11-23T00:00:00Z", const char* upto = "2026-11-29T23:59:59Z") {
  const Situation situation{plans, attention, posted};
  const auto dates = foretell(situation, {utc(after), utc(upto), kEveryDay});
  EXPECT_TRUE(dates.has_value());
  return dates ? shown(*dates) : std::string();
}

/// A store with plans in one channel and a ticker that posts them.
struct LiveChannel {
  Bench bench;  // 2026-11-24T10:00:00Z, a Tuesday
  std::vector<PlanId> add(const std::vector<Plan>& plans) {
    std::vector<PlanId> ids;
    for (Plan plan : plans) {
      plan.id = PlanId();
      EXPECT_TRUE(schedule_next(plan, bench.clock.now()).has_value());
      ids.push_back(store::write<PlanId>(*bench.store, [&](store::Writer& tx) { return tx.add_plan(plan); }).value());
    }
    return ids;
  }
  void bears(const ChannelKey& channel, const Attention& attention) {
    ASSERT_TRUE(bench.store->write([&](store::Writer& tx) { return tx.set_attention(channel, attention); }).has_value());
  }
  /// Every half hour for so many days.
  void live(int days) {
    Ticker ticker(*bench.store, bench.clock, bench.random, bench.metrics,
                  [](const Plan& plan, const Occurrence& occurrence, store::Reader&) -> Result<Drawn> {
                    return Drawn{ItemId("tips/one"), plan.id.str() + ' ' + occurrence.nominal.str()};
                  });
    for (int half_hour = 0; half_hour < days * 48; ++half_hour) {
      bench.clock.advance(std::chrono::minutes(30));
      while (true) {
        const auto step = ticker.step();
        ASSERT_TRUE(step.has_value());
        if (!step->more) break;
      }
    }
  }
  std::string state(const std::string& key) {
    const auto found =
        store::read<std::optional<Delivery>>(*bench.store, [&](store::Reader& tx) { return tx.delivery_by_key(key); }).value();
    if (!found) return "nothing";
    return found->reason.empty() ? store::name_of(found->state) : std::string(store::name_of(found->state)) + ' ' + found->reason;
  }
};

TEST(Budget, LetsAWeekdaysPlanThroughWhereNothingWasSet) {
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "10:00")}, {}),
            "p1 2026-11-23 post\np1 2026-11-24 post\np1 2026-11-25 post\np1 2026-11-26 post\np1 2026-11-27 post\n");
}

TEST(Budget, GivesAPlanWithFewerDatesItsPlaceBeforeADailyOne) {
  EXPECT_EQ(week({named("p1", "FREQ=DAILY", "10:00"), named("p2", "FREQ=WEEKLY;BYDAY=FR", "16:00")}, bearing(2)),
            "p1 2026-11-23 post\np1 2026-11-24 budget\np1 2026-11-25 budget\np1 2026-11-26 budget\np1 2026-11-27 budget\n"
            "p2 2026-11-27 post\np1 2026-11-28 budget\np1 2026-11-29 budget\n");
}

TEST(Budget, GivesTheEarlierDateItsPlaceAmongEquals) {
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=TH", "10:00"), named("p2", "FREQ=WEEKLY;BYDAY=TU", "10:00")}, bearing(1)),
            "p2 2026-11-24 post\np1 2026-11-26 budget\n");
}

TEST(Budget, GivesTheOlderPlanItsPlaceAtOneMoment) {
  Plan older = named("p2", "FREQ=WEEKLY;BYDAY=TU", "10:00"), younger = named("p1", "FREQ=WEEKLY;BYDAY=TU", "10:00");
  older.created_at = utc("2026-01-01T00:00:00Z");
  younger.created_at = utc("2026-02-01T00:00:00Z");
  EXPECT_EQ(week({younger, older}, bearing(1)), "p1 2026-11-24 budget\np2 2026-11-24 post\n");
}

TEST(Budget, GivesStepsOfASeriesTheFirstPlaceAndDaysOfObservanceTheSecond) {
  Plan plan = named("p1", "FREQ=WEEKLY;BYDAY=MO", "10:00"), day = named("p2", "FREQ=WEEKLY;BYDAY=TU,WE", "10:00"),
       series = named("p3", "FREQ=WEEKLY;BYDAY=TH,FR", "10:00");
  day.series = "day/womens-day/on";
  series.series = "first-steps";
  EXPECT_EQ(week({plan, day, series}, bearing(3)),
            "p1 2026-11-23 budget\np2 2026-11-24 post\np2 2026-11-25 budget\np3 2026-11-26 post\np3 2026-11-27 post\n");
}

TEST(Budget, CountsWhatWasPostedInThatWeekAlready) {
  const std::vector<TimePoint> posted = {utc("2026-11-22T23:59:59Z"), utc("2026-11-23T09:00:00Z"), utc("2026-11-24T09:00:00Z")};
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=WE,FR", "10:00")}, bearing(3), posted),
            "p1 2026-11-25 post\np1 2026-11-27 budget\n");
}

TEST(Budget, CountsWhatIsDueAtTheSameMomentOnce) {
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=TU", "10:30"), named("p2", "FREQ=WEEKLY;BYDAY=TU", "10:30")}, bearing(2)),
            "p1 2026-11-24 post\np2 2026-11-24 post\n");
  LiveChannel live;
  const Plan plan = named("p1", "FREQ=WEEKLY;BYDAY=TU", "10:30");
  live.add({plan, plan});
  live.bears(plan.channel, bearing(2));
  live.live(1);
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-24T10:30"), "pending");
  EXPECT_EQ(live.state("slack/T1/p2@2026-11-24T10:30"), "pending");
}

TEST(Budget, BeginsANewWeekOnTheMondayOfThePlansOwnCalendar) {
  // Monday 00:30 in Kathmandu is Sunday evening in UTC.
  const Plan plan = named("p1", "FREQ=WEEKLY;BYDAY=SU,MO", "00:30", "Asia/Kathmandu");
  EXPECT_EQ(week({plan}, bearing(1), {}, "2026-11-21T12:00:00Z", "2026-11-29T12:00:00Z"),
            "p1 2026-11-22 post\np1 2026-11-23 post\np1 2026-11-29 budget\n");
}

TEST(Budget, TakesNoPlaceForWhatIsNotPostedAnyway) {
  Plan often = named("p1", "FREQ=WEEKLY;BYDAY=MO,TU,WE", "10:00");
  often.skips = {"2026-11-23T10:00"};
  Plan paused = named("p2", "FREQ=WEEKLY;BYDAY=MO", "09:00");
  paused.state = Plan::State::Paused;
  EXPECT_EQ(week({often, paused}, bearing(2)),
            "p2 2026-11-23 paused\np1 2026-11-23 skipped\np1 2026-11-24 post\np1 2026-11-25 post\n");
  Plan later = named("p3", "FREQ=WEEKLY;BYDAY=FR", "10:00");
  later.skips = {"2026-11-27T10:00"};
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=WE,TH", "10:00"), later}, bearing(2)),
            "p1 2026-11-25 post\np1 2026-11-26 post\np3 2026-11-27 skipped\n");
}

TEST(Budget, PostsNothingInAQuietChannelBeforeTheDayOnWhichItGoesOn) {
  Attention attention;
  attention.quiet_until = "2026-11-26";
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=TU,WE,TH", "10:00")}, attention),
            "p1 2026-11-24 quiet\np1 2026-11-25 quiet\np1 2026-11-26 post\n");
}

TEST(Budget, GivesWhatQuietLeftUnusedToTheRestOfTheWeek) {
  Attention attention = bearing(1);
  attention.quiet_until = "2026-11-26";
  EXPECT_EQ(week({named("p1", "FREQ=WEEKLY;BYDAY=TU,FR", "10:00")}, attention), "p1 2026-11-24 quiet\np1 2026-11-27 post\n");
}

TEST(Budget, TheTickerNotesWhyItPostedNothing) {
  LiveChannel live;
  const Plan plan = named("p1", "FREQ=DAILY", "10:30");
  live.add({plan});
  live.bears(plan.channel, bearing(2));
  live.live(7);
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-24T10:30"), "pending");
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-25T10:30"), "pending");
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-26T10:30"), "skipped budget");
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-29T10:30"), "skipped budget");
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-30T10:30"), "pending") << "a new week";
}

TEST(Budget, TheTickerKeepsQuietAndGoesOn) {
  LiveChannel live;
  const Plan plan = named("p1", "FREQ=DAILY", "10:30");
  live.add({plan});
  Attention attention;
  attention.quiet_until = "2026-11-26";
  live.bears(plan.channel, attention);
  live.live(3);
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-25T10:30"), "skipped quiet");
  EXPECT_EQ(live.state("slack/T1/p1@2026-11-26T10:30"), "pending");
}

TEST(Budget, CountsUnansweredNudgesOfChannelsAndNotOfMembers) {
  LiveChannel live;
  const Plan plan = named("p1", "FREQ=DAILY", "10:30");
  Plan own = plan;
  own.channel.channel = ChannelId("@U1");
  live.add({plan, own});
  live.live(3);
  const auto unanswered = [&](const ChannelKey& channel) {
    return store::read<Attention>(*live.bench.store, [&](store::Reader& tx) { return tx.attention(channel); })->unanswered;
  };
  EXPECT_EQ(unanswered(plan.channel), 3);
  EXPECT_EQ(unanswered(own.channel), 0);
}

TEST(Budget, TheLiveBotPostsWhatWasForetold) {
  // Eight weeks of four competing plans in two zones, for every number a week, from a Tuesday morning on.
  for (int most = 1; most <= 6; ++most) {
    LiveChannel live;
    std::vector<Plan> plans = {named("p1", "FREQ=DAILY", "11:00", "Europe/Berlin"),
                               named("p2", "FREQ=WEEKLY;BYDAY=TU,FR", "16:30", "Asia/Kathmandu"),
                               named("p3", "FREQ=MONTHLY;BYDAY=1MO", "00:30", "Asia/Kathmandu"),
                               named("p4", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "11:00", "Europe/Berlin")};
    plans[3].series = "first-steps";
    for (Plan& plan : plans) plan.channel = plans[0].channel;
    live.add(plans);
    live.bears(plans[0].channel, bearing(most));
    const TimePoint now = live.bench.clock.now();
    const Situation situation{plans, bearing(most)};
    const auto foretold = foretell(situation, {now, now + std::chrono::hours(24 * 56)});
    ASSERT_TRUE(foretold.has_value());
    ASSERT_GT(foretold->size(), 70U);
    live.live(56);
    for (const Dated& dated : *foretold)
      EXPECT_EQ(live.state(dated.occurrence.key(*dated.plan)), dated.occurrence.post ? "pending" : "skipped budget")
          << dated.occurrence.key(*dated.plan) << " at most " << most;
  }
}

}  // namespace
}  // namespace allybot::schedule
