#include "handlers/quiet_hours.h"

#include <algorithm>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/due.h"
#include "bot/schedule/rest_words.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/post.h"
#include "handlers/roles.h"
#include "handlers/setting_words.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kMostSpans = 20;

Result<std::string> new_quiet_hours(const Call& call) {
  if (is_clearing(call, call.arguments)) return std::string();
  const auto spans = schedule::read_quiet_words(call.arguments, call.wordings());
  if (spans.size() == 1) return spans.front().str();
  if (spans.size() > 1) {  // "half past nine to seven"
    std::vector<std::string> readings;
    for (const auto& one : spans) readings.push_back('`' + one.str() + '`');
    return fail(Code::Invalid, "quiet hours with several readings",
                call.say("rest.quiet-hours-which", {{"readings", join(readings, ", ")}}));
  }
  return fail(Code::Invalid, "not quiet hours", call.say("rest.quiet-hours-how"));
}

/// One more span; those that are over are dropped.
Result<std::string> new_blackouts(const Call& call, const std::string& now, const schedule::LocalDate& today) {
  if (is_clearing(call, call.arguments)) return std::string();
  const auto span = schedule::read_span_words(call.arguments, today, call.wordings());
  if (!span) return fail(Code::Invalid, "not a span of dates", call.say("rest.blackout-how"));
  std::vector<schedule::DateSpan> spans;
  if (auto known = schedule::read_spans(now); known) spans = std::move(*known);
  spans.push_back(*span);
  std::sort(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  spans.erase(std::remove_if(spans.begin(), spans.end(), [&](const schedule::DateSpan& one) { return one.last < today; }),
              spans.end());
  if (spans.size() > kMostSpans) return fail(Code::TooMany, "too many spans", call.say("rest.blackout-too-many"));
  return schedule::to_text(spans);
}

Reply shown(const Call& call, const std::string& quiet, const std::string& blackouts) {
  Card card;
  card.title = call.say("rest.title");
  card.blocks.emplace_back(
      Labelled{call.speaker().label("rest.quiet-hours"), text_line(quiet.empty() ? call.say("me.not-set") : quiet)});
  std::vector<std::string> spans;
  if (const auto known = schedule::read_spans(blackouts); known)
    for (const schedule::DateSpan& span : *known) {
      const auto first = day_text(call.speaker(), span.first.str()), last = day_text(call.speaker(), span.last.str());
      spans.push_back(span.first == span.last ? first : call.say("rest.span", {{"first", first}, {"last", last}}));
    }
  card.blocks.emplace_back(
      Labelled{call.speaker().label("rest.blackout"), text_line(spans.empty() ? call.say("me.not-set") : join(spans, "; "))});
  card.blocks.emplace_back(Note{call.line("rest.rule")});
  return Answer{std::move(card)};
}

enum class What { QuietHours, Blackout };

/// Writes one of the two into settings of either kind.
template <class Settings>
Result<void> put(const Call& call, What what, Settings& settings, const schedule::LocalDate& today) {
  auto made = what == What::QuietHours ? new_quiet_hours(call) : new_blackouts(call, settings.blackouts, today);
  if (!made) return tl::unexpected(made.error());
  (what == What::QuietHours ? settings.quiet : settings.blackouts) = std::move(*made);
  return {};
}

Result<Reply> for_channel(const Call& call, const Prepared& prepared, What what, store::Writer& tx) {
  const ChannelKey& channel = call.origin.channel;
  if (call.origin.direct) return fail(Code::Unsupported, "no channel", call.say("channel.direct"));
  auto settings = tx.channel_settings(channel);
  if (!settings) return tl::unexpected(settings.error());
  if (!call.arguments.empty()) {
    if (auto may = require_change(call, prepared.member, channel, tx); !may) return tl::unexpected(may.error());
    const auto zone = zone_for_plans(call, tx);
    if (!zone) return tl::unexpected(zone.error());
    if (auto done = put(call, what, *settings, zone->zone.local(call.now).date); !done) return tl::unexpected(done.error());
    if (auto done = tx.set_channel_settings(channel, *settings); !done) return tl::unexpected(done.error());
    const bool hours = what == What::QuietHours;
    if (auto done = tx.add_audit(audit_of(call, channel, hours ? "channel.quiet-hours" : "channel.blackout", {},
                                          hours ? settings->quiet : settings->blackouts));
        !done)
      return tl::unexpected(done.error());
    if (auto done = reschedule_plans(call, channel, tx); !done) return tl::unexpected(done.error());
    call.after([memory = &call.memory, channel] { memory->choices.forget(channel); });
  }
  return shown(call, settings->quiet, settings->blackouts);
}

Result<Reply> for_member(const Call& call, What what, store::Writer& tx) {
  auto settings = tx.member_settings(call.origin.member);
  if (!settings) return tl::unexpected(settings.error());
  if (!call.arguments.empty()) {
    const auto zone = schedule::Zone::load(call.preferences.zone);
    if (!zone) return tl::unexpected(zone.error());
    if (auto done = put(call, what, *settings, zone->local(call.now).date); !done) return tl::unexpected(done.error());
    if (auto done = tx.set_member_settings(call.origin.member, *settings); !done) return tl::unexpected(done.error());
    if (auto done = reschedule_plans(call, direct_channel(call.origin.member), tx); !done) return tl::unexpected(done.error());
    call.after([memory = &call.memory, member = call.origin.member] { memory->choices.forget(member); });
  }
  return shown(call, settings->quiet, settings->blackouts);
}

}  // namespace

Result<Reply> channel_quiet_hours(const Call& call, const Prepared& prepared, store::Writer& tx) {
  return for_channel(call, prepared, What::QuietHours, tx);
}
Result<Reply> channel_blackout(const Call& call, const Prepared& prepared, store::Writer& tx) {
  return for_channel(call, prepared, What::Blackout, tx);
}
Result<Reply> my_quiet_hours(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  return for_member(call, What::QuietHours, tx);
}
Result<Reply> my_blackout(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  return for_member(call, What::Blackout, tx);
}

Result<void> reschedule_plans(const Call& call, const ChannelKey& channel, store::Writer& tx) {
  auto plans = tx.plans_of(channel);
  if (!plans) return tl::unexpected(plans.error());
  for (store::Plan& plan : *plans) {
    const auto changed = schedule::reschedule(plan, call.now, call.almanac());
    if (!changed) continue;  // a plan that cannot be read is the ticker's to tell
    if (*changed)
      if (auto done = tx.update_plan(plan); !done) return done;
  }
  return {};
}

}  // namespace allybot::handlers
