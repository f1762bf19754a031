#include "bot/library/library.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

namespace fs = std::filesystem;

const Finding* finding(const Library& library, const std::string& code) {
  for (const auto& one : library.findings())
    if (one.code == code) return &one;
  return nullptr;
}

std::string title_of(const Holder& holder, const std::string& id, const std::string& language = "en") {
  const auto library = holder.current();
  const Item* item = library->find(ItemId(id), language);
  return item == nullptr ? "" : item->title;
}

TEST(LibraryOpening, FailsWithASentenceWhenThereIsNothing) {
  const fakes::FakeClock clock;
  const auto missing = open_library("/nowhere/at/all", clock);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, Code::NotFound);
  EXPECT_NE(missing.error().for_log.find("ALLYBOT_CONTENT"), std::string::npos);

  const ContentFolder empty;
  EXPECT_FALSE(open_library(empty.root(), clock).has_value());
  empty.tip("only-a-draft", "draft: true\n");
  EXPECT_FALSE(open_library(empty.root(), clock).has_value());
}

TEST(LibraryOpening, FindsItemsByIdAndKind) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("two");
  folder.tip("hidden", "draft: true\n");
  folder.write("en/stories/a-story.md", ContentFolder::tip_text("A story"));
  const auto holder = folder.open();
  ASSERT_NE(holder, nullptr);
  const auto library = holder->current();
  EXPECT_EQ(library->live(), 3U);
  EXPECT_EQ(library->items("tips", "en").size(), 2U);
  EXPECT_EQ(library->items("", "en").size(), 3U);
  EXPECT_TRUE(library->items("nonsense", "en").empty());
  EXPECT_NE(library->find(ItemId("tips/one"), "en"), nullptr);
  EXPECT_EQ(library->find(ItemId("tips/hidden"), "en"), nullptr) << "a draft";
  EXPECT_EQ(library->find(ItemId("tips/none"), "en"), nullptr);
  ASSERT_NE(library->source("EV-1"), nullptr);
  EXPECT_EQ(library->source("EV-1")->confidence, "limited");
  EXPECT_EQ(library->source("EV-2"), nullptr);
  EXPECT_TRUE(library->findings().empty()) << library->findings().front().message;
}

TEST(LibraryLanguages, FallBackFromRegionToLanguageToEnglish) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("two");
  folder.tip("three");
  folder.write("pt/tips/one.md", ContentFolder::tip_text("Um"));
  folder.write("pt/tips/two.md", ContentFolder::tip_text("Dois"));
  folder.write("pt-BR/tips/one.md", ContentFolder::tip_text("Um brasileiro"));
  folder.write("pt/phrases.yaml", "hello: Ola\n");
  folder.write("en/phrases.yaml", "hello: Hello\nbye: Bye\n");
  const auto holder = folder.open();
  ASSERT_NE(holder, nullptr);
  EXPECT_EQ(title_of(*holder, "tips/one", "pt-BR"), "Um brasileiro");
  EXPECT_EQ(title_of(*holder, "tips/two", "pt-BR"), "Dois");
  EXPECT_EQ(title_of(*holder, "tips/three", "pt-BR"), "Title of three");
  EXPECT_EQ(title_of(*holder, "tips/one", "pt_br"), "Um brasileiro") << "as some platforms write it";
  EXPECT_EQ(title_of(*holder, "tips/one", "pt-PT"), "Um");
  EXPECT_EQ(title_of(*holder, "tips/one", "de-AT"), "Title of one");
  EXPECT_EQ(title_of(*holder, "tips/one", ""), "Title of one");
  const auto library = holder->current();
  EXPECT_EQ(library->items("tips", "pt-BR").size(), 3U) << "each once";
  EXPECT_EQ(library->phrase("pt-BR", "hello"), "Ola");
  EXPECT_EQ(library->phrase("pt-BR", "bye"), "Bye");
  EXPECT_EQ(library->languages(), (std::vector<std::string>{"en", "pt", "pt-BR"}));
}

TEST(LibraryPhrases, FillPlaceholdersAndFallBackToTheBuiltIn) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("en/phrases.yaml", "greet: \"Hello {name}, {name}! {other} {\"\ncard:\n  this-week: Do this\n");
  const auto holder = folder.open();
  const auto library = holder->current();
  EXPECT_EQ(library->phrase("en", "greet", {{"name", "{other}"}, {"other", "x"}}), "Hello {other}, {other}! x {");
  EXPECT_EQ(library->phrase("en", "card.this-week"), "Do this");
  EXPECT_EQ(library->phrase("en", "help.title"), std::string(builtin_phrase("help.title")));
  EXPECT_EQ(library->phrase("en", "no.such.key"), "no.such.key");
  EXPECT_EQ(builtin_phrase("no.such.key"), "");
}

TEST(LibraryPhrases, SurviveABrokenFile) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("en/phrases.yaml", "greet: \"open\n");
  const auto holder = folder.open();
  ASSERT_NE(holder, nullptr);
  EXPECT_FALSE(holder->current()->phrase("en", "error.internal").empty());
  ASSERT_EQ(holder->current()->quarantined().size(), 1U);
  folder.write("en/phrases.yaml", "greet: Hello\n");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(holder->current()->phrase("en", "greet"), "Hello");
  folder.write("en/phrases.yaml", "greet: [\n");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(holder->current()->phrase("en", "greet"), "Hello") << "the last good version";
}

TEST(LibraryTopics, AreNamedByIdTitleOrSynonym) {
  const ContentFolder folder;
  folder.tip("one");
  const auto library = folder.open()->current();
  for (const auto* words : {"parental-leave", "Parental Leave", "  parental   leave ", "PATERNITY", "fathers"})
    EXPECT_EQ(library->topic_named(words, "en"), "parental-leave") << words;
  EXPECT_EQ(library->topic_named("talk time", "de"), "meetings");
  EXPECT_FALSE(library->topic_named("leave", "en").has_value());
  EXPECT_FALSE(library->topic_named("", "en").has_value());
  ASSERT_EQ(library->topics("en").size(), 3U);
  EXPECT_EQ(library->topics("en")[1].title, "Credit for ideas");
}

TEST(LibraryQuarantine, KeepsOneBadFileFromTheOthers) {
  const ContentFolder folder;
  folder.tip("good");
  folder.write("en/tips/bad.md", "---\ntitle: A: b\n---\nBody\n");
  folder.tip("typo", "topics: [meetngs]\n");
  folder.tip("sourceless", "sources: [EV-9]\n");
  const auto library = folder.open()->current();
  EXPECT_EQ(library->live(), 1U);
  ASSERT_EQ(library->quarantined().size(), 3U);
  EXPECT_EQ(library->quarantined()[0].path, "en/tips/bad.md");
  EXPECT_EQ(library->quarantined()[0].line, 2);
  const Finding* topic = finding(*library, "unknown-topic");
  ASSERT_NE(topic, nullptr);
  EXPECT_EQ(topic->line, 5);
  EXPECT_EQ(topic->column, 10);
  EXPECT_EQ(topic->hint, "Did you mean \"meetings\"?");
  ASSERT_NE(finding(*library, "unknown-source"), nullptr);
}

TEST(LibraryQuarantine, KeepsTheLastGoodVersionLive) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("two");
  const auto holder = folder.open();
  folder.write("en/tips/one.md", "---\ntitle: Half writ");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(title_of(*holder, "tips/one"), "Title of one");
  ASSERT_EQ(holder->current()->quarantined().size(), 1U);
  EXPECT_EQ(holder->current()->live(), 2U);
  folder.write("en/tips/one.md", ContentFolder::tip_text("Whole"));
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(title_of(*holder, "tips/one"), "Whole");
  EXPECT_TRUE(holder->current()->quarantined().empty());
  folder.remove("en/tips/one.md");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(title_of(*holder, "tips/one"), "");
}

TEST(LibraryQuarantine, DoesNotTakeItemsDownWhenTopicsBreak) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("topics.yaml", "- id: [\n");
  const auto holder = folder.open();
  ASSERT_NE(holder, nullptr);
  EXPECT_EQ(holder->current()->live(), 1U);
  folder.write("topics.yaml", "- id: credit\n  title: {en: Credit}\n");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(holder->current()->live(), 1U) << "the version that was good before";
  EXPECT_NE(finding(*holder->current(), "unknown-topic"), nullptr);
}

TEST(LibraryQuarantine, LeavesOutOneBadRowOfATable) {
  const ContentFolder folder;
  folder.tip("one", "sources: [EV-1, EV-2]\n");
  folder.write("sources.yaml", ContentFolder::source("EV-1") + "- id: EV-2\n  claim: C\n  yeer: 2020\n");
  const auto holder = folder.open();
  const auto library = holder->current();
  EXPECT_NE(library->source("EV-1"), nullptr);
  EXPECT_EQ(library->source("EV-2"), nullptr);
  EXPECT_EQ(library->live(), 1U) << "the row is there, and bad: one finding is enough";
  const Finding* key = finding(*library, "unknown-key");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->line, 11);
  EXPECT_EQ(key->hint, "Did you mean \"year\"?");
  folder.write("sources.yaml", ContentFolder::source("EV-1") + ContentFolder::source("EV-2"));
  ASSERT_TRUE(holder->reload().has_value());
  folder.write("sources.yaml", ContentFolder::source("EV-1") + "- id: EV-2\n  claim: C\n");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_NE(holder->current()->source("EV-2"), nullptr) << "its last good version";
}

TEST(LibraryFolder, DoesNotFollowLinksOutOfIt) {
  const ContentFolder folder, elsewhere;
  folder.tip("one");
  elsewhere.tip("two");
  fs::create_symlink(elsewhere.path() / "en/tips/two.md", folder.path() / "en/tips/two.md");
  fs::create_symlink("one.md", folder.path() / "en/tips/inside.md");
  fs::create_symlink(elsewhere.path() / "en", folder.path() / "de");
  const auto library = folder.open()->current();
  EXPECT_EQ(library->find(ItemId("tips/two"), "en"), nullptr);
  EXPECT_NE(library->find(ItemId("tips/inside"), "en"), nullptr);
  EXPECT_EQ(library->languages(), std::vector<std::string>{"en"});
  EXPECT_NE(finding(*library, "link-out"), nullptr);
}

TEST(LibraryFolder, ReadsAKubernetesConfigMap) {
  const ContentFolder folder;
  fs::create_directories(folder.path() / "..2026_1/en/tips");
  folder.write("..2026_1/en/tips/one.md", ContentFolder::tip_text("First"));
  folder.write("..2026_2/en/tips/one.md", ContentFolder::tip_text("Second"));
  fs::create_directory_symlink("..2026_1", folder.path() / "..data");
  fs::create_directory_symlink("..data/en", folder.path() / "en");
  const auto holder = folder.open();
  ASSERT_NE(holder, nullptr);
  EXPECT_EQ(title_of(*holder, "tips/one"), "First");
  fs::create_directory_symlink("..2026_2", folder.path() / "..data_tmp");
  fs::rename(folder.path() / "..data_tmp", folder.path() / "..data");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(title_of(*holder, "tips/one"), "Second");
}

TEST(LibraryFolder, TellsOfFilesAndFoldersThatAreNotRead) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("en/tipps/x.md", ContentFolder::tip_text("X"));
  folder.write("topic.yaml", "[]\n");
  folder.write("tips/x.md", ContentFolder::tip_text("X"));
  folder.write("en/tips/notes.txt", "x");
  folder.write("en/tips/.one.md.swp", "x");
  folder.write("en/tips/one.md~", "x");
  const auto library = folder.open()->current();
  const Finding* kind = finding(*library, "unknown-kind");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->hint, "Did you mean \"tips\"?");
  EXPECT_EQ(kind->level, Finding::Level::Error);
  std::size_t files = 0, folders = 0;
  for (const auto& one : library->findings()) {
    files += one.code == "unknown-file" ? 1 : 0;
    folders += one.code == "unknown-folder" ? 1 : 0;
  }
  EXPECT_EQ(files, 2U) << "topic.yaml and notes.txt, nothing that editors leave";
  EXPECT_EQ(folders, 1U);
}

TEST(LibraryFolder, RefusesFilesOver64KiB) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("big", "", std::string(64 * 1024, 'a'));
  const auto library = folder.open()->current();
  EXPECT_EQ(library->live(), 1U);
  ASSERT_NE(finding(*library, "too-large"), nullptr);
}

TEST(LibraryReload, ReadsOnlyWhatChangedAndSharesTheRest) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("two");
  const auto holder = folder.open();
  const auto before = holder->current();
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(holder->current(), before) << "nothing changed: the same snapshot";
  folder.tip("two", "points: [S01]\n");
  ASSERT_TRUE(holder->reload().has_value());
  const auto after = holder->current();
  EXPECT_NE(after, before);
  EXPECT_NE(after->revision(), before->revision());
  EXPECT_EQ(after->find(ItemId("tips/one"), "en"), before->find(ItemId("tips/one"), "en")) << "shared";
  EXPECT_NE(after->find(ItemId("tips/two"), "en"), before->find(ItemId("tips/two"), "en"));
  EXPECT_TRUE(before->find(ItemId("tips/two"), "en")->points.empty()) << "a snapshot never changes";
}

TEST(LibraryReload, MakesSearchReadyForTheLanguagesThatSomebodySearchesIn) {
  const ContentFolder folder;
  folder.tip("one");
  for (const char* language : {"de", "fr"})
    folder.write(std::string(language) + "/tips/one.md", ContentFolder::tip_text("Titel"));
  const auto holder = folder.open();
  EXPECT_TRUE(holder->current()->searched().empty()) << "nobody has";
  holder->current()->search("titel", "", "de", 3);
  folder.tip("two");
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(holder->current()->searched(), std::vector<std::string>{"de"});
  EXPECT_EQ(holder->current()->search("titel", "", "fr", 3).hits.size(), 1U) << "and for another when it is asked";
}

TEST(LibraryReload, KeepsTheSnapshotWhenTheFolderIsGone) {
  const ContentFolder folder;
  folder.tip("one");
  const auto holder = folder.open();
  fs::rename(folder.path(), folder.path().string() + "-away");
  EXPECT_FALSE(holder->reload().has_value());
  EXPECT_EQ(title_of(*holder, "tips/one"), "Title of one");
  fs::rename(folder.path().string() + "-away", folder.path());
  EXPECT_TRUE(holder->reload().has_value());
}

TEST(LibraryRevision, IsTheSameForTheSameContentElsewhere) {
  const ContentFolder one, other;
  for (const auto* folder : {&one, &other}) {
    folder->tip("b");
    folder->tip("a");
  }
  EXPECT_EQ(one.open()->current()->revision(), other.open()->current()->revision());
}

TEST(LibraryPlans, AreReadFromTheirFile) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("schedules.yaml",
               "# a comment\n- slug: weekly\n  channel: \"#eng\"\n  words: every Tuesday 10:00\n  zone: Europe/Berlin\n"
               "  start: 2026-03-29\n  kinds: [tip, myths]\n  topics: [meetings]\n- slug: bad\n  channel: x\n");
  const auto library = folder.open()->current();
  ASSERT_EQ(library->file_plans().size(), 1U);
  const FilePlan& plan = library->file_plans().front();
  EXPECT_EQ(plan.slug, "weekly");
  EXPECT_EQ(plan.kinds, (std::vector<std::string>{"tips", "myths"}));
  EXPECT_EQ(plan.start, "2026-03-29");
  EXPECT_EQ(plan.line, 2);
  EXPECT_NE(finding(*library, "missing-key"), nullptr);
}

TEST(LibraryPlans, KeepDaysOfObservanceOrDrawAndNotBoth) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("schedules.yaml",
               "- slug: days\n  channel: x\n  words: daily 10:00\n  days: [usual, visible-day]\n  without: [fathers-day]\n"
               "- slug: both\n  channel: x\n  words: daily 10:00\n  days: [usual]\n  kinds: [tips]\n"
               "- slug: neither\n  channel: x\n  words: daily 10:00\n  without: [fathers-day]\n");
  const auto library = folder.open()->current();
  ASSERT_EQ(library->file_plans().size(), 1U);
  EXPECT_EQ(library->file_plans().front().days, (std::vector<std::string>{"usual", "visible-day"}));
  EXPECT_EQ(library->file_plans().front().without, (std::vector<std::string>{"fathers-day"}));
  EXPECT_NE(finding(*library, "contradiction"), nullptr);
  EXPECT_NE(finding(*library, "missing-key"), nullptr);
}

TEST(LibraryPlans, SayWhereTheyNameWhatThereIsNot) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("observances.yaml",
               "- id: fathers-day\n  title: {en: Fathers}\n  dates: {2027: 2027-06-20}\n  on: {text: {en: Do one thing.}}\n");
  folder.write("schedules.yaml",
               "- slug: days\n  channel: x\n  words: daily 10:00\n  days: [usual, father-day]\n  without:\n    - usual\n"
               "- slug: drawn\n  channel: x\n  words: daily 10:00\n  topics: [meeting]\n"
               "- slug: good\n  channel: x\n  words: daily 10:00\n  days: [usual]\n  without: [fathers-day]\n");
  const auto library = folder.open()->current();
  ASSERT_EQ(library->file_plans().size(), 3U);
  EXPECT_TRUE(library->file_plans()[0].names_unknown);
  EXPECT_TRUE(library->file_plans()[1].names_unknown);
  EXPECT_FALSE(library->file_plans()[2].names_unknown);
  struct Row {
    int line, column;
    const char *code, *hint;
  };
  const std::vector<Row> rows = {{4, 17, "unknown-day", "Did you mean \"fathers-day\"?"},
                                 {6, 7, "unknown-day", "Use a day's id."},
                                 {10, 12, "unknown-topic", "Did you mean \"meetings\"?"}};
  std::vector<Finding> of_plans;
  for (const Finding& finding : library->findings())
    if (finding.path == "schedules.yaml") of_plans.push_back(finding);
  ASSERT_EQ(of_plans.size(), rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    EXPECT_EQ(of_plans[at].line, rows[at].line);
    EXPECT_EQ(of_plans[at].column, rows[at].column);
    EXPECT_EQ(of_plans[at].code, rows[at].code);
    EXPECT_EQ(of_plans[at].hint, rows[at].hint);
  }
}

TEST(LibraryPlans, AreNotJudgedByAFileThatCannotBeRead) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("observances.yaml", "not: [a list\n");
  folder.write("schedules.yaml", "- slug: days\n  channel: x\n  words: daily 10:00\n  days: [fathers-day]\n");
  const auto library = folder.open()->current();
  ASSERT_EQ(library->file_plans().size(), 1U);
  EXPECT_TRUE(library->file_plans()[0].names_unknown) << "nothing is changed by it until the file is mended";
  EXPECT_EQ(finding(*library, "unknown-day"), nullptr);
}

TEST(LibraryHelp, GivesTheContactsOfTheLanguage) {
  const ContentFolder folder;
  folder.tip("one");
  folder.write("en/help.yaml",
               "sample: true\nintro: No reporting channel.\nemergency: Call 112.\ncontacts:\n  - role: Adviser\n    reach: "
               "a@example.org\n");
  const auto library = folder.open()->current();
  EXPECT_TRUE(library->help("de").sample);
  EXPECT_EQ(library->help("en").emergency, "Call 112.");
  ASSERT_EQ(library->help("en").contacts.size(), 1U);
  EXPECT_EQ(library->help("en").contacts[0].role, "Adviser");
}

}  // namespace
}  // namespace allybot::library
