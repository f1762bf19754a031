#include "handlers/lifecycle.h"

#include "bot/schedule/due.h"
#include "bot/schedule/place.h"
#include "handlers/post.h"
#include "handlers/roles.h"
#include "handlers/start.h"
#include "handlers/trouble.h"

namespace allybot::handlers {
namespace {

using store::Plan;

Result<void> go_on(const Call& call, Plan plan, store::Writer& tx) {
  plan.state = Plan::State::Active;
  plan.trouble.clear();
  if (auto done = schedule::schedule_next(plan, call.now, call.almanac()); !done) return done;
  if (auto done = tx.update_plan(plan); !done) return done;
  store::AuditEntry entry = audit_of(call, plan.channel, "plan.mended", plan.id.str(), {});
  entry.who = "system";
  return tx.add_audit(entry);
}

Result<void> introduce(const Call& call, store::Writer& tx) {
  if (call.origin.member.member.empty()) return {};
  auto message = post_to_member(call.services, introduction(call.speaker()), call.language, call.origin.member,
                                call.origin.address, "introduction/" + call.origin.channel.str(), call.now);
  if (!message) return tl::unexpected(message.error());
  const auto added = tx.add_delivery(*message);  // the key makes it once a channel
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<void> added(const Call& call, store::Writer& tx) {
  const auto plans = tx.plans_of(call.origin.channel);
  if (!plans) return tl::unexpected(plans.error());
  // Whatever stopped them, each platform in its own words: the place has changed, so they get another try.
  for (const Plan& plan : *plans)
    if (plan.state == Plan::State::Broken)
      if (auto done = go_on(call, plan, tx); !done) return done;
  return introduce(call, tx);
}

Result<void> lost(const Call& call, const std::string& trouble, store::Writer& tx) {
  const auto stopped = schedule::stop_plans(tx, call.origin.channel, trouble, call.now);
  if (!stopped) return tl::unexpected(stopped.error());
  if (stopped->before) return {};
  if (auto told = tell_of_stopped(call.services, stopped->plans, tx); !told) return tl::unexpected(told.error());
  return {};
}

Result<void> forget_workspace(const Call& call, store::Writer& tx) {
  const auto rows = tx.forget_workspace(call.origin.channel.platform, call.origin.channel.workspace);
  if (!rows) return tl::unexpected(rows.error());
  return {};
}

}  // namespace

Result<void> place_changed(const Call& call, const Lifecycle& change) {
  auto done = call.services.store.write([&](store::Writer& tx) -> Result<void> {
    switch (change.kind) {
      case Lifecycle::Kind::AddedToChannel: return added(call, tx);
      case Lifecycle::Kind::RemovedFromChannel: return lost(call, "not_invited", tx);
      case Lifecycle::Kind::ChannelGone: return lost(call, "archived", tx);
      case Lifecycle::Kind::Uninstalled: return forget_workspace(call, tx);
      case Lifecycle::Kind::HomeOpened: return {};
    }
    return {};
  });
  if (done && change.kind == Lifecycle::Kind::Uninstalled) {
    call.services.seen.forget_all();
    call.memory.choices.forget_all();
  }
  return done;
}

}  // namespace allybot::handlers
