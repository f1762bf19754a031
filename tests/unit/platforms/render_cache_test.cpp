#include "bot/platforms/render_cache.h"

#include <gtest/gtest.h>

#include <thread>

namespace allybot::platforms {
namespace {

TEST(Template, PutsValuesIntoItsHoles) {
  const Template made("{\"a\":\"" + hole(1) + "\",\"b\":\"" + hole(0) + "\",\"c\":\"" + hole(1) + "\"}");
  EXPECT_EQ(made.holes(), 3U);
  const std::string values[] = {"zero", "one"};
  EXPECT_EQ(made.filled(values), R"({"a":"one","b":"zero","c":"one"})");
}

TEST(Template, LeavesAHoleWithoutAValueEmpty) {
  const Template made("<" + hole(7) + ">");
  EXPECT_EQ(made.filled({}), "<>");
}

TEST(Template, WithoutHolesIsItsText) { EXPECT_EQ(Template("plain hole hole000").filled({}), "plain hole hole000"); }

TEST(RenderCache, BuildsOnce) {
  RenderCache cache;
  int built = 0;
  const auto build = [&built] {
    ++built;
    return std::string("made");
  };
  EXPECT_EQ(cache.get("key", build)->filled({}), "made");
  EXPECT_EQ(cache.get("key", build)->filled({}), "made");
  EXPECT_EQ(built, 1);
}

TEST(RenderCache, NeverKeepsWhatHasNoKey) {
  RenderCache cache;
  int built = 0;
  for (int i = 0; i < 2; ++i) cache.get("", [&built] { return std::to_string(++built); });
  EXPECT_EQ(built, 2);
  EXPECT_EQ(cache.entries(), 0U);
}

TEST(RenderCache, StaysWithinItsBoundAndForgetsTheLeastUsed) {
  RenderCache cache(10000);
  const auto build = [] { return std::string(1000, 'x'); };
  for (int i = 0; i < 100; ++i) {
    cache.get("first", build);  // used all the time
    cache.get("key " + std::to_string(i), build);
    EXPECT_LE(cache.bytes(), 10000U);
  }
  EXPECT_GT(cache.entries(), 2U);
  bool built = false;
  cache.get("first", [&] {
    built = true;
    return build();
  });
  EXPECT_FALSE(built);
}

TEST(RenderCache, GivesOutWhatItCannotKeep) {
  RenderCache cache(100);
  EXPECT_EQ(cache.get("key", [] { return std::string(1000, 'x'); })->bytes(), 1000U);
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(RenderCache, MayBeAskedByManyThreads) {
  RenderCache cache(20000);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&cache] {
      for (int i = 0; i < 2000; ++i) {
        const std::string key = std::to_string(i % 40);
        EXPECT_EQ(cache.get(key, [&key] { return std::string(500, 'x') + key; })->bytes(), 500 + key.size());
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(cache.bytes(), 20000U);
}

}  // namespace
}  // namespace allybot::platforms
