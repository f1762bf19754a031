#include "bot/platforms/card_text.h"

#include <gtest/gtest.h>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

const std::string kApart = "\xE2\x80\x8B";

Inline plain(std::string text) { return {std::move(text), false, false, false, {}}; }

TEST(SafeLink, TakesHttpsAndMailOnly) {
  EXPECT_TRUE(is_safe_link("https://example.org/a?b=c#d"));
  EXPECT_TRUE(is_safe_link("mailto:help@example.org"));
  for (const char* url : {"http://example.org", "javascript:alert(1)", "https://", "mailto:", "data:text/html,x", "https://a b",
                          "https://a|b", "https://a>b", "https://a\nb", "HTTPS://example.org", "//example.org", ""})
    EXPECT_FALSE(is_safe_link(url)) << url;
}

TEST(SafeLink, EncodesWhatMarkupWouldRead) {
  EXPECT_EQ(safe_link("https://example.org/a b|c>d(e)\xC3\xA9"), "https://example.org/a%20b%7Cc%3Ed%28e%29%C3%A9");
  EXPECT_EQ(safe_link("javascript:alert(1)"), "");
}

TEST(FallbackText, IsTheTitleAsASentenceAndThenTheBlocks) {
  const Card card{"Say whose idea it was",
                  {Paragraph{{plain("Ideas get lost.")}}, Labelled{"This week", {plain("Name one person.")}}},
                  {},
                  {}};
  EXPECT_EQ(fallback_text(card, 1000), "Say whose idea it was.\nIdeas get lost.\nThis week: Name one person.");
}

TEST(FallbackText, KeepsTitleAndActionWhenItIsCut) {
  const Card card{"Say whose idea it was?",
                  {Paragraph{{plain(std::string(500, 'x'))}}, Labelled{"This week", {plain("Name one person.")}}},
                  {},
                  {}};
  const std::string text = fallback_text(card, 60);
  EXPECT_LE(count_code_points(text), 60U);
  EXPECT_EQ(text.find("Say whose idea it was?\nThis week: Name one person.\nxxx"), 0U);
}

TEST(Markdown, ShowsLiteralTextAsItIs) {
  EXPECT_EQ(markdown_text("*a* _b_ [c](d) `e` <f> \\", {}), "\\*a\\* \\_b\\_ \\[c\\](d) \\`e\\` \\<f\\> \\\\");
  EXPECT_EQ(markdown_text("# no heading\n- no list\n1. no number\n> no quote", {}),
            "\\# no heading\n\\- no list\n1\\. no number\n\\> no quote");
}

TEST(Markdown, NeverLetsTextCallPeopleOrLink) {
  const MarkdownRules rules{true, true, true, true, true};
  EXPECT_EQ(markdown_text("@all", rules), "@" + kApart + "all");
  EXPECT_EQ(markdown_text("~town", rules), "\\~" + kApart + "town");
  EXPECT_EQ(markdown_text("https://evil.example", rules), "https:" + kApart + "//evil.example");
  EXPECT_EQ(markdown_text("www.evil.example", rules), "www." + kApart + "evil.example");
  EXPECT_EQ(markdown_text(":tada:", rules), ":" + kApart + "tada:");
}

TEST(Markdown, StylesRunsAndLinks) {
  const Line line{plain("See "),
                  {" strong ", true, false, false, {}},
                  {"both", true, true, false, {}},
                  {"co`de", false, false, true, {}},
                  {"the page", false, false, false, "https://example.org/x"},
                  {"trap", false, false, false, "javascript:x"}};
  EXPECT_EQ(markdown(line, MarkdownRules{}), "See  **strong** ***both***`co'de`[the page](https://example.org/x)trap");
}

TEST(Markdown, WritesEachKindOfBlock) {
  const Card card{"Title",
                  {Paragraph{{plain("p")}}, Bullets{{{plain("a")}, {plain("b")}}, true}, Bullets{{{plain("c")}}, false},
                   Quote{{plain("q\nr")}}, Labelled{"This week", {plain("act")}}, Note{{plain("n")}}, Divider{}},
                  {},
                  {}};
  EXPECT_EQ(markdown(card, MarkdownRules{}),
            "#### Title\n\np\n\n1. a\n2. b\n\n- c\n\n> q\n> r\n\n**This week:** act\n\nn\n\n---");
  MarkdownRules bold;
  bold.headings = false;
  EXPECT_EQ(markdown(Card{"Title", {}, {}, {}}, bold), "**Title**");
}

TEST(NumberedChoices, ListButtonsAndLinks) {
  EXPECT_EQ(numbered_choices({Button{"Another", {"more", "", Binding::Member}, ButtonStyle::Default, {}, {}},
                              Button{"Read", {}, ButtonStyle::Default, {}, "https://example.org"}}),
            "1. Another\n2. Read: https://example.org");
}

TEST(FormAsCard, AsksTheQuestionsInText) {
  Form form;
  form.title = "This is wrong";
  form.intro = "Tell the admins.";
  form.fields.push_back({"what", "What is wrong", Field::Kind::LongText, "A sentence is enough", {}, {}, false, 300});
  form.fields.push_back({"how", "How bad", Field::Kind::Choose, {}, {}, {{"a", "A little"}, {"b", "A lot"}}, false, 150});
  EXPECT_EQ(plain_text(form_as_card(form)),
            "This is wrong\n\nTell the admins.\n\n- What is wrong: A sentence is enough\n- How bad (A little, A lot)");
}

}  // namespace
}  // namespace allybot::platforms
