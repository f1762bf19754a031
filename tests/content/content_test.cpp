// The content that comes with the bot: no finding at all, every point of the discussion covered, enough of each kind.
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "bot/core/text.h"
#include "bot/library/check.h"
#include "bot/library/kind.h"
#include "bot/library/library.h"
#include "bot/library/markdown.h"
#include "bot/library/points.h"
#include "bot/library/source_text.h"
#include "bot/library/status.h"
#include "tests/fakes/source_dir.h"

namespace allybot::library {
namespace {

std::shared_ptr<const Library> content() {
  static const SystemClock clock;
  static const auto opened = open_library(fakes::source_dir() + "/content", clock);
  return opened ? (*opened)->current() : nullptr;
}

TEST(BundledContent, HasNoFinding) {
  const SystemClock clock;
  const auto report = check_content(fakes::source_dir() + "/content", clock, {});
  EXPECT_GT(report.files, 400U);
  // Without a dictionary the words are not judged, and that one warning is right.
  std::string findings;
  for (const Finding& finding : report.findings)
    if (finding.code != "no-dictionary")
      findings += finding.path + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + ": " + finding.code +
                  ": " + finding.message + " " + finding.hint + "\n";
  EXPECT_EQ(findings, "");
}

std::string text_of(const std::string& path) {
  std::ifstream file(fakes::source_dir() + "/content/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// S01 to S60, as points.yaml lists them.
std::vector<PointRow> points() { return read_points(SourceText("points.yaml", text_of("points.yaml"))).rows; }

TEST(BundledContent, ListsAllSixtyPointsOfTheDiscussion) {
  const auto rows = points();
  ASSERT_EQ(rows.size(), 60U);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    EXPECT_EQ(rows[at].id, std::string(at < 9 ? "S0" : "S") + std::to_string(at + 1));
    EXPECT_FALSE(rows[at].kinds.empty()) << rows[at].id;
  }
}

TEST(BundledContent, ShowsItsCoverageInItsReadmeAsItIs) {
  const SystemClock clock;
  const auto table = content_status(fakes::source_dir() + "/content", clock, "markdown");
  ASSERT_TRUE(table.has_value());
  const auto coverage = table->substr(0, table->find("\n\n") + 1);  // what follows counts languages, and grows with each file
  EXPECT_NE(text_of("README.md").find(coverage), std::string::npos)
      << "put what allybot content status --format markdown prints at the end of content/README.md:\n"
      << coverage;
}

TEST(BundledContent, LeansOnEvidenceOrSaysThatItIsPracticeForEveryPoint) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  const std::set<std::string> thin = {"S32", "S34"};  // so says coverage.md of the discussion: write from practice
  for (const PointRow& row : points()) {
    const bool sourced = std::any_of(library->items("", "en").begin(), library->items("", "en").end(), [&](const Item* item) {
      return !item->sources.empty() && std::find(item->points.begin(), item->points.end(), row.id) != item->points.end();
    });
    EXPECT_TRUE(sourced || thin.count(row.id) != 0) << row.id;
  }
}

/// Takes every item that names the point out of a copy of the library; content check has to miss it.
TEST(BundledContent, FailsTheCheckWhenAPointLosesItsLastItem) {
  namespace fs = std::filesystem;
  const fs::path copy = fs::temp_directory_path() / ("allybot-points-" + std::to_string(::getpid()));
  fs::remove_all(copy);
  fs::copy(fakes::source_dir() + "/content", copy, fs::copy_options::recursive);
  const auto library = content();
  ASSERT_NE(library, nullptr);
  for (const Item* item : library->items("", "en"))
    if (std::find(item->points.begin(), item->points.end(), "S32") != item->points.end()) fs::remove(copy / item->path);
  const SystemClock clock;
  const auto report = check_content(copy.string(), clock, {});
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
    return finding.code == "point-uncovered" && finding.level == Finding::Level::Error &&
           finding.message.find("S32") != std::string::npos;
  }));
  fs::remove_all(copy);
}

TEST(BundledContent, CoversEveryPointOfTheDiscussion) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  std::set<std::string> covered;
  for (const Item* item : library->items("", "en")) covered.insert(item->points.begin(), item->points.end());
  std::vector<std::string> missing;
  for (int number = 1; number <= 60; ++number) {
    const std::string point = std::string(number < 10 ? "S0" : "S") + std::to_string(number);
    if (covered.count(point) == 0) missing.push_back(point);
  }
  EXPECT_TRUE(missing.empty()) << "no published item covers " << join(missing, ", ");
}

TEST(BundledContent, NamesItsPointsInEveryItem) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  for (const Item* item : library->items("", "en")) EXPECT_FALSE(item->points.empty()) << item->path;
}

TEST(BundledContent, HasEnoughOfEachKind) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  const std::map<std::string_view, std::size_t> least = {{"tips", 120},   {"myths", 50},   {"resources", 80}, {"exercises", 20},
                                                         {"stories", 20}, {"pledges", 15}, {"scenarios", 25}};
  for (const Kind& kind : kinds()) {
    ASSERT_EQ(least.count(kind.name), 1U) << kind.name;
    EXPECT_GE(library->items(kind.name, "en").size(), least.at(kind.name)) << kind.name;
  }
  std::set<std::string> series;
  for (const auto& file : std::filesystem::directory_iterator(fakes::source_dir() + "/content/series"))
    series.insert(file.path().stem().string());
  EXPECT_GE(series.size(), 6U);
  for (const auto* name : {"meetings", "fair-credit", "parental-leave", "sponsor-someone", "first-steps", "executives"})
    EXPECT_EQ(series.count(name), 1U) << name;
  for (const auto* name : {"exercises/biggest-successes", "exercises/original-position"})
    EXPECT_NE(library->find(ItemId(name), "en"), nullptr) << name;
}

TEST(BundledContent, HasAnItemOfItsOwnForEachAudience) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  for (const auto audience : kAudiences) {
    std::size_t own = 0;
    for (const Item* item : library->items("", "en"))
      own += item->audience == std::vector<std::string>{std::string(audience)} ? 1 : 0;
    EXPECT_GE(own, 3U) << audience;
  }
}

TEST(BundledContent, HasItemsAgainstEachBarrier) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  for (const auto barrier : kBarriers) {
    const auto against = std::count_if(library->items("", "en").begin(), library->items("", "en").end(), [&](const Item* item) {
      return std::find(item->barrier.begin(), item->barrier.end(), barrier) != item->barrier.end();
    });
    EXPECT_GE(against, 20) << barrier;
  }
}

TEST(BundledContent, SaysInTheTextWhereARegionalItemHolds) {
  const auto library = content();
  ASSERT_NE(library, nullptr);
  const std::map<std::string, std::string> names = {{"US", "American"}, {"GB", "Brit"}, {"CA", "Canada"}};
  for (const Item* item : library->items("", "en"))
    for (const auto& region : item->regions) {
      ASSERT_EQ(names.count(region), 1U) << "add how the text names " << region;
      EXPECT_NE(plain_body(item->body).find(names.at(region)), std::string::npos) << item->path;
    }
}

TEST(BundledContent, HasAStatusToShow) {
  const SystemClock clock;
  const auto text = content_status(fakes::source_dir() + "/content", clock, "text");
  ASSERT_TRUE(text.has_value());
  EXPECT_NE(text->find("Points of the discussion without an item: none"), std::string::npos);
}

}  // namespace
}  // namespace allybot::library
