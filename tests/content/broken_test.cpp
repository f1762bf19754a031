// Broken files of many kinds: each message names the line and how to mend it, and nothing else goes down.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "bot/core/text.h"
#include "bot/library/check.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

struct Broken {
  std::string file, target, code;
  int line = 0;
  bool style = false;
};

std::vector<Broken> broken_files() {
  std::ifstream list(fakes::source_dir() + "/tests/content/broken/expected.tsv");
  std::vector<Broken> all;
  for (std::string line; std::getline(list, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto parts = split(line, '\t');
    all.push_back({std::string(parts[0]), std::string(parts[1]), std::string(parts[3]), std::stoi(std::string(parts[2])),
                   parts[4] == "style"});
  }
  return all;
}

std::string bytes_of(const std::string& file) {
  std::ifstream in(fakes::source_dir() + "/tests/content/broken/" + file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class BrokenFile : public testing::TestWithParam<Broken> {};

TEST_P(BrokenFile, IsNamedWithItsLineAndItsCure) {
  const Broken& broken = GetParam();
  const ContentFolder folder;
  folder.tip("good");
  folder.write(broken.target, bytes_of(broken.file));
  const auto report = check_content(folder.root(), folder.clock, {});
  const auto path = broken.code == "unknown-kind" ? broken.target.substr(0, broken.target.rfind('/')) : broken.target;
  const auto found = std::find_if(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
    return finding.path == folder.root() + "/" + path && finding.code == broken.code;
  });
  ASSERT_NE(found, report.findings.end()) << *format_report(report, "text");
  EXPECT_EQ(found->line, broken.line) << found->message;
  EXPECT_GE(found->column, 1);
  EXPECT_EQ(found->level, Finding::Level::Error);
  EXPECT_FALSE(found->hint.empty());
  EXPECT_GE(report.errors, 1U);
}

TEST_P(BrokenFile, LeavesAllOthersLive) {
  const Broken& broken = GetParam();
  const ContentFolder folder;
  folder.tip("good");
  folder.write(broken.target, bytes_of(broken.file));
  const auto holder = folder.open();
  ASSERT_NE(holder, nullptr);
  const auto library = holder->current();
  EXPECT_NE(library->find(ItemId("tips/good"), "en"), nullptr);
  EXPECT_EQ(library->live(), broken.style ? 2U : 1U);
  EXPECT_EQ(library->quarantined().size(), broken.style ? 0U : 1U);
}

INSTANTIATE_TEST_SUITE_P(Corpus, BrokenFile, testing::ValuesIn(broken_files()), [](const auto& row) {
  std::string name;
  for (const char c : row.param.file.substr(0, row.param.file.find('.')))
    if (c != '-') name += c;
  return name;
});

TEST(BrokenCorpus, HasAtLeastTwentyFiles) { EXPECT_GE(broken_files().size(), 20U); }

}  // namespace
}  // namespace allybot::library
