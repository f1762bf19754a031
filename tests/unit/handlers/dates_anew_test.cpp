// Rules that change under a running bot: the zone database, holidays.
#include "handlers/dates_anew.h"

#include <filesystem>
#include <fstream>

#include "bot/schedule/ticker.h"
#include "bot/schedule/zone.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/temporary_folder.h"
#include "tests/fakes/zone_folder.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Plan;

class DatesAnewOfPlans : public BotTest {
 protected:
  DatesAnewOfPlans() {
    zones_.tell_version("2026a");
    zones_.write_zone("Town", 5);
    zones_.write_zone("Village", 7);
    clock_.set(from_rfc3339("2026-11-24T00:00:00Z").value());
    restart();  // now with this database
    add("p1", "Town");
    add("p2", "Village");
    keep_house();
  }

  void add(const char* id, const char* zone) {
    Plan plan;
    plan.id = PlanId(id);
    plan.channel = channel("C1");
    plan.rrule = "FREQ=DAILY";
    plan.start = "2026-11-01T10:00";
    plan.zone = zone;
    ASSERT_TRUE(schedule::schedule_next(plan, clock_.now()).has_value());
    ASSERT_TRUE(kept_
                    ->write([&](store::Writer& tx) -> Result<void> {
                      auto added = tx.add_plan(plan);
                      if (!added) return tl::unexpected(added.error());
                      return {};
                    })
                    .has_value());
  }
  /// As the housekeeper does, so often that the zones are looked at twice.
  void keep_house() {
    for (int i = 0; i < 2; ++i) {
      clock_.advance(std::chrono::minutes(1));
      dispatcher_->keep_house();
    }
  }
  void update(int hours) {
    zones_.write_zone("Town", hours);
    zones_.tell_version("2026b");
    keep_house();
  }
  std::string next(std::size_t at) { return to_rfc3339(plans().at(at).next_at.value()); }
  void tick() {
    schedule::Ticker ticker(*kept_, clock_, random_, metrics_,
                            [](const Plan&, const schedule::Occurrence&, store::Reader&) -> Result<schedule::Drawn> {
                              return schedule::Drawn{ItemId("tips/one"), "{}"};
                            });
    ASSERT_TRUE(ticker.step().has_value());
  }

  fakes::ZoneFolder zones_;
};

TEST_F(DatesAnewOfPlans, FollowAnUpdateOfTheZoneDatabaseWithoutARestart) {
  EXPECT_EQ(next(0), "2026-11-24T05:00:00Z");
  update(6);
  EXPECT_EQ(schedule::zone_database_version(), "2026b");
  EXPECT_EQ(next(0), "2026-11-24T04:00:00Z");
  EXPECT_EQ(next(1), "2026-11-24T03:00:00Z") << "as it was";
  EXPECT_GT(woken_, 0);
  ASSERT_EQ(audit().size(), 1U);
  EXPECT_EQ(audit()[0].what, "plan.dates-anew");
  EXPECT_EQ(audit()[0].who, "system");
  EXPECT_EQ(audit()[0].object, "zones 2026b");
  EXPECT_EQ(audit()[0].detail, "1");
}

TEST_F(DatesAnewOfPlans, WaitUntilTheDatabaseStaysAsItIs) {
  zones_.write_zone("Town", 6);
  zones_.tell_version("2026b");
  clock_.advance(std::chrono::minutes(1));
  dispatcher_->keep_house();
  EXPECT_EQ(next(0), "2026-11-24T05:00:00Z") << "it may be half of an update";
  zones_.tell_version("2026c");
  clock_.advance(std::chrono::minutes(1));
  dispatcher_->keep_house();
  EXPECT_EQ(next(0), "2026-11-24T05:00:00Z");
  clock_.advance(std::chrono::minutes(1));
  dispatcher_->keep_house();
  EXPECT_EQ(next(0), "2026-11-24T04:00:00Z");
}

TEST_F(DatesAnewOfPlans, LeaveWhatWasClaimedAloneAndPostNothingTwice) {
  clock_.set(from_rfc3339("2026-11-24T05:00:01Z").value());
  tick();
  const auto before = deliveries("C1");
  ASSERT_EQ(before.size(), 1U);  // the village was too late
  update(4);                     // ten o'clock comes once more today
  EXPECT_EQ(next(0), "2026-11-24T06:00:00Z");
  clock_.set(from_rfc3339("2026-11-24T06:00:01Z").value());
  tick();
  const auto after = deliveries("C1");
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].key, before[0].key);
  EXPECT_EQ(after[0].due_at, before[0].due_at);
  EXPECT_EQ(after[0].changed_at, before[0].changed_at);
  EXPECT_EQ(next(0), "2026-11-25T06:00:00Z");
}

TEST_F(DatesAnewOfPlans, AreComputedAtTheNextStartWhenTheUpdateCameInBetween) {
  dispatcher_.reset();
  zones_.write_zone("Town", 6);
  zones_.tell_version("2026b");
  // A new process would read the new files at once; this one has cctz's memory, and learns of them as of an update.
  restart();
  keep_house();
  EXPECT_EQ(audit().size(), 0U) << "by the zones that this process has in use nothing differs";
  ASSERT_TRUE(kept_->write([](store::Writer& tx) { return tx.set_meta("dates_computed_by", "older rules"); }).has_value());
  auto plan = plans().at(0);
  plan.next_at = from_rfc3339("2026-11-24T09:00:00Z").value();
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.update_plan(plan); }).has_value());
  restart();
  keep_house();
  EXPECT_EQ(next(0), "2026-11-24T05:00:00Z");
}

TEST_F(DatesAnewOfPlans, AreTriedAgainWhenTheStoreRefuses) {
  zones_.write_zone("Town", 6);
  zones_.tell_version("2026b");
  store_->refuse_writes = true;
  keep_house();
  EXPECT_EQ(next(0), "2026-11-24T05:00:00Z");
  store_->refuse_writes = false;
  dispatcher_->keep_house();
  EXPECT_EQ(next(0), "2026-11-24T04:00:00Z");
}

TEST_F(DatesAnewOfPlans, KeepAPlanWhoseZoneLeftTheDatabase) {
  zones_.remove("Town");
  zones_.tell_version("2026b");
  keep_house();
  EXPECT_EQ(next(0), "2026-11-24T05:00:00Z");
  EXPECT_EQ(plans().at(0).state, Plan::State::Active);
}

TEST_F(DatesAnewOfPlans, DoNotWakePlansThatAreOver) {
  auto plan = plans().at(0);
  plan.state = Plan::State::Ended;
  plan.next_at.reset();
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.update_plan(plan); }).has_value());
  update(6);
  EXPECT_FALSE(plans().at(0).next_at.has_value());
  EXPECT_EQ(plans().at(0).state, Plan::State::Ended);
}

TEST(DatesAnew, FollowChangedHolidays) {
  fakes::TemporaryFolder folder;
  std::filesystem::copy(fakes::source_dir() + "/tests/unit/handlers/content", folder.path(),
                        std::filesystem::copy_options::recursive);
  fakes::FakeClock clock(from_rfc3339("2026-11-24T00:00:00Z").value());
  const auto library = library::open_library(folder.path().string(), clock);
  ASSERT_TRUE(library.has_value());
  const auto store = store::open("memory:", clock).value();
  store::SeenHistory seen(*store, clock);
  fakes::SeededRandom random;
  NoMetrics metrics;
  Services services{.library = **library,
                    .store = *store,
                    .seen = seen,
                    .clock = clock,
                    .random = random,
                    .metrics = metrics,
                    .member_facts = {},
                    .channel_facts = {},
                    .render_post = {},
                    .wake = {},
                    .new_token = {},
                    .hash_of_token = {},
                    .public_url = {},
                    .admins = {},
                    .default_region = {},
                    .content_root = {}};
  Plan plan;
  plan.id = PlanId("p1");
  plan.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
  plan.rrule = "FREQ=DAILY";
  plan.start = "2026-11-01T10:00";
  plan.zone = "UTC";
  plan.days_off = "skip holidays";
  ASSERT_TRUE(schedule::schedule_next(plan, clock.now()).has_value());
  ASSERT_TRUE(store
                  ->write([&](store::Writer& tx) -> Result<void> {
                    auto added = tx.add_plan(plan);
                    if (!added) return tl::unexpected(added.error());
                    return {};
                  })
                  .has_value());
  DatesAnew dates;
  EXPECT_EQ(dates.look(services).value(), 0U);
  std::ofstream(folder / "holidays.yaml") << "- {name: Founders' day, date: 2026-11-24}\n";
  ASSERT_TRUE((*library)->reload().has_value());
  EXPECT_EQ(dates.look(services).value(), 1U);
  const auto plans = store::read<std::vector<Plan>>(*store, [](store::Reader& tx) { return tx.all_plans(); }).value();
  EXPECT_EQ(plans.at(0).next_local, "2026-11-25T10:00");
  EXPECT_EQ(dates.look(services).value(), 0U) << "once";
}

}  // namespace
}  // namespace allybot::handlers
