#include "bot/schedule/almanac.h"

namespace allybot::schedule {

bool Almanac::is_weekend(const std::string&, int weekday) const { return weekday >= 6; }
std::string Almanac::holiday(const std::string&, const LocalDate&) const { return {}; }
std::optional<int> Almanac::steps_left(const store::Plan&) const { return std::nullopt; }
bool Almanac::observes(const store::Plan&, const LocalDate&) const { return false; }

const Almanac& Almanac::usual() {
  static const Almanac almanac;
  return almanac;
}

}  // namespace allybot::schedule
