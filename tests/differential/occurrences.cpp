// Reads plans from standard input and prints what the live engine makes of them, for comparison with other implementations.
// Must never decide anything itself: each line is one call of occurrences().
//
// In:  "RRULE <tab> START <tab> UNTIL or empty <tab> ZONE <tab> FROM <tab> MOST", one plan a line; FROM is a local date of the
// zone. Out: "= <tab> plan's line number", then "NOMINAL <tab> UTC seconds <tab> 1 or 0 <tab> REASON" for each occurrence; "!
// why" for a
//      plan that is refused. "? ZONE <tab> UTC seconds" asks for a wall clock and is answered with ": LOCAL".
#include <iostream>
#include <string>

#include "bot/core/text.h"
#include "bot/schedule/due.h"

namespace allybot::schedule {
namespace {

constexpr std::size_t kFields = 6;

void answer_wall_clock(std::string_view words) {
  const auto parts = split(words, '\t');
  std::int64_t second = 0;
  if (parts.size() != 2 || !parse_number(parts[1], second)) {
    std::cout << "! not a question\n";
    return;
  }
  const auto zone = Zone::load(parts[0]);
  if (!zone) {
    std::cout << "! " << zone.error().for_log << '\n';
    return;
  }
  std::cout << ": " << zone->local(TimePoint(seconds(second))).str() << '\n';
}

void answer_plan(std::size_t number, const std::string& line) {
  std::cout << "=\t" << number << '\n';
  const auto parts = split(line, '\t');
  std::int64_t most = 0;
  const auto from = parts.size() == kFields ? LocalDate::read(parts[4]) : fail(Code::Invalid, "six fields are needed");
  if (!from || !parse_number(parts[5], most)) {
    std::cout << "! " << (from ? "not a number" : from.error().for_log) << '\n';
    return;
  }
  store::Plan plan;
  plan.rrule = parts[0];
  plan.start = parts[1];
  plan.until = parts[2];
  plan.zone = parts[3];
  const auto zone = Zone::load(plan.zone);
  if (!zone) {
    std::cout << "! " << zone.error().for_log << '\n';
    return;
  }
  const TimePoint after = zone->moment({*from, 0, 0}).at - milliseconds(1);
  const TimePoint upto = zone->moment({{2041, 1, 1}, 0, 0}).at - milliseconds(1);
  const auto found = occurrences(plan, after, upto, static_cast<std::size_t>(most));
  if (!found) {
    std::cout << "! " << found.error().for_log << '\n';
    return;
  }
  for (const Occurrence& one : *found)
    std::cout << one.nominal.str() << '\t' << to_unix_seconds(one.at) << '\t' << (one.post ? 1 : 0) << '\t' << one.reason << '\n';
}

}  // namespace
}  // namespace allybot::schedule

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  for (std::size_t number = 0; std::getline(std::cin, line); ++number) {
    if (line.rfind("? ", 0) == 0)
      allybot::schedule::answer_wall_clock(std::string_view(line).substr(2));
    else
      allybot::schedule::answer_plan(number, line);
  }
  return 0;
}
