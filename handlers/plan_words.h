// What people type for a plan, read against the zone that will hold and, for a change, against what the plan says already.
// Must never save a guess: what is not understood comes back as the nearest readings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/schedule/words.h"
#include "handlers/plan_change.h"

namespace allybot::handlers {

/// "every Tuesday" and "10:00": what a plan says, in two.
struct DaysAndTime {
  std::string days, time;
};
DaysAndTime days_and_time(const Call& call, const store::Plan& plan, const schedule::Wording& wording);

struct ReadWords {
  schedule::PlanWords words;
  ZoneChoice zone;
};
/// The region, or the setting's where none is set.
std::string region_or_ours(const Call& call, const std::string& region);
std::vector<int> workdays_of(const Call& call, const std::string& region);

using ReadOrNot = tl::expected<Result<ReadWords>, schedule::NotUnderstood>;

/// Reads a whole plan; `zone` holds unless the words name another.
ReadOrNot read_words(const Call& call, const std::string& text, const ZoneChoice& zone);
/// A time of day as somebody typed it, on the days of a rule; nothing when it is none.
std::optional<schedule::When> read_time(const Call& call, const std::string& rrule, const std::string& time,
                                        const ZoneChoice& zone);
/// Reads a change of `plan`: days, time, what is drawn, zone or last day alone; days and time that are not said stay.
ReadOrNot read_change(const Call& call, const std::string& text, const store::Plan& plan, const ZoneChoice& zone);

/// Kinds, topics and last day that were not said stay as they are in `plan`.
void keep_unsaid(PlanRequest& request, const store::Plan& plan);

/// Words that were not understood, with what would be, each as a button that runs `verb` with it.
Card readings_card(const Call& call, const schedule::NotUnderstood& trouble, const std::string& verb);

/// "meetings, parental leave" as topic ids; the sentence for each that is not known goes to `problems`.
std::vector<std::string> read_topics(const Call& call, const std::string& words, std::vector<std::string>& problems);

/// The plan's own zone, for changing it without naming another.
Result<ZoneChoice> zone_of_plan(const store::Plan& plan);

}  // namespace allybot::handlers
