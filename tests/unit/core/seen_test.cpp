#include "bot/core/seen.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/fakes/seeded_random.h"

namespace allybot {
namespace {

TimePoint at(int second) { return from_unix_millis(second * 1000); }

TEST(SeenItems, AreEmptyAtFirst) {
  const SeenItems seen;
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(seen.size(), 0U);
  EXPECT_FALSE(seen.contains(ItemId("tips/one")));
  EXPECT_TRUE(seen.find(ItemId("tips/one")) == seen.end());
  EXPECT_TRUE(seen.begin() == seen.end());
}

TEST(SeenItems, KeepTheLaterOfTwoMoments) {
  SeenItems seen;
  seen.note(ItemId("tips/one"), at(5));
  seen.note(ItemId("tips/one"), at(3));
  EXPECT_EQ(seen.find(ItemId("tips/one"))->second, at(5));
  seen.note(ItemId("tips/one"), at(9));
  EXPECT_EQ(seen.find(ItemId("tips/one"))->second, at(9));
  EXPECT_EQ(seen.size(), 1U);
}

TEST(SeenItems, GiveBackMomentsLongAgoAndFarAhead) {
  const TimePoint moments[] = {TimePoint(), from_unix_millis(-1), from_unix_millis(-60'000'000'000'123),
                               from_unix_millis(127'000'000'000'123)};
  for (const TimePoint moment : moments) {
    SeenItems seen;
    seen.note(ItemId("tips/one"), moment);
    EXPECT_EQ(seen.find(ItemId("tips/one"))->second, moment);
  }
}

TEST(SeenItems, LeaveTheOldVersionAsItIs) {
  const SeenItems before{{ItemId("tips/one"), at(1)}};
  const SeenItems after = before.noted(ItemId("tips/two"), at(2)).noted(ItemId("tips/one"), at(3));
  EXPECT_EQ(before.size(), 1U);
  EXPECT_EQ(before.find(ItemId("tips/one"))->second, at(1));
  EXPECT_EQ(after.size(), 2U);
  EXPECT_EQ(after.find(ItemId("tips/one"))->second, at(3));
  EXPECT_EQ(after.find(ItemId("tips/two"))->second, at(2));
}

TEST(SeenItems, OutliveTheHistoryTheyWereMadeFrom) {
  SeenItems copy;
  {
    const auto names = std::make_shared<ItemNames>();
    SeenItems first(names);
    first.note(ItemId("tips/a-name-too-long-for-the-string-itself"), at(1));
    copy = first;
  }
  for (const auto& [item, when] : copy) {
    EXPECT_EQ(item.str(), "tips/a-name-too-long-for-the-string-itself");
    EXPECT_EQ(when, at(1));
  }
}

TEST(SeenItems, AnswerAsAMapDoes) {
  fakes::SeededRandom random(7);
  std::map<ItemId, TimePoint> map;
  SeenItems seen;
  for (int step = 0; step < 3000; ++step) {
    const ItemId item("tips/item-number-" + std::to_string(random.below(400)));
    const TimePoint when = at(static_cast<int>(random.below(10000)));
    const auto [place, fresh] = map.emplace(item, when);
    if (!fresh && place->second < when) place->second = when;
    seen.note(item, when);
  }
  EXPECT_EQ(seen.size(), map.size());
  std::map<ItemId, TimePoint> walked;
  for (const auto& [item, when] : seen) walked.emplace(item, when);
  EXPECT_EQ(walked, map);
  for (const auto& [item, when] : map) EXPECT_EQ(seen.find(item)->second, when);
  EXPECT_EQ(seen.count(ItemId("tips/item-number-400")), 0U);
}

}  // namespace
}  // namespace allybot
