#include "handlers/series.h"

#include <algorithm>
#include <map>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/due.h"
#include "bot/schedule/words.h"
#include "handlers/file_plans.h"
#include "handlers/foretell.h"
#include "handlers/my_nudges.h"
#include "handlers/my_nudges_form.h"
#include "handlers/plan_notices.h"
#include "handlers/plan_text.h"
#include "handlers/plan_words.h"
#include "handlers/post.h"
#include "handlers/roles.h"

namespace allybot::handlers {
namespace {

using library::Item;
using library::Series;
using store::Plan;

constexpr const char* kUsualTime = "10:00";
constexpr std::size_t kDatesShown = 3;
constexpr std::size_t kMostButtons = 10;

std::string title_of(const Speaker& speaker, const Series& one) { return library::text_in(one.title, speaker.language); }

std::string pace_of(const Speaker& speaker, const Series& one) {
  return speaker.say(one.a_week == 2 ? "series.pace-two" : "series.pace-one");
}

/// "first-steps" and "First Steps" are the same words.
std::string compared(std::string_view words) {
  std::string text = fold_case(trim(words));
  std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

/// The one that is meant: by its slug, or by words that only its slug or title holds.
const Series* named(const Call& call, std::string_view words) {
  const std::string asked = compared(words);
  if (asked.empty()) return nullptr;
  const Series* found = nullptr;
  for (const Series& one : call.library->all_series()) {
    if (compared(one.slug) == asked) return &one;
    const bool fits = compared(one.slug).find(asked) != std::string::npos ||
                      compared(title_of(call.speaker(), one)).find(asked) != std::string::npos;
    if (!fits) continue;
    if (found != nullptr) return nullptr;
    found = &one;
  }
  return found;
}

/// "first steps at 9:30" as the series and when its steps come.
struct Asked {
  const Series* series = nullptr;
  schedule::When when;
};
Result<Asked> understand(const Call& call, const ZoneChoice& zone) {
  const auto [name, time] = schedule::split_time(call.arguments, call.wordings());
  Asked asked;
  asked.series = named(call, name);
  if (asked.series == nullptr)
    return fail(Code::NotFound, "no such series",
                call.say(trim(name).empty() ? "series.which" : "series.unknown", {{"words", cut_code_points(name, 60)}}));
  const auto when = read_time(call, asked.series->a_week == 2 ? "FREQ=WEEKLY;BYDAY=TU,TH" : "FREQ=WEEKLY;BYDAY=TU",
                              time.empty() ? kUsualTime : time, zone);
  if (!when) return fail(Code::Invalid, "not a time", call.say("mine.form-time-unknown"));
  asked.when = *when;
  return asked;
}

Result<void> require_not_running(const Call& call, const ChannelKey& where, const Series& one, store::Reader& reader) {
  const auto plans = reader.plans_of(where);
  if (!plans) return tl::unexpected(plans.error());
  for (const Plan& plan : *plans)
    if (plan.series == one.slug && plan.state != Plan::State::Ended)
      return fail(Code::Conflict, "runs already", call.say("series.runs-already", {{"plan", plan.id.str()}}));
  return {};
}

Result<Reply> begin(const Call& call, const Prepared& prepared, bool own, store::Writer& tx) {
  const auto zone = own ? my_zone(call, prepared.member, tx) : zone_for_plans(call, tx);
  if (!zone) return tl::unexpected(zone.error());
  const auto asked = understand(call, *zone);
  if (!asked) return tl::unexpected(asked.error());
  Plan plan;
  plan.channel = own ? direct_channel(call.origin.member) : call.place();
  if (auto free = require_not_running(call, plan.channel, *asked->series, tx); !free) return tl::unexpected(free.error());
  plan.address = call.origin.address;
  plan.author = call.origin.member.member;
  plan.created_at = call.now;
  plan.series = asked->series->slug;
  auto surroundings = store::surroundings_of(tx, plan.channel);
  if (!surroundings) return tl::unexpected(surroundings.error());
  plan.surroundings = std::move(*surroundings);
  fill_in(plan, PlanRequest{asked->when, {}, {}, zone->zone, zone->from, {}}, call.now,
          workdays_of(call, plan.surroundings.region));
  if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return tl::unexpected(done.error());
  auto id = tx.add_plan(plan);
  if (!id) return tl::unexpected(id.error());
  plan.id = std::move(*id);
  const Speaker speaker = call.speaker();
  if (!own)
    if (auto done = tx.add_audit(audit_of(call, plan.channel, "plan.add", plan.id.str(), plan_text(speaker, plan))); !done)
      return tl::unexpected(done.error());

  Card card;
  card.title = speaker.say("series.started-title", {{"title", title_of(speaker, *asked->series)}});
  card.blocks.emplace_back(Paragraph{text_line(library::text_in(asked->series->welcome, speaker.language))});
  card.blocks.emplace_back(Paragraph{{strong(plan.id.str()), plain(" " + plan_text(speaker, plan))}});
  card.blocks.emplace_back(speaker.paragraph("plan.next-dates"));
  const auto posts = next_posts(plan, call.now, kDatesShown, call.almanac());
  if (!posts) return tl::unexpected(posts.error());
  Bullets dates;
  for (const schedule::Occurrence& post : *posts)
    dates.items.push_back(text_line(occurrence_text(speaker, post) + ' ' + plan.zone));
  card.blocks.emplace_back(std::move(dates));
  card.blocks.emplace_back(speaker.note(own ? "mine.only-you" : "series.nothing-lost"));
  if (own) return Answer{std::move(card)};
  if (auto done = add_notices(card, call, plan, tx); !done) return tl::unexpected(done.error());
  add_plan_buttons(card, speaker, plan);
  return Answer{std::move(card)};
}

std::size_t done_of(const Series& one, const Plan& plan) {
  return std::min(one.steps.size(), static_cast<std::size_t>(std::max(plan.step, 0)));
}

/// What was posted of one plan's series.
void add_recap(Card& card, const Speaker& speaker, const Series& one, const Plan& plan) {
  card.blocks.emplace_back(Paragraph{{strong(title_of(speaker, one))}});
  Bullets list;
  list.numbered = true;
  for (std::size_t i = 0; i < done_of(one, plan); ++i) {
    const Item* item = speaker.library.find(one.steps[i].item, speaker.language);
    if (item == nullptr) continue;
    list.items.push_back(text_line(item->title));
    if (card.buttons.size() < kMostButtons) card.buttons.push_back(button(item->title, "open", item->id.str()));
  }
  if (list.items.empty())
    card.blocks.emplace_back(speaker.paragraph("series.nothing-yet"));
  else
    card.blocks.emplace_back(std::move(list));
}

}  // namespace

Result<Reply> series(const Call& call) {
  const auto plans =
      store::read<std::vector<Plan>>(call.services.store, [&](store::Reader& reader) { return reader.plans_of(call.place()); });
  if (!plans) return tl::unexpected(plans.error());
  const Speaker speaker = call.speaker();
  Card card;
  card.title = speaker.say("series.title");
  Bullets running;
  for (const Plan& plan : *plans)
    if (!plan.series.empty() && !schedule::keeps_days(plan))
      running.items.push_back({strong(plan.id.str()), plain(" " + series_text(speaker, plan))});
  if (!running.items.empty()) {
    card.blocks.emplace_back(speaker.paragraph("series.running"));
    card.blocks.emplace_back(std::move(running));
    card.buttons.push_back(button(speaker.say("button.recap"), "recp", {}));
  }
  card.blocks.emplace_back(speaker.paragraph(call.library->all_series().empty() ? "series.empty" : "series.what"));
  Bullets list;
  for (const Series& one : call.library->all_series()) {
    Line line = {strong(title_of(speaker, one)), plain(" (" + pace_of(speaker, one) + "): ")};
    line.push_back(code(one.slug));
    list.items.push_back(std::move(line));
  }
  if (!list.items.empty()) card.blocks.emplace_back(std::move(list));
  card.blocks.emplace_back(speaker.note("series.how"));
  return Answer{std::move(card)};
}

Result<Reply> series_recap(const Call& call) {
  const auto plans =
      store::read<std::vector<Plan>>(call.services.store, [&](store::Reader& reader) { return reader.plans_of(call.place()); });
  if (!plans) return tl::unexpected(plans.error());
  const Speaker speaker = call.speaker();
  Card card;
  card.title = speaker.say("series.recap-title");
  for (const Plan& plan : *plans) {
    const Series* one = plan.series.empty() ? nullptr : call.library->series(plan.series);
    if (one != nullptr && (call.object.empty() || call.object == plan.id.str())) add_recap(card, speaker, *one, plan);
  }
  if (card.blocks.empty()) card.blocks.emplace_back(speaker.paragraph("series.none-here"));
  card.blocks.emplace_back(speaker.note("series.recap-private"));
  return Answer{std::move(card)};
}

Result<Prepared> prepare_series(const Call& call) {
  return call.origin.direct ? prepare_my_zone(call) : prepare_role_and_channel(call);
}

Result<Reply> series_start(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.origin.direct) return begin(call, prepared, true, tx);
  if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
  return begin(call, prepared, false, tx);
}

Result<Reply> series_me(const Call& call, const Prepared& prepared, store::Writer& tx) { return begin(call, prepared, true, tx); }

Result<DrawnNudge> draw_step(const Speaker& speaker, const Plan& plan, Showing showing) {
  const auto step = next_step(speaker.library, plan, speaker.language);
  if (!step) return tl::unexpected(step.error());
  const Series* one = step->series;
  const std::size_t at = step->at;
  DrawnNudge drawn{step->item->id, item_card(speaker, *step->item, showing, step->item->kind)};
  drawn.next_step = static_cast<int>(at) + 1;
  drawn.last = step->last;
  Card& card = drawn.card;
  card.cache_key.clear();
  const std::string count = std::to_string(one->steps.size());
  std::vector<Block> before = {
      speaker.note("series.step", {{"step", std::to_string(at + 1)}, {"steps", count}, {"title", title_of(speaker, *one)}})};
  if (at == 0) before.emplace_back(Paragraph{text_line(library::text_in(one->welcome, speaker.language))});
  if (const std::string lead_in = library::text_in(one->steps[at].lead_in, speaker.language); !lead_in.empty())
    before.emplace_back(Paragraph{{Inline{lead_in, false, true, false, {}}}});
  card.blocks.insert(card.blocks.begin(), before.begin(), before.end());
  if (drawn.last) {
    card.blocks.emplace_back(Divider{});
    card.blocks.emplace_back(speaker.paragraph("series.done", {{"steps", count}}));
    card.blocks.emplace_back(Paragraph{text_line(library::text_in(one->end, speaker.language))});
  }
  if (at > 0 && showing != Showing::Posted) {
    const Binding binding = showing == Showing::Direct ? Binding::Member : Binding::Anyone;
    card.buttons.push_back(button(speaker.say("button.recap"), "recp", plan.id.str(), binding));
  }
  return drawn;
}

std::string series_text(const Speaker& speaker, const Plan& plan) {
  if (plan.series.empty()) return {};
  const Series* one = speaker.library.series(plan.series);
  if (one == nullptr) return speaker.say("series.gone", {{"slug", plan.series}});
  return speaker.say("series.progress", {{"title", title_of(speaker, *one)},
                                         {"done", std::to_string(done_of(*one, plan))},
                                         {"steps", std::to_string(one->steps.size())}});
}

bool is_over(const library::Library& library, const Plan& plan) {
  const Series* one = plan.series.empty() ? nullptr : library.series(plan.series);
  return one != nullptr && done_of(*one, plan) == one->steps.size();
}

}  // namespace allybot::handlers
