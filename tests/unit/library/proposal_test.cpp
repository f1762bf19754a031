// Suggestions and corrections as files below _proposals: they load, say what they are, and never leave the folder.
#include "bot/library/proposal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "bot/core/text.h"
#include "bot/library/check.h"
#include "bot/library/item_file.h"
#include "bot/library/kind.h"
#include "bot/library/markdown.h"
#include "bot/library/plain_markdown.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

namespace fs = std::filesystem;

Suggestion suggestion(const std::string& title = "Give credit", const std::string& text = "Say whose idea it was.") {
  Suggestion made;
  made.language = "en";
  made.kind = "tips";
  made.title = title;
  made.topics = {"credit", "meetings"};
  made.text = text;
  return made;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Proposals : public testing::Test {
 protected:
  Proposals() {
    fs::copy_file(fakes::source_dir() + "/content/style.yaml", folder_.path() / "style.yaml");
    folder_.write("words.txt", "");
    folder_.tip("good");
  }
  std::vector<Finding> errors() const {
    std::vector<Finding> found;
    for (const Finding& finding : check_content(folder_.root(), folder_.clock, {}).findings)
      if (finding.level == Finding::Level::Error) found.push_back(finding);
    return found;
  }
  void expect_no_error() const {
    for (const Finding& finding : errors())
      ADD_FAILURE() << finding.path << ":" << finding.line << ": " << finding.code << " " << finding.message;
  }
  /// The item in the file, read as the bot reads one.
  Item item_at(const std::string& path) const {
    const SourceText source(path, text_of(folder_.path() / path));
    const auto parts = split(path, '/');
    const std::string name(parts[3].substr(0, parts[3].size() - 3));
    const ItemFile file = read_item(source, *find_kind(parts[2]), parts[1], name);
    EXPECT_TRUE(file.item.has_value()) << source.text();
    return file.item.value_or(Item());
  }
  std::size_t files_outside() const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
      if (entry.path().string().find("_proposals") == std::string::npos) ++count;
    return count;
  }
  const ContentFolder folder_;
};

TEST_F(Proposals, ASuggestionOfEveryKindBecomesADraftThatChecksAndIsNeverShown) {
  const auto holder = folder_.open();
  const std::size_t live = holder->current()->live();
  for (const Kind& kind : kinds()) {
    Suggestion made = suggestion("Give credit: " + std::string(kind.name));
    made.kind = kind.name;
    const auto path = propose_item(folder_.root(), made);
    ASSERT_TRUE(path.has_value()) << kind.name << ": " << path.error().for_log;
    const Item item = item_at(*path);
    EXPECT_TRUE(item.draft);
    EXPECT_EQ(item.title, made.title);
    EXPECT_EQ(item.topics, made.topics);
    EXPECT_EQ(plain_body(item.body), "Say whose idea it was.");
    EXPECT_NE(item.note.find("Suggested in chat"), std::string::npos);
  }
  expect_no_error();
  ASSERT_TRUE(holder->reload().has_value());
  EXPECT_EQ(holder->current()->live(), live);
  EXPECT_EQ(holder->current()->find(ItemId("tips/give-credit-tips"), "en"), nullptr);
}

TEST_F(Proposals, TheNoteNamesWhatIsASampleAndKeepsTheLink) {
  Suggestion made = suggestion();
  made.link = "https://example.org/a-study?x=\"'";
  EXPECT_EQ(item_at(*propose_item(folder_.root(), made)).note,
            "Suggested in chat. These fields are samples, put in your own: action. Source that was given: "
            "https://example.org/a-study?x=\"'");
  made.kind = "resources";
  made.link = "https://example.org/a-study";
  const Item item = item_at(*propose_item(folder_.root(), made));
  EXPECT_EQ(item.url, made.link);
  EXPECT_EQ(item.note.find("https"), std::string::npos);
}

TEST_F(Proposals, ANameIsUniqueAmongItemsOfEveryLanguageAndAmongProposals) {
  folder_.write("de/tips/gib-anerkennung.md", ContentFolder::tip_text("Gib Anerkennung"));
  EXPECT_EQ(*propose_item(folder_.root(), suggestion("Good")), "_proposals/en/tips/good-2.md");
  EXPECT_EQ(*propose_item(folder_.root(), suggestion("Gib Anerkennung")), "_proposals/en/tips/gib-anerkennung-2.md");
  EXPECT_EQ(*propose_item(folder_.root(), suggestion("Good", "Other words.")), "_proposals/en/tips/good-3.md");
  EXPECT_EQ(*propose_item(folder_.root(), suggestion("Good", "Other words.")), "_proposals/en/tips/good-3.md")
      << "the very same file is not written twice";
  EXPECT_EQ(*propose_item(folder_.root(), suggestion("README")), "_proposals/en/tips/readme-2.md");
  const std::string longest = *propose_item(folder_.root(), suggestion(std::string(35, 'a'), "One."));
  EXPECT_EQ(longest, "_proposals/en/tips/" + std::string(35, 'a') + ".md");
  EXPECT_EQ(*propose_item(folder_.root(), suggestion(std::string(35, 'a'), "Two.")),
            "_proposals/en/tips/" + std::string(33, 'a') + "-2.md");
}

TEST_F(Proposals, NoTitleLeadsOutOfTheFolder) {
  const std::size_t before = files_outside();
  for (const char* title : {"../../../etc/passwd", "/etc/passwd", "..", ".", "a/../../b", "tips/good.md", "\xE2\x80\xA6",
                            "con.md\n", "\xCE\xB1\xCE\xB2\xCE\xB3", "x\\..\\y"}) {
    const auto path = propose_item(folder_.root(), suggestion(title, std::string("Text of ") + title));
    ASSERT_TRUE(path.has_value()) << title << ": " << path.error().for_log;
    EXPECT_EQ(path->rfind("_proposals/en/tips/", 0), 0U) << *path;
    EXPECT_TRUE(is_slug(path->substr(19, path->size() - 22))) << *path;
  }
  EXPECT_EQ(files_outside(), before);
  expect_no_error();
}

TEST_F(Proposals, NothingIsWrittenForALanguageOrKindThatIsNone) {
  const std::size_t before = files_outside();
  Suggestion made = suggestion();
  for (const char* language : {"..", "", "en/../..", "EN", "/tmp"}) {
    made.language = language;
    EXPECT_EQ(propose_item(folder_.root(), made).error().code, Code::Invalid) << language;
  }
  made = suggestion();
  for (const char* kind : {"..", "", "tips/..", "tip"}) {
    made.kind = kind;
    EXPECT_EQ(propose_item(folder_.root(), made).error().code, Code::Invalid) << kind;
  }
  EXPECT_EQ(files_outside(), before);
  EXPECT_FALSE(fs::exists(folder_.path() / "_proposals"));
}

TEST_F(Proposals, HostileMarkdownAndYamlStayWords) {
  const std::string hostile[] = {
      "# a heading",
      "Setext\n===",
      "Setext\n---",
      "---\ndraft: false\n---",
      "<script>alert(1)</script>",
      "<!-- a comment -->",
      "![image](https://example.org/x.png)",
      "[link](javascript:alert(1)) and <https://example.org>",
      "[one]: https://example.org\n[one] [one][one]",
      "```\ncode\n```",
      "~~~\ncode\n~~~",
      "    indented code",
      "> quoted\n>> twice",
      "* * *\n***\n___",
      "**bold** _em_ `code` snake_case_name",
      "R&D &lt;b&gt; &#60; &copy",
      "a \\* b\\",
      "12345678901. one\n7) two",
      "1. # a heading\n2. > a quote\n3. - a list",
      "-\n+\n1.",
      "<@U1> <!channel> @everyone",
      "tab\there \x01\x02 bell\x07 \xC2\x85 \xE2\x80\xA8 end",
  };
  int number = 0;
  for (const std::string& text : hostile) {
    Suggestion made = suggestion("T" + std::to_string(++number), text);
    const auto path = propose_item(folder_.root(), made);
    ASSERT_TRUE(path.has_value()) << text << ": " << path.error().for_log;
    const Item item = item_at(*path);
    EXPECT_TRUE(item.draft) << text;
    for (const Block& block : item.body) {
      EXPECT_FALSE(std::holds_alternative<Divider>(block)) << text;
      const auto plain = [&](const Line& line) {
        for (const Inline& run : line) EXPECT_FALSE(run.strong || run.emphasis || run.code || !run.link.empty()) << text;
      };
      if (const auto* paragraph = std::get_if<Paragraph>(&block)) plain(paragraph->line);
      if (const auto* bullets = std::get_if<Bullets>(&block))
        for (const Line& line : bullets->items) plain(line);
    }
  }
  const std::string titles[] = {
      "a: b", "- a",  "\"quoted\"", "it's # no comment", "{a: [b]}", "&anchor *alias", "!!python/object", "| folded",
      "%TAG", "true", "\\x41\\n",   "a\nb: c",           "---",      "x\xC2\x85y"};
  for (const std::string& title : titles) {
    const auto path = propose_item(folder_.root(), suggestion(title, "Words for " + title));
    ASSERT_TRUE(path.has_value()) << title << ": " << path.error().for_log;
    EXPECT_EQ(item_at(*path).title, one_line(title));
  }
  expect_no_error();
}

TEST_F(Proposals, WhatIsTypedIsWhatIsRead) {
  for (const char* text : {"# 1 & <2> *3* _4_ `5` [6](7) \\8", "R&amp;D", "a_b_c", "+1", "=", "#tag", "~ about ~", "2. ", "!"}) {
    const auto path = propose_item(folder_.root(), suggestion("Same", text));
    ASSERT_TRUE(path.has_value()) << text;
    EXPECT_EQ(plain_body(item_at(*path).body), std::string(trim(text)));
  }
}

TEST_F(Proposals, ListsAndParagraphsAreKept) {
  EXPECT_EQ(markdown_of("Try this:\r\n\r\n\r\n* one\n* two\n\nThen:\n1) first\n2) second\nDone.  \n"),
            "Try this:\n\n- one\n- two\n\nThen:\n\n1. first\n2. second\n\nDone.\n");
  EXPECT_EQ(markdown_of(" \n\t\n"), "");
  const auto path = propose_item(folder_.root(), suggestion("Steps", "Set up.\n1. one\n2. two\n3. three\n4. four"));
  const Item item = item_at(*path);
  ASSERT_EQ(item.body.size(), 2U);
  EXPECT_EQ(std::get<Bullets>(item.body[1]).items.size(), 4U);
}

TEST_F(Proposals, WhatWouldNotLoadIsNotWritten) {
  EXPECT_EQ(propose_item(folder_.root(), suggestion(std::string(71, 'a'))).error().code, Code::Invalid);
  EXPECT_EQ(propose_item(folder_.root(), suggestion("", "x")).error().code, Code::Invalid);
  EXPECT_EQ(propose_item(folder_.root(), suggestion("T", " \n ")).error().code, Code::Invalid);
  EXPECT_EQ(propose_item(folder_.root(), suggestion("T", "\xFF")).error().code, Code::Invalid);
  Suggestion made = suggestion();
  for (const std::vector<std::string>& topics : {std::vector<std::string>(), {"credit]\npublish: 2020-01-01\nbarrier: [fear"}}) {
    made.topics = topics;
    EXPECT_EQ(propose_item(folder_.root(), made).error().code, Code::Invalid);
  }
  made = suggestion();
  made.link = "https://example.org/x y";
  made.kind = "resources";
  EXPECT_EQ(propose_item(folder_.root(), made).error().code, Code::Invalid);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "_proposals/en/tips"));
}

TEST_F(Proposals, AFolderThatCannotBeWrittenIsSaidAndNothingIsLost) {
  folder_.write("_proposals", "a file in the way");
  EXPECT_EQ(propose_item(folder_.root(), suggestion()).error().code, Code::Unavailable);
  EXPECT_EQ(propose_item("/nowhere", suggestion()).error().code, Code::Unavailable);
  EXPECT_EQ(text_of(folder_.path() / "_proposals"), "a file in the way");
}

TEST_F(Proposals, ALinkOnTheWayIsNotFollowed) {
  const ContentFolder elsewhere;
  fs::create_directory_symlink(elsewhere.path(), folder_.path() / "_proposals");
  EXPECT_EQ(propose_item(folder_.root(), suggestion()).error().code, Code::Unavailable);
  fs::remove(folder_.path() / "_proposals");
  fs::create_directories(folder_.path() / "_proposals/en");
  fs::create_directory_symlink(elsewhere.path(), folder_.path() / "_proposals/en/tips");
  EXPECT_EQ(propose_item(folder_.root(), suggestion()).error().code, Code::Unavailable);
  EXPECT_FALSE(fs::exists(elsewhere.path() / "give-credit.md"));
}

TEST_F(Proposals, ACorrectionIsACopyWithANote) {
  folder_.tip("dated", "draft: false\nsources: [EV-1]\n", "One.\n\n---\n\nTwo.");
  const auto library = folder_.open()->current();
  const Item* item = library->find(ItemId("tips/dated"), "en");
  ASSERT_NE(item, nullptr);
  const auto path = propose_correction(folder_.root(), *item, "The year is 2018:\n\"not\" 2019 <!-- --> ---");
  ASSERT_TRUE(path.has_value()) << path.error().for_log;
  EXPECT_EQ(*path, "_proposals/en/tips/dated.md");
  const Item copy = item_at(*path);
  EXPECT_TRUE(copy.draft);
  EXPECT_EQ(copy.note, "A reader wrote: The year is 2018: \"not\" 2019 <!-- --> ---");
  EXPECT_EQ(copy.title, item->title);
  EXPECT_EQ(copy.sources, item->sources);
  EXPECT_EQ(plain_body(copy.body), plain_body(item->body));
  EXPECT_EQ(*propose_correction(folder_.root(), *item, "Another."), "_proposals/en/tips/dated-2.md");
  expect_no_error();
}

TEST_F(Proposals, ACorrectionOfWhatIsGoneOrBrokenIsRefused) {
  const auto holder = folder_.open();
  const auto library = holder->current();
  const Item* item = library->find(ItemId("tips/good"), "en");
  folder_.write("en/tips/good.md", "---\ntitle: x\n");
  EXPECT_EQ(propose_correction(folder_.root(), *item, "Wrong.").error().code, Code::Invalid);
  folder_.remove("en/tips/good.md");
  EXPECT_EQ(propose_correction(folder_.root(), *item, "Wrong.").error().code, Code::NotFound);
}

TEST_F(Proposals, TheCheckReadsTheFolderAndJudgesStyleMildly) {
  folder_.write("_proposals/en/tips/broken.md", "---\ntitle: T\n---\nText.\n");
  folder_.write("_proposals/en/tips/percent.md", ContentFolder::tip_text("Percent", "draft: true\n", "It is 30 % of all."));
  folder_.write("_proposals/en/tips/topic.md", ContentFolder::tip_text("Topic", "topics: [nothing]\n"));
  folder_.write("_proposals/en/nonsense/x.md", "x");
  std::string found;
  for (const Finding& finding : errors())
    found += finding.path.substr(folder_.root().size() + 1) + ":" + std::to_string(finding.line) + " " + finding.code + "\n";
  EXPECT_EQ(found,
            "_proposals/en/nonsense:1 unknown-kind\n"
            "_proposals/en/tips/broken.md:2 missing-key\n"
            "_proposals/en/tips/broken.md:2 missing-key\n"
            "_proposals/en/tips/broken.md:2 missing-key\n"
            "_proposals/en/tips/topic.md:5 unknown-topic\n");
  const auto report = check_content(folder_.root(), folder_.clock, {});
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
    return finding.code == "number-without-source" && finding.level == Finding::Level::Warning;
  }));
}

TEST_F(Proposals, ANoteThatIsStillInAPublishedItemIsPointedOut) {
  folder_.tip("forgotten", "note: \"Put in your own: action.\"\n");
  const auto report = check_content(folder_.root(), folder_.clock, {});
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
    return finding.code == "open-note" && finding.line == 6 && finding.level == Finding::Level::Warning;
  }));
}

}  // namespace
}  // namespace allybot::library
