// Looking at plans: the list, one plan, what is coming, and a private preview.
#include <algorithm>
#include <array>
#include <set>

#include "bot/core/text.h"
#include "bot/schedule/foretell.h"
#include "handlers/foretell.h"
#include "handlers/nudge.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/quiet.h"
#include "handlers/roles.h"
#include "handlers/schedule.h"
#include "handlers/trouble.h"

namespace allybot::handlers {
namespace {

using schedule::Dated;
using store::Delivery;
using store::Plan;

constexpr std::size_t kMostTroubles = 3;  // shown at once: each has two buttons
constexpr std::int64_t kComing = 5;
constexpr std::int64_t kMostComing = 20;
constexpr std::chrono::hours kLeastAhead{24 * 14};

/// From when on the plan's dates are posted: now, or when the channel's quiet is over.
TimePoint posts_from(const Call& call, const Plan& plan, const std::string& quiet_until) {
  const auto date = schedule::LocalDate::read(quiet_until);
  const auto zone = schedule::Zone::load(plan.zone);
  if (!date || !zone) return call.now;
  return std::max(call.now, zone->moment({*date, 0, 0}).at - milliseconds(1));
}

Line listed_line(const Call& call, const Plan& plan, const std::string& quiet_until) {
  const Speaker speaker = call.speaker();
  Line line = {strong(plan.id.str()), plain(" ")};
  for (Inline& run : plan_line(speaker, plan, posts_from(call, plan, quiet_until))) line.push_back(std::move(run));
  if (plan.from_file) line.push_back(plain(" " + speaker.say("plan.is-file")));
  return line;
}

struct Listed {
  std::vector<Plan> plans;
  std::vector<Delivery> troubles;
  Card attention;  ///< quiet, and how many a week
  std::string quiet_until{};
  bool may_change = false;
};

Result<Listed> listed(const Call& call, const MemberFacts& facts, store::Reader& reader) {
  Listed made;
  auto plans = reader.plans_of(call.place());
  if (!plans) return tl::unexpected(plans.error());
  made.plans = std::move(*plans);
  if (auto done = add_attention(made.attention, call, made.plans, reader); !done) return tl::unexpected(done.error());
  auto attention = reader.attention(call.place());
  if (!attention) return tl::unexpected(attention.error());
  made.quiet_until = std::move(attention->quiet_until);
  const auto may = may_change(call, facts, call.place(), reader);
  if (!may) return tl::unexpected(may.error());
  made.may_change = *may;
  if (!made.may_change) return made;
  for (const Delivery::State state : {Delivery::State::Unknown, Delivery::State::Dead}) {
    auto found = reader.deliveries_of(call.place(), state, kMostTroubles - made.troubles.size());
    if (!found) return tl::unexpected(found.error());
    made.troubles.insert(made.troubles.end(), found->begin(), found->end());
    if (made.troubles.size() >= kMostTroubles) break;
  }
  return made;
}

std::string zone_of(const Call& call, const Listed& listed, const Delivery& delivery) {
  for (const Plan& plan : listed.plans)
    if (plan.id == delivery.plan) return plan.zone;
  return call.preferences.zone;
}

void add_list_buttons(Card& card, const Call& call, const Listed& listed) {
  if (!listed.may_change) return;
  card.buttons.push_back(button(call.say("button.add-plan"), "pfrm", {}));
  if (listed.plans.size() == 1) {
    add_plan_buttons(card, call.speaker(), listed.plans.front());
    return;
  }
  for (const Plan& plan : listed.plans) card.buttons.push_back(button(plan.id.str(), "plan", plan.id.str()));
}

/// What is coming of all plans: up to `most` posts, and between them what is not posted. Of a plan that is paused or stopped the
/// first date alone: it would fill the list.
Result<std::vector<Dated>> coming(const Call& call, const schedule::Situation& situation, std::size_t most,
                                  store::Reader& reader) {
  std::vector<TimePoint> posts;
  for (const Plan& plan : situation.plans) {
    if (plan.state != Plan::State::Active && plan.paused_until.empty()) continue;
    const auto next = next_posts(plan, call.now, most, call.almanac());
    if (!next) return tl::unexpected(next.error());
    for (const schedule::Occurrence& post : *next) posts.push_back(post.at);
  }
  std::sort(posts.begin(), posts.end());
  TimePoint upto = call.now + kLeastAhead;
  if (!posts.empty()) upto = std::max(upto, posts[std::min(most, posts.size()) - 1]);
  auto readers = readership_of(*call.library, defaults_of(call.services), call.place(), reader);
  if (!readers) return tl::unexpected(readers.error());
  const LibraryAlmanac almanac = call.almanac();
  auto dates = schedule::foretell(
      situation, {call.now, upto, almanac,
                  sketcher_of(*call.library, call.services.default_region, std::move(*readers), call.services.random)});
  if (!dates) return dates;
  std::set<std::pair<PlanId, std::string>> told;
  std::vector<Dated> shown;
  std::size_t posted = 0;
  for (Dated& dated : *dates) {
    const schedule::Occurrence& one = dated.occurrence;
    const bool lasts = !one.post && (one.reason == "paused" || one.reason == "broken");
    if (lasts && !told.emplace(dated.plan->id, one.reason).second) continue;
    if (posted == most || shown.size() == 2 * most) break;
    if (one.post) ++posted;
    shown.push_back(std::move(dated));
  }
  return shown;
}

std::string why_not(const Speaker& speaker, const schedule::Occurrence& one) {
  const std::string& reason = one.reason;
  static constexpr std::array<std::string_view, 13> kKnown = {
      "quiet",   "budget",   "paused",  "skipped",     "no-such-date", "broken",     "holiday",
      "weekend", "blackout", "doubled", "quiet-hours", "no-content",   "series-over"};
  const bool known = std::find(kKnown.begin(), kKnown.end(), reason) != kKnown.end();
  return speaker.say(std::string("plan.not-posted-") + (known ? reason : std::string("other")),
                     {{"reason", reason}, {"name", one.note}});
}

/// "p1 Tue 31 Mar 2026, 10:00 Europe/Berlin: Say whose idea it was"; or why nothing is posted.
Bullets coming_lines(const Call& call, const std::vector<Dated>& dates) {
  const Speaker speaker = call.speaker();
  const LibraryAlmanac almanac = call.almanac();
  Bullets list;
  for (const Dated& dated : dates) {
    const schedule::Occurrence& one = dated.occurrence;
    Line line = {strong(dated.plan->id.str()),
                 plain(" " + occurrence_text(speaker, one) + ' ' + dated.plan->zone + speaker.colon())};
    const library::Item* item = one.post ? call.library->find(dated.item, call.language) : nullptr;
    const auto kept = one.post && schedule::keeps_days(*dated.plan) ? almanac.kept(*dated.plan, one.nominal.date) : std::nullopt;
    line.push_back(plain(kept ? day_text(speaker, *kept) : item != nullptr ? item->title : why_not(speaker, one)));
    list.items.push_back(std::move(line));
  }
  return list;
}

}  // namespace

Result<Reply> schedule_list(const Call& call) {
  const MemberFacts facts = role_of(call, call.place());
  const auto found = store::read<Listed>(call.services.store, [&](store::Reader& reader) { return listed(call, facts, reader); });
  if (!found) return tl::unexpected(found.error());
  Card card;
  card.title = call.say("plan.list-title");
  if (found->plans.empty()) {
    card.blocks.emplace_back(Paragraph{call.line("plan.list-empty")});
  } else {
    Bullets list;
    for (const Plan& plan : found->plans) list.items.push_back(listed_line(call, plan, found->quiet_until));
    card.blocks.emplace_back(std::move(list));
  }
  card.blocks.insert(card.blocks.end(), found->attention.blocks.begin(), found->attention.blocks.end());
  if (!found->troubles.empty()) {
    card.blocks.emplace_back(Divider{});
    card.blocks.emplace_back(Paragraph{call.line("trouble.list-title")});
    for (const Delivery& delivery : found->troubles) add_trouble(card, call.speaker(), delivery, zone_of(call, *found, delivery));
    card.blocks.emplace_back(Note{call.line("trouble.never-by-itself")});
  }
  if (found->may_change)
    card.blocks.emplace_back(Paragraph{call.line("plan.examples")});
  else
    card.blocks.emplace_back(Note{call.line("role.leads-only")});
  add_list_buttons(card, call, *found);
  return Answer{std::move(card)};
}

Result<Reply> schedule_plan(const Call& call) {
  const MemberFacts facts = role_of(call, call.place());
  return store::read<Reply>(call.services.store, [&](store::Reader& reader) -> Result<Reply> {
    const auto named = plan_named(call, call.object, reader);
    if (!named) return tl::unexpected(named.error());
    const auto may = may_change(call, facts, named->plan.channel, reader);
    if (!may) return tl::unexpected(may.error());
    const auto attention = reader.attention(named->plan.channel);
    if (!attention) return tl::unexpected(attention.error());
    Card card;
    card.title = call.say("plan.title", {{"plan", named->plan.id.str()}});
    card.blocks.emplace_back(Paragraph{listed_line(call, named->plan, attention->quiet_until)});
    if (*may) add_plan_buttons(card, call.speaker(), named->plan);
    return call.replace(std::move(card));
  });
}

Result<Reply> schedule_coming(const Call& call) {
  std::int64_t most = kComing;
  if (!call.arguments.empty() && (!parse_number(call.arguments, most) || most < 1))
    return fail(Code::Invalid, "not a number", call.say("plan.next-how"));
  most = std::min(most, kMostComing);
  return store::read<Reply>(call.services.store, [&](store::Reader& reader) -> Result<Reply> {
    const auto situation = schedule::situation_of(call.place(), call.now, reader);
    if (!situation) return tl::unexpected(situation.error());
    if (situation->plans.empty()) return fail(Code::NotFound, "no plan here", call.say("plan.none-here"));
    const auto dates = coming(call, *situation, static_cast<std::size_t>(most), reader);
    if (!dates) return tl::unexpected(dates.error());
    Bullets lines = coming_lines(call, *dates);
    Card card;
    card.title = call.say("plan.coming-title");
    card.blocks.emplace_back(Paragraph{call.line(dates->empty() ? "plan.coming-nothing" : "plan.coming-may-change")});
    if (!lines.items.empty()) card.blocks.emplace_back(std::move(lines));
    const bool over =
        std::any_of(dates->begin(), dates->end(), [](const Dated& one) { return one.occurrence.reason == "budget"; });
    if (over) card.blocks.emplace_back(Note{call.line("attention.rule")});
    return Answer{std::move(card)};
  });
}

Result<Reply> schedule_test(const Call& call) {
  return store::read<Reply>(call.services.store, [&](store::Reader& reader) -> Result<Reply> {
    const auto named = plan_named(call, call.arguments, reader);
    if (!named) return tl::unexpected(named.error());
    if (named->plan.channel != call.place())
      return fail(Code::NotFound, "plan of another channel", call.say("plan.unknown", {{"plan", named->plan.id.str()}}));
    auto drawn = draw_nudge(call.services, named->plan, std::max(call.now, named->plan.next_at.value_or(call.now)), reader);
    if (!drawn && drawn.error().code == Code::NotFound)
      return fail(Code::NotFound, "nothing matches", call.say("plan.nothing-matches"));
    if (!drawn) return tl::unexpected(drawn.error());
    Card card = std::move(drawn->card);
    card.cache_key.clear();
    card.buttons.clear();  // the channel's buttons are for the channel
    card.blocks.insert(card.blocks.begin(), Note{call.line("plan.preview", {{"plan", named->plan.id.str()}})});
    return Answer{std::move(card)};
  });
}

}  // namespace allybot::handlers
