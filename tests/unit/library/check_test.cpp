#include "bot/library/check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/spelling.h"
#include "bot/library/status.h"
#include "bot/library/style.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBody =
    "When a good point slides past in a meeting, you can put it right in one breath. Say whose point it was, and ask that person "
    "to\n"
    "take it further. It costs you nothing, and the talk gets back to the work.\n\n"
    "Do it early, and do it in a plain voice. People copy what is easy to copy. After a few weeks nobody has to think about it, "
    "and\n"
    "the room has one more voice in it.";

/// A folder whose one tip nothing can be said against, so that each test adds one fault.
class CheckedFolder : public ContentFolder {
 public:
  CheckedFolder() {
    fs::copy_file(fakes::source_dir() + "/content/style.yaml", path() / "style.yaml");
    write("words.txt", "# names\nPriya\n");
    tip("good", "", kBody);
  }
  CheckReport check(const std::vector<ExtraCheck>& extra = {}) const { return check_content(root(), clock, extra); }
  const Finding* find(const std::string& code, const std::vector<ExtraCheck>& extra = {}) {
    report_ = check(extra);
    for (const Finding& finding : report_.findings)
      if (finding.code == code) return &finding;
    return nullptr;
  }

 private:
  CheckReport report_;
};

void expect_at(const Finding* finding, int line, int column, Finding::Level level) {
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->line, line);
  EXPECT_EQ(finding->column, column);
  EXPECT_EQ(finding->level, level);
  EXPECT_FALSE(finding->hint.empty());
}

constexpr auto kError = Finding::Level::Error;
constexpr auto kWarning = Finding::Level::Warning;

TEST(ContentCheck, HasNothingToSayOfAGoodFolder) {
  const CheckedFolder folder;
  const auto report = folder.check();
  for (const Finding& finding : report.findings)
    EXPECT_EQ(finding.code, "no-dictionary") << finding.path << " " << finding.message;
  EXPECT_EQ(report.errors, 0U);
  EXPECT_EQ(report.files, 4U);
}

TEST(ContentCheck, FailsWhereThereIsNoContent) {
  const fakes::FakeClock clock;
  const auto report = check_content("/nowhere", clock, {});
  EXPECT_EQ(report.errors, 1U);
  EXPECT_EQ(report.findings.front().code, "no-content");
}

TEST(ContentCheck, CountsWords) {
  CheckedFolder folder;
  folder.tip("thin", "", "Far too few words.");
  expect_at(folder.find("length"), 7, 1, kWarning);
}

TEST(ContentCheck, TellsOfTextThatIsHardToRead) {
  CheckedFolder folder;
  std::string body;
  for (int at = 0; at < 12; ++at)
    body += "Organisational considerations necessitate comprehensive intersectional accountability ";
  folder.tip("hard", "", body + ".");
  EXPECT_NE(folder.find("hard-to-read"), nullptr);
}

TEST(ContentCheck, TellsOfWordsThatWeDoNotUse) {
  CheckedFolder folder;
  folder.tip("worded", "", std::string("Studies show that this works. ") + kBody);
  expect_at(folder.find("studies-show"), 7, 1, kError);
  folder.tip("worded", "", std::string("Somebody says \"studies show\", and means one. ") + kBody);
  EXPECT_EQ(folder.find("studies-show"), nullptr) << "quoted";
  folder.tip("worded", "", std::string("Privilege comes first here. ") + kBody);
  expect_at(folder.find("privilege-first"), 7, 1, kWarning);
  folder.tip("worded", "", std::string("It comes later. The word privilege, that is. ") + kBody);
  EXPECT_EQ(folder.find("privilege-first"), nullptr);
}

TEST(ContentCheck, TellsOfNumbersWithoutASource) {
  CheckedFolder folder;
  folder.tip("number", "", std::string("It helps 40 percent of teams. ") + kBody);
  expect_at(folder.find("number-without-source"), 7, 10, kError);
  folder.tip("number", "sources: [EV-1]\nreview_by: 2030-01-01\n", std::string("It helps 40% of teams. ") + kBody);
  EXPECT_EQ(folder.find("number-without-source"), nullptr);
  for (const auto* figure : {"Of 250 teams it helped some. ", "It helped 2 million people. ", "It was 12.5 times as good. "}) {
    folder.tip("number", "", std::string(figure) + kBody);
    EXPECT_NE(folder.find("number-without-source"), nullptr) << figure;
  }
  for (const auto* harmless :
       {"In 2018 we met at 10:30 for 45 minutes. ", "Say \"we had 30 talks\" aloud. ", "Ask 2 or 3 of them. "}) {
    folder.tip("number", "", std::string(harmless) + kBody);
    EXPECT_EQ(folder.find("number-without-source"), nullptr) << harmless;
  }
  folder.tip("number", "", std::string("One study found that it helps. ") + kBody);
  expect_at(folder.find("research-without-source"), 7, 5, kWarning);
  folder.tip("number", "sources: [EV-1]\n", kBody);
  expect_at(folder.find("no-review-date"), 6, 10, kWarning);
}

TEST(ContentCheck, TellsOfTypography) {
  for (const auto* fault :
       {"Two  spaces here. ", "A dash \xE2\x80\x94 here. ", "Well\xE2\x80\x99s here. ", "So there! ", "An \"open quote. ",
        "A no-break\xC2\xA0space. ", "A zero\xE2\x80\x8Bwidth space. ", "Turned \xE2\x80\xAE around. "}) {
    CheckedFolder folder;
    folder.tip("typed", "", std::string(fault) + kBody);
    EXPECT_NE(folder.find("typography"), nullptr) << fault;
  }
  CheckedFolder folder;
  folder.tip("emoji", "",
             std::string("A family \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA7 and a mark \xE2\x80\x8F of direction. ") + kBody);
  EXPECT_EQ(folder.find("typography"), nullptr) << "emoji and right-to-left text need these";
  folder.write("en/tips/dot.md", ContentFolder::tip_text("A title with a stop.", "", kBody));
  expect_at(folder.find("typography"), 2, 8, kWarning);
}

TEST(ContentCheck, TellsOfTwoLinksAndTwoTitles) {
  CheckedFolder folder;
  folder.tip("links", "", std::string("[a](https://example.org/a) and [b](https://example.org/b). ") + kBody);
  expect_at(folder.find("too-many-links"), 7, 32, kError);
  folder.remove("en/tips/links.md");
  folder.write("en/tips/twin.md", ContentFolder::tip_text("title of GOOD"));
  expect_at(folder.find("doubled-title"), 2, 8, kError);
}

TEST(ContentCheck, TellsOfNearDuplicatesButNotAmongDrafts) {
  CheckedFolder folder;
  folder.tip("twin", "", std::string("Another start. ") + kBody);
  const auto* finding = folder.find("near-duplicate");
  ASSERT_NE(finding, nullptr);
  folder.tip("twin", "draft: true\n", std::string("Another start. ") + kBody);
  EXPECT_EQ(folder.find("near-duplicate"), nullptr);
}

TEST(ContentCheck, TellsWhatIsPastItsDates) {
  CheckedFolder folder;  // its clock says November 2023
  folder.tip("old", "review_by: 2023-01-01\nexpire: 2023-02-01\n", kBody);
  expect_at(folder.find("past-review"), 6, 12, kWarning);
  expect_at(folder.find("expired"), 7, 9, kWarning);
}

TEST(ContentCheck, RefusesBareGreetingsAndRulesThatAreNone) {
  CheckedFolder folder;
  const auto write = [&](const std::string& rule, const std::string& text, const std::string& more = {}) {
    folder.write("observances.yaml", "- id: a-day\n  title: {en: A day}\n  rule: \"" + rule +
                                         "\"\n  days: 1\n  regions: []\n  kind: core\n  opt_in: false\n  before_days: [" + more +
                                         "]\n  \"on\": {text: {en: \"" + text + "\"}}\n  url: https://example.org/\n");
  };
  const char* kGood = "Put one woman forward for one opening this week, and say why she fits.";
  write("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", kGood);
  for (const char* code : {"bare-greeting", "rule", "missing-key"}) EXPECT_EQ(folder.find(code), nullptr) << code;
  for (const char* text :
       {"Happy Women's Day!", "Happy International Women's Day to all of you wonderful colleagues!", "Hello."}) {
    write("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", text);
    expect_at(folder.find("bare-greeting"), 9, 21, kError);
  }
  for (const char* rule : {"FREQ=YEARLY", "FREQ=DAILY", "FREQ=YEARLY;BYHOUR=3", "8 March"}) {
    write(rule, kGood);
    expect_at(folder.find("rule"), 3, 9, kError);
  }
  write("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", kGood, "7");
  expect_at(folder.find("missing-key"), 8, 16, kError);
}

TEST(ContentCheck, ChecksDaysAndSeries) {
  CheckedFolder folder;
  folder.write(
      "observances.yaml",
      "- id: a-day\n  title: {en: A day}\n  rule: \"FREQ=YEARLY\"\n  days: 1\n  regions: []\n  kind: core\n  opt_in: false\n"
      "  before_days: [3]\n  \"on\": {item: tips/goood}\n  url: https://example.org/\n");
  const auto* item = folder.find("unknown-item");
  expect_at(item, 9, 16, kError);
  EXPECT_NE(item->hint.find("tips/good"), std::string::npos);
  folder.write("observances.yaml", "- id: a-day\n  titel: {en: A day}\n");
  EXPECT_NE(folder.find("unknown-key"), nullptr);
  folder.write("observances.yaml", "[]\n");
  folder.write("series/s.yaml",
               "title: {en: S}\naudience: [everyone]\ntopics: [meetings]\npoints: [S01]\npace: weekly\nweeks: 2\n"
               "welcome: {en: W}\nsteps:\n  - item: tips/good\n  - item: tips/none\nend: {en: E}\n");
  expect_at(folder.find("unknown-item"), 10, 11, kError);
  expect_at(folder.find("steps"), 9, 3, kError);
}

TEST(ContentCheck, AddsWhatOtherRoomsSay) {
  CheckedFolder folder;
  const ExtraCheck too_long = [](const Library& library, const Item& item) {
    EXPECT_NE(library.find(item.id, "en"), nullptr);
    return std::vector<Finding>{{item.path, 1, 1, Finding::Level::Error, "card-cut", "Too long for the card.", "Shorten it."}};
  };
  const auto* finding = folder.find("card-cut", {too_long});
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->path, folder.root() + "/en/tips/good.md");
}

TEST(ContentCheck, TellsOfSpellingWhereADictionaryIs) {
  Spelling spelling("en", "Zanele\n");
  if (!spelling.available()) GTEST_SKIP() << "no dictionary is installed";
  const SourceText source("en/tips/x.md", "A sentnce with colour, color, Zanele, ABC, Xyzzy and stand-up.");
  const auto findings = spelling.check(source, words_in({"body", 0, source.text()}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].column, 3);
  EXPECT_NE(findings[0].hint.find("sentence"), std::string::npos);
}

TEST(ContentCheck, SkipsSpellingWithAWarningWhereNoDictionaryIs) {
  const Spelling spelling("en", "", "/nowhere");
  EXPECT_FALSE(spelling.available());
}

CheckReport two_findings() {
  CheckReport report;
  report.findings = {
      {"content/en/tips/a,b.md", 3, 14, Finding::Level::Error, "unknown-topic", "\"x\" is 100% new:\nno topic.", "Add it."},
      {"content/topics.yaml", 1, 1, Finding::Level::Warning, "missing-file", "It is missing.", ""}};
  report.errors = report.warnings = 1;
  return report;
}

TEST(ReportFormat, WritesTextAsCompilersDo) {
  EXPECT_EQ(*format_report(two_findings(), "text"),
            "content/en/tips/a,b.md:3:14: error unknown-topic: \"x\" is 100% new: no topic. Add it.\n"
            "content/topics.yaml:1:1: warning missing-file: It is missing.\n");
}

TEST(ReportFormat, WritesJsonThatParses) {
  const auto json = nlohmann::json::parse(*format_report(two_findings(), "json"), nullptr, false);
  ASSERT_FALSE(json.is_discarded());
  ASSERT_EQ(json["findings"].size(), 2U);
  const auto& first = json["findings"][0];
  EXPECT_EQ(first["path"], "content/en/tips/a,b.md");
  EXPECT_EQ(first["line"], 3);
  EXPECT_EQ(first["column"], 14);
  EXPECT_EQ(first["level"], "error");
  EXPECT_EQ(first["code"], "unknown-topic");
  EXPECT_EQ(first["hint"], "Add it.");
  EXPECT_EQ(nlohmann::json::parse(*format_report({}, "json"))["findings"].size(), 0U);
}

TEST(ReportFormat, EscapesForGithub) {
  EXPECT_EQ(*format_report(two_findings(), "github"),
            "::error file=content/en/tips/a%2Cb.md,line=3,col=14,title=unknown-topic::\"x\" is 100%25 new:%0Ano topic. Add it.\n"
            "::warning file=content/topics.yaml,line=1,col=1,title=missing-file::It is missing.\n");
}

TEST(ReportFormat, WritesSarif) {
  const auto json = nlohmann::json::parse(*format_report(two_findings(), "sarif"), nullptr, false);
  ASSERT_FALSE(json.is_discarded());
  EXPECT_EQ(json["version"], "2.1.0");
  const auto& run = json["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), 2U);
  const auto& place = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "content/en/tips/a%2Cb.md");
  EXPECT_EQ(place["region"]["startLine"], 3);
}

TEST(ReportFormat, RefusesAnother) { EXPECT_EQ(format_report({}, "xml").error().code, Code::Invalid); }

TEST(NewItem, IsValidAtOnceForEveryKind) {
  const CheckedFolder folder;
  for (const Kind& kind : kinds()) {
    const auto path = new_item(folder.root(), std::string(kind.singular), "Give \"credit\": " + std::string(kind.name));
    ASSERT_TRUE(path.has_value()) << path.error().for_log;
    EXPECT_TRUE(fs::exists(*path));
  }
  const auto report = folder.check();
  for (const Finding& finding : report.findings)
    EXPECT_EQ(finding.code, "no-dictionary") << finding.path << ":" << finding.line << " " << finding.message;
}

TEST(NewItem, NamesTheFileByItsTitle) {
  const CheckedFolder folder;
  EXPECT_EQ(*new_item(folder.root(), "tips", "Give credit!"), folder.root() + "/en/tips/give-credit.md");
  EXPECT_EQ(*new_item(folder.root(), "scenario", "A very long title that does not fit into an id at all"),
            folder.root() + "/en/scenarios/a-very-long-title-that-does.md");
  EXPECT_EQ(*new_item(folder.root(), "tip", "What's up"), folder.root() + "/en/tips/whats-up.md");
}

TEST(NewItem, NeverWritesOverAFile) {
  const CheckedFolder folder;
  EXPECT_EQ(new_item(folder.root(), "tip", "Good").error().code, Code::Conflict);
  EXPECT_EQ(folder.open()->current()->find(ItemId("tips/good"), "en")->title, "Title of good");
}

TEST(NewItem, RefusesWhatCannotBeAFile) {
  const CheckedFolder folder;
  EXPECT_EQ(new_item(folder.root(), "tipp", "T").error().code, Code::Invalid);
  EXPECT_NE(new_item(folder.root(), "tipp", "T").error().for_log.find("Did you mean \"tip\"?"), std::string::npos);
  EXPECT_EQ(new_item(folder.root(), "tip", "").error().code, Code::Invalid);
  EXPECT_EQ(new_item(folder.root(), "tip", "two\nlines").error().code, Code::Invalid);
  EXPECT_EQ(new_item(folder.root(), "tip", "...").error().code, Code::Invalid);
  EXPECT_EQ(new_item(folder.root(), "tip", std::string(71, 'a')).error().code, Code::Invalid);
  EXPECT_EQ(new_item("/nowhere", "tip", "T").error().code, Code::NotFound);
}

TEST(ContentStatus, ShowsHolesPointsAndReviews) {
  const CheckedFolder folder;  // its clock says 14 November 2023
  folder.tip("covered", "points: [S01, S02]\nreview_by: 2023-12-01\n");
  folder.tip("twice", "points: [S01]\nreview_by: 2023-11-01\n");
  const auto json = nlohmann::json::parse(*content_status(folder.root(), folder.clock, "json"), nullptr, false);
  ASSERT_FALSE(json.is_discarded());
  EXPECT_EQ(json["live"], 3);
  EXPECT_EQ(json["points"]["S01"], 2);
  EXPECT_EQ(json["points_thin"], nlohmann::json::array({"S02"}));
  EXPECT_EQ(json["points_missing"].size(), 58U);
  EXPECT_EQ(json["past_review"][0]["id"], "tips/twice");
  EXPECT_EQ(json["near_review"][0]["id"], "tips/covered");
  EXPECT_EQ(json["matrix"][0]["items"], 3);
  EXPECT_EQ(json["holes"].size(), 7U * 3U - 1U + 7U * 6U - 1U) << "by kind and topic, and by kind and audience";
  const auto text = content_status(folder.root(), folder.clock, "text");
  EXPECT_NE(text->find("meetings"), std::string::npos);
  EXPECT_EQ(content_status(folder.root(), folder.clock, "xml").error().code, Code::Invalid);
  EXPECT_EQ(content_status("/nowhere", folder.clock, "json").error().code, Code::NotFound);
}

TEST(ContentStatus, IsAPageThatNeedsNothingElse) {
  CheckedFolder folder;
  folder.tip("late", "points: [S01]\nreview_by: 2023-10-01\n");
  folder.write("points.yaml", "- id: S01\n  title: {en: 'R&D <b>first</b>'}\n  kinds: [tips, stories]\n");
  const auto page = content_status(folder.root(), folder.clock, "html");
  ASSERT_TRUE(page.has_value());
  EXPECT_NE(page->find("S01 R&amp;D &lt;b>first&lt;/b>"), std::string::npos) << "what admins write is text";
  EXPECT_NE(page->find("<td class=\"h1 asked\">1</td>"), std::string::npos);
  EXPECT_NE(page->find("<td class=\"asked hole\">-</td>"), std::string::npos) << "no story, and one is asked for";
  EXPECT_NE(page->find("<li>2023-10-01 en/tips/late</li>"), std::string::npos);
  EXPECT_NE(page->find("<rect class=\"late\""), std::string::npos);
  for (const char* outside : {"<script", "<link", "src=", "href=", "url("}) EXPECT_EQ(page->find(outside), std::string::npos);
}

TEST(ContentPoints, AreAnErrorWithoutAnItemAndAWarningWithoutAKind) {
  CheckedFolder folder;
  folder.tip("good", "points: [S01]\n");
  folder.write("points.yaml",
               "- id: S01\n  title: {en: First}\n  kinds: [tips, series]\n"
               "- id: S02\n  title: {en: Second}\n  kinds: [tips]\n");
  const auto* uncovered = folder.find("point-uncovered");
  expect_at(uncovered, 4, 1, kError);
  EXPECT_NE(uncovered->hint.find("points: [S02]"), std::string::npos);
  const auto* kind = folder.find("point-kind-missing");
  expect_at(kind, 1, 1, kWarning);
  for (const auto* fields : {"draft: true\n", "expire: 2023-11-14\n", "publish: 2023-11-15\n"}) {
    folder.tip("second", "points: [S02]\n" + std::string(fields));
    EXPECT_NE(folder.find("point-uncovered"), nullptr) << "not published: " << fields;
  }
  folder.tip("second", "points: [S02]\n");
  EXPECT_EQ(folder.find("point-uncovered"), nullptr);
  folder.write("points.yaml", "- id: S61\n  title: First\n  kinds: [tipps]\n");
  expect_at(folder.find("point"), 1, 7, kError);
  expect_at(folder.find("wrong-type"), 2, 10, kError);
  EXPECT_EQ(folder.find("unknown-kind")->hint, "Did you mean \"tips\"?");
}

TEST(ContentPoints, AreATableOfMarkdown) {
  const CheckedFolder folder;
  folder.tip("good", "points: [S01]\n");
  folder.write("points.yaml", "- id: S01\n  title: {en: First}\n  kinds: [tips, series]\n");
  EXPECT_EQ(*content_status(folder.root(), folder.clock, "markdown"),
            "| point | tips | myths | resources | exercises | stories | pledges | scenarios | series |\n"
            "|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
            "| S01 First | **1** | - | - | - | - | - | - | **-** |\n");
}

TEST(ReadingEase, CountsSyllablesByTheRule) {
  for (const auto& [word, count] : {std::pair<const char*, std::size_t>{"cat", 1},
                                    {"made", 1},
                                    {"little", 2},
                                    {"moved", 1},
                                    {"wanted", 2},
                                    {"sides", 1},
                                    {"boxes", 2},
                                    {"meeting", 2},
                                    {"idea", 2},
                                    {"the", 1},
                                    {"organisation", 5}})
    EXPECT_EQ(count_syllables(word), count) << word;
  EXPECT_GT(reading_ease("The cat sat. The dog ran."), 90);
  EXPECT_LT(reading_ease("Organisational accountability necessitates comprehensive reconsideration."), 0);
}

}  // namespace
}  // namespace allybot::library
