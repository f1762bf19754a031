// What picking promises, tried on hundreds of small random libraries against a second reading of the rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "bot/library/kind.h"
#include "bot/library/loader.h"
#include "bot/library/pick.h"
#include "bot/library/pick_index.h"
#include "bot/library/snapshot.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::library {
namespace {

using fakes::SeededRandom;

const TimePoint kNow = *from_rfc3339("2026-11-24T10:00:00Z");
const Date kToday = std::chrono::floor<std::chrono::days>(kNow);

const std::string kTopics[] = {"meetings", "credit", "leave", "hiring", "safety"};
const std::string kRegions[] = {"DE", "US", "FR", "BR"};
constexpr std::string_view kSomeAudiences[] = {"everyone", "managers", "parents"};
constexpr std::string_view kSomeKinds[] = {"tips", "myths", "stories"};

template <class List>
std::string one_of(const List& list, SeededRandom& chance) {
  return std::string(list[chance.below(std::size(list))]);
}
bool one_in(std::uint64_t times, SeededRandom& chance) { return chance.below(times) == 0; }
Date near_today(SeededRandom& chance) { return kToday + std::chrono::days(chance.below(200)) - std::chrono::days(100); }

/// A random library, and a second, plain reading of its rules.
class World {
 public:
  explicit World(std::uint64_t seed, std::size_t most = 40) : chance(seed) {
    Content content;
    const auto count = 1 + chance.below(most);
    for (std::uint64_t at = 0; at < count; ++at) content.items.push_back(made(static_cast<int>(at)));
    std::sort(content.items.begin(), content.items.end(),
              [](const auto& one, const auto& other) { return one->path < other->path; });
    library = make_snapshot(std::move(content));
  }

  PickQuery some_query() {
    PickQuery query;
    query.now = kNow + std::chrono::days(chance.below(60)) - std::chrono::days(30);
    if (!one_in(3, chance)) query.kinds = {one_of(kSomeKinds, chance)};
    if (one_in(4, chance)) query.kinds.push_back("tips");
    if (query.kinds.size() == 2 && query.kinds[0] == query.kinds[1]) query.kinds.pop_back();
    if (one_in(3, chance)) query.topics = {one_of(kTopics, chance)};
    if (!one_in(3, chance)) query.region = one_of(kRegions, chance);
    if (one_in(2, chance)) query.audience = one_of(kSomeAudiences, chance);
    if (one_in(5, chance)) query.barrier = one_of(kBarriers, chance);
    return query;
  }

  /// Everything that may be shown, by a plain reading of the rules; what holds for everyone first, when there is such.
  std::set<std::string> pool(const PickQuery& query) const {
    std::set<std::string> against_barrier, fitting, possible;
    for (const Item* item : library->items("", "en")) {
      if (!is_allowed(*item, query) || !is_in_rotation(*item, query)) continue;
      possible.insert(item->id.str());
      const bool known_audience = !query.audience.empty() && query.audience != "everyone";
      const bool for_all = has(item->audience, "everyone") || (known_audience && has(item->audience, query.audience));
      if (!for_all || (!item->regions.empty() && query.region.empty())) continue;
      fitting.insert(item->id.str());
      if (has(item->barrier, query.barrier)) against_barrier.insert(item->id.str());
    }
    if (!against_barrier.empty()) return against_barrier;
    return fitting.empty() ? possible : fitting;
  }

  const Item& item(const std::string& id) const { return *library->find(ItemId(id), "en"); }

  SeededRandom chance;
  std::shared_ptr<const Library> library;

 private:
  static bool has(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  }

  std::shared_ptr<const Item> made(int number) {
    auto item = std::make_shared<Item>();
    item->kind = one_of(kSomeKinds, chance);
    item->id = ItemId(item->kind + "/item-" + std::to_string(number));
    item->language = "en";
    item->path = "en/" + item->id.str() + ".md";
    item->title = "Title " + std::to_string(number);
    item->topics = {one_of(kTopics, chance)};
    const auto second = one_of(kTopics, chance);
    if (one_in(3, chance) && second != item->topics.front()) item->topics.push_back(second);
    item->audience = {one_of(kSomeAudiences, chance)};
    if (one_in(2, chance)) item->audience = {"everyone"};
    if (one_in(2, chance)) item->barrier = {one_of(kBarriers, chance)};
    if (one_in(5, chance)) item->regions = {one_of(kRegions, chance)};
    if (one_in(6, chance)) item->not_regions = {one_of(kRegions, chance)};
    item->draft = one_in(8, chance);
    if (one_in(5, chance)) item->publish = near_today(chance);
    if (one_in(5, chance)) item->expire = near_today(chance);
    if (one_in(3, chance)) item->review_by = near_today(chance);
    return item;
  }

  static Date day(const PickQuery& query) { return std::chrono::floor<std::chrono::days>(query.now); }
  static bool is_dated_right(const Item& item, const PickQuery& query) {
    return !(item.publish && day(query) < *item.publish) && !(item.expire && day(query) >= *item.expire);
  }

  static bool is_allowed(const Item& item, const PickQuery& query) {
    if (item.draft || !is_dated_right(item, query)) return false;
    if (!query.region.empty() && has(item.not_regions, query.region)) return false;
    if (!query.region.empty() && !item.regions.empty() && !has(item.regions, query.region)) return false;
    const bool unasked = item.kind == "tips" || item.kind == "myths";
    if (query.kinds.empty() ? !unasked : !has(query.kinds, item.kind)) return false;
    if (!query.topics.empty() && !has(item.topics, query.topics.front())) return false;
    if (query.audience.empty() || query.audience == "everyone") return true;
    return has(item.audience, "everyone") || has(item.audience, query.audience);
  }

  /// Past review: only as far as its kind would else have fewer than five, the latest first.
  bool is_in_rotation(const Item& item, const PickQuery& query) const {
    if (!item.review_by || *item.review_by >= day(query)) return true;
    std::size_t better = 0;
    for (const Item* other : library->items(item.kind, "en"))
      if (is_dated_right(*other, query) && (!other->review_by || *other->review_by > *item.review_by)) ++better;
    return better < kRotationFloor;
  }
};

constexpr std::uint64_t kWorlds = 300;

TEST(PickProperties, DrawFromExactlyWhatTheRulesAllow) {
  std::size_t drawn = 0, empty = 0;
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    World world(seed);
    for (int turn = 0; turn < 20; ++turn) {
      const auto query = world.some_query();
      const auto pool = world.pool(query);
      const auto picked = pick(*world.library, query, {}, world.chance);
      ASSERT_EQ(picked.item == nullptr, pool.empty()) << "world " << seed;
      if (picked.item == nullptr) {
        ++empty;
        continue;
      }
      ++drawn;
      EXPECT_EQ(pool.count(picked.item->id.str()), 1U) << "world " << seed << ": " << picked.item->id.str();
      EXPECT_FALSE(picked.item->draft);
      EXPECT_TRUE(may_show(*picked.item, query));
    }
  }
  EXPECT_GT(drawn, 2000U);
  EXPECT_GT(empty, 200U) << "so that both ways are tried";
}

TEST(PickProperties, NeverRepeatBeforeThePoolIsSpentAndThenTheOldestFirst) {
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    World world(seed);
    const auto query = world.some_query();
    const auto pool = world.pool(query);
    SeenMap seen;
    std::vector<std::string> order;
    for (std::size_t turn = 0; turn < pool.size() * 2; ++turn) {
      const auto picked = pick(*world.library, query, seen, world.chance);
      ASSERT_NE(picked.item, nullptr) << "world " << seed;
      EXPECT_EQ(picked.came_round, turn >= pool.size()) << "world " << seed;
      order.push_back(picked.item->id.str());
      seen.note(picked.item->id, kNow + std::chrono::minutes(turn));
    }
    const auto half = order.begin() + static_cast<std::ptrdiff_t>(pool.size());
    EXPECT_EQ(std::set<std::string>(order.begin(), half), pool) << "world " << seed;
    EXPECT_TRUE(std::equal(order.begin(), half, half)) << "world " << seed << ": the second round goes as the first";
  }
}

TEST(PickProperties, KeepTwoItemsBetweenTwoOfATopicWhileThereIsAChoice) {
  std::size_t kept = 0, given_up = 0;
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    World world(seed);
    auto query = world.some_query();
    query.topics.clear();  // whoever asks for a topic wants it again
    const auto pool = world.pool(query);
    SeenMap seen;
    std::vector<std::string> topics;
    for (std::size_t turn = 0; turn < pool.size(); ++turn) {
      const auto picked = pick(*world.library, query, seen, world.chance);
      ASSERT_NE(picked.item, nullptr);
      const auto is_near = [&](const std::string& topic) {
        return std::find(topics.end() - std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(topics.size())), topics.end(),
                         topic) != topics.end();
      };
      const bool any_away = std::any_of(pool.begin(), pool.end(), [&](const auto& id) {
        return seen.count(ItemId(id)) == 0 && !is_near(world.item(id).topics.front());
      });
      if (any_away) {
        EXPECT_FALSE(is_near(picked.item->topics.front())) << "world " << seed << ", turn " << turn;
      }
      ++(any_away ? kept : given_up);
      topics.push_back(picked.item->topics.front());
      seen.note(picked.item->id, kNow + std::chrono::minutes(turn));
    }
  }
  EXPECT_GT(kept, 500U);
  EXPECT_GT(given_up, 100U) << "so that both ways are tried";
}

TEST(PickProperties, PutAsideWhatIsNotForMeWhileAnythingElseMatches) {
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    World world(seed);
    auto query = world.some_query();
    const auto pool = world.pool(query);
    std::set<std::string> left;
    for (const auto& id : pool) {
      if (one_in(2, world.chance))
        query.not_for_me.emplace_back(id);
      else
        left.insert(id);
    }
    SeenMap seen;
    for (std::size_t turn = 0; turn < pool.size() * 2; ++turn) {
      const auto picked = pick(*world.library, query, seen, world.chance);
      ASSERT_NE(picked.item, nullptr);
      EXPECT_EQ((left.empty() ? pool : left).count(picked.item->id.str()), 1U) << "world " << seed;
      seen.note(picked.item->id, kNow + std::chrono::minutes(turn));
    }
  }
}

TEST(PickProperties, AreAFunctionOfTheirArguments) {
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    World world(seed);
    const auto query = world.some_query();
    SeenMap seen;
    for (const Item* item : world.library->items("", "en"))
      if (one_in(3, world.chance)) seen.note(item->id, kNow - std::chrono::minutes(world.chance.below(500)));
    SeededRandom one(seed), other(seed);
    const auto first = pick(*world.library, query, seen, one);
    const auto second = pick(*world.library, query, seen, other);
    EXPECT_EQ(first.item, second.item);
    EXPECT_EQ(first.nearest, second.nearest);
  }
}

TEST(PickProperties, OfferOnlyWhatMayBeShownWhenNothingMatches) {
  std::size_t offered = 0;
  for (std::uint64_t seed = 1; seed <= kWorlds; ++seed) {
    World world(seed, 8);
    const auto query = world.some_query();
    const auto picked = pick(*world.library, query, {}, world.chance);
    if (picked.item != nullptr) continue;
    auto any_kind = query;
    any_kind.topics.clear();
    any_kind.kinds.clear();
    for (const Kind& kind : kinds()) any_kind.kinds.emplace_back(kind.name);
    EXPECT_LE(picked.nearest.size(), 3U);
    for (const Item* near : picked.nearest) EXPECT_TRUE(may_show(*near, any_kind)) << "world " << seed;
    offered += picked.nearest.size();
  }
  EXPECT_GT(offered, 50U);
}

/// How often, of many draws, each topic came up.
std::map<std::string, int> draws_by_topic(const Library& library, const PickQuery& query) {
  SeededRandom chance(5);
  std::map<std::string, int> count;
  for (int turn = 0; turn < 3000; ++turn) ++count[pick(library, query, {}, chance).item->topics.front()];
  return count;
}

/// Ten tips on each of three topics.
Content three_topics() {
  Content content;
  for (int at = 0; at < 30; ++at) {
    auto item = std::make_shared<Item>();
    item->kind = "tips";
    item->id = ItemId("tips/item-" + std::to_string(at));
    item->language = "en";
    item->topics = {kTopics[at % 3]};
    item->audience = {"everyone"};
    if (at == 4) item->publish = kToday - std::chrono::days(3);
    content.items.push_back(std::move(item));
  }
  return content;
}

PickQuery tips() {
  PickQuery query;
  query.kinds = {"tips"};
  query.now = kNow + std::chrono::days(60);  // nothing is new any more
  return query;
}

TEST(PickTaste, BringsTopicsFoundUsefulSoonerAndOthersLater) {
  const auto library = make_snapshot(three_topics());
  auto even = draws_by_topic(*library, tips());
  for (const auto& topic : {kTopics[0], kTopics[1], kTopics[2]}) EXPECT_NEAR(even[topic], 1000, 120) << topic;
  auto query = tips();
  query.useful = {ItemId("tips/item-0")};
  auto useful = draws_by_topic(*library, query);
  EXPECT_NEAR(useful[kTopics[0]], 1667, 150) << "5 in 9: of two drawn the better";
  EXPECT_GT(useful[kTopics[1]], 500) << "the others still come";
  query.useful.clear();
  query.not_for_me = {ItemId("tips/item-0")};
  auto not_wanted = draws_by_topic(*library, query);
  EXPECT_LT(not_wanted[kTopics[0]], 400);
  EXPECT_GT(not_wanted[kTopics[0]], 150) << "one verdict on one item does not silence a topic";
}

TEST(PickTaste, GoesByTheBalanceOfATopic) {
  const auto library = make_snapshot(three_topics());
  auto query = tips();
  query.useful = {ItemId("tips/item-0"), ItemId("tips/item-3")};
  query.not_for_me = {ItemId("tips/item-6")};
  EXPECT_GT(draws_by_topic(*library, query)[kTopics[0]], 1400);
  query.useful = {ItemId("tips/item-0"), ItemId("tips/gone")};
  EXPECT_NEAR(draws_by_topic(*library, query)[kTopics[0]], 930, 120) << "even, but for the one put aside";
}

TEST(PickTaste, BringsNewItemsSoonerForAMonth) {
  const auto library = make_snapshot(three_topics());
  const auto times_new = [&](TimePoint now) {
    auto query = tips();
    query.now = now;
    SeededRandom chance(5);
    int count = 0;
    for (int turn = 0; turn < 3000; ++turn) count += pick(*library, query, {}, chance).item->id.str() == "tips/item-4" ? 1 : 0;
    return count;
  };
  EXPECT_NEAR(times_new(kNow), 197, 50) << "about twice its share";
  EXPECT_NEAR(times_new(kNow + std::chrono::days(40)), 100, 40);
}

TEST(PickLanguages, GiveEachItemOnceInTheBestLanguageOfTheChain) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SeededRandom chance(seed);
    Content content;
    std::map<std::string, std::string> best;
    for (int at = 0; at < 20; ++at)
      for (const std::string language : {"pt-BR", "pt", "en", "de"}) {
        if (language != "en" && one_in(2, chance)) continue;
        auto item = std::make_shared<Item>();
        item->kind = "tips";
        item->id = ItemId("tips/item-" + std::to_string(at));
        item->language = language;
        item->path = language + "/" + item->id.str() + ".md";
        item->topics = {"meetings"};
        item->audience = {"everyone"};
        content.items.push_back(item);
        if (language != "de") best.try_emplace(item->id.str(), language);
      }
    const auto library = make_snapshot(std::move(content));
    auto query = tips();
    query.language = "pt-BR";
    SeenMap seen;
    for (int turn = 0; turn < 20; ++turn) {
      const auto picked = pick(*library, query, seen, chance);
      ASSERT_NE(picked.item, nullptr);
      EXPECT_EQ(picked.item->language, best[picked.item->id.str()]);
      EXPECT_FALSE(picked.came_round);
      seen.note(picked.item->id, kNow + std::chrono::minutes(turn));
    }
    EXPECT_EQ(seen.size(), 20U);
  }
}

}  // namespace
}  // namespace allybot::library
