// The content that comes with the bot: no finding at all, every point of the discussion covered, enough of each kind.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/core/text.h"
#include "bot/library/check.h"
#include "bot/library/kind.h"
#include "bot/library/library.h"
#include "bot/library/status.h"

namespace allybot::library {
namespace {

std::shared_ptr<const Library> content() {
  static const SystemClock clock;
  static const auto opened = open_library(SOURCE_DIR "/content", clock);
  return opened ? (*opened)->current() : nullptr;
}

TEST(BundledContent, HasNoFinding) {
  const SystemClock clock;
  const auto report = check_content(SOURCE_DIR "/content", clock, {});
  EXPECT_GT(report.files, 400U);
  // Without a dictionary the words are not judged, and that one warning is right.
  std::string findings;
  for (const Finding& finding : report.findings)
    if (finding.code != "no-dictionary")
      findings += finding.path + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + ": " + finding.code +
                  ": " + finding.message + " " + finding.hint + "\n";
  EXPECT_EQ(findings, "");
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

TEST(BundledContent, HasAStatusToShow) {
  const SystemClock clock;
  const auto text = content_status(SOURCE_DIR "/content", clock, "text");
  ASSERT_TRUE(text.has_value());
  EXPECT_NE(text->find("Points of the discussion without an item: none"), std::string::npos);
}

}  // namespace
}  // namespace allybot::library
