#include "bot/library/item_file.h"

#include <gtest/gtest.h>

#include "bot/library/field_reading.h"
#include "bot/library/markdown.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

ItemFile read(const std::string& bytes, const std::string& kind = "tips", const std::string& name = "a-tip") {
  return read_item(SourceText("en/" + kind + "/" + name + ".md", bytes), *find_kind(kind), "en", name);
}

std::string tip(const std::string& fields = "", const std::string& body = "A short body.") {
  return ContentFolder::tip_text("A title", fields, body);
}

const Finding* finding(const ItemFile& file, const std::string& code) {
  for (const auto& one : file.findings)
    if (one.code == code) return &one;
  return nullptr;
}

void expect_refused(const ItemFile& file, const std::string& code, int line, int column, const std::string& hint_part = "") {
  EXPECT_FALSE(file.item.has_value());
  const Finding* found = finding(file, code);
  ASSERT_NE(found, nullptr) << code << (file.findings.empty() ? "" : ", but " + file.findings.front().code);
  EXPECT_EQ(found->line, line) << code;
  EXPECT_EQ(found->column, column) << code;
  EXPECT_NE(found->hint.find(hint_part), std::string::npos) << found->hint;
  EXPECT_FALSE(found->hint.empty());
}

TEST(ItemFileReading, ReadsEveryFieldOfATip) {
  const auto file = read(
      "---\ntitle: Say whose idea it was\ntopics: [meetings, credit]\naudience: [everyone, managers]\nbarrier: [know-how]\n"
      "action: Name the person who said it first.\nsources: [EV-1]\npoints: [S12, S10]\nregions: [DE, GB]\ndraft: true\n"
      "publish: 2026-01-02\nexpire: 2027-01-02\nreview_by: 2028-06-01\n---\nFirst.\n\nSecond **bold**.\n");
  ASSERT_TRUE(file.item.has_value()) << file.findings.front().message;
  const Item& item = *file.item;
  EXPECT_EQ(item.id.str(), "tips/a-tip");
  EXPECT_EQ(item.title, "Say whose idea it was");
  EXPECT_EQ(item.topics, (std::vector<std::string>{"meetings", "credit"}));
  EXPECT_EQ(item.audience, (std::vector<std::string>{"everyone", "managers"}));
  EXPECT_EQ(item.barrier, std::vector<std::string>{"know-how"});
  EXPECT_EQ(item.sources, std::vector<std::string>{"EV-1"});
  EXPECT_EQ(item.points, (std::vector<std::string>{"S12", "S10"}));
  EXPECT_EQ(item.regions, (std::vector<std::string>{"DE", "GB"}));
  EXPECT_TRUE(item.draft);
  EXPECT_EQ(item.publish, read_day("2026-01-02"));
  EXPECT_EQ(item.expire, read_day("2027-01-02"));
  EXPECT_EQ(item.review_by, read_day("2028-06-01"));
  ASSERT_EQ(item.body.size(), 2U);
  EXPECT_TRUE(std::get<Paragraph>(item.body[1]).line[1].strong);
  EXPECT_TRUE(file.findings.empty());
}

TEST(ItemFileReading, ReadsTheFieldsOfEachOtherKind) {
  const auto myth = read(tip("claim: \"They say: so\"\nverdict: mostly\n"), "myths");
  ASSERT_TRUE(myth.item.has_value());
  EXPECT_EQ(myth.item->claim, "They say: so");
  EXPECT_EQ(myth.item->verdict, "mostly");
  const auto resource =
      read(tip("url: https://example.org/a?b=c\npublisher: P\ntype: guide\nminutes: 12\ncost: free\nchecked_on: 2026-11-24\n"),
           "resources");
  ASSERT_TRUE(resource.item.has_value());
  EXPECT_EQ(resource.item->minutes, 12);
  EXPECT_EQ(resource.item->url, "https://example.org/a?b=c");
  const auto exercise = read(tip("minutes: 5\npeople: pairs\n", "Set up.\n\n1. One\n2. Two"), "exercises");
  ASSERT_TRUE(exercise.item.has_value());
  EXPECT_TRUE(std::get<Bullets>(exercise.item->body[1]).numbered);
  const auto pledge = read(tip("if: \"I am asked: once\"\nthen: \"I will say yes\"\n"), "pledges");
  ASSERT_TRUE(pledge.item.has_value());
  EXPECT_EQ(pledge.item->if_, "I am asked: once");
  const auto scenario = read(tip("situation: s\nnow: \"No\"\nafterwards: a\nwith_manager: m\n"), "scenarios");
  ASSERT_TRUE(scenario.item.has_value());
  EXPECT_EQ(scenario.item->now, "No");
  const auto story = read("---\ntitle: T\ntopics: [men]\naudience: [everyone]\n---\nWhen?\n", "stories");
  EXPECT_TRUE(story.item.has_value()) << "a story needs no action";
}

TEST(ItemFileReading, TakesWhatEditorsLeaveBehind) {
  EXPECT_TRUE(read("\xEF\xBB\xBF" + tip()).item.has_value()) << "byte order mark";
  std::string windows;
  for (const char c : tip("draft: false\n", "One.\n\nTwo.")) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto crlf = read(windows);
  ASSERT_TRUE(crlf.item.has_value());
  EXPECT_EQ(crlf.item->title, "A title");
  EXPECT_EQ(crlf.item->body.size(), 2U);
  EXPECT_TRUE(read("\n\n" + tip()).item.has_value()) << "blank lines first";
  EXPECT_TRUE(
      read("--- \ntitle:\tTabbed\ntopics:\n\t- meetings\naudience: [everyone]\naction: A\n---\t\nBody\n").item.has_value())
      << "tabs";
  const auto emoji =
      read(ContentFolder::tip_text("\"\xF0\x9F\x91\x8B Hello\"", "", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xF0\x9F\x91\x8B"));
  ASSERT_TRUE(emoji.item.has_value());
  EXPECT_EQ(emoji.item->title, "\xF0\x9F\x91\x8B Hello");
}

TEST(ItemFileReading, TakesCurlyQuotesForQuotesAndSaysSo) {
  const auto file = read(ContentFolder::tip_text("\xE2\x80\x9CSay it\xE2\x80\x9D"));
  ASSERT_TRUE(file.item.has_value());
  EXPECT_EQ(file.item->title, "Say it");
  ASSERT_NE(finding(file, "smart-quotes"), nullptr);
  EXPECT_EQ(finding(file, "smart-quotes")->level, Finding::Level::Warning);
}

TEST(ItemFileReading, RefusesAnUnknownFieldWithTheNearestOne) {
  expect_refused(read(tip("revew_by: 2028-06-01\n")), "unknown-key", 6, 1, "review_by");
  expect_refused(read(tip("verdict: myth\n")), "unknown-key", 6, 1);
}

TEST(ItemFileReading, RefusesAnUnknownValueWithTheNearestOne) {
  expect_refused(read(tip("audience: [everyone, manager]\n")), "unknown-value", 5, 22, "managers");
  expect_refused(read(tip("claim: c\nverdict: mostley\n"), "myths"), "unknown-value", 7, 10, "mostly");
}

TEST(ItemFileReading, CountsColumnsInCodePoints) {
  const auto file = read(ContentFolder::tip_text("A title", "barrier: [\"\xC3\xA9\xC3\xA9\", fea]\n"));
  ASSERT_FALSE(file.item.has_value());
  bool found = false;
  for (const auto& one : file.findings) found = found || (one.code == "unknown-value" && one.column == 17);
  EXPECT_TRUE(found);
}

TEST(ItemFileReading, RefusesYamlsOwnIdeaOfTrue) {
  for (const auto* word : {"yes", "no", "on", "True", "1"})
    expect_refused(read(tip("draft: " + std::string(word) + "\n")), "wrong-type", 6, 8, "true or false");
}

TEST(ItemFileReading, RefusesDatesThatTheCalendarDoesNotHave) {
  for (const auto* day : {"2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "tomorrow", "2026-01-01T00:00"})
    expect_refused(read(tip("publish: \"" + std::string(day) + "\"\n")), "date", 6, 10, "YYYY-MM-DD");
  expect_refused(read(tip("publish: 2026-05-01\nexpire: 2026-05-01\n")), "date", 7, 9);
}

TEST(ItemFileReading, RefusesBadNumbersPointsAndRegions) {
  expect_refused(read(tip("minutes: 1.5\npeople: pairs\n"), "exercises"), "wrong-type", 6, 10);
  expect_refused(read(tip("minutes: -3\npeople: pairs\n"), "exercises"), "wrong-type", 6, 10);
  expect_refused(read(tip("points: [S61]\n")), "point", 6, 10);
  expect_refused(read(tip("points: [S1]\n")), "point", 6, 10);
  expect_refused(read(tip("regions: [de]\n")), "region", 6, 11);
  expect_refused(read(tip("regions: [UK]\n")), "region", 6, 11, "GB");
  expect_refused(read(tip("regions: [DE]\nnot_regions: [DE]\n")), "region", 7, 15);
}

TEST(ItemFileReading, RefusesWhatIsMissingEmptyOrTwice) {
  const auto missing = read("---\ntitle: T\n---\nBody\n");
  EXPECT_FALSE(missing.item.has_value());
  EXPECT_EQ(missing.findings.size(), 3U) << "topics, audience, action";
  expect_refused(read("---\ntitle: \"\"\ntopics: [a]\naudience: [everyone]\naction: A\n---\nB\n"), "empty", 2, 8);
  expect_refused(read(tip("topics: []\n")), "empty", 5, 9);
  expect_refused(read(tip("title: Again\n")), "doubled-key", 6, 1);
  expect_refused(read(tip("topics: [meetings, meetings]\n")), "doubled-value", 5, 20);
  expect_refused(read(tip("", "")), "empty", 7, 1);
}

TEST(ItemFileReading, RefusesWhatIsTooLong) {
  expect_refused(read(ContentFolder::tip_text(std::string(71, 'a'))), "too-long", 2, 8, "Shorten it by 1");
  EXPECT_TRUE(read(ContentFolder::tip_text(std::string(70, 'a'))).item.has_value());
  expect_refused(read(tip("topics: [a, b, c, d, e]\n")), "too-many", 5, 22);
  expect_refused(read(tip(), "tips", std::string(36, 'a')), "id-too-long", 1, 1);
  expect_refused(read(tip(), "tips", "Not_A_Slug"), "slug", 1, 1);
}

TEST(ItemFileReading, RefusesFrontMatterThatIsNotThereOrNotClosed) {
  expect_refused(read("Just text\n"), "front-matter", 1, 1, "---");
  const auto open = read("---\ntitle: T\ntopics: [a]\n");
  expect_refused(open, "unfinished", 1, 4);
  EXPECT_TRUE(open.unfinished);
  EXPECT_TRUE(read("").unfinished);
  EXPECT_FALSE(read("Just text\n").unfinished);
  expect_refused(read("---\n---\nBody\n"), "front-matter", 2, 1);
  expect_refused(read("---\n- a\n---\nBody\n"), "front-matter", 2, 1);
}

TEST(ItemFileReading, RefusesBrokenYamlAtItsLine) {
  expect_refused(read("---\ntitle: A: b\n---\nBody\n"), "yaml", 2, 9, "double quotes");
  expect_refused(read("---\ntitle: T\ntopics: [a, b\naudience: [everyone]\n---\nBody\n"), "yaml", 3, 9, "Close it with ]");
  expect_refused(read("---\ntitle: &x T\naction: *x\n---\nBody\n"), "yaml", 3, 9, "quotes");
  expect_refused(read("---\ntitle: " + std::string(2000, '[') + std::string(2000, ']') + "\n---\nBody\n"), "yaml", 2, 19);
  expect_refused(read("---\ntitle: \"open\ntopics: [a]\n---\nBody\n"), "yaml", 2, 8, "Close it");
  expect_refused(read("---\ntitle: 'it''s\ntopics: [a]\n---\nBody\n"), "yaml", 2, 8, "Close it");
  expect_refused(read("---\ntitle: {a\n---\nBody\n"), "yaml", 2, 8, "Close it with }");
  expect_refused(read("---\n- a\ntitle: b\n---\nBody\n"), "yaml", 3, 1);
}

TEST(ItemFileReading, RefusesBytesThatAreNotText) {
  expect_refused(read(ContentFolder::tip_text("Caf\xE9")), "not-utf8", 2, 11, "UTF-8");
  expect_refused(read(tip("", std::string("a\0b", 3))), "control-character", 7, 2);
}

TEST(ItemFileReading, RefusesWhatABodyMayNotHold) {
  expect_refused(read(tip("", "Text.\n\n# Heading")), "heading", 9, 1);
  expect_refused(read(tip("", "Text <b>bold</b>.")), "html", 7, 6);
  expect_refused(read(tip("", "<script>alert(1)</script>")), "html", 7, 1);
  expect_refused(read(tip("", "See ![alt](https://example.org/a.png)")), "image", 7, 5);
  expect_refused(read(tip("", "[a](http://example.org)")), "link", 7, 1, "https://");
  expect_refused(read(tip("", "[a](javascript:alert)")), "link", 7, 1);
  expect_refused(read(tip("", "[a](https://user@example.org/)")), "link", 7, 1);
  expect_refused(read(tip("", "    code")), "markdown", 7, 5);
  expect_refused(read(tip("", "- a\n  - b")), "markdown", 8, 3, "flat");
}

TEST(MarkdownReading, MakesBlocksOfEveryKind) {
  const SourceText source("x.md", "One *two*\nthree `four`.\n\n- a\n- b\n\n> quoted\n\n---\n\n[link](https://example.org/x)\n");
  const auto body = read_markdown(source, 0);
  EXPECT_TRUE(body.problems.empty());
  ASSERT_EQ(body.blocks.size(), 5U);
  const auto& first = std::get<Paragraph>(body.blocks[0]).line;
  ASSERT_EQ(first.size(), 5U);
  EXPECT_TRUE(first[1].emphasis);
  EXPECT_EQ(first[2].text, " three ");
  EXPECT_TRUE(first[3].code);
  EXPECT_EQ(std::get<Bullets>(body.blocks[1]).items.size(), 2U);
  EXPECT_EQ(std::get<Quote>(body.blocks[2]).line.front().text, "quoted");
  EXPECT_TRUE(std::holds_alternative<Divider>(body.blocks[3]));
  EXPECT_EQ(std::get<Paragraph>(body.blocks[4]).line.front().link, "https://example.org/x");
  EXPECT_EQ(body.links, 1U);
}

TEST(MarkdownReading, KeepsEscapesAndEntitiesAsText) {
  const SourceText source("x.md", "5 \\< 6 &amp; \\*not bold\\*\n");
  const auto body = read_markdown(source, 0);
  ASSERT_EQ(body.blocks.size(), 1U);
  EXPECT_EQ(plain_body(body.blocks), "5 < 6 & *not bold*");
}

TEST(KindTable, HasASampleOrAMeaningForEveryField) {
  for (const Kind& kind : kinds())
    for (const Field& field : kind.fields) EXPECT_FALSE(field.meaning.empty()) << kind.name << " " << field.name;
  EXPECT_EQ(kinds().size(), 7U);
}

}  // namespace
}  // namespace allybot::library
