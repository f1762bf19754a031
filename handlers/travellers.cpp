#include "handlers/travellers.h"

#include <map>

#include "bot/core/direct_channel.h"
#include "bot/core/log.h"
#include "bot/schedule/due.h"
#include "bot/schedule/zone.h"
#include "handlers/almanac.h"
#include "handlers/post.h"
#include "handlers/speaker.h"

namespace allybot::handlers {
namespace {

using store::Plan;

constexpr std::chrono::hours kAskEvery{20};
constexpr std::chrono::hours kAskAgainAfterFailure{1};
constexpr std::size_t kMostAtOnce = 20;  ///< 28,800 members a day; platforms take hundreds of such calls a minute

/// What the platform said of a member.
struct Told {
  std::string zone;  ///< empty: it does not say
  bool answered = false;
};

Told ask(const Services& services, const MemberKey& member) {
  const auto facts = services.member_facts(member);
  if (!facts) {
    log::info("member_zone_not_told", {{"platform", member.platform.str()}, {"code", name_of(facts.error().code)}});
    return {};
  }
  return {schedule::Zone::load(facts->zone) ? facts->zone : std::string(), true};
}

Result<void> tell(const Services& services, const Plan& plan, const std::string& before, const store::MemberSettings& settings,
                  TimePoint now, store::Writer& tx) {
  const auto library = services.library.current();
  const Speaker speaker = services.speaker(*library, plan.channel.platform, settings.language);
  Card card;
  card.title = speaker.say("mine.moved-title");
  card.blocks.emplace_back(speaker.paragraph("mine.moved", {{"zone", plan.zone}}));
  card.blocks.emplace_back(speaker.note("mine.moved-how", {{"before", before}}));
  // One word of it, however many plans the member has.
  const std::string key = "moved/" + plan.channel.str() + '/' + plan.zone + '/' + std::to_string(to_unix_millis(now));
  auto message = post_to_member(services, card, speaker.language, direct_member(plan.channel), plan.address, key, now);
  if (!message) return tl::unexpected(message.error());
  const auto added = tx.add_delivery(*message);
  if (!added) return tl::unexpected(added.error());
  return {};
}

/// True when the plan has another zone now.
Result<bool> follow(const Services& services, Plan& plan, const Told& told, TimePoint now, store::Writer& tx) {
  const auto settings = tx.member_settings(direct_member(plan.channel));
  if (!settings) return tl::unexpected(settings.error());
  const std::string before = plan.zone;
  if (!settings->zone.empty()) {  // chosen since
    plan.zone = settings->zone;
    plan.zone_told_at.reset();
  } else {
    if (!told.zone.empty()) plan.zone = told.zone;
    plan.zone_told_at = told.answered ? now : now - kAskEvery + kAskAgainAfterFailure;
  }
  const bool moved = plan.zone != before;
  if (moved && plan.next_at) {
    const LibraryAlmanac almanac(services.library.current(), services.default_region);
    if (auto done = schedule::reschedule(plan, now, almanac); !done) return tl::unexpected(done.error());
  }
  if (auto done = tx.update_plan(plan); !done) return tl::unexpected(done.error());
  if (moved && plan.next_at)
    if (auto done = tell(services, plan, before, *settings, now, tx); !done) return tl::unexpected(done.error());
  return moved;
}

}  // namespace

Result<std::size_t> follow_travellers(const Services& services) {
  if (!services.member_facts) return std::size_t{0};
  const TimePoint now = services.clock.now();
  const auto plans = store::read<std::vector<Plan>>(
      services.store, [&](store::Reader& tx) { return tx.plans_of_travellers(now - kAskEvery, kMostAtOnce); });
  if (!plans) return tl::unexpected(plans.error());
  std::map<MemberKey, Told> told;
  for (const Plan& plan : *plans)
    if (const MemberKey member = direct_member(plan.channel); told.count(member) == 0) told[member] = ask(services, member);
  std::size_t moved = 0;
  for (const Plan& old : *plans) {
    const auto done = store::write<bool>(services.store, [&](store::Writer& tx) -> Result<bool> {
      auto plan = tx.plan(old.channel.platform, old.channel.workspace, old.id);
      if (!plan) return tl::unexpected(plan.error());
      if (!*plan || !(*plan)->zone_told_at) return false;  // removed, or given a zone meanwhile
      return follow(services, **plan, told[direct_member(old.channel)], now, tx);
    });
    if (!done) return tl::unexpected(done.error());
    moved += *done ? 1 : 0;
  }
  if (moved > 0) {
    log::info("nudges_followed_members", {{"plans", moved}});
    if (services.wake) services.wake();
  }
  return moved;
}

}  // namespace allybot::handlers
