#include "bot/schedule/place.h"

namespace allybot::schedule {

using store::Plan;

bool is_stopped_by_place(const Plan& plan) {
  return plan.state == Plan::State::Broken && plan.trouble.rfind(kCannotDraw, 0) != 0;
}

Result<Stopped> stop_plans(store::Writer& tx, const ChannelKey& channel, const std::string& reason, TimePoint now) {
  const auto plans = tx.plans_of(channel);
  if (!plans) return tl::unexpected(plans.error());
  Stopped stopped;
  for (const Plan& plan : *plans) {
    stopped.before = stopped.before || is_stopped_by_place(plan);
    if (plan.state != Plan::State::Active) continue;
    Plan& one = stopped.plans.emplace_back(plan);
    one.state = Plan::State::Broken;
    one.trouble = reason;
    one.next_at.reset();
    if (auto done = tx.update_plan(one); !done) return tl::unexpected(done.error());
    store::AuditEntry entry;
    entry.at = now;
    entry.workspace = channel.platform.str() + '/' + channel.workspace.str();
    entry.channel = channel.str();
    entry.who = "system";
    entry.what = "plan.broken";
    entry.object = one.id.str();
    entry.detail = reason;
    if (auto done = tx.add_audit(entry); !done) return tl::unexpected(done.error());
  }
  return stopped;
}

}  // namespace allybot::schedule
