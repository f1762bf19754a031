#include "bot/library/pick.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/library/pick_index.h"
#include "tests/fakes/seeded_random.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::library {
namespace {

const TimePoint kNow = *from_rfc3339("2026-11-24T10:00:00Z");

PickQuery tips() {
  PickQuery query;
  query.kinds = {"tips"};
  query.now = kNow;
  return query;
}

struct Shelf {
  ContentFolder folder;
  std::shared_ptr<const Library> library;
  fakes::SeededRandom random{7};

  void open() { library = folder.open()->current(); }
  std::string draw(const PickQuery& query, const SeenMap& seen = {}) {
    const auto picked = pick(*library, query, seen, random);
    return picked.item == nullptr ? "" : picked.item->id.str();
  }
  /// Every id that comes up in a hundred draws.
  std::set<std::string> all(const PickQuery& query) {
    std::set<std::string> ids;
    for (int turn = 0; turn < 100; ++turn) ids.insert(draw(query));
    return ids;
  }
};

using Ids = std::set<std::string>;

TEST(Picking, NeverRepeatsUntilAllHaveBeenSeen) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Shelf shelf;
    const std::string topics[] = {"meetings", "credit", "parental-leave"};
    const int count = 3 + static_cast<int>(seed) * 2;
    for (int at = 0; at < count; ++at) shelf.folder.tip("tip-" + std::to_string(at), "topics: [" + topics[at % 3] + "]\n");
    shelf.open();
    fakes::SeededRandom random(seed);
    SeenMap seen;
    TimePoint at = kNow;
    std::vector<std::string> order;
    for (int turn = 0; turn < count * 3; ++turn) {
      at += std::chrono::minutes(1);
      const auto picked = pick(*shelf.library, tips(), seen, random);
      ASSERT_NE(picked.item, nullptr);
      EXPECT_EQ(picked.came_round, turn >= count);
      order.push_back(picked.item->id.str());
      seen.note(picked.item->id, at);
    }
    EXPECT_EQ(Ids(order.begin(), order.begin() + count).size(), static_cast<std::size_t>(count));
    for (int turn = count; turn < count * 3; ++turn)
      EXPECT_EQ(order[static_cast<std::size_t>(turn)], order[static_cast<std::size_t>(turn - count)])
          << "the one seen longest ago";
  }
}

TEST(Picking, KeepsTwoItemsBetweenTwoOfOneMainTopic) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Shelf shelf;
    for (int at = 0; at < 30; ++at)
      shelf.folder.tip("tip-" + std::to_string(at), "topics: [" +
                                                        std::string(at % 3 == 0   ? "meetings"
                                                                    : at % 3 == 1 ? "credit"
                                                                                  : "parental-leave") +
                                                        "]\n");
    shelf.open();
    fakes::SeededRandom random(seed);
    SeenMap seen;
    TimePoint at = kNow;
    std::vector<std::string> topics;
    for (int turn = 0; turn < 24; ++turn) {
      at += std::chrono::minutes(1);
      const auto picked = pick(*shelf.library, tips(), seen, random);
      topics.push_back(picked.item->topics.front());
      seen.note(picked.item->id, at);
    }
    for (std::size_t turn = 2; turn < topics.size(); ++turn) {
      EXPECT_NE(topics[turn], topics[turn - 1]);
      EXPECT_NE(topics[turn], topics[turn - 2]);
    }
  }
}

TEST(Picking, GivesUpTheDistanceBeforeItRepeats) {
  Shelf shelf;
  for (int at = 0; at < 4; ++at) shelf.folder.tip("tip-" + std::to_string(at));
  shelf.open();
  SeenMap seen;
  Ids ids;
  for (int turn = 0; turn < 4; ++turn) {
    const auto picked = pick(*shelf.library, tips(), seen, shelf.random);
    EXPECT_FALSE(picked.came_round);
    seen.note(picked.item->id, kNow + std::chrono::minutes(turn));
    ids.insert(picked.item->id.str());
  }
  EXPECT_EQ(ids.size(), 4U);
}

TEST(Picking, IsFairAmongTheUnseen) {
  Shelf shelf;
  for (int at = 0; at < 10; ++at) shelf.folder.tip("tip-" + std::to_string(at));
  shelf.open();
  std::map<std::string, int> count;
  SeenMap seen{{ItemId("tips/tip-0"), kNow}};
  for (int turn = 0; turn < 9000; ++turn) ++count[shelf.draw(tips(), seen)];
  EXPECT_EQ(count.size(), 9U);
  for (const auto& [id, times] : count) {
    EXPECT_GT(times, 850) << id;
    EXPECT_LT(times, 1150) << id;
  }
}

TEST(Picking, NeverShowsDraftsOrWhatIsOutOfItsDates) {
  Shelf shelf;
  shelf.folder.tip("good");
  shelf.folder.tip("draft", "draft: true\n");
  shelf.folder.tip("ended", "expire: 2026-11-24\n");
  shelf.folder.tip("last-day", "expire: 2026-11-25\n");
  shelf.folder.tip("coming", "publish: 2026-11-25\n");
  shelf.folder.tip("first-day", "publish: 2026-11-24\n");
  shelf.open();
  EXPECT_EQ(shelf.all(tips()), (Ids{"tips/good", "tips/last-day", "tips/first-day"}));
}

TEST(Picking, ObeysRegions) {
  Shelf shelf;
  shelf.folder.tip("anywhere");
  shelf.folder.tip("germany", "regions: [DE, AT]\n");
  shelf.folder.tip("not-us", "not_regions: [US]\n");
  shelf.open();
  auto query = tips();
  query.region = "DE";
  EXPECT_EQ(shelf.all(query), (Ids{"tips/anywhere", "tips/germany", "tips/not-us"}));
  query.region = "us-CA";
  EXPECT_EQ(shelf.all(query), Ids{"tips/anywhere"});
  query.region = "";
  EXPECT_EQ(shelf.all(query), (Ids{"tips/anywhere", "tips/not-us"})) << "unknown: what holds in some places only comes last";
}

TEST(Picking, ShowsRegionalItemsSomewhereUnknownOnlyWhenThereIsNothingElse) {
  Shelf shelf;
  shelf.folder.tip("germany", "topics: [parental-leave]\nregions: [DE]\n");
  shelf.folder.tip("other");
  shelf.open();
  auto query = tips();
  query.topics = {"parental-leave"};
  EXPECT_EQ(shelf.all(query), Ids{"tips/germany"});
  query.region = "FR";
  const auto picked = pick(*shelf.library, query, {}, shelf.random);
  EXPECT_EQ(picked.item, nullptr) << "a forbidden region, never";
  for (const Item* near : picked.nearest) EXPECT_NE(near->id.str(), "tips/germany");
}

TEST(Picking, ChoosesByAudience) {
  Shelf shelf;
  shelf.folder.tip("all");
  shelf.folder.tip("bosses", "audience: [managers]\n");
  shelf.folder.tip("parents", "audience: [parents, newcomers]\n");
  shelf.open();
  auto query = tips();
  EXPECT_EQ(shelf.all(query), Ids{"tips/all"});
  query.audience = "everyone";
  EXPECT_EQ(shelf.all(query), Ids{"tips/all"});
  query.audience = "managers";
  EXPECT_EQ(shelf.all(query), (Ids{"tips/all", "tips/bosses"}));
  query.audience = "newcomers";
  EXPECT_EQ(shelf.all(query), (Ids{"tips/all", "tips/parents"}));
}

TEST(Picking, ShowsSpecialAudiencesToTheUnknownOnlyWhenThereIsNothingElse) {
  Shelf shelf;
  shelf.folder.tip("bosses", "audience: [managers]\n");
  shelf.open();
  EXPECT_EQ(shelf.draw(tips()), "tips/bosses");
  auto query = tips();
  query.audience = "parents";
  EXPECT_EQ(shelf.draw(query), "");
}

TEST(Picking, TakesTipsAndMythsWhenNoKindIsAsked) {
  Shelf shelf;
  shelf.folder.tip("a");
  shelf.folder.write("en/myths/m.md", ContentFolder::tip_text("M", "claim: C\nverdict: myth\n"));
  shelf.folder.write("en/stories/s.md", ContentFolder::tip_text("S"));
  shelf.open();
  PickQuery query;
  query.now = kNow;
  EXPECT_EQ(shelf.all(query), (Ids{"tips/a", "myths/m"}));
}

TEST(Picking, LeavesOutWhatIsPastReviewWhileAFloorStands) {
  Shelf shelf;
  for (int at = 0; at < 5; ++at) shelf.folder.tip("fresh-" + std::to_string(at), "review_by: 2026-11-24\n");
  shelf.folder.tip("stale", "review_by: 2026-11-23\n");
  shelf.open();
  EXPECT_EQ(shelf.all(tips()).count("tips/stale"), 0U);
  EXPECT_EQ(shelf.all(tips()).size(), 5U) << "the last day counts";
}

TEST(Picking, KeepsWhatIsPastReviewWhereAKindWouldRunDry) {
  Shelf shelf;
  for (int at = 0; at < 3; ++at) shelf.folder.tip("fresh-" + std::to_string(at));
  shelf.folder.tip("old-1", "review_by: 2026-01-01\n");
  shelf.folder.tip("old-2", "review_by: 2026-02-01\n");
  shelf.folder.tip("oldest", "review_by: 2020-01-01\n");
  shelf.open();
  EXPECT_EQ(shelf.all(tips()).size(), 5U);
  EXPECT_EQ(shelf.all(tips()).count("tips/oldest"), 0U) << "the longest overdue leave first";
}

TEST(Picking, DrawsFromATopicOnceForEachItem) {
  Shelf shelf;
  shelf.folder.tip("both", "topics: [meetings, credit]\n");
  shelf.folder.tip("credit", "topics: [credit]\n");
  shelf.folder.tip("leave", "topics: [parental-leave]\n");
  shelf.open();
  auto query = tips();
  query.topics = {"meetings", "credit"};
  std::map<std::string, int> count;
  for (int turn = 0; turn < 4000; ++turn) ++count[shelf.draw(query)];
  EXPECT_EQ(count.size(), 2U);
  EXPECT_NEAR(count["tips/both"], 2000, 200) << "as likely as what has one of the topics";
  SeenMap seen{{ItemId("tips/both"), kNow}};
  EXPECT_EQ(shelf.draw(query, seen), "tips/credit");
  seen.note(ItemId("tips/credit"), kNow + milliseconds(1));
  EXPECT_EQ(shelf.draw(query, seen), "tips/both") << "both were seen, this one longer ago";
}

TEST(Picking, TakesWordsThatNameATopicForTheTopic) {
  Shelf shelf;
  shelf.folder.tip("leave", "topics: [parental-leave]\n", "Nothing here says it.");
  shelf.folder.tip("meet", "", "Paternity is said here only.");
  shelf.open();
  auto query = tips();
  query.words = "Paternity";
  EXPECT_EQ(shelf.all(query), Ids{"tips/leave"});
}

TEST(Picking, SearchesForOtherWords) {
  Shelf shelf;
  shelf.folder.tip("notes", "", "Whoever takes the minutes cannot speak.");
  shelf.folder.tip("other");
  shelf.open();
  auto query = tips();
  query.words = "minutes taking";
  EXPECT_EQ(shelf.all(query), Ids{"tips/notes"});
}

TEST(Picking, GivesThreeThingsNearWhenNothingMatches) {
  Shelf shelf;
  shelf.folder.tip("a");
  shelf.folder.tip("b", "topics: [credit]\n");
  shelf.folder.write("en/myths/m.md", ContentFolder::tip_text("Credit where due", "claim: C\nverdict: myth\ntopics: [credit]\n"));
  shelf.open();
  PickQuery query;
  query.now = kNow;
  query.kinds = {"resources"};
  query.topics = {"credit"};
  const auto picked = pick(*shelf.library, query, {}, shelf.random);
  EXPECT_EQ(picked.item, nullptr);
  EXPECT_FALSE(picked.any_matched);
  ASSERT_FALSE(picked.nearest.empty());
  EXPECT_EQ(picked.nearest.front()->topics.front(), "credit");
  query.topics.clear();
  query.words = "qqqqqqq";
  EXPECT_FALSE(pick(*shelf.library, query, {}, shelf.random).nearest.empty()) << "always a way on";
}

TEST(Picking, NeverGivesTheSameAgainRightAway) {
  Shelf shelf;
  shelf.folder.tip("a");
  shelf.folder.tip("b");
  shelf.open();
  auto query = tips();
  query.not_this = ItemId("tips/a");
  EXPECT_EQ(shelf.all(query), Ids{"tips/b"});
  EXPECT_EQ(shelf.draw(query, {{ItemId("tips/a"), kNow}, {ItemId("tips/b"), kNow + milliseconds(1)}}), "tips/b");
  shelf.folder.remove("en/tips/b.md");
  shelf.open();
  const auto only = pick(*shelf.library, query, {}, shelf.random);
  EXPECT_EQ(only.item, nullptr);
  EXPECT_TRUE(only.any_matched) << "so that the answer can say: this is the only one";
}

TEST(Picking, AgreesWithMayShowOnEveryDraw) {
  Shelf shelf;
  fakes::SeededRandom chance(99);
  const std::string audiences[] = {"everyone", "managers", "parents"};
  const std::string topics[] = {"meetings", "credit", "parental-leave"};
  for (int at = 0; at < 60; ++at) {
    std::string fields = "audience: [" + audiences[chance.below(3)] + "]\ntopics: [" + topics[chance.below(3)] + "]\n";
    if (chance.below(4) == 0) fields += "regions: [" + std::string(chance.below(2) == 0 ? "DE" : "US") + "]\n";
    if (chance.below(5) == 0) fields += "not_regions: [FR]\n";
    if (chance.below(5) == 0) fields += "draft: true\n";
    if (chance.below(5) == 0) fields += "publish: 2026-1" + std::to_string(chance.below(3)) + "-01\n";
    if (chance.below(5) == 0) fields += "expire: 2027-01-01\n";
    shelf.folder.tip("tip-" + std::to_string(at), fields);
  }
  shelf.folder.tip("surely");
  shelf.open();
  const std::string regions[] = {"", "DE", "US", "FR"};
  std::size_t drawn = 0;
  for (int turn = 0; turn < 2000; ++turn) {
    auto query = tips();
    query.region = regions[chance.below(4)];
    query.audience = chance.below(2) == 0 ? "" : audiences[chance.below(3)];
    if (chance.below(2) == 0) query.topics = {topics[chance.below(3)]};
    query.now = kNow + std::chrono::days(chance.below(400)) - std::chrono::days(200);
    SeenMap seen;
    for (std::uint64_t at = chance.below(70); at > 0; --at)
      seen.note(ItemId("tips/tip-" + std::to_string(chance.below(60))), kNow - std::chrono::minutes(chance.below(1000)));
    const auto picked = pick(*shelf.library, query, seen, chance);
    if (picked.item == nullptr) {
      EXPECT_FALSE(picked.any_matched);
      continue;
    }
    ++drawn;
    EXPECT_TRUE(may_show(*picked.item, query));
    EXPECT_EQ(picked.came_round, seen.count(picked.item->id) != 0);
  }
  EXPECT_GT(drawn, 1500U);
}

}  // namespace
}  // namespace allybot::library
