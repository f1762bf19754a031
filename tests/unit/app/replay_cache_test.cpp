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

}  // namespace
}  // namespace allybot::app
