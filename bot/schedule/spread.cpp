#include "bot/schedule/spread.h"

#include <cstdint>
#include <string>

#include "bot/core/direct_channel.h"

namespace allybot::schedule {
namespace {

/// FNV-1a, then the finalizer of splitmix64: ids that differ in one digit land far apart. Kept for ever: another hash would move
/// everybody's nudge.
std::uint64_t stable_hash(const std::string& text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char letter : text) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 1099511628211U;
  }
  hash ^= hash >> 30U;
  hash *= 0xbf58476d1ce4e5b9U;
  hash ^= hash >> 27U;
  hash *= 0x94d049bb133111ebU;
  return hash ^ (hash >> 31U);
}

}  // namespace

milliseconds spread_of(const ChannelKey& channel) {
  if (!is_direct_channel(channel)) return milliseconds(0);
  const auto window = static_cast<std::uint64_t>(std::chrono::seconds(kSpread).count());
  return std::chrono::seconds(stable_hash(channel.str()) % window);
}

}  // namespace allybot::schedule
