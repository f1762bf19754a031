#include "handlers/plan_change.h"

#include <algorithm>

#include "bot/core/direct_channel.h"
#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/library/holidays.h"
#include "bot/schedule/due.h"
#include "handlers/plan_notices.h"
#include "handlers/plan_text.h"
#include "handlers/plan_words.h"
#include "handlers/post.h"
#include "handlers/roles.h"

namespace allybot::handlers {
namespace {

using store::Plan;

constexpr std::size_t kMostPlans = 20;  // in one channel
constexpr std::size_t kDatesShown = 3;

bool looks_like_plan_id(std::string_view word) {
  std::int64_t number = 0;
  return word.size() > 1 && word[0] == 'p' && parse_number(word.substr(1), number);
}

std::string ids_of(const std::vector<Plan>& plans) {
  std::vector<std::string> ids;
  for (const Plan& plan : plans) ids.push_back(plan.id.str());
  return join(ids, ", ");
}

/// Whether the same is posted at the same times.
bool is_twin(const Plan& one, const Plan& other) {
  return one.rrule == other.rrule && one.start.substr(one.start.find('T')) == other.start.substr(other.start.find('T')) &&
         one.zone == other.zone && one.kinds == other.kinds && one.topics == other.topics && one.until == other.until;
}

Result<void> require_room(const Call& call, const Plan& plan, store::Reader& reader) {
  const auto plans = reader.plans_of(plan.channel);
  if (!plans) return tl::unexpected(plans.error());
  if (plans->size() >= kMostPlans) return fail(Code::TooMany, "too many plans", call.say("plan.too-many"));
  for (const Plan& other : *plans)
    if (other.state != Plan::State::Ended && is_twin(plan, other))
      return fail(Code::Conflict, "the same plan exists", call.say("plan.exists", {{"plan", other.id.str()}}));
  return {};
}

void add_warnings(Card& card, const Speaker& speaker, const Call& call, const Prepared& prepared) {
  if (call.origin.direct) return;
  if (!prepared.channel_known)
    card.blocks.emplace_back(speaker.paragraph("plan.could-not-check"));
  else if (!prepared.channel.can_post)
    card.blocks.emplace_back(speaker.paragraph("plan.not-invited"));
  if (prepared.channel.has_outsiders) card.blocks.emplace_back(speaker.paragraph("plan.outsiders"));
}

Result<Card> saved_card(const Call& call, const Prepared& prepared, const Plan& plan, From zone_from, bool is_new,
                        store::Reader& reader) {
  const Speaker speaker = call.speaker();
  Card card;
  card.title = speaker.say(is_new ? "plan.saved-title" : "plan.changed-title", {{"plan", plan.id.str()}});
  card.blocks.emplace_back(Paragraph{text_line(plan_text(speaker, plan))});
  const auto posts = next_posts(plan, call.now, kDatesShown, call.almanac());
  if (!posts) return tl::unexpected(posts.error());
  if (plan.state == Plan::State::Active) {
    card.blocks.emplace_back(speaker.paragraph("plan.next-dates"));
    Bullets dates;
    for (const schedule::Occurrence& post : *posts)
      dates.items.push_back(text_line(occurrence_text(speaker, post) + ' ' + plan.zone));
    card.blocks.emplace_back(std::move(dates));
  } else {
    card.blocks.emplace_back(Paragraph{state_line(speaker, plan, call.now)});
  }
  card.blocks.emplace_back(speaker.note(zone_from == From::Asked ? "plan.zone-asked" : "plan.zone-from",
                                        {{"zone", plan.zone}, {"from", speaker.say(std::string("from.") + name_of(zone_from))}}));
  add_region_note(card, call, plan);
  add_warnings(card, speaker, call, prepared);
  if (auto done = add_notices(card, call, plan, reader); !done) return tl::unexpected(done.error());
  add_plan_buttons(card, speaker, plan);
  return card;
}

}  // namespace

Result<NamedPlan> plan_named(const Call& call, const std::string& arguments, store::Reader& reader) {
  const auto words = split_words(arguments);
  if (!words.empty()) {
    const std::string first = fold_case(words[0]);
    auto found = reader.plan(call.origin.member.platform, call.origin.member.workspace, PlanId(first));
    if (!found) return tl::unexpected(found.error());
    if (*found) {
      const auto end = static_cast<std::size_t>(words[0].data() - arguments.data()) + words[0].size();
      return NamedPlan{std::move(**found), std::string(trim(std::string_view(arguments).substr(end)))};
    }
    if (looks_like_plan_id(first)) return fail(Code::NotFound, "no such plan", call.say("plan.unknown", {{"plan", first}}));
  }
  auto plans = reader.plans_of(call.place());
  if (!plans) return tl::unexpected(plans.error());
  if (plans->empty()) return fail(Code::NotFound, "no plan here", call.say("plan.none-here"));
  if (plans->size() > 1) return fail(Code::Invalid, "which plan", call.say("plan.which", {{"plans", ids_of(*plans)}}));
  return NamedPlan{std::move(plans->front()), std::string(trim(arguments))};
}

Result<NamedPlan> plan_to_change(const Call& call, const Prepared& prepared, const std::string& arguments,
                                 store::Reader& reader) {
  if (auto may = require_change(call, prepared.member, call.place(), reader); !may) return tl::unexpected(may.error());
  auto named = plan_named(call, arguments, reader);
  if (!named) return named;
  // Leads change plans of their own channel; an admin may name one of another.
  if (auto may = require_change(call, prepared.member, named->plan.channel, reader); !may) return tl::unexpected(may.error());
  return named;
}

Result<void> require_not_from_file(const Call& call, const Plan& plan) {
  if (plan.from_file) return fail(Code::Unsupported, "kept as a file", call.say("plan.from-file", {{"plan", plan.id.str()}}));
  if (schedule::keeps_days(plan)) return fail(Code::Unsupported, "keeps days", call.say("days.how"));
  return {};
}

Result<ZoneChoice> zone_for_plans(const Call& call, store::Reader& reader) {
  const auto member = reader.member_settings(call.origin.member);
  if (!member) return tl::unexpected(member.error());
  const auto channel = reader.channel_settings(call.place());
  if (!channel) return tl::unexpected(channel.error());
  const Defaults defaults{call.services.default_language, call.services.default_region, call.services.default_zone};
  const Preferences preferences = call.origin.direct
                                      ? private_preferences(*member, *channel, call.origin, defaults, *call.library)
                                      : public_preferences(*member, *channel, call.origin, defaults, *call.library);
  auto zone = schedule::Zone::load(preferences.zone);
  const std::string region = call.origin.direct ? member->region : channel->region;
  if (zone) return ZoneChoice{std::move(*zone), preferences.zone_from, region};
  log::warning("zone-unknown", {{"from", name_of(preferences.zone_from)}});  // a name that this machine does not know
  auto fallback = schedule::Zone::load(defaults.zone);
  if (!fallback) return tl::unexpected(fallback.error());
  return ZoneChoice{std::move(*fallback), From::Setting, region};
}

void fill_in(Plan& plan, const PlanRequest& request, TimePoint now, const std::vector<int>& workdays) {
  schedule::LocalTime start{request.zone.local(now).date, request.when.hour, request.when.minute};
  if (!plan.start.empty() && plan.rrule == request.when.rrule)
    if (const auto kept = schedule::LocalTime::read(plan.start); kept) start.date = kept->date;
  plan.words = schedule::to_words(request.when, workdays);
  plan.rrule = request.when.rrule;
  plan.start = start.str();
  plan.zone = request.zone.name();
  if (request.zone_from == From::Platform && is_direct_channel(plan.channel))
    plan.zone_told_at = now;
  else if (request.zone_from != From::Plan)
    plan.zone_told_at.reset();
  plan.until = request.until ? request.until->str() : std::string();
  plan.kinds = request.kinds;
  plan.topics = request.topics;
  plan.days_off = request.days_off.value_or(std::string());
  plan.late = request.late.value_or(std::string());
}

Result<Reply> save_plan(const Call& call, const Prepared& prepared, const PlanRequest& request,
                        const std::optional<Plan>& existing, store::Writer& tx) {
  if (prepared.channel_known && !prepared.channel.can_post && prepared.channel.why_not != "not_invited")
    return fail(Code::Gone, "channel is gone", call.say("plan.archived"));
  Plan plan = existing.value_or(Plan{});
  if (!existing) {
    plan.channel = call.place();
    plan.address = call.origin.address;
    plan.author = call.origin.member.member;
    plan.created_at = call.now;
  }
  auto surroundings = store::surroundings_of(tx, plan.channel);
  if (!surroundings) return tl::unexpected(surroundings.error());
  plan.surroundings = std::move(*surroundings);
  fill_in(plan, request, call.now, workdays_of(call, plan.surroundings.region));
  if (plan.state == Plan::State::Ended) plan.state = Plan::State::Active;
  const std::string detail = plan_text(call.speaker(), plan);
  if (existing) {
    if (auto done = update_plan(call, plan, "plan.edit", detail, tx); !done) return tl::unexpected(done.error());
  } else {
    if (auto room = require_room(call, plan, tx); !room) return tl::unexpected(room.error());
    if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return tl::unexpected(done.error());
    if (plan.next_at) {
      auto id = tx.add_plan(plan);
      if (!id) return tl::unexpected(id.error());
      plan.id = std::move(*id);
      if (auto done = tx.add_audit(audit_of(call, plan.channel, "plan.add", plan.id.str(), detail)); !done)
        return tl::unexpected(done.error());
    }
  }
  if (plan.state == Plan::State::Ended || (plan.state == Plan::State::Active && !plan.next_at))
    return fail(Code::Invalid, "no dates to come", call.say("plan.no-dates"));
  auto card = saved_card(call, prepared, plan, request.zone_from, !existing, tx);
  if (!card) return tl::unexpected(card.error());
  return Answer{std::move(*card)};
}

Result<void> update_plan(const Call& call, Plan& plan, const char* what, const std::string& detail, store::Writer& tx) {
  if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return done;
  if (auto done = tx.update_plan(plan); !done) return done;
  return tx.add_audit(audit_of(call, plan.channel, what, plan.id.str(), detail));
}

void add_region_note(Card& card, const Call& call, const Plan& plan) {
  if (plan.days_off.empty()) return;
  const std::string region = region_or_ours(call, plan.surroundings.region);
  const char* key = region.empty()                                    ? "plan.region-none"
                    : call.library->holidays().knows_holidays(region) ? "plan.region"
                                                                      : "plan.region-unknown";
  card.blocks.emplace_back(call.speaker().note(key, {{"region", region}}));
}

void add_plan_buttons(Card& card, const Speaker& speaker, const Plan& plan) {
  const std::string& id = plan.id.str();
  card.buttons.push_back(button(speaker.say("button.preview"), "run", "schedule test " + id));
  if (plan.state == Plan::State::Active) {
    card.buttons.push_back(button(speaker.say("button.skip"), "run", "schedule skip " + id));
    card.buttons.push_back(button(speaker.say("button.pause"), "run", "schedule pause " + id));
  } else {
    card.buttons.push_back(button(speaker.say("button.resume"), "run", "schedule resume " + id));
  }
  if (plan.from_file) return;
  if (!schedule::keeps_days(plan)) card.buttons.push_back(button(speaker.say("button.edit"), "pfrm", id));
  Button remove = button(speaker.say("button.remove"), "run", "schedule remove " + id, Binding::Member, ButtonStyle::Danger);
  remove.confirm = speaker.say("plan.remove-confirm", {{"plan", id}});
  card.buttons.push_back(std::move(remove));
}

}  // namespace allybot::handlers
