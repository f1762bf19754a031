// Pausing, resuming, skipping and removing plans.
#include <algorithm>

#include "bot/core/text.h"
#include "bot/schedule/place.h"
#include "bot/schedule/words.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/roles.h"
#include "handlers/schedule.h"
#include "handlers/series.h"

namespace allybot::handlers {
namespace {

using schedule::LocalDate;
using store::Plan;

constexpr std::size_t kMostSkips = 50;
constexpr std::size_t kMostInADay = 24;

Result<LocalDate> today_of(const Call& call, const Plan& plan) {
  const auto zone = schedule::Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  return zone->local(call.now).date;
}

Reply done_card(const Call& call, const Plan& plan, const std::string& sentence) {
  const Speaker speaker = call.speaker();
  Card card;
  card.title = speaker.say("plan.title", {{"plan", plan.id.str()}});
  card.blocks.emplace_back(Paragraph{styled(sentence)});
  card.blocks.emplace_back(Paragraph{plan_line(speaker, plan, call.now)});
  add_plan_buttons(card, speaker, plan);
  return Answer{std::move(card)};
}

/// "until" before a date may be left out.
std::string_view without_until(std::string_view words) {
  const std::string folded = fold_case(words);
  if (starts_with_word(folded, "until")) words.remove_prefix(5);
  return trim(words);
}

/// The occurrences that are to be skipped: the next one, or those of a date.
Result<std::vector<schedule::Occurrence>> to_skip(const Call& call, const Plan& plan, std::string_view words) {
  if (words.empty()) return next_posts(plan, call.now, 1, call.almanac());
  const auto today = today_of(call, plan);
  if (!today) return tl::unexpected(today.error());
  const auto date = schedule::read_date(words, *today, call.wordings());
  if (!date) return fail(Code::Invalid, "not a date", call.say("plan.skip-how", {{"plan", plan.id.str()}}));
  const auto zone = schedule::Zone::load(plan.zone);
  if (!zone) return tl::unexpected(zone.error());
  const TimePoint midnight = zone->moment({*date, 0, 0}).at;
  const TimePoint after = std::max(call.now, midnight - milliseconds(1));
  const TimePoint upto = zone->moment({*date, 23, 59}).at + std::chrono::minutes(1) - milliseconds(1);
  if (upto <= after) return std::vector<schedule::Occurrence>();
  auto found = schedule::occurrences(plan, after, upto, kMostInADay, call.almanac());
  if (!found) return tl::unexpected(found.error());
  found->erase(std::remove_if(found->begin(), found->end(), [](const schedule::Occurrence& one) { return !one.post; }),
               found->end());
  return found;
}

/// What stopped with one plan of the channel goes on with it. Their ids.
Result<std::vector<std::string>> resume_stopped(const Call& call, const ChannelKey& channel, store::Writer& tx) {
  const auto plans = tx.plans_of(channel);
  if (!plans) return tl::unexpected(plans.error());
  std::vector<std::string> resumed;
  for (Plan plan : *plans) {
    if (!schedule::is_stopped_by_place(plan) || is_over(*call.library, plan)) continue;
    plan.state = Plan::State::Active;
    plan.trouble.clear();
    if (auto done = update_plan(call, plan, "plan.resume", {}, tx); !done) return tl::unexpected(done.error());
    resumed.push_back(plan.id.str());
  }
  return resumed;
}

/// Skips of days gone by are dropped, so that the list stays short.
void drop_old_skips(Plan& plan, const LocalDate& today) {
  const std::string from = today.str();
  plan.skips.erase(
      std::remove_if(plan.skips.begin(), plan.skips.end(), [&](const std::string& skip) { return skip.substr(0, 10) < from; }),
      plan.skips.end());
}

}  // namespace

Result<Reply> schedule_pause(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto named = plan_to_change(call, prepared, call.arguments, tx);
  if (!named) return tl::unexpected(named.error());
  Plan& plan = named->plan;
  if (plan.state == Plan::State::Ended) return fail(Code::Conflict, "ended", call.say("plan.has-ended"));
  std::string until;
  if (const std::string_view words = without_until(named->rest); !words.empty()) {
    const auto today = today_of(call, plan);
    if (!today) return tl::unexpected(today.error());
    const auto date = schedule::read_date(words, *today, call.wordings());
    if (!date || *date <= *today)
      return fail(Code::Invalid, "not a date to come", call.say("plan.pause-how", {{"plan", plan.id.str()}}));
    until = date->str();
  }
  plan.state = Plan::State::Paused;
  plan.paused_until = until;
  if (auto done = update_plan(call, plan, "plan.pause", until, tx); !done) return tl::unexpected(done.error());
  return done_card(
      call, plan,
      call.say(until.empty() ? "plan.now-paused" : "plan.now-paused-until", {{"date", day_text(call.speaker(), until)}}));
}

Result<Reply> schedule_resume(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto named = plan_to_change(call, prepared, call.arguments, tx);
  if (!named) return tl::unexpected(named.error());
  Plan& plan = named->plan;
  if (plan.state == Plan::State::Active) return done_card(call, plan, call.say("plan.is-active"));
  if (is_over(*call.library, plan)) return fail(Code::Conflict, "the series is over", call.say("series.is-over"));
  const bool was_stopped = schedule::is_stopped_by_place(plan);
  plan.state = Plan::State::Active;
  plan.paused_until.clear();
  plan.trouble.clear();
  if (auto done = update_plan(call, plan, "plan.resume", {}, tx); !done) return tl::unexpected(done.error());
  std::string sentence = call.say(plan.state == Plan::State::Ended ? "plan.has-ended" : "plan.now-active");
  if (was_stopped) {
    const auto others = resume_stopped(call, plan.channel, tx);
    if (!others) return tl::unexpected(others.error());
    if (!others->empty()) sentence += ' ' + call.say("plan.resumed-too", {{"plans", join(*others, ", ")}});
  }
  return done_card(call, plan, sentence);
}

Result<Reply> schedule_skip(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto named = plan_to_change(call, prepared, call.arguments, tx);
  if (!named) return tl::unexpected(named.error());
  Plan& plan = named->plan;
  const auto skipped = to_skip(call, plan, named->rest);
  if (!skipped) return tl::unexpected(skipped.error());
  if (skipped->empty()) return fail(Code::NotFound, "nothing to skip", call.say("plan.skip-nothing", {{"plan", plan.id.str()}}));
  const auto today = today_of(call, plan);
  if (!today) return tl::unexpected(today.error());
  drop_old_skips(plan, *today);
  if (plan.skips.size() + skipped->size() > kMostSkips)
    return fail(Code::TooMany, "too many skips", call.say("plan.skip-too-many"));
  std::vector<std::string> dates;
  for (const schedule::Occurrence& one : *skipped) {
    plan.skips.push_back(one.nominal.str());
    dates.push_back(occurrence_text(call.speaker(), one));
  }
  if (auto done = update_plan(call, plan, "plan.skip", plan.skips.back(), tx); !done) return tl::unexpected(done.error());
  return done_card(call, plan, call.say("plan.now-skipped", {{"when", join(dates, "; ")}}));
}

Result<Reply> schedule_remove(const Call& call, const Prepared& prepared, store::Writer& tx) {
  const auto named = plan_to_change(call, prepared, call.arguments, tx);
  if (!named) return tl::unexpected(named.error());
  const Plan& plan = named->plan;
  if (plan.from_file) return fail(Code::Unsupported, "kept as a file", call.say("plan.from-file", {{"plan", plan.id.str()}}));
  if (auto done = tx.remove_plan(plan.channel.platform, plan.channel.workspace, plan.id); !done)
    return tl::unexpected(done.error());
  const std::string text = plan_text(call.speaker(), plan);
  if (auto done = tx.add_audit(audit_of(call, plan.channel, "plan.remove", plan.id.str(), text)); !done)
    return tl::unexpected(done.error());
  Card card;
  card.title = call.say("plan.removed-title", {{"plan", plan.id.str()}});
  card.blocks.emplace_back(Paragraph{call.line("plan.removed", {{"words", text}})});
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
