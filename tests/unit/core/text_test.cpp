#include "bot/core/text.h"

#include <gtest/gtest.h>

namespace allybot {
namespace {

TEST(Utf8, IsRecognised) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("plain"));
  EXPECT_TRUE(is_valid_utf8("caf\xC3\xA9 \xF0\x9F\x98\x80"));
}

TEST(Utf8, RefusesBrokenBytes) {
  for (const char* bytes : {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\x80z"})
    EXPECT_FALSE(is_valid_utf8(bytes)) << bytes;
}

TEST(CutCodePoints, LeavesWhatFits) { EXPECT_EQ(cut_code_points("short", 5), "short"); }

TEST(CutCodePoints, EndsWithAnEllipsisInsideTheLimit) {
  const std::string cut = cut_code_points("a long sentence", 6);
  EXPECT_EQ(cut, "a lon\xE2\x80\xA6");
  EXPECT_EQ(count_code_points(cut), 6U);
}

TEST(CutCodePoints, KeepsAFlagWhole) {
  const std::string flags = "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7";  // DE FR, two code points each
  EXPECT_EQ(cut_code_points(flags, 4), flags);
  EXPECT_EQ(cut_code_points(flags, 3), flags.substr(0, 8) + "\xE2\x80\xA6");
  EXPECT_EQ(cut_code_points(flags, 2), "\xE2\x80\xA6");
}

TEST(FoldCase, ComparesWhatPeopleType) {
  EXPECT_EQ(fold_case("TIP"), "tip");
  EXPECT_EQ(fold_case("STRA\xC3\x9F"
                      "E"),
            fold_case("strasse"));
  EXPECT_EQ(fold_case("e\xCC\x81"), fold_case("\xC3\x89"));
}

TEST(Trim, TakesUnicodeSpacesToo) { EXPECT_EQ(trim("\xC2\xA0 tip \t\xE2\x80\x83"), "tip"); }

TEST(SplitWords, GivesWordsInOrder) {
  EXPECT_EQ(split_words("  a  bc\xC2\xA0"
                        "d "),
            (std::vector<std::string_view>{"a", "bc", "d"}));
}

TEST(EditDistance, CountsASwapAsOne) {
  EXPECT_EQ(edit_distance("myth", "mtyh", 2), 1U);
  EXPECT_EQ(edit_distance("tip", "tip", 2), 0U);
  EXPECT_EQ(edit_distance("tip", "tipp", 2), 1U);
  EXPECT_EQ(edit_distance("caf\xC3\xA9", "cafe", 2), 1U);
}

TEST(EditDistance, StopsAtTheLimit) { EXPECT_EQ(edit_distance("resource", "tip", 2), 3U); }

TEST(JsonQuoted, EscapesWhatJsonNeeds) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\x01"), "\"a\\\"b\\\\c\\n\\u0001\"");
  EXPECT_EQ(json_quoted("\xFF"), "\"\xEF\xBF\xBD\"");
}

TEST(Printable, KeepsLineBreaksOutOfALog) { EXPECT_EQ(printable("a\nb\x1B[31m"), "a b [31m"); }

TEST(ParseNumber, TakesDigitsOnly) {
  std::int64_t number = 0;
  EXPECT_TRUE(parse_number("042", number));
  EXPECT_EQ(number, 42);
  for (const char* text : {"", "-1", "+1", " 1", "1x", "9999999999999999999"}) EXPECT_FALSE(parse_number(text, number)) << text;
}

}  // namespace
}  // namespace allybot
