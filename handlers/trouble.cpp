#include "handlers/trouble.h"

#include <algorithm>
#include <functional>
#include <set>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/decide.h"
#include "bot/schedule/zone.h"
#include "handlers/cause.h"
#include "handlers/plan_text.h"
#include "handlers/post.h"
#include "handlers/roles.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

/// "2026-03-29 at 10:00" on the wall clock of the zone.
std::string local_text(TimePoint at, const std::string& zone_name) {
  const auto zone = schedule::Zone::load(zone_name);
  if (!zone) return to_rfc3339(at);
  std::string text = zone->local(at).str();
  std::replace(text.begin(), text.end(), 'T', ' ');
  return text;
}

/// The delivery that the button is about, when it is still in trouble and the member may decide.
Result<Delivery> in_trouble(const Call& call, const Prepared& prepared, store::Reader& tx) {
  std::int64_t id = 0;
  if (!parse_number(call.object, id)) return fail(Code::Invalid, "not a delivery");
  const auto found = tx.delivery(id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(Code::NotFound, "no such delivery", call.say("trouble.settled"));
  if (auto may = require_change(call, prepared.member, (*found)->channel, tx); !may) return tl::unexpected(may.error());
  if ((*found)->state != Delivery::State::Unknown && (*found)->state != Delivery::State::Dead)
    return fail(Code::Conflict, "not in trouble any more", call.say("trouble.settled"));
  return **found;
}

Result<Reply> settled(const Call& call, std::string_view key) {
  Card card;
  card.blocks.emplace_back(Paragraph{call.line(key)});
  return Answer{std::move(card)};
}

/// One message to each of the members, in their language, under a key of their own.
Result<bool> tell(const Services& services, const std::vector<MemberKey>& members, const std::string& address,
                  const std::string& key, store::Writer& tx,
                  const std::function<Card(const Speaker&, const store::MemberSettings&)>& card_for) {
  const auto library = services.library.current();
  bool told = false;
  for (const MemberKey& member : members) {
    const auto settings = tx.member_settings(member);
    if (!settings) return tl::unexpected(settings.error());
    const Speaker speaker = services.speaker(*library, member.platform, settings->language);
    auto message = post_to_member(services, card_for(speaker, *settings), speaker.language, member, address,
                                  key + '/' + member.member.str(), services.clock.now());
    if (!message) return tl::unexpected(message.error());
    const auto added = tx.add_delivery(*message);
    if (!added) return tl::unexpected(added.error());
    told = told || added->has_value();
  }
  return told;
}

Card stopped_card(const Speaker& speaker, const std::vector<Plan>& stopped, const Delivery* post) {
  Card card;
  const std::string& reason = stopped.front().trouble;
  card.title = speaker.say("trouble.place-title");
  card.blocks.emplace_back(speaker.paragraph("trouble.place", {{"why", why(speaker, reason)}}));
  Bullets list;
  for (const Plan& plan : stopped) list.items.push_back({strong(plan.id.str()), plain(" " + plan_text(speaker, plan))});
  card.blocks.emplace_back(std::move(list));
  card.blocks.emplace_back(Paragraph{styled(what_to_do(speaker, reason) + ' ' + speaker.say("trouble.place-then"))});
  card.blocks.emplace_back(speaker.note("trouble.place-once"));
  card.buttons.push_back(button(speaker.say("button.resume"), "run", "schedule resume " + stopped.front().id.str()));
  if (post != nullptr) add_trouble(card, speaker, *post, stopped.front().zone);
  return card;
}

/// `post` is the one that could not be posted, when it was a post that found out.
Result<bool> tell_of_place(const Services& services, const std::vector<Plan>& stopped, const Delivery* post, store::Writer& tx) {
  if (stopped.empty() || is_direct_channel(stopped.front().channel)) return false;
  std::set<MemberKey> members;  // without leads each plan may have an author of its own
  for (const Plan& plan : stopped) {
    const auto found = in_charge_of(services, plan.channel, plan.id, tx);
    if (!found) return tl::unexpected(found.error());
    members.insert(found->begin(), found->end());
  }
  const std::string key = "place/" + stopped.front().channel.str() + '/' + std::to_string(to_unix_millis(services.clock.now()));
  return tell(services, {members.begin(), members.end()}, stopped.front().address, key, tx,
              [&](const Speaker& speaker, const store::MemberSettings&) { return stopped_card(speaker, stopped, post); });
}

}  // namespace

void add_trouble(Card& card, const Speaker& speaker, const Delivery& delivery, const std::string& zone) {
  const bool unknown = delivery.state == Delivery::State::Unknown;
  card.blocks.emplace_back(
      speaker.paragraph(unknown ? "trouble.unknown" : "trouble.dead", {{"when", local_text(delivery.due_at, zone)},
                                                                       {"zone", zone},
                                                                       {"item", delivery.item.str()},
                                                                       {"plan", delivery.plan.str()},
                                                                       {"why", why(speaker, delivery.reason)}}));
  const std::string object = std::to_string(delivery.id);
  card.buttons.push_back(button(speaker.say("button.post-again"), "agin", object));
  card.buttons.push_back(button(speaker.say("button.leave"), "leav", object));
}

Result<std::vector<MemberKey>> in_charge_of(const Services& services, const ChannelKey& channel, const PlanId& id,
                                            store::Reader& tx) {
  const auto member_of = [&](const MemberId& member) { return MemberKey{channel.platform, channel.workspace, member}; };
  std::vector<MemberKey> members;
  const auto leads = tx.leads_of(channel);
  if (!leads) return tl::unexpected(leads.error());
  for (const MemberId& lead : *leads) members.push_back(member_of(lead));
  if (members.empty() && !id.empty()) {
    const auto plan = tx.plan(channel.platform, channel.workspace, id);
    if (!plan) return tl::unexpected(plan.error());
    if (*plan && !(*plan)->from_file && !(*plan)->author.empty()) members.push_back(member_of((*plan)->author));
  }
  if (members.empty())
    for (const MemberKey& admin : services.admins)
      if (admin.platform == channel.platform && admin.workspace == channel.workspace) members.push_back(admin);
  return members;
}

Result<bool> tell_of_trouble(const Services& services, const schedule::InTrouble& trouble, store::Writer& tx) {
  if (!trouble.stopped.empty()) return tell_of_place(services, trouble.stopped, &trouble.delivery, tx);
  const Delivery& delivery = trouble.delivery;
  if (is_direct_channel(delivery.channel)) return false;  // a lead cannot mend it, and word of it would come to nobody either
  const auto members = in_charge_of(services, delivery.channel, delivery.plan, tx);
  if (!members) return tl::unexpected(members.error());
  std::string zone;
  if (!delivery.plan.empty()) {
    const auto plan = tx.plan(delivery.channel.platform, delivery.channel.workspace, delivery.plan);
    if (!plan) return tl::unexpected(plan.error());
    if (*plan) zone = (*plan)->zone;
  }
  return tell(services, *members, delivery.address, "trouble/" + std::to_string(delivery.id), tx,
              [&](const Speaker& speaker, const store::MemberSettings& settings) {
                Card card;
                card.title = speaker.say("trouble.title");
                const std::string& theirs = settings.zone.empty() ? services.default_zone : settings.zone;
                add_trouble(card, speaker, delivery, zone.empty() ? theirs : zone);
                card.blocks.emplace_back(speaker.note("trouble.never-by-itself"));
                return card;
              });
}

Result<bool> tell_of_stopped(const Services& services, const std::vector<Plan>& stopped, store::Writer& tx) {
  return tell_of_place(services, stopped, nullptr, tx);
}

Result<Prepared> prepare_trouble(const Call& call) {
  Prepared prepared;
  std::int64_t id = 0;
  if (!parse_number(call.object, id)) return fail(Code::Invalid, "not a delivery");
  const auto found =
      store::read<std::optional<Delivery>>(call.services.store, [&](store::Reader& reader) { return reader.delivery(id); });
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(Code::NotFound, "no such delivery", call.say("trouble.settled"));
  prepared.member = role_of(call, (*found)->channel);
  return prepared;
}

Result<Reply> post_again(const Call& call, const Prepared& prepared, store::Writer& tx) {
  const auto found = in_trouble(call, prepared, tx);
  if (!found) return tl::unexpected(found.error());
  const auto again = schedule::post_again(tx, *found, random_name(call.services.random), call.origin.member.str(), call.now);
  if (!again && again.error().code == Code::Conflict)
    return fail(Code::Conflict, again.error().for_log, call.say("trouble.settled"));
  if (!again) return tl::unexpected(again.error());
  return settled(call, "trouble.posted-again");
}

Result<Reply> leave(const Call& call, const Prepared& prepared, store::Writer& tx) {
  const auto found = in_trouble(call, prepared, tx);
  if (!found) return tl::unexpected(found.error());
  if (auto left = schedule::leave_it(tx, *found, call.origin.member.str(), call.now); !left) return tl::unexpected(left.error());
  return settled(call, "trouble.left");
}

}  // namespace allybot::handlers
