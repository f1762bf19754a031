#include "handlers/quiet.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/schedule/budget.h"
#include "bot/schedule/calendar.h"
#include "bot/schedule/words.h"
#include "handlers/my_nudges.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/roles.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

using schedule::LocalDate;
using store::Attention;
using store::Plan;

constexpr std::int64_t kMostAWeek = 21;
constexpr std::int64_t kMostQuietDays = 60;

/// The local day that it is in the channel: of its oldest plan's zone, which is whose posts are held back.
Result<LocalDate> today_in(const Call& call, const std::vector<Plan>& plans, store::Reader& reader) {
  if (!plans.empty())
    if (const auto zone = schedule::Zone::load(plans.front().zone); zone) return zone->local(call.now).date;
  const auto zone = zone_for_plans(call, reader);
  if (!zone) return tl::unexpected(zone.error());
  return zone->zone.local(call.now).date;
}

LocalDate coming_monday(const LocalDate& today) { return schedule::plus_days(today, 8 - schedule::weekday_of(today)); }

/// The day on which posts go on; says why when it is not one that anybody may ask for.
Result<LocalDate> asked_until(const Call& call, const LocalDate& today, int most_days) {
  const LocalDate last = schedule::plus_days(today, most_days);
  std::string_view words = trim(call.arguments);
  if (words.empty()) return std::min(coming_monday(today), last);
  const auto date = schedule::read_date(words, today, call.wordings());
  if (!date || *date <= today) return fail(Code::Invalid, "not a day to come", call.say("quiet.how"));
  if (*date > last) return fail(Code::Forbidden, "longer than allowed", call.say_counted("quiet.too-long", most_days));
  return *date;
}

Reply say_done(const Call& call, std::string_view key, const Values& values = {}) {
  Card card;
  card.title = call.say("quiet.title");
  card.blocks.emplace_back(Paragraph{call.line(key, values)});
  return Answer{std::move(card)};
}

/// Nobody's name: who asked is not kept.
store::AuditEntry nameless(const Call& call, std::string what, std::string detail) {
  store::AuditEntry entry = audit_of(call, call.place(), std::move(what), {}, std::move(detail));
  entry.who = "somebody";
  return entry;
}

Result<Reply> end_quiet(const Call& call, const Prepared& prepared, Attention attention, store::Writer& tx) {
  if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
  if (attention.quiet_until.empty()) return say_done(call, "quiet.was-not");
  attention.quiet_until.clear();
  attention.quiet_since = {};
  if (auto done = tx.set_attention(call.place(), attention); !done) return tl::unexpected(done.error());
  if (auto done = tx.add_audit(audit_of(call, call.place(), "channel.loud", {}, {})); !done) return tl::unexpected(done.error());
  return say_done(call, "quiet.ended");
}

/// A number that leads set for the place.
struct Number {
  const char* name;
  int Attention::*field;
  int (*now)(const Attention&);
  std::int64_t least, most;
};
constexpr Number kBudget{"budget", &Attention::most_a_week, &schedule::nudges_a_week, 1, kMostAWeek};
constexpr Number kQuiet{"quiet", &Attention::quiet_days, &schedule::quiet_days, 0, kMostQuietDays};

Result<Reply> set_number(const Call& call, const Prepared& prepared, const Number& what, store::Writer& tx) {
  auto attention = tx.attention(call.place());
  if (!attention) return tl::unexpected(attention.error());
  if (!call.arguments.empty()) {
    if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
    std::int64_t number = 0;
    if (!parse_number(trim(call.arguments), number) || number < what.least || number > what.most)
      return fail(Code::Invalid, "not a number for it",
                  call.say("attention.number-" + std::string(what.name),
                           {{"least", std::to_string(what.least)}, {"most", std::to_string(what.most)}}));
    (*attention).*what.field = static_cast<int>(number);
    if (auto done = tx.set_attention(call.place(), *attention); !done) return tl::unexpected(done.error());
    if (!call.origin.direct)
      if (auto done = tx.add_audit(audit_of(call, call.place(), std::string("channel.") + what.name, {}, std::to_string(number)));
          !done)
        return tl::unexpected(done.error());
  }
  Card card;
  card.title = call.say(std::string("attention.title-") + what.name);
  card.blocks.emplace_back(Paragraph{styled(call.say_counted(std::string("attention.now-") + what.name, what.now(*attention)))});
  card.blocks.emplace_back(Note{call.line(std::string("attention.how-") + what.name)});
  return Answer{std::move(card)};
}

}  // namespace

Result<Prepared> prepare_quiet(const Call& call) {
  if (is_listed(*call.library, call.language, "words.off", call.arguments)) return prepare_role(call);
  return Prepared{};
}

Result<Reply> quiet(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.origin.direct)
    return is_listed(*call.library, call.language, "words.off", call.arguments) ? wake_again(call, prepared, tx)
                                                                                : snooze(call, prepared, tx);
  auto attention = tx.attention(call.place());
  if (!attention) return tl::unexpected(attention.error());
  if (is_listed(*call.library, call.language, "words.off", call.arguments))
    return end_quiet(call, prepared, std::move(*attention), tx);
  const auto plans = tx.plans_of(call.place());
  if (!plans) return tl::unexpected(plans.error());
  if (plans->empty()) return fail(Code::NotFound, "no plan here", call.say("quiet.no-plans"));
  const int most_days = schedule::quiet_days(*attention);
  if (most_days == 0) return fail(Code::Forbidden, "kept to leads", call.say("quiet.leads-only"));
  const auto today = today_in(call, *plans, tx);
  if (!today) return tl::unexpected(today.error());
  const auto until = asked_until(call, *today, most_days);
  if (!until) return tl::unexpected(until.error());
  const Speaker speaker = call.speaker();
  if (attention->quiet_until >= until->str()) {
    const auto already = LocalDate::read(attention->quiet_until);
    return say_done(call, "quiet.already", {{"date", already ? date_text(speaker, *already) : attention->quiet_until}});
  }
  attention->quiet_until = until->str();
  attention->quiet_since = call.now;
  if (auto done = tx.set_attention(call.place(), *attention); !done) return tl::unexpected(done.error());
  if (auto done = tx.add_audit(nameless(call, "channel.quiet", until->str())); !done) return tl::unexpected(done.error());
  return say_done(call, "quiet.done", {{"date", date_text(speaker, *until)}});
}

Result<Reply> channel_budget(const Call& call, const Prepared& prepared, store::Writer& tx) {
  return set_number(call, prepared, kBudget, tx);
}

Result<Reply> channel_quiet(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.origin.direct) return fail(Code::Unsupported, "no channel", call.say("channel.direct"));
  return set_number(call, prepared, kQuiet, tx);
}

Result<void> add_attention(Card& card, const Call& call, const std::vector<Plan>& plans, store::Reader& reader) {
  if (plans.empty()) return {};
  const auto attention = reader.attention(call.place());
  if (!attention) return tl::unexpected(attention.error());
  const auto today = today_in(call, plans, reader);
  if (!today) return tl::unexpected(today.error());
  if (schedule::is_quiet(*attention, *today)) {
    const auto until = LocalDate::read(attention->quiet_until);
    if (until) card.blocks.emplace_back(Paragraph{call.line("quiet.somebody", {{"date", date_text(call.speaker(), *until)}})});
  }
  const auto zone = schedule::Zone::load(plans.front().zone);
  if (!zone) return {};
  const schedule::Week week = schedule::week_of(*zone, *today);
  const auto posted = reader.posts_between(call.place(), week.from, week.to);
  if (!posted) return tl::unexpected(posted.error());
  card.blocks.emplace_back(Note{styled(
      call.say_counted("attention.week", schedule::nudges_a_week(*attention), {{"used", std::to_string(posted->size())}}))});
  return {};
}

}  // namespace allybot::handlers
