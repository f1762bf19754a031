// Chance that a test can repeat: splitmix64 from a seed.
// Must never be used outside tests.
#pragma once

#include <atomic>

#include "bot/core/random.h"

namespace allybot::fakes {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) override {
    std::uint64_t z = state_.fetch_add(0x9E3779B97F4A7C15ULL) + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return (z ^ (z >> 31U)) % bound;
  }

 private:
  std::atomic<std::uint64_t> state_;
};

}  // namespace allybot::fakes
