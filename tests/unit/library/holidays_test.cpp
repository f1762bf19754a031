#include "bot/library/holidays.h"

#include <gtest/gtest.h>

namespace allybot::library {
namespace {

constexpr char kPublic[] =
    "# a remark\n"
    "DE\tweekend\t67\n"
    "DE\tNew Year's Day\t0101\n"
    "DE\tGood Friday\tE-2\n"
    "DE\tEaster Monday\tE+1\n"
    "DE\tElection\t20260906\n"
    "DE-BE\tInternational Women's Day\t0308\n"
    "DE-XX\t-\tE+1\n"
    "EG\tweekend\t56\n"
    "NP\tweekend\t6\n";

Holidays holidays(const char* own = "[]") {
  auto open = read_public_holidays(SourceText("public-holidays.txt", kPublic));
  auto ours = read_own_holidays(SourceText("holidays.yaml", own));
  EXPECT_TRUE(open.readable && open.findings.empty());
  EXPECT_TRUE(ours.readable && ours.findings.empty());
  return {open.rows.front(), ours.rows};
}

TEST(PublicHolidays, KnowFixedMovingAndSingleDays) {
  const Holidays days = holidays();
  EXPECT_EQ(days.name_of("DE", 2031, 1, 1), "New Year's Day");
  EXPECT_EQ(days.name_of("DE", 2026, 4, 3), "Good Friday");
  EXPECT_EQ(days.name_of("DE", 2027, 3, 26), "Good Friday");
  EXPECT_EQ(days.name_of("DE", 2038, 4, 26), "Easter Monday") << "the latest Easter there is";
  EXPECT_EQ(days.name_of("DE", 2026, 9, 6), "Election");
  EXPECT_EQ(days.name_of("DE", 2027, 9, 6), "");
  EXPECT_EQ(days.name_of("DE", 2026, 4, 4), "");
}

TEST(PublicHolidays, KnowThePartsOfACountry) {
  const Holidays days = holidays();
  EXPECT_EQ(days.name_of("DE-BE", 2026, 3, 8), "International Women's Day");
  EXPECT_EQ(days.name_of("DE-BE", 2026, 1, 1), "New Year's Day");
  EXPECT_EQ(days.name_of("DE", 2026, 3, 8), "");
  EXPECT_EQ(days.name_of("DE-XX", 2026, 4, 6), "") << "a region may be without one of the country's";
  EXPECT_EQ(days.name_of("DE-XX", 2026, 4, 3), "Good Friday");
  EXPECT_TRUE(days.knows("DE-BE"));
  EXPECT_FALSE(days.knows("DE-ZZ"));
}

TEST(PublicHolidays, KnowWeekends) {
  const Holidays days = holidays();
  EXPECT_TRUE(days.is_weekend("EG", 5));
  EXPECT_FALSE(days.is_weekend("EG", 7));
  EXPECT_FALSE(days.is_weekend("NP", 7));
  EXPECT_TRUE(days.is_weekend("DE-BE", 7));
  EXPECT_TRUE(days.is_weekend("", 6));
  EXPECT_TRUE(days.is_weekend("ZZ", 7));
  EXPECT_FALSE(days.is_weekend("ZZ", 5));
  EXPECT_TRUE(days.knows_holidays("DE"));
  EXPECT_FALSE(days.knows_holidays("NP"));
}

TEST(PublicHolidays, AreRefusedWhenTheyAreNotThose) {
  for (const char* text : {"DE weekend 67\n", "de\tweekend\t67\n", "DE\tweekend\n", "DE-\tNew\t0101\n", "DE\ta\tb\tc\n"}) {
    const auto read = read_public_holidays(SourceText("public-holidays.txt", text));
    EXPECT_FALSE(read.readable) << text;
    ASSERT_EQ(read.findings.size(), 1U);
    EXPECT_EQ(read.findings[0].code, "line");
  }
}

TEST(OwnHolidays, ComeBeforeThePublicOnes) {
  const Holidays days = holidays(
      "- {date: 12-24, name: Company closed}\n"
      "- {date: 2026-12-28, name: Bridge day, regions: [DE]}\n"
      "- {date: 2026-04-06, name: Shift, regions: [DE-BE], working: true}\n");
  EXPECT_EQ(days.name_of("", 2031, 12, 24), "Company closed");
  EXPECT_EQ(days.name_of("DE-BE", 2026, 12, 28), "Bridge day");
  EXPECT_EQ(days.name_of("FR", 2026, 12, 28), "");
  EXPECT_EQ(days.name_of("DE", 2027, 12, 28), "");
  EXPECT_EQ(days.name_of("DE-BE", 2026, 4, 6), "") << "we work";
  EXPECT_EQ(days.name_of("DE", 2026, 4, 6), "Easter Monday");
}

TEST(OwnHolidays, SayWhatIsWrongAndWhere) {
  const auto read = read_own_holidays(SourceText("holidays.yaml",
                                                 "- {date: 02-30, name: Never}\n"
                                                 "- {name: Undated}\n"
                                                 "- {date: 2026-12-24, name: Here, regions: [Germany]}\n"
                                                 "- {date: 2026-12-24, name: Good, wrong: 1}\n"
                                                 "- {date: 2026-12-25, name: Kept}\n"));
  EXPECT_TRUE(read.readable);
  ASSERT_EQ(read.rows.size(), 1U) << "the good row stays";
  EXPECT_EQ(read.rows[0].name, "Kept");
  std::vector<std::string> codes;
  for (const Finding& finding : read.findings) codes.push_back(std::to_string(finding.line) + ' ' + finding.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"1 date", "2 missing-key", "3 region", "4 unknown-key"}));
}

}  // namespace
}  // namespace allybot::library
