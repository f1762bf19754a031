// What the changes of plans share: finding the plan that is meant, saving it, and telling what was saved.
// Must never save without a line in the audit trail.
#pragma once

#include <optional>
#include <string>

#include "bot/schedule/words.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// The plan that the arguments name, and what follows its id. Without an id: the only plan of the channel.
struct NamedPlan {
  store::Plan plan;
  std::string rest;
};
Result<NamedPlan> plan_named(const Call& call, const std::string& arguments, store::Reader& reader);
/// The same, and the member may change it.
Result<NamedPlan> plan_to_change(const Call& call, const Prepared& prepared, const std::string& arguments, store::Reader& reader);
/// Unsupported for a plan that is kept as a file, or keeps days of observance: those are changed elsewhere.
Result<void> require_not_from_file(const Call& call, const store::Plan& plan);

/// What a plan is to be.
struct PlanRequest {
  schedule::When when;
  std::vector<std::string> kinds, topics;
  schedule::Zone zone;
  From zone_from;
  std::optional<schedule::LocalDate> until;
  std::optional<std::string> days_off{}, late{};  ///< nothing: not said
};

/// The zone that holds where none is asked for, and where it was taken from.
struct ZoneChoice {
  schedule::Zone zone;
  From from;
  std::string region{};  ///< whose working days hold; empty: the setting's
};
Result<ZoneChoice> zone_for_plans(const Call& call, store::Reader& reader);

/// Writes what is asked for into the plan; every second week stays the same second week where only the time changes.
void fill_in(store::Plan& plan, const PlanRequest& request, TimePoint now, const std::vector<int>& workdays);
/// Saves a new plan for the channel of the call, or what is asked for `existing`. Answers with the next dates.
Result<Reply> save_plan(const Call& call, const Prepared& prepared, const PlanRequest& request,
                        const std::optional<store::Plan>& existing, store::Writer& tx);
/// Writes next date, plan and audit line.
Result<void> update_plan(const Call& call, store::Plan& plan, const char* what, const std::string& detail, store::Writer& tx);

/// Whose holidays hold, for a plan that minds days off.
void add_region_note(Card& card, const Call& call, const store::Plan& plan);
/// Buttons for a plan whose lead asks.
void add_plan_buttons(Card& card, const Speaker& speaker, const store::Plan& plan);

}  // namespace allybot::handlers
