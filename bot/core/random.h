// The port for chance, so that tests can choose it. Not for keys or tokens: those come from bot/crypto.
// Must never be seeded with anything about a person.
#pragma once

#include <cstdint>

namespace allybot {

/// Any thread may call it.
class Random {
 public:
  virtual ~Random() = default;
  /// A number in [0, bound); bound > 0.
  virtual std::uint64_t below(std::uint64_t bound) = 0;
};

/// A fast generator per thread, seeded once per thread from the system.
class SystemRandom final : public Random {
 public:
  std::uint64_t below(std::uint64_t bound) override;
};

}  // namespace allybot
