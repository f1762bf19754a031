// What people typed, cut into tokens that the grammar can tell apart.
// Must never decide what a token means in its place: that is the grammar's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/schedule/wording.h"

namespace allybot::schedule {

struct Token {
  enum class Kind {
    Known,    ///< a word of the wording
    Unknown,  ///< any other word
    Number,
    OrdinalNumber,  ///< "15th"
    Clock,          ///< "9:30", "2pm", "14h30": hour and minute, read
    Date,           ///< figures of a date, "2026-12-31", "31.12.2026"
    Comma,
    Rule,  ///< "RRULE:FREQ=..."
  };
  Kind kind = Kind::Unknown;
  std::string text;  ///< folded
  const Word* word = nullptr;
  int value = 0;  ///< the number, or the hour
  int minute = 0;
  std::size_t begin = 0, end = 0;  ///< in what was typed
  std::size_t digits = 0;          ///< how many figures a Number has

  bool is(Sense sense) const { return word != nullptr && word->is(sense); }
};

std::vector<Token> tokens_of(std::string_view text, const Wording& wording);

/// A clock time with the word for a half of the day applied; -1 when there is no such hour ("13 am").
int hour_of_day(int hour, const Word& half);

}  // namespace allybot::schedule
