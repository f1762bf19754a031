#include "bot/platforms/slack/text.h"

#include <gtest/gtest.h>

namespace allybot::platforms::slack {
namespace {

const std::string kApart = "\xE2\x80\x8B";

TEST(SlackEscape, TouchesThreeCharactersOnly) { EXPECT_EQ(escape("a & b <c> \"d\" 'e'"), "a &amp; b &lt;c&gt; \"d\" 'e'"); }

TEST(SlackTypedText, KeepsMentionsAndDropsTheirLabels) {
  EXPECT_EQ(typed_text("lead add <@U012AB3CD|kim>"), "lead add <@U012AB3CD>");
  EXPECT_EQ(typed_text("<@W012AB3CD> and <#C012AB3CD|general> and <#C987654321|>"),
            "<@W012AB3CD> and <#C012AB3CD> and <#C987654321>");
}

TEST(SlackTypedText, ReadsLinksAndKeywords) {
  EXPECT_EQ(typed_text("<https://example.org/a?b&amp;c|example.org>"), "https://example.org/a?b&c");
  EXPECT_EQ(typed_text("<mailto:a@example.org|a@example.org>"), "mailto:a@example.org");
  EXPECT_EQ(typed_text("<!here> <!subteam^S1|@group> <!channel>"), "@here @group @channel");
}

TEST(SlackTypedText, ReadsEntitiesOnce) {
  EXPECT_EQ(typed_text("R&amp;D &lt;3 a &gt; b &quot; &amp;lt;"), "R&D <3 a > b &quot; &lt;");
}

TEST(SlackTypedText, NeverMakesAMentionOfTypedCharacters) {
  EXPECT_EQ(typed_text("&lt;@U012AB3CD&gt;"), "< @U012AB3CD>");
  EXPECT_EQ(typed_text("<@not an id|x>"), "< @not an id|x>");
  EXPECT_EQ(typed_text("<<@U012AB3CD>>").find("<@U012AB3CD>>"), 1U);
}

TEST(SlackTypedText, LeavesBrokenBracketsAsTheyAre) {
  for (const char* text : {"a < b", "a > b", "<", ">", "<@", "x <@U1", "", "a > b > c"}) {
    const std::string typed = typed_text(text);
    EXPECT_LE(typed.size(), std::string(text).size() + 1) << text;
  }
  EXPECT_EQ(typed_text("<>"), "<>");
  EXPECT_EQ(typed_text("use <b> here"), "use <b> here");
  EXPECT_EQ(typed_text("a > <@U012AB3CD>"), "a > <@U012AB3CD>");
}

TEST(SlackMrkdwn, ShowsLiteralTextAsItIs) {
  EXPECT_EQ(mrkdwn_text("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
  EXPECT_EQ(mrkdwn_text("*bold* _it_ ~no~ `code`"),
            "*" + kApart + "bold* _" + kApart + "it_ ~" + kApart + "no~ `" + kApart + "code`");
  EXPECT_EQ(mrkdwn_text("5 * 3 and snake_case"), "5 * 3 and snake_case");
  EXPECT_EQ(mrkdwn_text("> quote\n> more"), kApart + "&gt; quote\n" + kApart + "&gt; more");
}

TEST(SlackMrkdwn, StylesRuns) {
  EXPECT_EQ(
      mrkdwn(Line{{"very ", false, false, false, {}}, {" strong ", true, false, false, {}}, {"both", true, true, false, {}}}),
      "very  *strong* *_both_*");
  EXPECT_EQ(mrkdwn(Line{{"un", false, false, false, {}}, {"believ", true, false, false, {}}, {"able", false, false, false, {}}}),
            "un" + kApart + "*believ*" + kApart + "able");
  EXPECT_EQ(mrkdwn(Line{{"a`b<c>", false, false, true, {}}}), "`a'b&lt;c&gt;`");
}

TEST(SlackMrkdwn, LinksToHttpsAndMailOnly) {
  EXPECT_EQ(mrkdwn(Line{{"the <page|x>\n", false, false, false, "https://example.org/?a=1&b=2|3>"}}),
            "<https://example.org/?a=1&amp;b=2%7C3%3E|the pagex>\n");
  EXPECT_EQ(mrkdwn(Line{{"write", false, false, false, "mailto:a@example.org"}}), "<mailto:a@example.org|write>");
  EXPECT_EQ(mrkdwn(Line{{"", false, false, false, "https://example.org"}}), "<https://example.org|https://example.org>");
  for (const char* trap : {"javascript:alert(1)", "http://example.org", "!channel", "@U1", "#C1"})
    EXPECT_EQ(mrkdwn(Line{{"trap", false, false, false, trap}}), "trap") << trap;
}

TEST(SlackMrkdwn, CutsWithinTheLimitAndRemembers) {
  Cutter cutter;
  const Limit limit{"text", 60, Unit::Utf16};
  const Line line{{std::string(30, '&'), true, false, false, {}}, {" and a good deal more", false, false, false, {}}};
  const std::string cut = mrkdwn(line, limit, cutter, "text");
  EXPECT_LE(measure(cut, limit.unit), limit.most);
  EXPECT_EQ(cut.front(), '*');
  EXPECT_EQ(cut.back(), '*');
  EXPECT_EQ(cut.find("&amp;&"), 1U);
  ASSERT_EQ(cutter.faults().size(), 1U);
  EXPECT_EQ(cutter.faults()[0].field, "text");
}

TEST(SlackQuotes, AreTakenOut) { EXPECT_EQ(without_quotes("&gt; they said\ntip\n > and\nmore"), "tip\nmore"); }

TEST(SlackIds, AreCapitalLettersAndDigits) {
  for (const char* id : {"U012AB3CD", "C2147483705", "T1"}) EXPECT_TRUE(is_id(id)) << id;
  for (const char* id : {"", "U", "u012", "U 1", "U1/C1", "U1\n", "U1234567890123456789012345", "\xC3\x89"})
    EXPECT_FALSE(is_id(id)) << id;
}

}  // namespace
}  // namespace allybot::platforms::slack
