// Looking at plans: the list, one plan, what is coming, and a private preview.
#include <algorithm>

#include "bot/core/text.h"
#include "handlers/nudge.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/roles.h"
#include "handlers/schedule.h"
#include "handlers/trouble.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

constexpr std::size_t kMostTroubles = 3;  // shown at once: each has two buttons
constexpr std::int64_t kComing = 5;
constexpr std::int64_t kMostComing = 20;

Line listed_line(const Call& call, const Plan& plan) {
  const Speaker speaker = call.speaker();
  Line line = {strong(plan.id.str()), plain(" ")};
  for (Inline& run : plan_line(speaker, plan, call.now)) line.push_back(std::move(run));
  if (plan.from_file) line.push_back(plain(" " + speaker.say("plan.is-file")));
  return line;
}

struct Listed {
  std::vector<Plan> plans;
  std::vector<Delivery> troubles;
  bool may_change = false;
};

Result<Listed> listed(const Call& call, const MemberFacts& facts, store::Reader& reader) {
  Listed made;
  auto plans = reader.plans_of(call.place());
  if (!plans) return tl::unexpected(plans.error());
  made.plans = std::move(*plans);
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

/// One post to come, of one of several plans.
struct Coming {
  const Plan* plan;
  schedule::Occurrence occurrence;
};

Result<std::vector<Coming>> coming(const std::vector<Plan>& plans, TimePoint now, std::size_t most) {
  std::vector<Coming> all;
  for (const Plan& plan : plans) {
    const bool fires = plan.state == Plan::State::Active || (plan.state == Plan::State::Paused && !plan.paused_until.empty());
    if (!fires) continue;
    const auto posts = next_posts(plan, now, most);
    if (!posts) return tl::unexpected(posts.error());
    for (const schedule::Occurrence& post : *posts) all.push_back({&plan, post});
  }
  std::sort(all.begin(), all.end(),
            [](const Coming& one, const Coming& other) { return one.occurrence.at < other.occurrence.at; });
  if (all.size() > most) all.resize(most);
  return all;
}

/// "p1 Tue 31 Mar 2026, 10:00 Europe/Berlin: Say whose idea it was", drawing as the nudges will.
Result<Bullets> coming_lines(const Call& call, const std::vector<Coming>& posts, store::Reader& reader) {
  const Speaker speaker = call.speaker();
  const auto readers = readers_of(call.services, *call.library, call.place(), reader);
  if (!readers) return tl::unexpected(readers.error());
  auto seen = seen_by(call.place(), reader);
  if (!seen) return tl::unexpected(seen.error());
  Bullets list;
  for (const Coming& post : posts) {
    const auto query = query_of(*post.plan, *readers, post.occurrence.at);
    const library::Picked picked = library::pick(*call.library, query, *seen, call.services.random);
    if (picked.item != nullptr) seen->note(picked.item->id, post.occurrence.at);
    list.items.push_back({strong(post.plan->id.str()),
                          plain(" " + occurrence_text(speaker, post.occurrence) + ' ' + post.plan->zone + ": "),
                          plain(picked.item != nullptr ? picked.item->title : speaker.say("plan.nothing-matches"))});
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
    for (const Plan& plan : found->plans) list.items.push_back(listed_line(call, plan));
    card.blocks.emplace_back(std::move(list));
  }
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
    Card card;
    card.title = call.say("plan.title", {{"plan", named->plan.id.str()}});
    card.blocks.emplace_back(Paragraph{listed_line(call, named->plan)});
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
    const auto plans = reader.plans_of(call.place());
    if (!plans) return tl::unexpected(plans.error());
    if (plans->empty()) return fail(Code::NotFound, "no plan here", call.say("plan.none-here"));
    const auto posts = coming(*plans, call.now, static_cast<std::size_t>(most));
    if (!posts) return tl::unexpected(posts.error());
    auto lines = coming_lines(call, *posts, reader);
    if (!lines) return tl::unexpected(lines.error());
    Card card;
    card.title = call.say("plan.coming-title");
    card.blocks.emplace_back(Paragraph{call.line(posts->empty() ? "plan.coming-nothing" : "plan.coming-may-change")});
    if (!lines->items.empty()) card.blocks.emplace_back(std::move(*lines));
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
