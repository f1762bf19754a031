#include "handlers/my_nudges.h"

#include <algorithm>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/due.h"
#include "bot/schedule/spread.h"
#include "handlers/my_nudges_form.h"
#include "handlers/plan_text.h"
#include "handlers/plan_words.h"
#include "handlers/post.h"

namespace allybot::handlers {
namespace {

using schedule::LocalDate;
using store::Delivery;
using store::Plan;

constexpr const char* kSimplest = "every Tuesday 10:00";
constexpr std::size_t kDatesShown = 3;
constexpr int kSnoozeDays = 7;
constexpr std::size_t kMostWaiting = 100;

std::string ids_of(const std::vector<Plan>& plans) {
  std::vector<std::string> ids;
  for (const Plan& plan : plans) ids.push_back(plan.id.str());
  return join(ids, ", ");
}

void add_buttons(Card& card, const Speaker& speaker, bool paused) {
  card.buttons.push_back(button(speaker.say("button.edit"), "mnfm", {}));
  if (paused)
    card.buttons.push_back(button(speaker.say("button.resume"), "run", "me resume"));
  else
    card.buttons.push_back(button(speaker.say("button.snooze"), "run", "me snooze"));
  card.buttons.push_back(button(speaker.say("button.stop"), "run", "stop"));
}

void add_offer(Card& card, const Speaker& speaker) {
  card.blocks.emplace_back(speaker.note("me.no-nudges"));
  card.buttons.push_back(button(speaker.say("button.nudge-me"), "run", std::string("me nudge ") + kSimplest));
  card.buttons.push_back(button(speaker.say("button.nudge-choose"), "mnfm", {}));
}

void add_list(Card& card, const Call& call, const std::vector<Plan>& plans) {
  const Speaker speaker = call.speaker();
  card.blocks.emplace_back(speaker.paragraph("me.nudges"));
  Bullets list;
  bool all_paused = true;
  for (const Plan& plan : plans) {
    Line line = {strong(plan.id.str()), plain(" ")};
    for (Inline& run : plan_line(speaker, plan, call.now)) line.push_back(std::move(run));
    list.items.push_back(std::move(line));
    all_paused = all_paused && plan.state == Plan::State::Paused;
  }
  card.blocks.emplace_back(std::move(list));
  add_buttons(card, speaker, all_paused);
}

Result<Card> saved_card(const Call& call, const Plan& plan, From zone_from, bool is_new) {
  const Speaker speaker = call.speaker();
  Card card;
  card.title = speaker.say(is_new ? "mine.saved-title" : "mine.changed-title");
  card.blocks.emplace_back(Paragraph{text_line(plan_text(speaker, plan))});
  if (plan.state == Plan::State::Active) {
    const auto posts = next_posts(plan, call.now, kDatesShown, call.almanac());
    if (!posts) return tl::unexpected(posts.error());
    card.blocks.emplace_back(speaker.paragraph("plan.next-dates"));
    Bullets dates;
    for (const schedule::Occurrence& post : *posts)
      dates.items.push_back(text_line(occurrence_text(speaker, post) + ' ' + plan.zone));
    card.blocks.emplace_back(std::move(dates));
    card.blocks.emplace_back(Note{styled(speaker.say_counted("mine.spread", schedule::kSpread.count()))});
  } else {
    card.blocks.emplace_back(Paragraph{state_line(speaker, plan, call.now)});
  }
  card.blocks.emplace_back(speaker.note(zone_from == From::Asked ? "plan.zone-asked" : "plan.zone-from",
                                        {{"zone", plan.zone}, {"from", speaker.say(std::string("from.") + name_of(zone_from))}}));
  add_region_note(card, call, plan);
  card.blocks.emplace_back(speaker.note("mine.only-you"));
  add_buttons(card, speaker, plan.state == Plan::State::Paused);
  return card;
}

/// Whether there is anything that would come.
Result<std::vector<Plan>> some_of_mine(const Call& call, store::Reader& reader) {
  auto plans = my_plans(call, reader);
  if (plans && plans->empty()) return fail(Code::NotFound, "no nudges of one's own", call.say("mine.none"));
  return plans;
}

Result<void> store_plan(const Call& call, Plan& plan, store::Writer& tx) {
  if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return done;
  return tx.update_plan(plan);
}

Reply how_they_stand(const Call& call, std::string_view key, const Values& values, const std::vector<Plan>& plans) {
  Card card;
  card.title = call.say("mine.title");
  card.blocks.emplace_back(Paragraph{call.line(key, values)});
  add_list(card, call, plans);
  return Answer{std::move(card)};
}

/// The first day on which they come again: the date that is named, or a week from today.
Result<LocalDate> snoozed_until(const Call& call, const Plan& plan) {
  const auto zone = schedule::Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  const LocalDate today = zone->local(call.now).date;
  std::string_view words = trim(call.arguments);
  if (words.empty()) return zone->local(call.now + std::chrono::hours(24 * kSnoozeDays)).date;
  const auto date = schedule::read_date(words, today, call.wordings());
  if (!date || *date <= today) return fail(Code::Invalid, "not a day to come", call.say("mine.snooze-how"));
  return *date;
}

/// What the outbox holds for the member by a plan is not sent any more.
Result<void> take_back(const Call& call, const ChannelKey& own, store::Writer& tx) {
  for (const auto state : {Delivery::State::Pending, Delivery::State::Retry}) {
    auto waiting = tx.deliveries_of(own, state, kMostWaiting);
    if (!waiting) return tl::unexpected(waiting.error());
    for (Delivery& delivery : *waiting) {
      if (delivery.plan.empty()) continue;
      delivery.state = Delivery::State::Skipped;
      delivery.reason = "stopped";
      delivery.changed_at = call.now;
      if (auto done = tx.update_delivery(delivery); !done) return done;
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Plan>> my_plans(const Call& call, store::Reader& reader) {
  auto plans = reader.plans_of(direct_channel(call.origin.member));
  if (plans)
    plans->erase(std::remove_if(plans->begin(), plans->end(), [](const Plan& plan) { return plan.state == Plan::State::Ended; }),
                 plans->end());
  return plans;
}

Result<ZoneChoice> my_zone(const Call& call, const MemberFacts& facts, store::Reader& reader) {
  const auto chosen = reader.member_settings(call.origin.member);
  if (!chosen) return tl::unexpected(chosen.error());
  const auto channel = reader.channel_settings(call.origin.channel);
  if (!channel) return tl::unexpected(channel.error());
  Origin told = call.origin;
  if (told.zone.empty()) told.zone = facts.zone;
  const Defaults defaults{call.services.default_language, call.services.default_region, call.services.default_zone};
  const Preferences preferences = private_preferences(*chosen, *channel, told, defaults, *call.library);
  if (auto zone = schedule::Zone::load(preferences.zone); zone)
    return ZoneChoice{std::move(*zone), preferences.zone_from, chosen->region};
  auto fallback = schedule::Zone::load(defaults.zone);
  if (!fallback) return tl::unexpected(fallback.error());
  return ZoneChoice{std::move(*fallback), From::Setting, chosen->region};
}

Result<Reply> save_mine(const Call& call, const PlanRequest& request, const std::optional<Plan>& existing, store::Writer& tx) {
  Plan plan = existing.value_or(Plan{});
  if (!existing) {
    plan.channel = direct_channel(call.origin.member);
    plan.address = call.origin.address;
    plan.author = call.origin.member.member;
    plan.created_at = call.now;
  }
  auto surroundings = store::surroundings_of(tx, plan.channel);
  if (!surroundings) return tl::unexpected(surroundings.error());
  plan.surroundings = std::move(*surroundings);
  fill_in(plan, request, call.now, workdays_of(call, plan.surroundings.region));
  if (plan.state == Plan::State::Broken) plan.state = Plan::State::Active;  // asked for anew: it gets another try
  plan.trouble.clear();
  if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return tl::unexpected(done.error());
  if (plan.state == Plan::State::Ended) return fail(Code::Invalid, "no dates to come", call.say("plan.no-dates"));
  if (existing) {
    if (auto done = tx.update_plan(plan); !done) return tl::unexpected(done.error());
  } else {
    auto id = tx.add_plan(plan);
    if (!id) return tl::unexpected(id.error());
    plan.id = std::move(*id);
  }
  auto card = saved_card(call, plan, request.zone_from, !existing);
  if (!card) return tl::unexpected(card.error());
  return Answer{std::move(*card)};
}

Result<Prepared> prepare_my_zone(const Call& call) {
  Prepared prepared;
  if (!call.origin.zone.empty() || !call.services.member_facts) return prepared;
  if (auto facts = call.services.member_facts(call.origin.member); facts) prepared.member = std::move(*facts);
  return prepared;
}

Result<Reply> my_nudges(const Call& call, const Prepared& prepared, store::Writer& tx) {
  const auto plans = my_plans(call, tx);
  if (!plans) return tl::unexpected(plans.error());
  if (call.arguments.empty()) {
    if (!plans->empty()) return how_they_stand(call, "mine.how", {}, *plans);
    Card card;
    card.title = call.say("mine.title");
    card.blocks.emplace_back(Paragraph{call.line("mine.how")});
    add_offer(card, call.speaker());
    return Answer{std::move(card)};
  }
  std::vector<Plan> drawing;  // a series has its own pace
  for (const Plan& plan : *plans)
    if (plan.series.empty()) drawing.push_back(plan);
  if (drawing.size() > 1) return fail(Code::Invalid, "which of them", call.say("mine.several", {{"plans", ids_of(drawing)}}));
  std::optional<Plan> existing;
  if (!drawing.empty()) existing = drawing.front();
  const auto zone = existing ? zone_of_plan(*existing) : my_zone(call, prepared.member, tx);
  if (!zone) return tl::unexpected(zone.error());
  auto read = existing ? read_change(call, call.arguments, *existing, *zone) : read_words(call, call.arguments, *zone);
  if (!read) return Answer{readings_card(call, read.error(), "me nudge")};
  if (!*read) return tl::unexpected(read->error());
  const schedule::PlanWords& words = (*read)->words;
  PlanRequest request{words.when,         words.kinds, words.topics,   (*read)->zone.zone,
                      (*read)->zone.from, words.until, words.days_off, words.late};
  if (existing) keep_unsaid(request, *existing);
  return save_mine(call, request, existing, tx);
}

Result<Reply> snooze(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  auto plans = some_of_mine(call, tx);
  if (!plans) return tl::unexpected(plans.error());
  LocalDate last;
  for (Plan& plan : *plans) {
    const auto until = snoozed_until(call, plan);
    if (!until) return tl::unexpected(until.error());
    last = *until;
    plan.state = Plan::State::Paused;
    plan.paused_until = until->str();
    if (auto done = store_plan(call, plan, tx); !done) return tl::unexpected(done.error());
  }
  return how_they_stand(call, "mine.snoozed", {{"date", day_text(call.speaker(), last.str())}}, *plans);
}

Result<Reply> wake_again(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  auto plans = some_of_mine(call, tx);
  if (!plans) return tl::unexpected(plans.error());
  for (Plan& plan : *plans) {
    plan.state = Plan::State::Active;
    plan.paused_until.clear();
    plan.trouble.clear();
    if (auto done = store_plan(call, plan, tx); !done) return tl::unexpected(done.error());
  }
  return how_they_stand(call, "plan.now-active", {}, *plans);
}

Result<Reply> stop(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  const ChannelKey own = direct_channel(call.origin.member);
  const auto plans = tx.plans_of(own);
  if (!plans) return tl::unexpected(plans.error());
  for (const Plan& plan : *plans)
    if (auto done = tx.remove_plan(own.platform, own.workspace, plan.id); !done) return tl::unexpected(done.error());
  if (auto done = take_back(call, own, tx); !done) return tl::unexpected(done.error());
  Card card;
  card.title = call.say("stop.title");
  card.blocks.emplace_back(Paragraph{call.line(plans->empty() ? "stop.nothing" : "stop.done")});
  if (!call.origin.direct) card.blocks.emplace_back(Note{call.line("stop.channel")});
  return Answer{std::move(card)};
}

Result<void> add_my_nudges(Card& card, const Call& call) {
  const auto plans =
      store::read<std::vector<Plan>>(call.services.store, [&](store::Reader& reader) { return my_plans(call, reader); });
  if (!plans) return tl::unexpected(plans.error());
  if (plans->empty())
    add_offer(card, call.speaker());
  else
    add_list(card, call, *plans);
  return {};
}

Result<void> follow_zone(const Call& call, const std::string& from, const std::string& to, store::Writer& tx) {
  if (to.empty() || to == from) return {};
  auto plans = my_plans(call, tx);
  if (!plans) return tl::unexpected(plans.error());
  for (Plan& plan : *plans) {
    if (plan.zone != from) continue;  // asked for in a zone of its own
    plan.zone = to;
    if (auto done = store_plan(call, plan, tx); !done) return done;
  }
  return {};
}

void add_way_out(Card& card, const Speaker& speaker) {
  card.blocks.emplace_back(speaker.note("mine.way-out"));
  card.buttons.push_back(button(speaker.say("button.snooze"), "run", "me snooze"));
  card.buttons.push_back(button(speaker.say("button.stop"), "run", "stop"));
  if (!card.cache_key.empty()) card.cache_key += "-own";
}

}  // namespace allybot::handlers
