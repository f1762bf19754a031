// Texts that say the same twice.
// Must never compare drafts: templates of new items are alike until they are filled.
#pragma once

#include <vector>

#include "bot/library/item.h"

namespace allybot::library {

struct Alike {
  const Item* one = nullptr;
  const Item* other = nullptr;  ///< the later one by path
  double share = 0;             ///< of the shorter one's word sequences that the other has too
};

/// Pairs of one language whose bodies share a quarter of their four-word sequences, or more.
std::vector<Alike> near_duplicates(const std::vector<const Item*>& items);

}  // namespace allybot::library
