#include "bot/core/back_off.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/seeded_random.h"

namespace allybot {
namespace {

constexpr Pauses kPauses{milliseconds(1000), milliseconds(60'000), milliseconds(200)};

/// Always the largest number, or always nought.
class Extreme final : public Random {
 public:
  explicit Extreme(bool largest) : largest_(largest) {}
  std::uint64_t below(std::uint64_t bound) override { return largest_ ? bound - 1 : 0; }

 private:
  const bool largest_;
};

TEST(BackOff, DoublesUpToTheLongest) {
  Extreme largest(true);
  const std::vector<int> expected{1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000};
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(back_off(static_cast<int>(i) + 1, kPauses, largest), milliseconds(expected[i])) << i;
  EXPECT_EQ(back_off(1'000'000, kPauses, largest), milliseconds(60'000));
}

TEST(BackOff, IsNeverShorterThanTheLeast) {
  Extreme none(false);
  for (const int failures : {1, 2, 30}) EXPECT_EQ(back_off(failures, kPauses, none), milliseconds(200));
}

TEST(BackOff, BringsThoseWhoFailedTogetherBackAtDifferentTimes) {
  fakes::SeededRandom random;
  std::set<milliseconds> all;
  for (int i = 0; i < 100; ++i) all.insert(back_off(7, kPauses, random));
  EXPECT_GT(all.size(), 90U);
}

}  // namespace
}  // namespace allybot
