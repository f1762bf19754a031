// People's words for a plan, to RFC 5545 and back.
// Must never save a guess: what is not understood is answered with the nearest readings.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "bot/core/result.h"
#include "bot/schedule/wording.h"
#include "bot/schedule/zone.h"

namespace allybot::schedule {

/// A recurrence with its time of day.
struct When {
  std::string rrule;  ///< RFC 5545 without DTSTART and UNTIL; weeks start on Monday
  int hour = 9, minute = 0;
};

struct PlanWords {
  When when;
  std::vector<std::string> kinds;   ///< content kinds, "tips"
  std::vector<std::string> topics;  ///< topic ids
  std::string zone;                 ///< IANA; empty: not said
  std::optional<LocalDate> until;
  std::optional<std::string> days_off{};  ///< as Plan::days_off; nothing: not said
  std::optional<std::string> late{};      ///< as Plan::late; nothing: not said
};

struct NotUnderstood {
  std::string part;  ///< the words that were not understood
  /// Stable word: "unknown-words", "no-days", "no-time", "two-readings", "two-times", "too-often", "contradiction", "rule",
  /// "unknown-topic", "unknown-zone", "no-such-date", "past-date", "too-long".
  std::string why;
  std::vector<std::string> nearest;  ///< whole readings that are, best first, at most three
};

/// What the words may name.
struct Vocabulary {
  std::vector<std::string> kinds;  ///< "tips", "myths", ...; singulars are understood too
  /// Topic id for what a person typed, else nothing.
  std::function<std::optional<std::string>(std::string_view)> topic;
  /// What "weekdays" are where the plan is for; the others are the weekend.
  std::vector<int> workdays = {1, 2, 3, 4, 5};
  /// The languages that the words may be of, each on its own, the reader's first; readings come back in the one that fits best.
  Wordings wordings{};
};

/// Reads "WHEN [KIND[,KIND]] [about TOPIC[,TOPIC]] [in ZONE] [until DATE]". `today` is the plan's local date.
/// Beside that, anywhere: "skip holidays", "before days off", "also on holidays", "late once", "never late".
tl::expected<PlanWords, NotUnderstood> read_plan_words(std::string_view text, const Vocabulary& vocabulary,
                                                       const LocalDate& today);
/// A date as people write it: "2026-12-31", "31 Dec", "Friday", "tomorrow"; the next such one from `today`.
/// "until" may stand before it.
std::optional<LocalDate> read_date(std::string_view text, const LocalDate& today, const Wordings& wordings = {});
/// "first-steps at 9:30" in two; the second is empty when no word for "at" stands in it.
std::pair<std::string, std::string> split_time(std::string_view text, const Wordings& wordings);
/// "every Tuesday at 10:00", "every second Tuesday at 10:00", "on the first Monday of the month at 14:00", "weekdays at 09:30",
/// "daily at 16:45".
/// What no words can say comes back as "RRULE:FREQ=... at 10:00". read_plan_words() reads all of it to the same When.
std::string to_words(const When& when, const std::vector<int>& workdays = {1, 2, 3, 4, 5}, const Wording& wording = english());
/// The same with kinds, topics, zone and last day behind it.
std::string to_words(const PlanWords& plan, const std::vector<int>& workdays = {1, 2, 3, 4, 5},
                     const Wording& wording = english());
/// "skip holidays", "late once": what a plan says besides; empty when nothing.
std::string to_words(const std::string& days_off, const std::string& late, const Wording& wording = english());
/// "on days of observance at 10:00": a time of day behind words that say which days.
std::string at_time(const std::string& days, int hour, int minute, const Wording& wording);
/// The time of day as the language writes it: "10:00", "10 h 00".
std::string clock_words(int hour, int minute, const Wording& wording);
/// "10:00", or "10:00, 3 times": what to_words() says behind the days, short.
std::string time_words(const When& when, const Wording& wording);
/// "every Tuesday", without the time; empty when no words can say it.
std::string day_words(const std::string& rrule, const std::vector<int>& workdays, const Wording& wording);

}  // namespace allybot::schedule
