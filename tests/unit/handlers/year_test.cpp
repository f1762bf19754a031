// A year foretold and the same year lived through: three channels and a member, with the content that we ship.
#include <gtest/gtest.h>

#include <map>

#include "bot/schedule/calendar.h"
#include "bot/schedule/ticker.h"
#include "handlers/almanac.h"
#include "handlers/dispatch.h"
#include "handlers/file_plans.h"
#include "handlers/foretell.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/source_dir.h"

namespace allybot::handlers {
namespace {

using schedule::SimulatedRow;
using store::Delivery;
using store::Plan;

constexpr const char* kBegin = "2026-02-28T12:00:00Z";
const schedule::Span kYear{{2026, 3, 1}, {2027, 3, 1}, from_rfc3339(kBegin).value()};

class Year : public testing::Test {
 protected:
  Year() {
    auto opened = library::open_library(fakes::source_dir() + "/content", clock_);
    if (opened) library_ = std::move(*opened);
  }

  ChannelKey place(const char* id) const { return {PlatformId("slack"), WorkspaceId("T1"), ChannelId(id)}; }

  void set(const char* channel, const char* zone, const char* region, const char* quiet, const char* blackouts) {
    store::ChannelSettings settings;
    settings.zone = zone;
    settings.region = region;
    settings.quiet = quiet;
    settings.blackouts = blackouts;
    write([&](store::Writer& tx) { return tx.set_channel_settings(place(channel), settings); });
  }
  void bears(const char* channel, int most, const char* quiet_until = "") {
    store::Attention attention;
    attention.most_a_week = most;
    attention.quiet_until = quiet_until;
    write([&](store::Writer& tx) { return tx.set_attention(place(channel), attention); });
  }
  /// As the words would be saved by a lead there.
  void add(const char* channel, const char* zone, const char* words, const char* series = "",
           const std::function<void(Plan&)>& change = {}) {
    write([&](store::Writer& tx) -> Result<void> {
      Plan plan;
      plan.channel = place(channel);
      plan.surroundings = store::surroundings_of(tx, plan.channel).value();
      const LibraryAlmanac almanac(library_->current(), "");
      const auto read =
          schedule::read_plan_words(words, vocabulary_of(*library_->current(), "en", plan.surroundings.region), kYear.from);
      if (!read) return fail(Code::Invalid, "not understood: " + read.error().part);
      plan.words = words;
      plan.rrule = read->when.rrule;
      plan.start = schedule::LocalTime{kYear.from, read->when.hour, read->when.minute}.str();
      plan.zone = zone;
      plan.until = "2027-02-28";
      plan.kinds = read->kinds;
      plan.topics = read->topics;
      plan.days_off = read->days_off.value_or("");
      plan.series = series;
      plan.created_at = clock_.now();
      if (change) change(plan);
      if (auto next = schedule::schedule_next(plan, clock_.now(), almanac); !next) return next;
      if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
      return {};
    });
  }
  void write(const std::function<Result<void>(store::Writer&)>& work) {
    const auto done = store_->write(work);
    ASSERT_TRUE(done.has_value()) << done.error().for_log;
  }

  std::vector<SimulatedRow> foretold(const char* channel, const std::optional<schedule::Downtime>& down = {}) {
    const LibraryAlmanac almanac(library_->current(), "");
    const Defaults defaults{"en", "", "UTC"};
    const auto library = library_->current();
    auto rows = store::read<std::vector<SimulatedRow>>(*store_, [&](store::Reader& tx) {
      return simulate_channel({library.get(), defaults, almanac}, place(channel), kYear, down, tx);
    });
    EXPECT_TRUE(rows.has_value());
    return rows ? std::move(*rows) : std::vector<SimulatedRow>();
  }

  /// From one due moment to the next, until nothing is due any more.
  void live(const schedule::Downtime& down = {}) {
    schedule::TickerOptions options;
    options.almanac = [this] { return std::make_shared<const LibraryAlmanac>(library_->current(), ""); };
    store::SeenHistory seen(*store_, clock_);
    Dispatcher dispatcher(Services{.library = *library_,
                                   .store = *store_,
                                   .seen = seen,
                                   .clock = clock_,
                                   .random = random_,
                                   .metrics = metrics_,
                                   .member_facts = [](const MemberKey&) { return Result<MemberFacts>(MemberFacts{}); },
                                   .channel_facts = [](const ChannelKey&) { return Result<ChannelFacts>(ChannelFacts{}); },
                                   .render_post = [](const Card&, const std::string&, const ChannelKey&,
                                                     const std::string&) { return Result<std::string>("{}"); },
                                   .wake = [] {},
                                   .new_token = [] { return std::string(); },
                                   .hash_of_token = [](std::string_view) { return std::string(); },
                                   .public_url = [] { return std::string(); },
                                   .admins = {},
                                   .default_region = {},
                                   .content_root = {}});
    schedule::Ticker ticker(
        *store_, clock_, random_, metrics_,
        [&](const Plan& plan, const schedule::Occurrence& one, store::Reader& tx) -> Result<schedule::Drawn> {
          const auto nudge = dispatcher.draw(plan, one.at, tx);
          if (!nudge) return tl::unexpected(nudge.error());
          return schedule::Drawn{nudge->item, "{}", nudge->next_step, nudge->last};
        },
        options);
    for (int steps = 0; steps < 20000; ++steps) {
      const auto next = store::read<std::optional<TimePoint>>(*store_, [](store::Reader& tx) { return tx.next_due(); });
      ASSERT_TRUE(next.has_value());
      if (!*next) return;
      TimePoint then = **next;
      if (then >= down.from && then < down.upto) then = down.upto;
      if (then > clock_.now()) clock_.advance(then - clock_.now());
      const auto step = ticker.step();
      ASSERT_TRUE(step.has_value()) << step.error().for_log;
    }
    FAIL() << "the year does not end";
  }

  /// Fails the test for every row that was lived through in another way. How often there was what.
  std::map<std::string, int> compare(const std::vector<SimulatedRow>& rows) {
    const std::set<std::string> noted = {"quiet", "budget", "no-content", "late"};
    std::map<std::string, int> reasons;
    std::int64_t posts = 0, skips = 0;
    int differences = 0;
    for (const SimulatedRow& row : rows) {
      ++reasons[(row.occurrence.post ? "posted " : "not ") + row.occurrence.reason];
      std::string expected = "nothing", found = "nothing";
      if (row.occurrence.post) {
        ++posts;
        expected = "pending " + to_rfc3339(row.occurrence.at);
      } else if (noted.count(row.occurrence.reason) > 0) {
        ++skips;
        expected = "skipped " + row.occurrence.reason;
      }
      if (const auto delivery = lived(row.key)) {
        found = std::string(store::name_of(delivery->state)) + ' ';
        found += delivery->state == Delivery::State::Skipped ? delivery->reason : to_rfc3339(delivery->due_at);
      }
      if (expected != found) ++differences;
      EXPECT_EQ(expected, found) << row.key;
    }
    EXPECT_EQ(differences, 0);
    EXPECT_EQ(count(Delivery::State::Pending), posts) << "the live bot posted what was not foretold";
    EXPECT_EQ(count(Delivery::State::Skipped), skips);
    std::string table;
    for (const auto& [reason, times] : reasons) table += reason + ' ' + std::to_string(times) + ", ";
    std::printf("a year of %zu dates, %d differences: %s\n", rows.size(), differences, table.c_str());
    return reasons;
  }

  std::optional<Delivery> lived(const std::string& key) {
    return store::read<std::optional<Delivery>>(*store_, [&](store::Reader& tx) { return tx.delivery_by_key(key); }).value();
  }
  std::int64_t count(Delivery::State state) {
    return store::read<std::int64_t>(*store_, [&](store::Reader& tx) { return tx.count_deliveries(state); }).value();
  }

  fakes::FakeClock clock_{from_rfc3339(kBegin).value()};
  fakes::SeededRandom random_;
  NoMetrics metrics_;
  std::unique_ptr<library::Holder> library_;
  std::unique_ptr<store::Store> store_ = store::open("memory:", clock_).value();
};

TEST_F(Year, IsLivedThroughAsItWasForetold) {
  set("CBERLIN", "Europe/Berlin", "DE-BE", "", "2026-12-21/2027-01-03");
  add("CBERLIN", "Europe/Berlin", "weekdays 9:30 skip holidays");
  add("CBERLIN", "Europe/Berlin", "every Sunday 2:30 myths");  // both clock changes
  add("CBERLIN", "Europe/Berlin", "first Monday 14:00 stories before days off");
  add("CBERLIN", "Europe/Berlin", "every Tuesday and Thursday at 10:00", "first-steps");
  add("CBERLIN", "Europe/Berlin", "31st 11:00 after days off");
  add("CBERLIN", "Europe/Berlin", "weekdays 16:00 before holidays");
  bears("CBERLIN", 4);

  set("CYORK", "America/New_York", "US", "18:00-08:00", "2026-07-01/2026-07-05 2026-11-26/2026-11-27");
  add("CYORK", "America/New_York", "daily 7:15 skip days off");
  add("CYORK", "America/New_York", "every Sunday 2:30");
  add("CYORK", "America/New_York", "every 2 weeks on Thursday 17:00 exercises", "",
      [](Plan& plan) { plan.skips = {"2026-04-09T17:00"}; });
  add("CYORK", "America/New_York", "every Tuesday at 19:30 after holidays", "", [](Plan& plan) {
    plan.state = Plan::State::Paused;
    plan.paused_until = "2026-06-15";
  });
  add("CYORK", "America/New_York", "every Wednesday at 10:00", "sponsor-someone");
  bears("CYORK", 5, "2026-05-20");

  set("CNEPAL", "Asia/Kathmandu", "NP", "", "");
  add("CNEPAL", "Asia/Kathmandu", "daily 0:10");
  add("CNEPAL", "Asia/Kathmandu", "every Saturday 16:45 pledges after days off");
  add("CNEPAL", "Europe/Berlin", "weekdays 9:00 before holidays");  // another zone in the same channel
  add("CNEPAL", "Asia/Kathmandu", "every Tuesday 11:00", "", [](Plan& plan) { plan.kinds = {"no-such-kind"}; });
  bears("CNEPAL", 6);
  for (const auto& [channel, zone] :
       {std::pair("CBERLIN", "Europe/Berlin"), {"CYORK", "America/New_York"}, {"CNEPAL", "Asia/Kathmandu"}})
    add(channel, zone, "daily 10:00 before days off", "day/");

  add("@U1", "Asia/Kathmandu", "weekdays 9:00");

  std::vector<SimulatedRow> rows;
  for (const char* channel : {"CBERLIN", "CYORK", "CNEPAL", "@U1"})
    for (SimulatedRow& row : foretold(channel)) rows.push_back(std::move(row));
  live();

  const auto reasons = compare(rows);
  for (const char* reason : {"posted ", "posted gap", "posted overlap", "posted holiday", "posted weekend", "posted quiet-hours",
                             "not budget", "not quiet", "not holiday", "not weekend", "not blackout", "not doubled",
                             "not skipped", "not paused", "not no-content", "not series-over"})
    EXPECT_GT(reasons.count(reason), 0U) << "the year has no row of this kind: " << reason;
}

TEST_F(Year, IsLivedThroughAsForetoldWhereTheBotWasDownForDays) {
  add("CBERLIN", "Europe/Berlin", "weekdays 9:30");
  add("CBERLIN", "Europe/Berlin", "daily 18:00", "", [](Plan& plan) { plan.late = "once"; });
  add("CBERLIN", "Europe/Berlin", "daily 18:10", "", [](Plan& plan) { plan.late = "never"; });
  add("CBERLIN", "Europe/Berlin", "every Tuesday and Thursday at 10:00", "first-steps");
  bears("CBERLIN", 40);
  // From a Monday evening to a Thursday morning: 45 minutes late for one, a night for another.
  const schedule::Downtime down{from_rfc3339("2026-03-09T16:30:00Z").value(), from_rfc3339("2026-03-12T09:15:00Z").value()};
  const auto rows = foretold("CBERLIN", down);
  live(down);
  const auto reasons = compare(rows);
  EXPECT_EQ(reasons.at("not late"), 8);
}

TEST_F(Year, DrawsTheStepsOfASeriesInTheOrderInWhichTheyAreForetold) {
  set("CBERLIN", "Europe/Berlin", "DE-BE", "", "2026-03-09/2026-03-20");
  add("CBERLIN", "Europe/Berlin", "every Tuesday and Thursday at 10:00", "first-steps");
  const auto rows = foretold("CBERLIN");
  live();
  std::size_t steps = 0;
  for (const SimulatedRow& row : rows) {
    if (!row.occurrence.post) continue;
    const auto delivery = lived(row.key);
    ASSERT_TRUE(delivery.has_value()) << row.key;
    EXPECT_EQ(delivery->item.str(), row.item);
    ++steps;
  }
  EXPECT_EQ(steps, library_->current()->series("first-steps")->steps.size());
  EXPECT_EQ(rows.back().occurrence.reason, "series-over");
}

}  // namespace
}  // namespace allybot::handlers
