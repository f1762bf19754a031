#include "bot/schedule/zone.h"

#include <gtest/gtest.h>

#include "bot/schedule/zone_names.h"

namespace allybot::schedule {
namespace {

LocalTime local(const char* text) { return LocalTime::read(text).value(); }

TEST(LocalDate, GoesThereAndBack) {
  for (const char* text : {"2026-03-29", "2024-02-29", "0001-01-01", "9999-12-31"})
    EXPECT_EQ(LocalDate::read(text).value().str(), text);
}

TEST(LocalDate, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026/01/01",
                           "2026-01-01T", "2026-01-0x", "-026-01-01", "+026-01-01", "0000-01-01"})
    EXPECT_FALSE(LocalDate::read(text).has_value()) << text;
}

TEST(LocalTime, GoesThereAndBack) {
  for (const char* text : {"2026-03-29T02:30", "2024-02-29T23:59", "2026-01-01T00:00"})
    EXPECT_EQ(LocalTime::read(text).value().str(), text);
}

TEST(LocalTime, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026-03-29", "2026-03-29 02:30", "2026-03-29T24:00", "2026-03-29T12:60", "2026-03-29T1:00",
                           "2026-03-29T10:00:00", "2026-03-29T-1:00", "2026-02-30T10:00"})
    EXPECT_FALSE(LocalTime::read(text).has_value()) << text;
}

struct MomentRow {
  const char* zone;
  const char* local;
  const char* utc;
  Zone::Kind kind;
  const char* shown;  ///< what the wall clock shows at that moment
};

class ZoneMoments : public testing::TestWithParam<MomentRow> {};

TEST_P(ZoneMoments, FollowTheWallClock) {
  const auto& row = GetParam();
  const auto zone = Zone::load(row.zone);
  ASSERT_TRUE(zone.has_value());
  const auto moment = zone->moment(local(row.local));
  EXPECT_EQ(to_rfc3339(moment.at), row.utc);
  EXPECT_EQ(moment.kind, row.kind);
  EXPECT_EQ(zone->local(moment.at).str(), row.shown);
}

constexpr auto kUnique = Zone::Kind::Unique, kSkipped = Zone::Kind::Skipped, kRepeated = Zone::Kind::Repeated;

INSTANTIATE_TEST_SUITE_P(
    BothChanges, ZoneMoments,
    testing::Values(MomentRow{"Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00Z", kUnique, "2026-03-29T01:59"},
                    MomentRow{"Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00Z", kSkipped, "2026-03-29T03:00"},
                    MomentRow{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z", kSkipped, "2026-03-29T03:00"},
                    MomentRow{"Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z", kUnique, "2026-03-29T03:00"},
                    MomentRow{"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", kRepeated, "2026-10-25T02:30"},
                    MomentRow{"Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z", kUnique, "2026-10-25T03:00"},
                    MomentRow{"Europe/Berlin", "2045-03-26T02:30", "2045-03-26T01:00:00Z", kSkipped, "2045-03-26T03:00"},
                    MomentRow{"Europe/London", "2026-03-29T01:30", "2026-03-29T01:00:00Z", kSkipped, "2026-03-29T02:00"},
                    MomentRow{"Europe/London", "2026-10-25T01:00", "2026-10-25T00:00:00Z", kRepeated, "2026-10-25T01:00"},
                    MomentRow{"America/New_York", "2026-03-08T02:15", "2026-03-08T07:00:00Z", kSkipped, "2026-03-08T03:00"},
                    MomentRow{"America/New_York", "2026-11-01T01:15", "2026-11-01T05:15:00Z", kRepeated, "2026-11-01T01:15"},
                    MomentRow{"America/St_Johns", "2026-03-08T02:30", "2026-03-08T05:30:00Z", kSkipped, "2026-03-08T03:00"},
                    MomentRow{"America/St_Johns", "2026-11-01T01:30", "2026-11-01T04:00:00Z", kRepeated, "2026-11-01T01:30"},
                    MomentRow{"America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00:00Z", kSkipped, "2018-11-04T01:00"},
                    MomentRow{"America/Sao_Paulo", "2019-02-16T23:30", "2019-02-17T01:30:00Z", kRepeated, "2019-02-16T23:30"},
                    MomentRow{"America/Sao_Paulo", "2026-11-01T00:00", "2026-11-01T03:00:00Z", kUnique, "2026-11-01T00:00"},
                    MomentRow{"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z", kSkipped, "2026-10-04T02:30"},
                    MomentRow{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", kRepeated, "2026-04-05T01:45"},
                    MomentRow{"Australia/Sydney", "2026-10-04T02:30", "2026-10-03T16:00:00Z", kSkipped, "2026-10-04T03:00"},
                    MomentRow{"Australia/Sydney", "2026-04-05T02:30", "2026-04-04T15:30:00Z", kRepeated, "2026-04-05T02:30"},
                    MomentRow{"Asia/Kathmandu", "2026-03-29T02:30", "2026-03-28T20:45:00Z", kUnique, "2026-03-29T02:30"},
                    MomentRow{"Asia/Tehran", "2022-03-22T00:30", "2022-03-21T20:30:00Z", kSkipped, "2022-03-22T01:00"},
                    MomentRow{"Asia/Tehran", "2022-09-21T23:30", "2022-09-21T19:00:00Z", kRepeated, "2022-09-21T23:30"},
                    MomentRow{"Asia/Tehran", "2026-03-22T00:30", "2026-03-21T21:00:00Z", kUnique, "2026-03-22T00:30"},
                    MomentRow{"Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30:00Z", kRepeated, "2026-02-15T02:30"},
                    MomentRow{"Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59:00Z", kUnique, "2011-12-29T23:59"},
                    MomentRow{"Pacific/Apia", "2011-12-30T10:00", "2011-12-30T10:00:00Z", kSkipped, "2011-12-31T00:00"},
                    MomentRow{"Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z", kUnique, "2011-12-31T00:00"},
                    MomentRow{"UTC", "2026-03-29T02:30", "2026-03-29T02:30:00Z", kUnique, "2026-03-29T02:30"}));

TEST(Zone, KnowsTheDateThatApiaSkipped) {
  const auto apia = Zone::load("Pacific/Apia").value();
  EXPECT_TRUE(apia.has_date({2011, 12, 29}));
  EXPECT_FALSE(apia.has_date({2011, 12, 30}));
  EXPECT_TRUE(apia.has_date({2011, 12, 31}));
  EXPECT_FALSE(Zone::load("Pacific/Kwajalein").value().has_date({1993, 8, 21}));
}

TEST(Zone, HasADateWhoseMidnightIsMissing) {
  EXPECT_TRUE(Zone::load("America/Sao_Paulo").value().has_date({2018, 11, 4}));
  EXPECT_TRUE(Zone::load("Europe/Berlin").value().has_date({2026, 3, 29}));
}

TEST(Zone, ShowsMomentsBeforeItsFirstMinuteOfAnHourAndBelowASecond) {
  const auto berlin = Zone::load("Europe/Berlin").value();
  EXPECT_EQ(berlin.local(from_rfc3339("2026-03-29T00:59:59Z").value() + milliseconds(999)).str(), "2026-03-29T01:59");
  EXPECT_EQ(berlin.local(from_unix_millis(-1)).str(), "1970-01-01T00:59");
}

TEST(Zone, RefusesWhatIsNoNameOfTheDatabase) {
  for (const std::string_view name : std::initializer_list<std::string_view>{
           "", "Europe/Berlni", "europe/berlin", "Berlin", "../etc/passwd", "/etc/localtime", "localtime", "libc:localtime",
           "file:/usr/share/zoneinfo/UTC", "Fixed/UTC+05:00:00", "Factory", "Europe", "zone.tab", "posix/UTC", "Europe/",
           "Europe//Berlin/", "UTC\n", std::string_view("UTC\0", 4)}) {
    const auto zone = Zone::load(name);
    ASSERT_FALSE(zone.has_value()) << name;
    EXPECT_EQ(zone.error().code, Code::Invalid);
  }
}

TEST(Zone, OffersNearNamesToTheMemberAndNoWordsToTheLog) {
  const auto zone = Zone::load("Europe/Berlni");
  ASSERT_FALSE(zone.has_value());
  EXPECT_NE(zone.error().for_member.find("Europe/Berlin"), std::string::npos) << zone.error().for_member;
  EXPECT_EQ(zone.error().for_log.find("Berlni"), std::string::npos);
}

TEST(ZoneNamed, UnderstandsWhatPeopleWrite) {
  const std::pair<const char*, const char*> rows[] = {
      {"Berlin", "Europe/Berlin"},
      {"berlin", "Europe/Berlin"},
      {"europe/berlin", "Europe/Berlin"},
      {"EUROPE/BERLIN", "Europe/Berlin"},
      {"Berlin time", "Europe/Berlin"},
      {"  Berlin   local time ", "Europe/Berlin"},
      {"New York", "America/New_York"},
      {"new_york", "America/New_York"},
      {"America/New York", "America/New_York"},
      {"UTC", "UTC"},
      {"utc", "UTC"},
      {"CET", "CET"},
      {"GMT", "GMT"},
      {"Sao Paulo", "America/Sao_Paulo"},
      {"S\xC3\xA3o Paulo", "America/Sao_Paulo"},
      {"Z\xC3\xBCrich", "Europe/Zurich"},
      {"M\xC3\xBCnchen time", "Europe/Berlin"},
      {"Krak\xC3\xB3w", "Europe/Warsaw"},
      {"St. John's", "America/St_Johns"},
      {"Port-au-Prince", "America/Port-au-Prince"},
      {"Lord Howe", "Australia/Lord_Howe"},
      {"Buenos Aires", "America/Argentina/Buenos_Aires"},
      {"Louisville", "America/Kentucky/Louisville"},
      {"Istanbul", "Europe/Istanbul"},
      {"Nepal", "Asia/Kathmandu"},
      {"Germany", "Europe/Berlin"},
      {"Mumbai", "Asia/Kolkata"},
      {"Pacific time", "America/Los_Angeles"},
      {"Etc/GMT-5", "Etc/GMT-5"},
      {"EST", ""},
      {"IST", ""},
      {"CST", ""},
      {"Australia", ""},
      {"United States", ""},
      {"GMT-5", ""},
      {"UTC+2", ""},
      {"Atlantis", ""},
      {"time", ""},
      {"", ""},
      {"Europe", ""},
  };
  for (const auto& [words, zone] : rows) EXPECT_EQ(zone_named(words).value_or(""), zone) << words;
}

TEST(ZoneNamed, FindsOnlyZonesThatLoad) {
  for (const char* words : {"Berlin", "Mumbai", "Kyiv", "Lviv", "Saigon", "Hawaii", "PST", "NZST", "Nepal", "Montreal"}) {
    const auto name = zone_named(words);
    ASSERT_TRUE(name.has_value()) << words;
    EXPECT_TRUE(Zone::load(*name).has_value()) << *name;
  }
}

TEST(ZonesNear, OffersWhatWasPerhapsMeant) {
  const auto first = [](const char* words) {
    const auto near = zones_near(words, 3);
    return near.empty() ? std::string() : near.front();
  };
  EXPECT_EQ(first("Berlni"), "Europe/Berlin");
  EXPECT_EQ(first("Europe/Berln"), "Europe/Berlin");
  EXPECT_EQ(first("Germany/Berlin"), "Europe/Berlin");
  EXPECT_EQ(first("kathmandhu"), "Asia/Kathmandu");
  EXPECT_EQ(first("EST"), "America/New_York");
  EXPECT_EQ(first("Melbuorne"), "Australia/Melbourne");
  EXPECT_EQ(first("San Fransisco"), "America/Los_Angeles");
  EXPECT_EQ(first("qqqqqqqq"), "");
  EXPECT_EQ(first(""), "");
  EXPECT_LE(zones_near("a", 3).size(), 3U);
}

}  // namespace
}  // namespace allybot::schedule
