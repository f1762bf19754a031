// Limits as data, and cutting to them: every adapter lists its platform's limits in its own limits.h and cuts through here.
// Must never fail: what is too long ends in an ellipsis, and the cut is remembered so that an author can be told.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

/// How a platform counts. Where it does not say, Utf16 is the safe reading: never fewer than code points.
enum class Unit { CodePoints, Utf16, Bytes };

struct Limit {
  std::string_view field;  ///< "title", "button"; what a fault is called
  std::size_t most = 0;
  Unit unit = Unit::CodePoints;
};

std::size_t measure(std::string_view text, Unit unit);
bool fits(std::string_view text, const Limit& limit);
/// At most the limit, between grapheme clusters, "..." (one character) last when something was cut.
std::string cut(std::string_view text, const Limit& limit);

/// "400 characters, shown are 150": the message of a fault.
std::string too_long(std::size_t length, const Limit& limit);

/// What `written` makes of the most code points that still fit once written; found by halving. Empty when nothing fits.
std::string longest_fitting(const Limit& limit, const std::function<std::string(std::size_t most)>& written);

/// How a platform writes plain text; may make it longer.
using Escape = std::string (*)(std::string_view text);
/// Escaped text within the limit. The cut is made before escaping, so that no entity or escape is halved.
std::string cut_escaped(std::string_view text, const Limit& limit, Escape escape);

/// Cuts and remembers. One for each rendering; not shared between threads.
class Cutter {
 public:
  std::string text(std::string_view text, const Limit& limit) { return this->text(text, limit, limit.field); }
  /// `field` names the part in the fault: "button 2".
  std::string text(std::string_view text, const Limit& limit, std::string_view field);
  std::string escaped(std::string_view text, const Limit& limit, Escape escape);
  std::string escaped(std::string_view text, const Limit& limit, Escape escape, std::string_view field);
  /// How many of `count` things may stay.
  std::size_t number(std::size_t count, const Limit& limit);
  void note(std::string_view field, std::string message);

  const std::vector<CardFault>& faults() const { return faults_; }

 private:
  std::vector<CardFault> faults_;
};

}  // namespace allybot::platforms
