#include "handlers/plan_notices.h"

#include <algorithm>

#include "bot/schedule/foretell.h"
#include "handlers/plan_text.h"

namespace allybot::handlers {
namespace {

using store::Plan;

constexpr std::chrono::hours kLookAhead{24 * 28};
constexpr std::chrono::hours kNear{1};

/// The first post of another plan that comes within an hour of one of this plan's.
const schedule::Dated* near_one(const std::vector<schedule::Dated>& dates, const Plan& plan) {
  for (const schedule::Dated& mine : dates) {
    if (mine.plan->id != plan.id || !mine.occurrence.post) continue;
    for (const schedule::Dated& other : dates)
      if (other.plan->id != plan.id && other.occurrence.post &&
          std::chrono::abs(other.occurrence.at - mine.occurrence.at) < kNear)
        return &other;
  }
  return nullptr;
}

}  // namespace

Result<void> add_notices(Card& card, const Call& call, const Plan& plan, store::Reader& reader) {
  const auto situation = schedule::situation_of(plan.channel, call.now, reader);
  if (!situation) return tl::unexpected(situation.error());
  const auto dates = schedule::foretell(*situation, {call.now, call.now + kLookAhead, call.almanac()});
  if (!dates) return tl::unexpected(dates.error());
  const Speaker speaker = call.speaker();
  if (const schedule::Dated* other = near_one(*dates, plan))
    card.blocks.emplace_back(speaker.paragraph(
        "plan.conflict", {{"plan", other->plan->id.str()}, {"when", occurrence_text(speaker, other->occurrence)}}));
  const auto over =
      std::count_if(dates->begin(), dates->end(), [](const schedule::Dated& one) { return one.occurrence.reason == "budget"; });
  if (over == 0) return {};
  card.blocks.emplace_back(Paragraph{styled(speaker.say_counted("plan.over-budget", schedule::nudges_a_week(situation->attention),
                                                                {{"count", std::to_string(over)}}))});
  return {};
}

}  // namespace allybot::handlers
