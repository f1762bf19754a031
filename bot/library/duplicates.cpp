#include "bot/library/duplicates.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <unordered_map>

#include "bot/library/markdown.h"
#include "bot/library/words.h"

namespace allybot::library {
namespace {

constexpr std::size_t kShingle = 4;
constexpr double kMostShared = 0.25;
/// A sequence in more items than this is a turn of phrase, and would make every pair a candidate.
constexpr std::size_t kTurnOfPhrase = 40;

std::vector<std::uint64_t> shingles_of(const Item& item) {
  const auto words = words_of(plain_body(item.body));
  std::vector<std::uint64_t> shingles;
  for (std::size_t at = 0; at + kShingle <= words.size(); ++at) {
    std::uint64_t hash = 0;
    for (std::size_t more = 0; more < kShingle; ++more)
      hash = hash * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(std::hash<std::string>{}(words[at + more]));
    shingles.push_back(hash);
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  return shingles;
}

}  // namespace

std::vector<Alike> near_duplicates(const std::vector<const Item*>& items) {
  std::vector<std::size_t> sizes;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> places;
  for (std::size_t at = 0; at < items.size(); ++at) {
    const auto shingles = shingles_of(*items[at]);
    sizes.push_back(shingles.size());
    for (const auto shingle : shingles) places[shingle].push_back(static_cast<std::uint32_t>(at));
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> shared;
  for (const auto& [shingle, in] : places) {
    if (in.size() > kTurnOfPhrase) continue;
    for (std::size_t one = 0; one < in.size(); ++one)
      for (std::size_t other = one + 1; other < in.size(); ++other) ++shared[{in[one], in[other]}];
  }
  std::vector<Alike> alike;
  for (const auto& [pair, count] : shared) {
    const Item* one = items[pair.first];
    const Item* other = items[pair.second];
    const auto shorter = std::min(sizes[pair.first], sizes[pair.second]);
    const double share = static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(shorter, 8));
    if (share >= kMostShared && one->language == other->language) alike.push_back({one, other, share});
  }
  return alike;
}

}  // namespace allybot::library
