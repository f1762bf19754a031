#include "bot/app/replay_cache.h"

#include <gtest/gtest.h>

#include "tests/fakes/fake_clock.h"

namespace allybot::app {
namespace {

const http::Response kAnswer{200, "application/json", "{}", {}};

TEST(ReplayCache, GivesTheSameAnswerAgain) {
  fakes::FakeClock clock;
  ReplayCache cache(10, seconds(600));
  EXPECT_FALSE(cache.find("a", clock.now()).has_value());
  cache.keep("a", kAnswer, clock.now());
  ASSERT_TRUE(cache.find("a", clock.now()).has_value());
  EXPECT_EQ(cache.find("a", clock.now())->body, "{}");
}

TEST(ReplayCache, ForgetsAfterItsTime) {
  fakes::FakeClock clock;
  ReplayCache cache(10, seconds(600));
  cache.keep("a", kAnswer, clock.now());
  clock.advance(seconds(600));
  EXPECT_FALSE(cache.find("a", clock.now()).has_value());
}

TEST(ReplayCache, KeepsNoMoreThanItsBound) {
  fakes::FakeClock clock;
  ReplayCache cache(3, seconds(600));
  for (const char* key : {"a", "b", "c", "d"}) cache.keep(key, kAnswer, clock.now());
  EXPECT_FALSE(cache.find("a", clock.now()).has_value());
  EXPECT_TRUE(cache.find("b", clock.now()).has_value());
  EXPECT_TRUE(cache.find("d", clock.now()).has_value());
}

TEST(ReplayCache, GivesTheWholeAnswerAgain) {
  fakes::FakeClock clock;
  ReplayCache cache(10, seconds(600));
  cache.keep("a", {201, "text/plain", "one", {{"X-One", "1"}, {"X-Two", "2"}}}, clock.now());
  cache.keep("a", {500, "text/html", "another", {}}, clock.now());
  cache.keep("b", {204, "", "", {}}, clock.now());
  const auto one = cache.find("a", clock.now());
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->status, 201) << "the first answer stays";
  EXPECT_EQ(one->content_type, "text/plain");
  EXPECT_EQ(one->body, "one");
  EXPECT_EQ(one->headers.size(), 2U);
  const auto other = cache.find("b", clock.now());
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(other->content_type + other->body, "");
}

TEST(ReplayCache, KeepsTheNewestThatFitItsMemoryWhole) {
  fakes::FakeClock clock;
  constexpr std::size_t kBytes = 1000;
  ReplayCache cache(1000, seconds(600), kBytes);
  std::vector<std::pair<std::string, std::string>> given;
  std::size_t size = 3;
  for (int at = 0; at < 500; ++at) {
    size = (size * 7 + 5) % 101;  // every size comes after every other
    given.emplace_back("key" + std::to_string(at), std::string(size, static_cast<char>('a' + at % 26)));
    cache.keep(given.back().first, {200, "t", given.back().second, {}}, clock.now());
    std::size_t used = 0;
    bool all_newer_there = true;
    for (auto one = given.rbegin(); one != given.rend(); ++one) {
      const auto found = cache.find(one->first, clock.now());
      if (found) {
        ASSERT_EQ(found->body, one->second);
        ASSERT_TRUE(all_newer_there) << "an older one outlived a newer";
      }
      all_newer_there = all_newer_there && found.has_value();
      used += one->first.size() + 1 + one->second.size();
      const bool had_room = used < kBytes - 2 * 110;
      ASSERT_TRUE(found.has_value() || !had_room);
    }
  }
}

TEST(ReplayCache, KeepsNoAnswerThatWouldFillIt) {
  fakes::FakeClock clock;
  ReplayCache cache(10, seconds(600), 800);
  cache.keep("small", kAnswer, clock.now());
  cache.keep("large", {200, "text/plain", std::string(200, 'x'), {}}, clock.now());
  EXPECT_FALSE(cache.find("large", clock.now()).has_value());
  EXPECT_TRUE(cache.find("small", clock.now()).has_value());
}

}  // namespace
}  // namespace allybot::app
