#include "bot/platforms/cut.h"

#include <gtest/gtest.h>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kSmile = "\xF0\x9F\x98\x80";

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string as_entities(std::string_view text) {
  std::string out;
  for (const char c : text) c == '&' ? out += "&amp;" : out += c;
  return out;
}

TEST(Cut, LeavesWhatFits) {
  EXPECT_EQ(cut("short", {"title", 5}), "short");
  EXPECT_EQ(cut("", {"title", 0}), "");
}

TEST(Cut, EndsWithAnEllipsisInsideTheLimit) {
  for (const Unit unit : {Unit::CodePoints, Unit::Utf16, Unit::Bytes}) {
    for (const std::string& text : {repeated("word ", 40), repeated(kSmile, 80), repeated("\xC3\xA9", 90)}) {
      const Limit limit{"title", 50, unit};
      const std::string shown = cut(text, limit);
      EXPECT_LE(measure(shown, unit), limit.most);
      EXPECT_TRUE(is_valid_utf8(shown));
      ASSERT_GE(shown.size(), kEllipsis.size());
      EXPECT_EQ(shown.substr(shown.size() - kEllipsis.size()), kEllipsis);
    }
  }
}

TEST(Cut, CountsAsThePlatformDoes) {
  EXPECT_EQ(measure(kSmile, Unit::CodePoints), 1U);
  EXPECT_EQ(measure(kSmile, Unit::Utf16), 2U);
  EXPECT_EQ(measure(kSmile, Unit::Bytes), 4U);
}

TEST(Cut, NeverHalvesAnEntity) {
  const std::string shown = cut_escaped(repeated("&", 40), {"text", 23}, as_entities);
  EXPECT_EQ(shown, "&amp;&amp;&amp;&amp;" + std::string(kEllipsis));
}

TEST(Cut, LeavesNothingWhereNothingFits) { EXPECT_EQ(cut_escaped("&&&", {"text", 0}, as_entities), ""); }

TEST(Cutter, RemembersWhatItCut) {
  Cutter cutter;
  EXPECT_EQ(cutter.text("fine", {"title", 10}), "fine");
  EXPECT_TRUE(cutter.faults().empty());
  cutter.text("far too long", {"title", 5});
  cutter.text("far too long", {"button", 5}, "button 2");
  EXPECT_EQ(cutter.number(30, {"buttons", 25}), 25U);
  EXPECT_EQ(cutter.number(20, {"buttons", 25}), 20U);
  ASSERT_EQ(cutter.faults().size(), 3U);
  EXPECT_EQ(cutter.faults()[0].field, "title");
  EXPECT_EQ(cutter.faults()[0].message, "12 characters, shown are 5");
  EXPECT_EQ(cutter.faults()[1].field, "button 2");
  EXPECT_EQ(cutter.faults()[2].message, "30, shown are 25");
}

}  // namespace
}  // namespace allybot::platforms
