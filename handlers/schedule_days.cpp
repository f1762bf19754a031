// /ally schedule days: one plan of the channel that keeps days of observance.
#include <algorithm>

#include "bot/core/text.h"
#include "bot/schedule/words.h"
#include "handlers/file_plans.h"
#include "handlers/observance_days.h"
#include "handlers/plan_change.h"
#include "handlers/plan_notices.h"
#include "handlers/plan_text.h"
#include "handlers/plan_words.h"
#include "handlers/roles.h"
#include "handlers/schedule.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

using library::Observance;
using store::Plan;

constexpr std::size_t kDatesShown = 6;
constexpr const char* kUsualTime = "10:00";

Result<std::optional<Plan>> plan_here(const Call& call, store::Reader& reader) {
  auto plans = reader.plans_of(call.place());
  if (!plans) return tl::unexpected(plans.error());
  for (Plan& plan : *plans)
    if (schedule::keeps_days(plan)) return std::optional(std::move(plan));  // one without dates to come, too
  return std::optional<Plan>();
}

std::string title_of(const Call& call, const Observance& day) { return library::text_in(day.title, call.language); }

/// By its id, or by words that its title alone holds; of several (Father's Day has many dates) the one of the channel's region.
const Observance* named(const Call& call, const Plan& plan, const std::string& words) {
  const std::string asked = fold_case(trim(words));
  const std::string region = region_or_ours(call, plan.surroundings.region);
  std::vector<const Observance*> found, here;
  for (const Observance& day : call.library->observances()) {
    if (day.id == asked) return &day;
    if (asked.empty() || fold_case(title_of(call, day)).find(asked) == std::string::npos) continue;
    found.push_back(&day);
    if (is_for(day, region)) here.push_back(&day);
  }
  if (found.size() == 1) return found.front();
  return here.size() == 1 ? here.front() : nullptr;
}

/// What is kept here, what was switched off, and what may be switched on.
Card card_of(const Call& call, const Plan& plan, bool may_change) {
  const Speaker speaker = call.speaker();
  const LibraryAlmanac almanac = call.almanac();
  Card card;
  card.title = call.say("days.title");
  card.blocks.emplace_back(Paragraph{{strong(plan.id.str()), plain(" " + plan_text(speaker, plan))}});
  Bullets dates;
  const auto posts = next_posts(plan, call.now, kDatesShown, almanac);
  if (posts)
    for (const schedule::Occurrence& one : *posts)
      if (const auto kept = almanac.kept(plan, one.nominal.date))
        dates.items.push_back(text_line(occurrence_text(speaker, one) + speaker.colon() + day_text(speaker, *kept)));
  if (!dates.items.empty()) card.blocks.emplace_back(std::move(dates));
  Bullets others;
  for (const Observance& day : call.library->observances()) {
    const bool off = is_switched_off(plan, day.id), waits = day.opt_in && !is_switched_on(plan, day.id);
    if (off || waits)
      others.items.push_back(
          {code(day.id), plain(" " + title_of(call, day) + speaker.colon() + call.say(off ? "days.off" : "days.opt-in"))});
  }
  if (!others.items.empty()) {
    card.blocks.emplace_back(speaker.paragraph("days.others"));
    card.blocks.emplace_back(std::move(others));
  }
  card.blocks.emplace_back(speaker.note(plan.from_file ? "plan.is-file" : "days.how"));
  add_region_note(card, call, plan);
  if (may_change) add_plan_buttons(card, speaker, plan);
  return card;
}

Result<Reply> keep_at(const Call& call, const Prepared& prepared, const std::optional<Plan>& existing, const std::string& time,
                      store::Writer& tx) {
  const auto zone = zone_for_plans(call, tx);
  if (!zone) return tl::unexpected(zone.error());
  const auto when = read_time(call, "FREQ=DAILY", time, *zone);
  if (!when) return fail(Code::Invalid, "not a time", call.say("days.how"));
  PlanRequest request{*when, {}, {}, zone->zone, zone->from, {}, "before days-off"};
  Plan plan = existing.value_or(Plan{});
  if (existing) request.topics = plan.topics;
  if (!existing) {
    if (prepared.channel_known && !prepared.channel.can_post && prepared.channel.why_not != "not_invited")
      return fail(Code::Gone, "channel is gone", call.say("plan.archived"));
    plan.channel = call.place();
    plan.address = call.origin.address;
    plan.author = call.origin.member.member;
    plan.created_at = call.now;
    plan.series = std::string(schedule::kDayPrefix);
  }
  auto surroundings = store::surroundings_of(tx, plan.channel);
  if (!surroundings) return tl::unexpected(surroundings.error());
  plan.surroundings = std::move(*surroundings);
  fill_in(plan, request, call.now, workdays_of(*call.library, zone->region));
  const std::string detail = plan_text(call.speaker(), plan);
  if (existing) {
    if (auto done = update_plan(call, plan, "plan.edit", detail, tx); !done) return tl::unexpected(done.error());
  } else {
    if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return tl::unexpected(done.error());
    auto id = tx.add_plan(plan);
    if (!id) return tl::unexpected(id.error());
    plan.id = std::move(*id);
    if (auto done = tx.add_audit(audit_of(call, plan.channel, "plan.add", plan.id.str(), detail)); !done)
      return tl::unexpected(done.error());
  }
  Card card = card_of(call, plan, true);
  if (auto done = add_notices(card, call, plan, tx); !done) return tl::unexpected(done.error());
  return Answer{std::move(card)};
}

Result<Reply> change_day(const Call& call, const Prepared& prepared, Plan plan, bool on, const std::string& words,
                         store::Writer& tx) {
  const Observance* day = named(call, plan, words);
  if (day == nullptr)
    return fail(Code::NotFound, "no such day", call.say("days.unknown", {{"words", cut_code_points(words, 60)}}));
  if (on && day->opt_in && !is_admin(call.services, call.origin.member, prepared.member))
    return fail(Code::Forbidden, "for admins", call.say("days.admins-only", {{"title", title_of(call, *day)}}));
  auto& list = plan.topics;
  list.erase(
      std::remove_if(list.begin(), list.end(), [&](const std::string& id) { return id == day->id || id == '-' + day->id; }),
      list.end());
  if (on && (day->opt_in || !day->regions.empty())) list.push_back(day->id);
  if (!on && !day->opt_in) list.push_back('-' + day->id);
  const std::string detail = (on ? "on " : "off ") + day->id;
  if (auto done = update_plan(call, plan, "plan.days", detail, tx); !done) return tl::unexpected(done.error());
  return Answer{card_of(call, plan, true)};
}

}  // namespace

Result<Reply> schedule_days(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto plan = plan_here(call, tx);
  if (!plan) return tl::unexpected(plan.error());
  const std::string asked(trim(call.arguments));
  if (asked.empty()) {
    const auto may = may_change(call, prepared.member, call.place(), tx);
    if (!may) return tl::unexpected(may.error());
    if (*plan) return Answer{card_of(call, **plan, *may)};
    Card card;
    card.title = call.say("days.title");
    card.blocks.emplace_back(Paragraph{call.line("days.none")});
    if (*may) card.buttons.push_back(button(call.say("button.keep-days"), "run", "schedule days start"));
    return Answer{std::move(card)};
  }
  if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
  if (*plan && (*plan)->from_file)
    return fail(Code::Unsupported, "kept as a file", call.say("plan.from-file", {{"plan", (*plan)->id.str()}}));
  const std::string verb = fold_case(asked.substr(0, asked.find(' ')));
  const std::string rest(asked.find(' ') == std::string::npos ? std::string_view() : trim(asked.substr(asked.find(' '))));
  const auto is = [&](const char* key) { return is_listed(*call.library, call.language, key, verb); };
  if (is("verb.series.start")) return keep_at(call, prepared, *plan, kUsualTime, tx);
  const auto time = schedule::split_time("x " + std::string(asked), call.wordings()).second;  // "at 9:30", "um 9:30"
  if (!time.empty()) return keep_at(call, prepared, *plan, time, tx);
  const bool on = is("words.on");
  if ((!on && !is("words.off")) || rest.empty()) return fail(Code::Invalid, "not understood", call.say("days.how"));
  if (!*plan) return fail(Code::NotFound, "none here", call.say("days.none"));
  return change_day(call, prepared, std::move(**plan), on, rest, tx);
}

}  // namespace allybot::handlers
