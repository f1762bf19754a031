#include "bot/schedule/simulate.h"

#include <gtest/gtest.h>

#include <ctime>
#include <set>

#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

/// Each plan in a channel of its own that bears whatever comes.
Result<std::vector<SimulatedRow>> simulated(const std::vector<store::Plan>& plans, const LocalDate& from, const LocalDate& to) {
  std::vector<SimulatedRow> rows;
  for (const store::Plan& plan : plans) {
    Situation alone{{plan}};
    alone.attention.most_a_week = 100;
    auto found = simulate(alone, {from, to});
    if (!found) return found;
    rows.insert(rows.end(), found->begin(), found->end());
  }
  sort_rows(rows);
  return rows;
}

std::vector<SimulatedRow> rows_of(const std::vector<store::Plan>& plans, const LocalDate& from, const LocalDate& to) {
  return simulated(plans, from, to).value();
}

std::string joined(const std::vector<SimulatedRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += row.plan.str() + ' ' + row.occurrence.nominal.str() + ' ' + row.occurrence.reason + '\n';
  return text;
}

TEST(Simulate, TakesLocalDatesOfThePlansZoneWithoutTheLast) {
  const auto plan = plan_of("FREQ=DAILY", "2026-01-01T00:00", "Pacific/Auckland");
  EXPECT_EQ(joined(rows_of({plan}, {2026, 3, 1}, {2026, 3, 3})), "p3 2026-03-01T00:00 \np3 2026-03-02T00:00 \n");
  const auto evening = plan_of("FREQ=DAILY", "2026-01-01T23:59", "Pacific/Honolulu");
  EXPECT_EQ(joined(rows_of({evening}, {2026, 3, 1}, {2026, 3, 2})), "p3 2026-03-01T23:59 \n");
  EXPECT_TRUE(rows_of({plan}, {2026, 3, 1}, {2026, 3, 1}).empty());
}

TEST(Simulate, KeepsItsEndsWhereMidnightIsMissing) {
  const auto plan = plan_of("FREQ=DAILY", "2018-01-01T00:00", "America/Sao_Paulo");
  EXPECT_EQ(joined(rows_of({plan}, {2018, 11, 4}, {2018, 11, 5})), "p3 2018-11-04T00:00 gap\n");
  EXPECT_EQ(joined(rows_of({plan}, {2018, 11, 3}, {2018, 11, 4})), "p3 2018-11-03T00:00 \n");
}

TEST(Simulate, OrdersPlansByMomentAndShowsNonPosts) {
  auto berlin = plan_of("FREQ=DAILY", "2026-01-01T10:00", "Europe/Berlin");
  berlin.id = PlanId("p1");
  berlin.skips = {"2026-03-01T10:00"};
  auto york = plan_of("FREQ=DAILY", "2026-01-01T03:00", "America/New_York");
  york.id = PlanId("p2");
  EXPECT_EQ(joined(rows_of({york, berlin}, {2026, 3, 1}, {2026, 3, 3})),
            "p2 2026-03-01T03:00 \np1 2026-03-01T10:00 skipped\np2 2026-03-02T03:00 \np1 2026-03-02T10:00 \n");
}

TEST(Simulate, RefusesASpanThatEndsFirstAndAPlanThatCannotBeRead) {
  const auto plan = plan_of("FREQ=DAILY", "2026-01-01T10:00", "Europe/Berlin");
  EXPECT_FALSE(simulated({plan}, {2026, 3, 2}, {2026, 3, 1}).has_value());
  auto broken = plan;
  broken.zone = "Europe/Nowhere";
  EXPECT_FALSE(simulated({plan, broken}, {2026, 3, 1}, {2026, 3, 2}).has_value());
}

TEST(FormatRows, WritesTheJsonOfTheContract) {
  const auto plan = plan_of("FREQ=DAILY", "2026-01-01T02:30", "Europe/Berlin");
  const auto text = format_rows(rows_of({plan}, {2026, 3, 29}, {2026, 3, 30}), "json").value();
  const auto json = nlohmann::json::parse(text);
  ASSERT_EQ(json.size(), 1U);
  EXPECT_EQ(json[0], nlohmann::json::parse(R"({"utc":"2026-03-29T01:00:00Z","local":"2026-03-29T03:00",
    "nominal":"2026-03-29T02:30","zone":"Europe/Berlin","plan":"p3","item":"","post":true,"reason":"gap","channel":"slack/T1/C1"})"));
  EXPECT_EQ(nlohmann::json::parse(format_rows({}, "json").value()), nlohmann::json::array());
}

TEST(FormatRows, QuotesWhateverAnItemIsCalled) {
  auto rows = rows_of({plan_of("FREQ=DAILY", "2026-01-01T10:00", "UTC")}, {2026, 3, 1}, {2026, 3, 2});
  rows[0].item = "tips/\"a\\b\n";
  EXPECT_EQ(nlohmann::json::parse(format_rows(rows, "json").value())[0]["item"], rows[0].item);
}

TEST(FormatRows, WritesACalendarThatHoldsToRfc5545) {
  auto plan = plan_of("FREQ=DAILY", "2026-01-01T02:30", "Europe/Berlin");
  plan.skips = {"2026-03-30T02:30"};
  auto rows = rows_of({plan}, {2026, 3, 28}, {2026, 4, 1});
  rows[0].item = "tips/" + std::string(90, 'a') + "\xC3\xA9" + std::string(90, 'b') + ",;\\";
  const auto text = format_rows(rows, "ics").value();
  ASSERT_EQ(text.substr(text.size() - 2), "\r\n");
  std::set<std::string> identifiers;
  std::string unfolded;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    ASSERT_EQ(line.back(), '\r') << line;
    EXPECT_LE(line.size() - 1, 75U) << line;
    EXPECT_TRUE(is_valid_utf8(line)) << "folded inside a character";
    if (line[0] == ' ') {
      unfolded.pop_back();
      unfolded += line.substr(1, line.size() - 2);
    } else {
      unfolded += line.substr(0, line.size() - 1);
      if (line.rfind("UID:", 0) == 0) identifiers.emplace(line);
    }
    unfolded += '\n';
  }
  EXPECT_EQ(identifiers.size(), 4U);
  EXPECT_EQ(unfolded.find("STATUS:CANCELLED"), unfolded.rfind("STATUS:CANCELLED")) << "the skipped one alone";
  EXPECT_NE(unfolded.find("plan p3\\, not posted: skipped\n"), std::string::npos) << unfolded;
  EXPECT_EQ(unfolded.rfind("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:", 0), 0U);
  EXPECT_NE(unfolded.find("DTSTART:20260329T010000Z\n"), std::string::npos);
  EXPECT_NE(unfolded.find("\xC3\xA9" + std::string(90, 'b') + "\\,\\;\\\\\n"), std::string::npos) << unfolded;
}

TEST(FormatRows, GivesEventsOfTwoPlacesTwoIdentifiers) {
  const auto one = plan_of("FREQ=DAILY", "2026-01-01T10:00", "UTC");
  auto other = one;
  other.channel.workspace = WorkspaceId("T2");
  const auto text = format_rows(rows_of({one, other}, {2026, 3, 1}, {2026, 3, 2}), "ics").value();
  std::set<std::string> identifiers;
  for (const std::string_view line : split(text, '\n'))
    if (line.rfind("UID:", 0) == 0) identifiers.emplace(line);
  EXPECT_EQ(identifiers.size(), 2U);
}

TEST(FormatRows, WritesATableWithALineForEachRow) {
  const auto text =
      format_rows(rows_of({plan_of("FREQ=DAILY", "2026-01-01T02:30", "Europe/Berlin")}, {2026, 3, 28}, {2026, 3, 30}), "table")
          .value();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_NE(text.find("2026-03-29T03:00  2026-03-29T01:00:00Z  Europe/Berlin"), std::string::npos) << text;
  EXPECT_NE(text.find("gap"), std::string::npos);
}

TEST(FormatRows, KeepsItsColumnsWhateverPlansAreCalled) {
  auto filed = plan_of("FREQ=DAILY", "2026-01-01T02:30", "America/Argentina/Buenos_Aires");
  filed.id = PlanId("a-plan-of-the-file-of-plans");
  const auto text = format_rows(rows_of({filed}, {2026, 3, 28}, {2026, 3, 29}), "table").value();
  const auto lines = split(text, '\n');
  ASSERT_GE(lines.size(), 2U);
  EXPECT_EQ(lines[0].find("zone"), lines[1].find("America")) << text;
  EXPECT_EQ(lines[0].find("plan"), lines[1].find("a-plan")) << text;
  EXPECT_EQ(lines[0].find("post"), lines[1].find("yes")) << text;
}

TEST(FormatRows, RefusesAFormatThatItDoesNotKnow) {
  EXPECT_EQ(format_rows({}, "xml").error().code, Code::Invalid);
  EXPECT_EQ(format_rows({}, "").error().code, Code::Invalid);
}

TEST(Simulate, TakesLittleTimeForAYearOfAThousandPlans) {
  const char* rules[] = {"FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=DAILY", "FREQ=MONTHLY;BYDAY=1MO",
                         "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"};
  const char* zones[] = {"Europe/Berlin", "America/New_York", "Asia/Kathmandu"};
  std::vector<store::Plan> plans;
  for (std::size_t i = 0; i < 1000; ++i) plans.push_back(plan_of(rules[i % 5], "2020-01-01T10:00", zones[i % 3]));
  const std::clock_t begun = std::clock();
  const auto rows = rows_of(plans, {2026, 3, 1}, {2027, 3, 1});
  const double used = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  std::printf("a year of 1,000 plans, %zu rows: %.3f s CPU\n", rows.size(), used);
  EXPECT_GT(rows.size(), 100000U);
  EXPECT_LT(used, 60.0) << "the target is 10 s; sanitizers cost several times that";
}

}  // namespace
}  // namespace allybot::schedule
