#include "bot/app/preview/coming.h"

#include <gtest/gtest.h>

#include "bot/store/memory/memory.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/source_dir.h"

namespace allybot::app {
namespace {

const char* const kFirstStep = "myths/not-a-mans-place";  // of the series first-steps
const char* const kTip = "tips/a-pace-you-can-keep";

/// The library as it is, a store without plans, and a Wednesday in November.
struct ComingPostsOfAnItem : testing::Test {
  fakes::FakeClock clock;
  store::MemoryStore store{clock};
  std::unique_ptr<library::Holder> holder = library::open_library(fakes::source_dir() + "/content", clock).value();

  PlanId add(const std::string& channel, const std::string& rrule, const std::function<void(store::Plan&)>& change = {}) {
    store::Plan plan;
    plan.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId(channel)};
    plan.words = "as tested";
    plan.rrule = rrule;
    plan.start = "2023-11-01T10:00";
    plan.zone = "Europe/Berlin";
    if (change) change(plan);
    return store::write<PlanId>(store, [&](store::Writer& tx) { return tx.add_plan(plan); }).value();
  }
  std::vector<ComingPost> of(const std::string& item, const std::string& language = "en", bool draft = false) {
    const auto library = holder->current();
    library::Item shown = *library->find(ItemId(item), language);
    if (draft) shown.path = "en/tips/a-draft.md", shown.id = ItemId("tips/a-draft"), shown.draft = true;
    const auto coming = store::read<ComingPosts>(store, [&](store::Reader& tx) {
      return coming_posts(*library, shown, {"en", "", "UTC"}, clock.now(), tx);
    });
    EXPECT_TRUE(coming.has_value());
    EXPECT_TRUE(coming->all_asked);
    return coming->posts;
  }
};

TEST_F(ComingPostsOfAnItem, AreNoneWithoutPlans) { EXPECT_TRUE(of(kTip).empty()); }

TEST_F(ComingPostsOfAnItem, ComeAfterWhatQuietHoldsBack) {
  const auto next = [this] {
    const auto found = store::read<std::optional<TimePoint>>(
        store, [&](store::Reader& tx) { return next_post(schedule::Almanac::usual(), clock.now(), tx); });
    EXPECT_TRUE(found.has_value());
    return found && *found ? to_rfc3339(**found) : "none";
  };
  EXPECT_EQ(next(), "none");
  add("C1", "FREQ=DAILY");
  add("C2", "FREQ=WEEKLY;BYDAY=MO");
  EXPECT_EQ(next(), "2023-11-15T09:00:00Z");
  store::Attention quiet;
  quiet.quiet_until = "2023-11-23";
  const ChannelKey channel{PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
  ASSERT_TRUE(store.write([&](store::Writer& tx) { return tx.set_attention(channel, quiet); }).has_value());
  EXPECT_EQ(next(), "2023-11-20T09:00:00Z") << "of the other channel";
  clock.set(clock.now() + std::chrono::hours(24 * 6));
  EXPECT_EQ(next(), "2023-11-23T09:00:00Z") << "the quiet is over";
}

TEST_F(ComingPostsOfAnItem, AreSetForTheNextStepsOfASeries) {
  add("C1", "FREQ=WEEKLY;BYDAY=TU", [](store::Plan& plan) { plan.series = "first-steps"; });
  const auto coming = of(kFirstStep);
  ASSERT_EQ(coming.size(), 1U);
  EXPECT_EQ(coming[0].chance, ComingPost::Chance::Set);
  EXPECT_EQ(to_rfc3339(coming[0].at), "2023-11-21T09:00:00Z") << "ten o'clock in Berlin, on the next Tuesday";
  EXPECT_EQ(coming[0].zone, "Europe/Berlin");
  EXPECT_EQ(coming[0].channel.str(), "slack/T1/C1");
  EXPECT_TRUE(of(kTip).empty()) << "a series draws nothing";
}

TEST_F(ComingPostsOfAnItem, ArePossibleWhereAPlanMayDrawIt) {
  add("C1", "FREQ=WEEKLY;BYDAY=TU", [](store::Plan& plan) { plan.kinds = {"tips"}; });
  add("C2", "FREQ=WEEKLY;BYDAY=TU", [](store::Plan& plan) { plan.kinds = {"myths"}; });
  const auto coming = of(kTip);
  ASSERT_EQ(coming.size(), 1U);
  EXPECT_EQ(coming[0].channel.channel.str(), "C1");
  EXPECT_NE(coming[0].chance, ComingPost::Chance::Set);
  EXPECT_EQ(of(kFirstStep).size(), 1U) << "a myth, in the channel of myths alone";
}

TEST_F(ComingPostsOfAnItem, AreDrawnWhereChanceHasItAndAlwaysTheSame) {
  add("C1", "FREQ=DAILY", [](store::Plan& plan) { plan.kinds = {"tips"}; });
  std::map<std::string, TimePoint> drawn;
  for (const library::Item* tip : holder->current()->items("tips", "en"))
    if (const auto coming = of(tip->id.str()); !coming.empty() && coming[0].chance == ComingPost::Chance::Drawn)
      drawn[tip->id.str()] = coming[0].at;
  EXPECT_GT(drawn.size(), 30U) << "eight weeks, five a week";
  EXPECT_LE(drawn.size(), 45U);
  EXPECT_EQ(of(drawn.begin()->first)[0].at, drawn.begin()->second);
}

TEST_F(ComingPostsOfAnItem, TellNobodysOwnNudges) {
  add("@U1", "FREQ=DAILY");
  EXPECT_TRUE(of(kTip).empty());
}

TEST_F(ComingPostsOfAnItem, AreThoseOfTheChannelsLanguage) {
  add("C1", "FREQ=DAILY");
  ASSERT_TRUE(
      store::write<bool>(store, [](store::Writer& tx) -> Result<bool> {
        store::ChannelSettings settings;
        settings.language = "de";
        if (auto done = tx.set_channel_settings({PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")}, settings); !done)
          return tl::unexpected(done.error());
        return true;
      }).has_value());
  EXPECT_TRUE(of(kFirstStep, "en").empty());
  EXPECT_EQ(of(kFirstStep, "de").size(), 1U);
}

TEST_F(ComingPostsOfAnItem, AreNoneForADraftAndNoneOfAPausedPlan) {
  add("C1", "FREQ=DAILY");
  EXPECT_TRUE(of(kTip, "en", true).empty());
  add("C2", "FREQ=DAILY", [](store::Plan& plan) { plan.state = store::Plan::State::Paused; });
  for (const ComingPost& post : of(kTip)) EXPECT_EQ(post.channel.channel.str(), "C1");
}

}  // namespace
}  // namespace allybot::app
