// The form of one's own nudges.
#include "handlers/my_nudges_form.h"

#include <array>

#include "bot/core/text.h"
#include "handlers/file_plans.h"
#include "handlers/my_nudges.h"
#include "handlers/plan_text.h"
#include "handlers/plan_words.h"
#include "handlers/setting_words.h"

namespace allybot::handlers {
namespace {

using store::Plan;

/// A pace that the form offers.
struct Pace {
  const char* name;
  const char* rrule;  ///< empty: the working days of the place
};
constexpr std::array<Pace, 4> kPaces = {{{"weekly", "FREQ=WEEKLY;BYDAY=TU"},
                                         {"twice", "FREQ=WEEKLY;BYDAY=TU,TH"},
                                         {"weekdays", ""},
                                         {"fortnight", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"}}};
constexpr const char* kSame = "same";
constexpr const char* kUsualTime = "10:00";

Field field_of(const Call& call, const char* name, const std::string& initial) {
  Field field;
  field.name = name;
  field.label = call.say(std::string("mine.form-") + name);
  field.hint = call.say(std::string("mine.form-hint-") + name);
  field.initial = initial;
  field.optional = true;
  return field;
}

std::string rule_of(const Call& call, const Pace& pace, const std::string& region) {
  if (*pace.rrule != 0) return pace.rrule;
  static constexpr std::array<const char*, 7> kDays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  std::string days;
  for (const int day : workdays_of(call, region)) (days += days.empty() ? "" : ",") += kDays[static_cast<std::size_t>(day) - 1];
  return "FREQ=WEEKLY;BYDAY=" + days;
}

Field pace_field(const Call& call, const std::optional<Plan>& plan) {
  Field pace = field_of(call, "pace", kPaces[0].name);
  pace.kind = Field::Kind::Choose;
  pace.optional = false;
  if (plan) {
    pace.initial = kSame;
    for (const Pace& one : kPaces)
      if (plan->rrule == rule_of(call, one, plan->surroundings.region)) pace.initial = one.name;
    if (pace.initial == kSame) pace.choices.push_back({kSame, days_and_time(call, *plan, *call.wordings().front()).days});
  }
  for (const Pace& one : kPaces) pace.choices.push_back({one.name, call.say(std::string("mine.pace-") + one.name)});
  return pace;
}

std::string value_of(const Call& call, const char* name) {
  const auto found = call.form->find(name);
  return found == call.form->end() ? std::string() : std::string(trim(found->second));
}

/// What was chosen; nothing when the time is none.
std::optional<schedule::When> when_chosen(const Call& call, const std::optional<Plan>& existing, const ZoneChoice& zone) {
  const std::string pace = value_of(call, "pace"), time = value_of(call, "time");
  std::string rule = kPaces[0].rrule;
  for (const Pace& one : kPaces)
    if (pace == one.name) rule = rule_of(call, one, zone.region);
  if (pace == kSame && existing) rule = existing->rrule;
  return read_time(call, rule, time.empty() ? kUsualTime : time, zone);
}

Result<void> choose_language(const Call& call, FormProblems& problems, store::Writer& tx) {
  const std::string words = value_of(call, "language");
  if (words.empty()) return {};
  const auto language = read_language(call, words);
  if (!language) {
    problems.by_field.emplace_back("language", language.error().for_member);
    return {};
  }
  auto settings = tx.member_settings(call.origin.member);
  if (!settings) return tl::unexpected(settings.error());
  if (settings->language == *language || (settings->language.empty() && call.language == *language)) return {};
  settings->language = *language;
  if (auto done = tx.set_member_settings(call.origin.member, *settings); !done) return done;
  call.after([memory = &call.memory, member = call.origin.member] { memory->choices.forget(member); });
  return {};
}

}  // namespace

Result<Reply> my_nudges_form(const Call& call) {
  const auto plans =
      store::read<std::vector<Plan>>(call.services.store, [&](store::Reader& reader) { return my_plans(call, reader); });
  if (!plans) return tl::unexpected(plans.error());
  std::optional<Plan> plan;
  for (const Plan& one : *plans)
    if (!plan && one.series.empty()) plan = one;  // a series has its own pace
  Form form;
  form.title = call.say("mine.title");
  form.intro = call.say("mine.form-intro");
  form.submit = call.say("form.save");
  form.fields.push_back(pace_field(call, plan));
  form.fields.push_back(
      field_of(call, "time", plan ? schedule::time_words(when_of(*plan), *call.wordings().front()) : kUsualTime));
  form.fields.push_back(field_of(call, "topics", plan ? join(plan->topics, ", ") : std::string()));
  form.fields.push_back(field_of(call, "zone", plan ? plan->zone : call.preferences.zone));
  Field language = field_of(call, "language", call.language);
  language.kind = Field::Kind::Choose;
  for (const std::string& spoken : call.library->languages()) language.choices.push_back({spoken, spoken});
  form.fields.push_back(std::move(language));
  form.on_submit = Action{"mnsv", plan ? plan->id.str() : std::string(), Binding::Member};
  return OpenForm{std::move(form)};
}

Result<Reply> my_nudges_sent(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.form == nullptr) return fail(Code::Invalid, "not a form");
  const auto plans = my_plans(call, tx);
  if (!plans) return tl::unexpected(plans.error());
  std::optional<Plan> existing;
  for (const Plan& plan : *plans)
    if (plan.series.empty() && (!existing || plan.id.str() == call.object))
      existing = plan;  // two forms open: one plan is enough
  auto zone = my_zone(call, prepared.member, tx);
  if (!zone) return tl::unexpected(zone.error());
  FormProblems problems;
  if (const std::string words = value_of(call, "zone"); !words.empty()) {
    const auto name = read_zone(call, words);
    auto asked = name ? schedule::Zone::load(*name) : tl::unexpected(name.error());
    if (!asked)
      problems.by_field.emplace_back("zone", asked.error().for_member);
    else if (asked->name() != zone->zone.name())
      zone = ZoneChoice{std::move(*asked), From::Asked, zone->region};
  }
  PlanRequest request{{}, {}, {}, zone->zone, zone->from, {}};
  if (const auto when = when_chosen(call, existing, *zone); when)
    request.when = *when;
  else
    problems.by_field.emplace_back("time", call.say("mine.form-time-unknown"));
  std::vector<std::string> unknown;
  request.topics = read_topics(call, value_of(call, "topics"), unknown);
  for (std::string& sentence : unknown) problems.by_field.emplace_back("topics", std::move(sentence));
  if (existing) {
    request.kinds = existing->kinds;
    request.days_off = existing->days_off;
    request.late = existing->late;
    if (const auto until = schedule::LocalDate::read(existing->until); until) request.until = *until;
  }
  if (auto done = choose_language(call, problems, tx); !done) return tl::unexpected(done.error());
  if (!problems.by_field.empty()) return problems;
  return save_mine(call, request, existing, tx);
}

}  // namespace allybot::handlers
