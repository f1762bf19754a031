#include "handlers/silence.h"

#include <algorithm>

#include "bot/core/log.h"
#include "bot/schedule/rule.h"
#include "bot/schedule/words.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/post.h"
#include "handlers/roles.h"
#include "handlers/trouble.h"

namespace allybot::handlers {
namespace {

using schedule::Frequency;
using schedule::Rule;
using store::Plan;

constexpr std::size_t kMostAtOnce = 10;
constexpr int kTuesday = 2;

/// The next calmer rhythm; nothing where a month already lies between two posts.
std::optional<Rule> slower(Rule rule) {
  if (rule.frequency == Frequency::Daily) {
    Rule weekly;
    weekly.frequency = Frequency::Weekly;
    weekly.days = {{0, kTuesday}};
    return weekly;
  }
  if (rule.frequency != Frequency::Weekly || rule.days.empty()) return std::nullopt;
  if (rule.days.size() > 1) {
    const bool has_tuesday =
        std::any_of(rule.days.begin(), rule.days.end(), [](const auto& day) { return day.weekday == kTuesday; });
    rule.days = {{0, has_tuesday ? kTuesday : rule.days[rule.days.size() / 2].weekday}};
    return rule;
  }
  if (rule.interval == 1) {
    rule.interval = 2;
    return rule;
  }
  Rule monthly;
  monthly.frequency = Frequency::Monthly;
  monthly.days = {{1, rule.days.front().weekday}};
  return monthly;
}

/// What the plan would be; nothing when it is as calm as it gets, or is not ours to change.
std::optional<schedule::When> slower_when(const Plan& plan) {
  if (plan.state != Plan::State::Active || plan.from_file || !plan.series.empty()) return std::nullopt;
  const auto text = schedule::read_rule(plan.rrule);
  const auto start = schedule::LocalTime::read(plan.start);
  if (!text || !start) return std::nullopt;
  const auto calmer = slower(text->rule);
  if (!calmer) return std::nullopt;
  return schedule::When{schedule::to_text(schedule::canonical(*calmer)), start->hour, start->minute};
}

Card question(const Speaker& speaker, const std::vector<Plan>& plans) {
  Card card;
  card.title = speaker.say("silence.title");
  card.blocks.emplace_back(speaker.paragraph("silence.ask", {{"count", std::to_string(kSilentNudges)}}));
  Bullets list;
  for (const Plan& plan : plans) {
    const auto when = slower_when(plan);
    list.items.push_back({strong(plan.id.str()), plain(" " + plan_text(speaker, plan))});
    if (!when) continue;
    Plan slower = plan;
    slower.rrule = when->rrule;
    slower.words = schedule::to_words(*when);
    card.buttons.push_back(button(plan.id.str() + speaker.colon() + when_text(speaker, slower), "slow", plan.id.str()));
  }
  card.blocks.emplace_back(std::move(list));
  card.blocks.emplace_back(speaker.note(card.buttons.empty() ? "silence.calm-already" : "silence.once"));
  card.buttons.push_back(button(speaker.say("button.keep-pace"), "keep", {}));
  return card;
}

/// Asks about one channel; who was asked is the leads, or whoever looks after its first plan.
Result<bool> ask_about(const Services& services, const ChannelKey& channel, store::Writer& tx) {
  auto attention = tx.attention(channel);
  if (!attention) return tl::unexpected(attention.error());
  attention->asked_about = true;
  if (auto done = tx.set_attention(channel, *attention); !done) return tl::unexpected(done.error());
  auto plans = tx.plans_of(channel);
  if (!plans) return tl::unexpected(plans.error());
  plans->erase(std::remove_if(plans->begin(), plans->end(), [](const Plan& plan) { return plan.state != Plan::State::Active; }),
               plans->end());
  if (plans->empty()) return false;
  const auto members = in_charge_of(services, channel, plans->front().id, tx);
  if (!members) return tl::unexpected(members.error());
  const TimePoint now = services.clock.now();
  const auto library = services.library.current();
  for (const MemberKey& member : *members) {
    const auto settings = tx.member_settings(member);
    if (!settings) return tl::unexpected(settings.error());
    const Speaker speaker = services.speaker(*library, member.platform, settings->language);
    auto message =
        post_to_member(services, question(speaker, *plans), speaker.language, member, plans->front().address,
                       "silence/" + channel.str() + '/' + std::to_string(to_unix_seconds(now)) + '/' + member.member.str(), now);
    if (!message) return tl::unexpected(message.error());
    if (const auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  }
  return !members->empty();
}

Result<std::optional<Plan>> plan_of(const Call& call, store::Reader& reader) {
  return reader.plan(call.origin.member.platform, call.origin.member.workspace, PlanId(call.object));
}

}  // namespace

Result<void> note_answers(const Services& services, Memory& memory) {
  const std::vector<ChannelKey> channels = memory.answered.take();
  if (channels.empty()) return {};
  return services.store.write([&](store::Writer& tx) -> Result<void> {
    for (const ChannelKey& channel : channels) {
      auto attention = tx.attention(channel);
      if (!attention) return tl::unexpected(attention.error());
      if (attention->unanswered == 0 && !attention->asked_about) continue;
      attention->unanswered = 0;
      attention->asked_about = false;
      if (auto done = tx.set_attention(channel, *attention); !done) return done;
    }
    return {};
  });
}

Result<bool> ask_about_silence(const Services& services) {
  const auto silent = store::read<std::vector<ChannelKey>>(
      services.store, [](store::Reader& reader) { return reader.unanswered_channels(kSilentNudges, kMostAtOnce); });
  if (!silent) return tl::unexpected(silent.error());
  if (silent->empty()) return false;
  return store::write<bool>(services.store, [&](store::Writer& tx) -> Result<bool> {
    bool asked = false;
    for (const ChannelKey& channel : *silent) {
      auto told = ask_about(services, channel, tx);
      if (!told) return told;
      asked = asked || *told;
    }
    return asked;
  });
}

Result<Prepared> prepare_slow_down(const Call& call) {
  const auto plan =
      store::read<std::optional<Plan>>(call.services.store, [&](store::Reader& reader) { return plan_of(call, reader); });
  if (!plan) return tl::unexpected(plan.error());
  Prepared prepared;
  if (*plan) prepared.member = role_of(call, (*plan)->channel);
  return prepared;
}

Result<Reply> slow_down(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto found = plan_of(call, tx);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(Code::NotFound, "no such plan", call.say("plan.unknown", {{"plan", call.object}}));
  Plan& plan = **found;
  if (auto may = require_change(call, prepared.member, plan.channel, tx); !may) return tl::unexpected(may.error());
  const auto when = slower_when(plan);
  if (!when) return fail(Code::Conflict, "as calm as it gets", call.say("silence.calm-already"));
  plan.rrule = when->rrule;
  plan.words = schedule::to_words(*when);
  if (auto done = update_plan(call, plan, "plan.slow", plan_text(call.speaker(), plan), tx); !done)
    return tl::unexpected(done.error());
  Card card;
  card.title = call.say("plan.changed-title", {{"plan", plan.id.str()}});
  card.blocks.emplace_back(Paragraph{plan_line(call.speaker(), plan, call.now)});
  return Answer{std::move(card)};
}

Result<Reply> keep_pace(const Call& call) {
  Card card;
  card.blocks.emplace_back(Paragraph{call.line("silence.kept")});
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
