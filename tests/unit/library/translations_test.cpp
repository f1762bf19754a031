// Translations beside English: what is an error, what is told only of the language that is asked for, and what is counted.
#include "bot/library/translations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/library/check.h"
#include "bot/library/status.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

/// A folder with one English tip and its German translation.
class TwoLanguages : public ContentFolder {
 public:
  TwoLanguages() {
    english();
    german();
  }
  void english(const std::string& body = "A short body.") const { write("en/tips/good.md", tip_text("Good", "", body)); }
  void german(const std::string& fields = "", const std::string& mark = mark_of(tip_text("Good"))) const {
    write("de/tips/good.md", tip_text("Gut", fields + "review: none\ntranslates: " + mark + "\n", "Ein kurzer Text."));
  }
  std::vector<Finding> all(const std::string& code, const std::string& language = {}) const {
    auto findings = check_content(root(), clock, {}, language).findings;
    findings.erase(std::remove_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.code != code; }),
                   findings.end());
    return findings;
  }
};

constexpr auto kError = Finding::Level::Error;
constexpr auto kWarning = Finding::Level::Warning;
constexpr auto kInfo = Finding::Level::Info;

void expect_one(const std::vector<Finding>& findings, const std::string& path, int line, Finding::Level level) {
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].path.ends_with(path)) << findings[0].path;
  EXPECT_EQ(findings[0].line, line);
  EXPECT_EQ(findings[0].level, level);
  EXPECT_FALSE(findings[0].hint.empty());
}

TEST(TranslationMark, IsTheStartOfTheHashWithLineEndsOfUnix) {
  EXPECT_EQ(mark_of("abc"), "ba7816bf8f01");
  EXPECT_EQ(mark_of("a\r\nb\r\n"), mark_of("a\nb\n"));
}

TEST(Translations, AreReadWithTheirMarks) {
  const TwoLanguages folder;
  const auto library = folder.open()->current();
  const Item* item = library->find(ItemId("tips/good"), "de");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->review, "none");
  EXPECT_EQ(item->translates, mark_of(ContentFolder::tip_text("Good")));
}

TEST(Translations, AreMarkedOutsideEnglishAlone) {
  const TwoLanguages folder;
  folder.tip("marked", "review: none\ntranslates: 0123456789ab\n");
  const auto findings = folder.all("not-a-translation");
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].line, 6);
  EXPECT_EQ(findings[0].level, kWarning);
  folder.write("de/tips/good.md", ContentFolder::tip_text("Gut"));
  EXPECT_EQ(folder.all("unmarked-translation").size(), 2U) << "neither is there";
  folder.write("de/tips/own.md", ContentFolder::tip_text("Eigenes"));
  EXPECT_EQ(folder.all("unmarked-translation").size(), 2U) << "what English does not have is no translation";
}

TEST(Translations, RefuseAMarkThatIsNone) {
  const TwoLanguages folder;
  for (const auto* mark : {"0123456789a", "0123456789AB", "0123456789abc", "[a]", "xyz"}) {
    folder.german("", mark);
    expect_one(folder.all("mark"), "de/tips/good.md", 7, kError);
  }
}

TEST(Translations, SayTheSameOfTheSame) {
  const TwoLanguages folder;
  EXPECT_TRUE(folder.all("differs-from-english").empty());
  for (const auto* fields : {"topics: [credit]\n", "audience: [managers]\n", "points: [S01]\n", "regions: [DE]\n",
                             "not_regions: [DE]\n", "barrier: [fear]\n", "sources: [EV-1]\n"}) {
    folder.german(fields);
    const auto findings = folder.all("differs-from-english");
    ASSERT_EQ(findings.size(), 1U) << fields;
    EXPECT_EQ(findings[0].level, kError);
    EXPECT_NE(findings[0].message.find("en/tips/good.md"), std::string::npos);
  }
  folder.german("review_by: 2028-06-01\nexpire: 2029-01-01\n");
  EXPECT_TRUE(folder.all("differs-from-english").empty()) << "dates are its own";
}

TEST(Translations, TakeOverVerdictsAndAddresses) {
  const TwoLanguages folder;
  const auto myth = [](const char* verdict) {
    return ContentFolder::tip_text("M", std::string("claim: C.\nverdict: ") + verdict + "\n");
  };
  folder.write("en/myths/m.md", myth("depends"));
  folder.write("de/myths/m.md", myth("mostly"));
  expect_one(folder.all("differs-from-english"), "de/myths/m.md", 7, kError);
  const auto resource = [](const char* url) {
    return ContentFolder::tip_text("R", std::string("url: ") + url +
                                            "\npublisher: P\ntype: report\nminutes: 5\ncost: free\nreview: none\n"
                                            "translates: 0123456789ab\n");
  };
  folder.write("de/myths/m.md", myth("depends"));
  folder.write("en/resources/r.md", resource("https://example.org/a"));
  folder.write("de/resources/r.md", resource("https://example.org/b"));
  expect_one(folder.all("differs-from-english"), "de/resources/r.md", 6, kError);
}

TEST(Translations, AreStaleOnceEnglishHasChanged) {
  const TwoLanguages folder;
  EXPECT_TRUE(folder.all("stale", "de").empty());
  folder.english("Another body.");
  expect_one(folder.all("stale", "de"), "de/tips/good.md", 1, kWarning);
  EXPECT_TRUE(folder.all("stale").empty()) << "told only of the language that is asked for";
  EXPECT_NE(folder.all("stale", "de")[0].hint.find(mark_of(ContentFolder::tip_text("Good", "", "Another body."))),
            std::string::npos);
}

TEST(Translations, AreOrphanedWithoutAnEnglishItem) {
  const TwoLanguages folder;
  folder.write("de/tips/own.md", ContentFolder::tip_text("Eigenes"));
  expect_one(folder.all("orphaned", "de"), "de/tips/own.md", 1, kWarning);
}

TEST(Translations, AreNeverAnErrorWhenMissing) {
  const TwoLanguages folder;
  folder.tip("other");
  folder.write("en/phrases.yaml", "tip.none: Nothing.\ntip.more: More.\n");
  folder.write("de/phrases.yaml", "tip.none: Nichts.\n");
  expect_one(folder.all("missing-item", "de"), "en/tips/other.md", 1, kInfo);
  expect_one(folder.all("missing-phrase", "de"), "en/phrases.yaml", 1, kInfo);
  EXPECT_EQ(folder.all("missing-text", "de").size(), 6U) << "titles and synonyms of three topics";
  const auto report = check_content(folder.root(), folder.clock, {}, "de");
  EXPECT_EQ(report.errors, 0U);
  EXPECT_EQ(report.infos, 8U);
  const auto text = *format_report(report, "text");
  EXPECT_NE(text.find("info missing-text: 6 (each is listed by --format json)\n"), std::string::npos) << text;
  const auto json = nlohmann::json::parse(*format_report(report, "json"), nullptr, false);
  EXPECT_EQ(std::count_if(json["findings"].begin(), json["findings"].end(),
                          [](const auto& finding) { return finding["level"] == "info"; }),
            8);
}

TEST(Translations, NeedNotSayOneNumberOtherwiseThanAllAndMay) {
  const TwoLanguages folder;
  folder.write("en/phrases.yaml", "when.say.nth: \"{n}th\"\nwhen.say.nth.1: 1st\nwhen.say.at: \"{rule} at {time}\"\n");
  folder.write("de/phrases.yaml",
               "when.say.nth: \"{n}.\"\nwhen.say.at: \"{rule} um {time}\"\nwhen.say.at.1: \"{rule} um eins\"\n");
  EXPECT_TRUE(folder.all("missing-phrase", "de").empty());
  EXPECT_TRUE(folder.all("unknown-phrase", "de").empty());
  expect_one(folder.all("placeholder", "de"), "de/phrases.yaml", 3, kError);
  folder.write("de/phrases.yaml", "when.say.at.1: \"{rule} um {time}\"\n");
  EXPECT_EQ(folder.all("missing-phrase", "de").size(), 3U) << "where it says none of them";
}

TEST(Translations, OfARegionMayComeFromItsLanguage) {
  const TwoLanguages folder;
  folder.write("de-AT/help.yaml", "intro: Da.\ncontacts: []\n");
  EXPECT_TRUE(folder.all("missing-item", "de-AT").empty());
}

TEST(Translations, KeepThePlaceholdersOfPhrases) {
  const TwoLanguages folder;
  folder.write("en/phrases.yaml", "plan.next: \"Next: {date} in {zone}\"\ncard.source: Source\n");
  folder.write("de/phrases.yaml", "card.source: Quelle\nplan.next: \"{Datum} in {zone}, {date}\"\n");
  EXPECT_TRUE(folder.all("placeholder").empty());
  folder.write("de/phrases.yaml", "card.source: Quelle\nplan.next: \"Am {date}\"\n");
  expect_one(folder.all("placeholder"), "de/phrases.yaml", 2, kError);
  folder.write("de/phrases.yaml", "card.source: \"Quelle {n}\"\n");
  expect_one(folder.all("placeholder"), "de/phrases.yaml", 1, kError);
  folder.write("de/phrases.yaml", "card.sauce: Quelle\n");
  expect_one(folder.all("unknown-phrase"), "de/phrases.yaml", 1, kWarning);
}

TEST(Translations, MayHaveOtherFormsOfACountThanEnglish) {
  const TwoLanguages folder;
  folder.write("en/phrases.yaml", "days.one: A day before {title}\ndays.other: \"{n} days before {title}\"\n");
  folder.write("de/phrases.yaml",
               "days.one: \"{n} Tag vor {title}\"\ndays.few: Wenige Tage vor {title}\ndays.other: \"{n} Tage vor {title}\"\n");
  EXPECT_TRUE(folder.all("placeholder").empty());
  EXPECT_TRUE(folder.all("unknown-phrase").empty());
  folder.write("de/phrases.yaml", "days.other: Tage vor {title}\ndays.one: Tag\n");
  EXPECT_EQ(folder.all("placeholder").size(), 2U);
}

TEST(Translations, OfALanguageThatIsNotThereCannotBeChecked) {
  const TwoLanguages folder;
  expect_one(folder.all("no-content", "xx"), "xx", 1, kError);
}

TEST(Translations, AreToldWithoutTheFindingsOfOtherLanguages) {
  const TwoLanguages folder;
  folder.tip("broken", "barrier: [nope]\n");
  EXPECT_FALSE(folder.all("unknown-value").empty());
  EXPECT_TRUE(folder.all("unknown-value", "de").empty());
  EXPECT_TRUE(folder.all("missing-item", "en").empty());
}

TEST(Translations, AreJudgedByTheRulesOfTheirLanguage) {
  const TwoLanguages folder;
  const std::string eighty = "Sag im Meeting, von wem die Idee stammt, und frag nach. ";
  std::string body;
  for (int at = 0; at < 12; ++at) body += eighty;
  folder.write("de/tips/long.md", ContentFolder::tip_text("Lang", "", body + "\xE2\x80\x9EGenau\xE2\x80\x9C \xE2\x80\x93 so."));
  for (const auto* code : {"length", "typography", "hard-to-read"}) {
    for (const Finding& finding : folder.all(code, "de"))
      EXPECT_FALSE(finding.path.ends_with("long.md")) << code << ": " << finding.message;
  }
  folder.write("de/tips/long.md", ContentFolder::tip_text("Lang", "", body + "Das hilft 40\xC2\xA0% der Teams!"));
  EXPECT_EQ(folder.all("number-without-source", "de").size(), 1U);
  EXPECT_EQ(folder.all("typography", "de").size(), 1U);
}

TEST(Translations, AreSpelledByTheirDictionary) {
  const TwoLanguages folder;
  folder.write("de/tips/spelled.md",
               ContentFolder::tip_text("Schreibweise", "", "Die Kollegin h\xC3\xB6rt gut zu. Der Kolege nicht, sagt Zanele."));
  folder.write("de/words.txt", "Zanele\n");
  if (!folder.all("no-dictionary", "de").empty()) GTEST_SKIP() << "no German dictionary here";
  std::vector<Finding> found;
  for (const Finding& finding : folder.all("spelling", "de"))
    if (finding.path.ends_with("spelled.md") && finding.line > 6) found.push_back(finding);  // its action is English
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].message.find("Kolege"), std::string::npos);
}

TEST(Translations, SayWhichDictionaryIsMissing) {
  const TwoLanguages folder;
  folder.write("xx/tips/good.md", ContentFolder::tip_text("X", "review: none\ntranslates: 0123456789ab\n"));
  expect_one(folder.all("no-dictionary", "xx"), "xx/words.txt", 1, kWarning);
}

TEST(Translations, AreFoundByAnotherFormOfAWord) {
  const TwoLanguages folder;
  folder.write("es/tips/robo.md", ContentFolder::tip_text("La idea", "", "Alguien rob\xC3\xB3 la idea de Ana."));
  folder.write("es/tips/prueba.md", ContentFolder::tip_text("La prueba", "", "Todas probaron la prueba."));
  const auto library = folder.open()->current();
  const auto found = library->search("robaron", "", "es", 5);
  ASSERT_FALSE(found.hits.empty());
  EXPECT_EQ(found.hits.front().item->title, "La idea");
  EXPECT_EQ(found.corrected, "") << "no slip of \"probaron\"";
}

TEST(ContentStatus, CountsEachLanguage) {
  const TwoLanguages folder;
  folder.tip("other");
  folder.tip("draft", "draft: true\n");
  folder.english("Another body.");
  folder.write("de/tips/other.md", ContentFolder::tip_text("Anderes", "review: Jana\n"));
  folder.write("es/phrases.yaml", "tip.none: Nada.\n");
  const auto json = nlohmann::json::parse(*content_status(folder.root(), folder.clock, "json"), nullptr, false);
  EXPECT_EQ(json["languages"][0]["language"], "en");
  EXPECT_EQ(json["languages"][1],
            nlohmann::json({{"language", "de"}, {"items", 2}, {"unreviewed", 1}, {"stale", 1}, {"missing", 0}}));
  EXPECT_EQ(json["languages"][2]["missing"], 2);
  EXPECT_NE(content_status(folder.root(), folder.clock, "text")
                ->find("de     2 items, 1 without a native review, 1 stale, 0 in English only\n"),
            std::string::npos);
  EXPECT_NE(content_status(folder.root(), folder.clock, "markdown")->find("\n| de | 2 | 1 | 1 | 0 |\n"), std::string::npos);
}

}  // namespace
}  // namespace allybot::library
