// Adding and editing plans by words and by form.
#include "bot/core/text.h"
#include "handlers/file_plans.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/plan_words.h"
#include "handlers/roles.h"
#include "handlers/schedule.h"
#include "handlers/setting_words.h"

namespace allybot::handlers {
namespace {

using schedule::LocalDate;
using store::Plan;

const std::string kDefault = "default";  // choices of the form beside the kinds
const std::string kSame = "same";

Card how_card(const Call& call) {
  Card card;
  card.title = call.say("plan.how-title");
  card.blocks.emplace_back(Paragraph{call.line("plan.how")});
  card.blocks.emplace_back(Paragraph{call.line("plan.examples")});
  card.buttons.push_back(button(call.say("button.add-plan"), "pfrm", {}));
  return card;
}

Field field_of(const Call& call, const char* name, const std::string& initial, bool optional) {
  Field field;
  field.name = name;
  field.label = call.say(std::string("plan.form-") + name);
  field.hint = call.say(std::string("plan.form-hint-") + name);
  field.initial = initial;
  field.optional = optional;
  return field;
}

std::string value_of(const Call& call, const char* name) {
  const auto found = call.form->find(name);
  return found == call.form->end() ? std::string() : std::string(trim(found->second));
}

/// The fields of the form as a request; what is wrong with each goes to `problems`.
PlanRequest read_form(const Call& call, ZoneChoice zone, const std::optional<Plan>& existing, FormProblems& problems) {
  PlanRequest request{{}, {}, {}, std::move(zone.zone), zone.from, {}};
  if (const std::string words = value_of(call, "zone"); !words.empty()) {
    const auto name = read_zone(call, words);
    auto asked = name ? schedule::Zone::load(*name) : tl::unexpected(name.error());
    if (!asked) {
      problems.by_field.emplace_back("zone", asked.error().for_member);
    } else if (asked->name() != request.zone.name()) {
      request.zone = std::move(*asked);
      request.zone_from = From::Asked;
    }
  }
  const LocalDate today = request.zone.local(call.now).date;
  const auto words = schedule::read_plan_words(
      value_of(call, "when"), vocabulary_of(*call.library, call.language, region_or_ours(call, zone.region)), today);
  if (words) {
    request.when = words->when;
    request.kinds = words->kinds;
    request.topics = words->topics;
    request.until = words->until;
    request.days_off = words->days_off;
    request.late = words->late;
  } else {
    problems.by_field.emplace_back("when",
                                   words.error().nearest.empty()
                                       ? call.say("plan.form-when-unknown")
                                       : call.say("plan.form-when-near", {{"readings", join(words.error().nearest, "; ")}}));
  }
  if (const std::string kind = value_of(call, "kinds"); kind == kSame && existing)
    request.kinds = existing->kinds;
  else if (!kind.empty() && kind != kDefault)
    request.kinds = {kind};
  if (const std::string topics = value_of(call, "topics"); !topics.empty()) {
    std::vector<std::string> unknown;
    request.topics = read_topics(call, topics, unknown);
    for (std::string& sentence : unknown) problems.by_field.emplace_back("topics", std::move(sentence));
  }
  if (const std::string until = value_of(call, "until"); !until.empty()) {
    request.until = schedule::read_date(until, today, call.wordings());
    if (!request.until || *request.until < today) problems.by_field.emplace_back("until", call.say("plan.form-until-unknown"));
  }
  return request;
}

}  // namespace

Result<Reply> schedule_add(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
  if (call.arguments.empty()) return Answer{how_card(call)};
  auto zone = zone_for_plans(call, tx);
  if (!zone) return tl::unexpected(zone.error());
  auto read = read_words(call, call.arguments, *zone);
  if (!read) return Answer{readings_card(call, read.error(), "schedule add")};
  if (!*read) return tl::unexpected(read->error());
  schedule::PlanWords& words = (*read)->words;
  const PlanRequest request{words.when,         words.kinds, words.topics,   (*read)->zone.zone,
                            (*read)->zone.from, words.until, words.days_off, words.late};
  return save_plan(call, prepared, request, std::nullopt, tx);
}

Result<Reply> schedule_edit(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto named = plan_to_change(call, prepared, call.arguments, tx);
  if (!named) return tl::unexpected(named.error());
  if (auto may = require_not_from_file(call, named->plan); !may) return tl::unexpected(may.error());
  const std::string& id = named->plan.id.str();
  if (named->rest.empty()) return fail(Code::Invalid, "nothing to change", call.say("plan.edit-how", {{"plan", id}}));
  auto zone = zone_of_plan(named->plan);
  if (!zone) return tl::unexpected(zone.error());
  auto read = read_change(call, named->rest, named->plan, *zone);
  if (!read) return Answer{readings_card(call, read.error(), "schedule edit " + id)};
  if (!*read) return tl::unexpected(read->error());
  schedule::PlanWords& words = (*read)->words;
  PlanRequest request{words.when,         words.kinds, words.topics,   (*read)->zone.zone,
                      (*read)->zone.from, words.until, words.days_off, words.late};
  keep_unsaid(request, named->plan);
  return save_plan(call, prepared, request, named->plan, tx);
}

Result<Reply> schedule_form(const Call& call) {
  Plan plan;
  if (!call.object.empty()) {
    auto named =
        store::read<NamedPlan>(call.services.store, [&](store::Reader& reader) { return plan_named(call, call.object, reader); });
    if (!named) return tl::unexpected(named.error());
    if (auto may = require_not_from_file(call, named->plan); !may) return tl::unexpected(may.error());
    plan = std::move(named->plan);
  } else {
    const auto zone =
        store::read<ZoneChoice>(call.services.store, [&](store::Reader& reader) { return zone_for_plans(call, reader); });
    if (!zone) return tl::unexpected(zone.error());
    plan.zone = zone->zone.name();
  }
  std::string when = plan.words.empty() ? plan.words : when_text(call.speaker(), plan);
  if (const std::string more = schedule::to_words(plan.days_off, plan.late, *call.wordings().front()); !more.empty())
    when += ' ' + more;
  Form form;
  form.title = call.say("plan.form-title");
  form.intro = call.say("plan.form-intro");
  form.submit = call.say("form.save");
  form.fields.push_back(field_of(call, "when", when, false));
  Field kinds = field_of(call, "kinds",
                         plan.kinds.empty()       ? kDefault
                         : plan.kinds.size() == 1 ? plan.kinds.front()
                                                  : kSame,
                         true);
  kinds.kind = Field::Kind::Choose;
  kinds.choices.push_back({kDefault, call.say("plan.default-kinds")});
  if (plan.kinds.size() > 1) kinds.choices.push_back({kSame, kinds_text(call.speaker(), plan.kinds)});
  for (const std::string& kind : vocabulary_of(*call.library, call.language, {}).kinds)
    kinds.choices.push_back({kind, call.say("kinds." + kind)});
  form.fields.push_back(std::move(kinds));
  form.fields.push_back(field_of(call, "topics", join(plan.topics, ", "), true));
  form.fields.push_back(field_of(call, "zone", plan.zone, true));
  form.fields.push_back(field_of(call, "until", plan.until, true));
  form.on_submit = Action{"psav", call.object, Binding::Member};
  return OpenForm{std::move(form)};
}

Result<Reply> schedule_form_sent(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.form == nullptr) return fail(Code::Invalid, "not a form");
  if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
  std::optional<Plan> existing;
  auto zone = zone_for_plans(call, tx);
  if (!call.object.empty()) {
    auto named = plan_to_change(call, prepared, call.object, tx);
    if (!named) return tl::unexpected(named.error());
    if (auto may = require_not_from_file(call, named->plan); !may) return tl::unexpected(may.error());
    existing = std::move(named->plan);
    zone = zone_of_plan(*existing);
  }
  if (!zone) return tl::unexpected(zone.error());
  FormProblems problems;
  const PlanRequest request = read_form(call, std::move(*zone), existing, problems);
  if (!problems.by_field.empty()) return problems;
  return save_plan(call, prepared, request, existing, tx);
}

}  // namespace allybot::handlers
