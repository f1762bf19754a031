// The names that people give to time zones, and the names that the system's zone database has.
// Must never choose between two zones that a name could mean: those are offered, not taken.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allybot::schedule {

/// "Europe/Berlin" for "berlin", "Berlin time", "europe/berlin", "germany"; nothing when unknown or not one.
std::optional<std::string> find_zone(std::string_view words);
/// Zones that the words may have meant, best first.
std::vector<std::string> zones_near(std::string_view words, std::size_t most);

}  // namespace allybot::schedule
