// What editors, exporters, version control and orchestrators do to files: read all the same, or refused with a sentence.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "bot/library/check.h"
#include "bot/library/files.h"
#include "bot/library/tables.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

namespace fs = std::filesystem;

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

std::string with_line_ends(const std::string& text, const std::string& line_end) {
  std::string made;
  for (const char c : text) made += c == '\n' ? line_end : std::string(1, c);
  return made;
}

const Finding* finding(const Library& library, const std::string& code) {
  for (const Finding& one : library.findings())
    if (one.code == code) return &one;
  return nullptr;
}

std::string title_of(const Library& library, const std::string& id) {
  const Item* item = library.find(ItemId(id), "en");
  return item == nullptr ? "" : item->title;
}

TEST(RobustReading, TakesTheLineEndsAndMarksOfEveryEditorInEveryFile) {
  const std::string topics = "- id: meetings\n  title: {en: Meetings}\n  synonyms: {en: [standup]}\n";
  for (const std::string line_end : {"\n", "\r\n", "\r"})
    for (const std::string mark : {"", kByteOrderMark}) {
      const ContentFolder folder;
      const auto write = [&](const std::string& path, const std::string& text) {
        folder.write(path, mark + with_line_ends(text, line_end));
      };
      write("topics.yaml", topics);
      write("sources.yaml", ContentFolder::source("EV-1"));
      write("schedules.yaml", "# none yet\n");
      write("en/phrases.yaml", "greet: Hello\ncard:\n  this-week: Do this\n");
      write("en/tips/one.md", ContentFolder::tip_text("One", "sources: [EV-1]\n", "First.\n\nSecond."));
      const auto library = folder.open()->current();
      EXPECT_TRUE(library->findings().empty()) << library->findings().front().message;
      EXPECT_EQ(library->topic_named("standup", "en"), "meetings");
      EXPECT_EQ(library->phrase("en", "card.this-week"), "Do this");
      ASSERT_NE(library->find(ItemId("tips/one"), "en"), nullptr);
      EXPECT_EQ(library->find(ItemId("tips/one"), "en")->body.size(), 2U);
      EXPECT_NE(library->source("EV-1"), nullptr);
    }
}

TEST(RobustReading, CountsLinesAlikeWhateverTheLineEnds) {
  for (const std::string line_end : {"\n", "\r\n", "\r"}) {
    const ContentFolder folder;
    folder.tip("good");
    folder.write("en/tips/bad.md", with_line_ends(ContentFolder::tip_text("Bad", "publisch: 2027-01-01\n"), line_end));
    const auto library = folder.open()->current();
    ASSERT_EQ(library->quarantined().size(), 1U);
    EXPECT_EQ(library->quarantined()[0].line, 6);
  }
}

TEST(RobustReading, TakesTabsCurlyQuotesAndEmoji) {
  const ContentFolder folder;
  folder.write("en/tips/tabs.md",
               "---\t\ntitle:\tTabbed\ntopics:\n\t- meetings\naudience:\t[everyone]\naction: Do it.\n---\nA\tbody.\n");
  folder.write("en/tips/curly.md", ContentFolder::tip_text("\xE2\x80\x9CSay it\xE2\x80\x9D", "", "It\xE2\x80\x99s fine."));
  folder.write("en/tips/emoji.md", ContentFolder::tip_text("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB Code"));
  const auto library = folder.open()->current();
  EXPECT_EQ(title_of(*library, "tips/tabs"), "Tabbed");
  EXPECT_EQ(title_of(*library, "tips/curly"), "Say it");
  EXPECT_EQ(title_of(*library, "tips/emoji"), "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB Code");
  EXPECT_TRUE(library->quarantined().empty());
}

TEST(RobustReading, KeepsRightToLeftTextAsItIsAndFindsIt) {
  const std::string title = "\xD7\xAA\xD7\x9F \xD7\xA7\xD7\xA8\xD7\x93\xD7\x99\xD7\x98";                 // Hebrew
  const std::string body = "\xD8\xA7\xD9\x84\xD9\x81\xD9\x83\xD8\xB1\xD8\xA9 \xD9\x84\xD9\x85\xD9\x86";  // Arabic
  const ContentFolder folder;
  folder.write("en/tips/first.md", ContentFolder::tip_text("First"));
  folder.write("he/tips/first.md", ContentFolder::tip_text(title, "", body));
  const auto library = folder.open()->current();
  const Item* item = library->find(ItemId("tips/first"), "he");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->title, title);
  EXPECT_EQ(library->search("\xD7\xA7\xD7\xA8\xD7\x93\xD7\x99\xD7\x98", "", "he", 3).hits.size(), 1U);
  EXPECT_EQ(title_of(*library, "tips/first"), "First");
  folder.write("he/tips/bad.md", ContentFolder::tip_text(title, "topics: [\xD7\xAA\xD7\x9F]\n"));
  const auto holder = folder.open();
  ASSERT_EQ(holder->current()->quarantined().size(), 1U);
  EXPECT_EQ(holder->current()->quarantined()[0].column, 10) << "counted in letters, not in bytes";
}

TEST(RobustReading, KeepsTheLastGoodVersionWhateverIsCaughtHalfWritten) {
  const ContentFolder folder;
  const std::string whole = ContentFolder::tip_text("Whole", "sources: [EV-1]\n", "A body that ends here.");
  folder.write("en/tips/one.md", whole);
  folder.tip("two");
  const auto holder = folder.open();
  // Up to the end of the front matter every beginning is unfinished; from there on there is an item, if a short one.
  const auto end_of_fields = whole.find("---", 4);
  for (std::size_t length = 0; length < end_of_fields; ++length) {
    folder.write("en/tips/one.md", whole.substr(0, length));
    ASSERT_TRUE(holder->reload().has_value());
    EXPECT_EQ(title_of(*holder->current(), "tips/one"), "Whole") << length;
    EXPECT_EQ(holder->current()->live(), 2U) << length;
    EXPECT_EQ(holder->current()->quarantined().size(), 1U) << length;
  }
  folder.write("en/tips/one.md", whole);
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_TRUE(holder->current()->quarantined().empty());
}

TEST(RobustReading, KeepsTheLastGoodTableWhenItIsCaughtHalfWritten) {
  const ContentFolder folder;
  folder.tip("one", "sources: [EV-1]\n");
  const auto holder = folder.open();
  for (const std::string half : {"- id: EV-1\n  claim: \"half", "- id: [", "\xFF\xFE", "- id: EV-1\n  claim"}) {
    folder.write("sources.yaml", half);
    ASSERT_TRUE(holder->reload().has_value());
    EXPECT_NE(holder->current()->source("EV-1"), nullptr) << half;
    EXPECT_EQ(holder->current()->live(), 1U);
    EXPECT_EQ(holder->current()->quarantined().size(), 1U) << half;
  }
}

TEST(RobustReading, RefusesYamlThatWouldEatMemory) {
  const ContentFolder folder;
  folder.tip("good");
  folder.write("en/tips/alias.md", ContentFolder::tip_text("\"A\"", "sources: &a [EV-1]\nregions: *a\n"));
  folder.write("en/tips/deep.md", ContentFolder::tip_text("\"B\"", "sources: " + std::string(5000, '[') + "\n"));
  folder.write("en/tips/wide.md", ContentFolder::tip_text("\"C\"", "sources: [" + std::string(30000, ',') + "]\n"));
  const auto library = folder.open()->current();
  EXPECT_EQ(library->live(), 1U);
  EXPECT_EQ(library->quarantined().size(), 3U);
  EXPECT_LT(library->findings().size(), 20U);
}

TEST(RobustReading, GivesUpOnATableThatIsSomethingElseAndKeepsTheOneBefore) {
  const ContentFolder folder;
  folder.tip("one", "sources: [EV-1]\n");
  const auto holder = folder.open();
  std::string other;
  while (other.size() < kMostTableBytes - 100) other += "- name: a row of another table\n  price: 3\n";
  folder.write("sources.yaml", other);
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_NE(holder->current()->source("EV-1"), nullptr);
  EXPECT_NE(finding(*holder->current(), "too-many-faults"), nullptr);
  EXPECT_LT(holder->current()->findings().size(), 100U);
}

TEST(ReadingLimits, ReadThe20000FirstItemsAndSayThatThereAreMore) {
  const ContentFolder folder;
  const std::string text = ContentFolder::tip_text("Same");
  for (std::size_t at = 0; at < kMostItemFiles + 2; ++at) {
    char name[32];
    std::snprintf(name, sizeof name, "en/tips/t%05zu.md", at);
    folder.write(name, text);
  }
  const auto scan = scan_content(folder.root());
  const auto items =
      std::count_if(scan.files.begin(), scan.files.end(), [](const auto& file) { return file.role == FoundFile::Role::Item; });
  EXPECT_EQ(static_cast<std::size_t>(items), kMostItemFiles);
  ASSERT_EQ(scan.findings.size(), 1U);
  EXPECT_EQ(scan.findings[0].code, "too-many-files");
  EXPECT_EQ(scan.findings[0].message, "There are 20002 items; only the first 20000 are read.");
  EXPECT_FALSE(scan.findings[0].hint.empty());
}

TEST(ReadingLimits, RefuseATableOver4MiBAndKeepTheOneBefore) {
  const ContentFolder folder;
  folder.tip("one", "sources: [EV-1]\n");
  const auto holder = folder.open();
  folder.write("sources.yaml", ContentFolder::source("EV-1") + std::string(kMostTableBytes, '#'));
  ASSERT_TRUE(holder->reload().has_value());
  const Finding* large = finding(*holder->current(), "too-large");
  ASSERT_NE(large, nullptr);
  EXPECT_EQ(large->path, "sources.yaml");
  EXPECT_EQ(large->message, "The file is larger than 4096 KiB.");
  EXPECT_NE(holder->current()->source("EV-1"), nullptr);
}

TEST(ReadingLimits, AreSaidByContentCheckToo) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("big", "", std::string(64 * 1024, 'a'));
  const auto report = check_content(folder.root(), folder.clock, {});
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& one) {
    return one.code == "too-large" && one.level == Finding::Level::Error && one.message == "The file is larger than 64 KiB.";
  }));
}

TEST(ReadingFolders, PassOverPipesAndKeepWhatStoodThere) {
  const ContentFolder folder;
  folder.tip("one");
  folder.tip("two");
  const auto holder = folder.open();
  ASSERT_EQ(::mkfifo((folder.path() / "en/tips/pipe.md").c_str(), 0600), 0);
  ASSERT_TRUE(holder->reload().has_value()) << "and does not wait for somebody to write into it";
  EXPECT_EQ(holder->current()->live(), 2U);
}

TEST(ReadingFolders, AreReadThroughALinkToTheRootItself) {
  const ContentFolder first, second, links;
  first.tip("one");
  second.write("en/tips/one.md", ContentFolder::tip_text("Second"));
  const fs::path current = links.path() / "current";
  fs::create_directory_symlink(first.path(), current);
  auto opened = open_library(current.string(), links.clock);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(title_of(*(*opened)->current(), "tips/one"), "Title of one");
  fs::create_directory_symlink(second.path(), links.path() / "next");
  fs::rename(links.path() / "next", current);
  ASSERT_TRUE((*opened)->reload().has_value());
  EXPECT_EQ(title_of(*(*opened)->current(), "tips/one"), "Second");
}

TEST(ReadingFolders, NeverLeaveTheRootByWhateverLink) {
  const ContentFolder outside, folder;
  outside.tip("secret");
  folder.tip("one");
  fs::create_symlink(outside.path() / "en/tips/secret.md", folder.path() / "en/tips/file.md");
  fs::create_directory_symlink(outside.path() / "en/tips", folder.path() / "en/stories");
  fs::create_directory_symlink(outside.path() / "en", folder.path() / "fr");
  fs::create_symlink("../../../../../../etc/passwd", folder.path() / "en/tips/up.md");
  fs::create_symlink("loop.md", folder.path() / "en/tips/loop.md");
  fs::remove(folder.path() / "topics.yaml");
  fs::create_symlink(outside.path() / "topics.yaml", folder.path() / "topics.yaml");
  const auto library = folder.open()->current();
  EXPECT_EQ(library->live(), 1U);
  EXPECT_FALSE(library->topic_named("credit", "en").has_value());
  EXPECT_EQ(std::count_if(library->findings().begin(), library->findings().end(),
                          [](const Finding& one) { return one.code == "link-out"; }),
            6);
}

}  // namespace
}  // namespace allybot::library
