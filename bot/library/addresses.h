// Web addresses in the content folder: where each stands, and the one line that a check of them may write.
// Must never change anything in a file but the line `checked_on`.
#pragma once

#include <string>
#include <vector>

#include "bot/core/result.h"
#include "bot/library/item.h"

namespace allybot::library {

struct AddressPlace {
  std::string path;  ///< below the content root
  int line = 1, column = 1;
  bool is_resource = false;  ///< the `url` of a resource, which has a `checked_on`
};

struct Address {
  std::string url;                   ///< without a fragment
  std::vector<AddressPlace> places;  ///< English first
};

/// Of items, sources, observances, series and help; by address.
std::vector<Address> addresses_of(const std::string& root);
/// Writes the day into the front matter of a resource: anew, or after its `url`. The file changes whole or not at all.
Result<void> write_checked_on(const std::string& root, const std::string& path, Date day);

}  // namespace allybot::library
