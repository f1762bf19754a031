// The local dates of a rule, one after the other, as RFC 5545 (section 3.3.10) expands it.
// Must never know a time of day or a zone, and never walk through years that nobody asked for.
#pragma once

#include <memory>
#include <optional>

#include "bot/schedule/rule.h"

namespace allybot::schedule {

/// One thread at a time.
class Dates {
 public:
  /// Dates of the series that begins on `start` (whether or not `start` is one of them), from `from` to `last`, both inclusive.
  /// Starting years after `start` costs no more than starting at it, unless the rule has a COUNT.
  Dates(const Rule& rule, const LocalDate& start, const LocalDate& from, const LocalDate& last);
  ~Dates();
  Dates(Dates&&) noexcept;
  Dates& operator=(Dates&&) noexcept;

  std::optional<LocalDate> next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace allybot::schedule
