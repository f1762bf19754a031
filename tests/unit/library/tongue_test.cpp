#include "bot/library/tongue.h"

#include <gtest/gtest.h>

namespace allybot::library {
namespace {

using namespace std::chrono_literals;

constexpr auto kDay = 2026y / std::chrono::March / 3;

TEST(Tongue, WritesDatesAsTheLanguageDoes) {
  for (const auto& [language, date] : {std::pair{"en", "Tue 3 Mar 2026"},
                                       {"en-GB", "Tue 3 Mar 2026"},
                                       {"de", "Di., 3. M\xC3\xA4rz 2026"},
                                       {"es", "mar, 3 mar 2026"},
                                       {"fr", "mar. 3 mars 2026"}}) {
    EXPECT_EQ(written_date(language, kDay), date);
    EXPECT_EQ(written_moment(language, kDay, 10 * 60 + 5), std::string(date) + ", 10:05");
  }
  EXPECT_EQ(written_moment("de", kDay, 9 * 60), "Di., 3. M\xC3\xA4rz 2026, 09:00");
  EXPECT_EQ(written_day("en", kDay), "2026-03-03");
  EXPECT_EQ(written_day("de", kDay), "3. M\xC3\xA4rz 2026");
  EXPECT_EQ(written_day("fr", kDay), "3 mars 2026");
}

TEST(Tongue, WritesListsAsTheLanguageDoes) {
  const std::vector<std::string> three = {"a", "b", "c"};
  EXPECT_EQ(written_list("en", three), "a, b and c");
  EXPECT_EQ(written_list("de", three), "a, b und c");
  EXPECT_EQ(written_list("fr", three), "a, b et c");
  EXPECT_EQ(written_list("es", {"tips", "ideas"}), "tips e ideas");
  EXPECT_EQ(written_list("de", {"a"}), "a");
  EXPECT_EQ(written_list("de", {}), "");
}

TEST(Tongue, ChoosesThePluralForm) {
  for (const auto* language : {"en", "de", "es", "fr"}) {
    EXPECT_EQ(plural_form(language, 1), "one") << language;
    EXPECT_EQ(plural_form(language, 2), "other") << language;
  }
  EXPECT_EQ(plural_form("fr", 0), "one");
  EXPECT_EQ(plural_form("de", 0), "other");
  EXPECT_EQ(plural_form("pl", 3), "few");
}

TEST(Tongue, HasAnAnswerForALanguageThatNobodyKnows) {
  EXPECT_FALSE(written_date("xx", kDay).empty());
  EXPECT_EQ(plural_form("", 2), "other");
  EXPECT_EQ(written_list("not a language", {"a", "b"}).empty(), false);
}

}  // namespace
}  // namespace allybot::library
