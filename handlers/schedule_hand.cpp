// Handing a plan over to another lead.
#include "handlers/lead.h"
#include "handlers/plan_change.h"
#include "handlers/plan_text.h"
#include "handlers/post.h"
#include "handlers/roles.h"
#include "handlers/schedule.h"

namespace allybot::handlers {
namespace {

/// A word to whom it was handed: from now on they hear when something goes wrong.
Result<void> tell(const Call& call, const store::Plan& plan, const MemberKey& person, store::Writer& tx) {
  const auto settings = tx.member_settings(person);
  if (!settings) return tl::unexpected(settings.error());
  const Speaker speaker = call.services.speaker(*call.library, person.platform, settings->language);
  Card card;
  card.title = speaker.say("hand.told-title", {{"plan", plan.id.str()}});
  card.blocks.emplace_back(Paragraph{plan_line(speaker, plan, call.now)});
  card.blocks.emplace_back(speaker.note("hand.told"));
  std::string key = call.request_key();
  if (key.empty()) key = random_name(call.services.random);
  auto message = post_to_member(call.services, card, speaker.language, person, call.origin.address, "hand/" + key, call.now);
  if (!message) return tl::unexpected(message.error());
  if (const auto added = tx.add_delivery(*message); !added) return tl::unexpected(added.error());
  return {};
}

}  // namespace

Result<Reply> schedule_hand(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (call.origin.direct) return fail(Code::Unsupported, "one's own plan", call.say("hand.direct"));
  auto named = plan_to_change(call, prepared, call.arguments, tx);
  if (!named) return tl::unexpected(named.error());
  store::Plan& plan = named->plan;
  if (auto may = require_not_from_file(call, plan); !may) return tl::unexpected(may.error());
  const MemberId person = mentioned(named->rest);
  if (person.empty()) return fail(Code::Invalid, "nobody mentioned", call.say("hand.whom", {{"plan", plan.id.str()}}));
  const MemberKey key{plan.channel.platform, plan.channel.workspace, person};
  const auto leads = tx.is_lead(plan.channel, person);
  if (!leads) return tl::unexpected(leads.error());
  if (!*leads && !is_admin(call.services, key, {}))
    return fail(Code::Forbidden, "not a lead", call.say("hand.not-lead", {{"person", "<@" + person.str() + ">"}}));
  plan.author = person;
  if (auto done = update_plan(call, plan, "plan.hand", person.str(), tx); !done) return tl::unexpected(done.error());
  if (auto done = tell(call, plan, key, tx); !done) return tl::unexpected(done.error());
  Card card;
  card.title = call.say("plan.title", {{"plan", plan.id.str()}});
  card.blocks.emplace_back(Paragraph{call.line("hand.done", {{"person", "<@" + person.str() + ">"}})});
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
