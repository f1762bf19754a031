// A plan of schedules.yaml that keeps days of observance. The clock stands at Tuesday, 2023-11-14, 22:13 in UTC.
#include <filesystem>
#include <fstream>

#include "bot/schedule/almanac.h"
#include "handlers/file_plans.h"
#include "tests/fakes/temporary_folder.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Plan;

class FiledDays : public BotTest {
 protected:
  FiledDays() {
    std::filesystem::copy(content_folder(), folder_.path(), std::filesystem::copy_options::recursive);
    make_lead("ULEAD");
    lead_.member = "ULEAD";
  }
  /// As when the file was saved so.
  void file(const std::string& plan) {
    std::ofstream(folder_ / "schedules.yaml") << "- slug: days\n  channel: here\n  zone: Europe/Berlin\n" << plan;
    const auto library = library::open_library(folder_.path().string(), clock_);
    ASSERT_TRUE(library.has_value());
    const Services services{.library = **library,
                            .store = *kept_,
                            .seen = *seen_,
                            .clock = clock_,
                            .random = random_,
                            .metrics = metrics_,
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
    ASSERT_TRUE(sync_file_plans(services, [this](const std::string&) { return channel("C1"); }).has_value());
  }
  std::string say(const std::string& text) { return text_of(type(text, lead_)); }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

  fakes::TemporaryFolder folder_;
  Place lead_;
};

TEST_F(FiledDays, AreKeptAtTheirTimeAndBeforeDaysOff) {
  file("  words: daily 9:30\n  days: [usual]\n");
  ASSERT_EQ(plans().size(), 1U);
  const Plan plan = plans()[0];
  EXPECT_EQ(plan.id, PlanId("days"));
  EXPECT_TRUE(schedule::keeps_days(plan));
  EXPECT_TRUE(plan.from_file);
  EXPECT_TRUE(plan.topics.empty());
  EXPECT_EQ(plan.days_off, "before days-off");
  EXPECT_EQ(plan.next_local, "2024-03-01T09:30") << "a week ahead of Women's Day";
  const std::string shown = say("schedule days");
  EXPECT_TRUE(has(shown, "Fri 1 Mar 2024, 09:30: 7 days ahead: International Women's Day")) << shown;
  EXPECT_TRUE(has(shown, "visible-day A Day That Some May Not Show")) << "sensitive: " << shown;
  EXPECT_FALSE(has(shown, "schedule days at")) << "the file says that: " << shown;
}

TEST_F(FiledDays, AreThoseThatAreNamedAndNotThoseLeftOut) {
  file("  words: daily 9:30, after days off\n  days: [usual, visible-day]\n  without: [international-womens-day]\n");
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].topics, (std::vector<std::string>{"visible-day", "-international-womens-day"}));
  EXPECT_EQ(plans()[0].days_off, "after days-off");
  EXPECT_EQ(plans()[0].next_local.substr(0, 10), "2024-03-31");
}

TEST_F(FiledDays, FollowTheFileAndBecomeAPlanThatDrawsWhenItSaysSo) {
  file("  words: daily 9:30\n  days: [usual]\n");
  file("  words: daily 9:30\n  days: [usual]\n  without: [international-womens-day]\n");
  EXPECT_EQ(plans().at(0).topics, (std::vector<std::string>{"-international-womens-day"}));
  file("  words: daily 9:30\n");
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_FALSE(schedule::keeps_days(plans()[0]));
  EXPECT_TRUE(plans()[0].topics.empty());
  EXPECT_EQ(plans()[0].days_off, "");
  EXPECT_EQ(plans()[0].next_local, "2023-11-15T09:30");
}

TEST_F(FiledDays, AreNotKeptWithADayThatThereIsNotNorOnDaysOfTheirOwn) {
  file("  words: daily 9:30\n  days: [usual, no-such-day]\n");
  EXPECT_TRUE(log_.has("plan-names-unknown"));
  file("  words: daily 9:30\n  days: [usual]\n  without: [no-such-day]\n");
  file("  words: every Tuesday 9:30\n  days: [usual]\n");
  EXPECT_TRUE(log_.has("plan-words-not-understood"));
  EXPECT_TRUE(plans().empty());
}

TEST_F(FiledDays, StayAsTheyWereWhileTheFileNamesWhatThereIsNot) {
  file("  words: daily 9:30\n  days: [usual]\n");
  say("schedule pause days");
  file("  words: daily 9:30\n  topics: [no-such-topic]\n");
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].state, Plan::State::Paused);
  EXPECT_TRUE(schedule::keeps_days(plans()[0]));
}

TEST_F(FiledDays, AreToldByTheirZoneAndTheirWordsWithTheNearestOnes) {
  const auto library = library::open_library(content_folder(), clock_);
  ASSERT_TRUE(library.has_value());
  struct Row {
    const char *words, *zone, *code, *hint;
    std::vector<std::string> days{};
  };
  for (const Row& row :
       {Row{"every Tuesday 10:00", "Europe/Berln", "unknown-zone", "Did you mean \"Europe/Berlin\"?"},
        Row{"every Tuesday 10:00", "Nowhere/At/All", "unknown-zone", "Use an IANA name"},
        Row{"evry Tuesday 10:00", "UTC", "plan-words", "Did you mean \""}, Row{"xyzzy", "UTC", "plan-words", "Did you mean \""},
        Row{"every Tuesday 10:00", "UTC", "plan-words", "Write it as daily", {"usual"}}, Row{"every Tuesday 10:00", "", "", ""},
        Row{"daily 10:00", "UTC", "", "", {"usual"}}}) {
    library::FilePlan plan;
    plan.words = row.words;
    plan.zone = row.zone;
    plan.days = row.days;
    plan.line = 7;
    const auto faults = faults_of(*(*library)->current(), plan, {"UTC", "en", ""}, clock_.now());
    ASSERT_EQ(faults.size(), *row.code == 0 ? 0U : 1U) << row.words << ' ' << row.zone;
    if (faults.empty()) continue;
    EXPECT_EQ(faults[0].code, row.code);
    EXPECT_EQ(faults[0].line, 7);
    EXPECT_EQ(faults[0].hint.rfind(row.hint, 0), 0U) << faults[0].hint;
  }
}

TEST_F(FiledDays, AreNotKeptTwiceInOneChannel) {
  say("schedule days start");
  ASSERT_EQ(plans().size(), 1U);
  file("  words: daily 9:30\n  days: [usual]\n");
  EXPECT_EQ(plans().size(), 1U);
  EXPECT_TRUE(log_.has("plan-days-kept-already"));
}

TEST_F(FiledDays, AreChangedInTheFileAlone) {
  file("  words: daily 9:30\n  days: [usual]\n");
  for (const char* words : {"schedule days at 11:00", "schedule days start", "schedule days off international-womens-day",
                            "schedule edit days 11:00", "schedule remove days"})
    EXPECT_TRUE(has(say(words), "is kept in the file")) << words;
  EXPECT_TRUE(has(say("schedule pause days"), "Paused"));
  EXPECT_EQ(plans().at(0).state, Plan::State::Paused);
}

}  // namespace
}  // namespace allybot::handlers
