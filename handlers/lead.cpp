#include "handlers/lead.h"

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "handlers/calendar.h"
#include "handlers/roles.h"

namespace allybot::handlers {
namespace {

constexpr std::size_t kMostLeads = 20;

Result<void> require_admin(const Call& call, const Prepared& prepared) {
  if (call.origin.direct) return fail(Code::Unsupported, "no leads here", call.say("lead.direct"));
  if (is_admin(call.services, call.origin.member, prepared.member)) return {};
  return fail(Code::Forbidden, "not an admin", call.say("role.admins-only"));
}

Result<Card> list_card(const Call& call, store::Reader& reader) {
  const auto leads = reader.leads_of(call.origin.channel);
  if (!leads) return tl::unexpected(leads.error());
  Card card;
  card.title = call.say("lead.title");
  card.blocks.emplace_back(Paragraph{call.line(leads->empty() ? "lead.nobody" : "lead.these")});
  Bullets list;
  for (const MemberId& lead : *leads) list.items.push_back(text_line("<@" + lead.str() + ">"));
  if (!list.items.empty()) card.blocks.emplace_back(std::move(list));
  card.blocks.emplace_back(Note{call.line("lead.how")});
  return card;
}

Result<Reply> with_list(const Call& call, std::string_view key, store::Writer& tx) {
  auto card = list_card(call, tx);
  if (!card) return tl::unexpected(card.error());
  card->blocks.insert(card->blocks.begin(), Paragraph{call.line(key)});
  return Answer{std::move(*card)};
}

}  // namespace

MemberId mentioned(std::string_view words) {
  const std::size_t begin = words.find("<@");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = words.find('>', begin);
  if (end == std::string_view::npos) return {};
  std::string_view id = words.substr(begin + 2, end - begin - 2);
  id = id.substr(0, id.find('|'));  // "<@U1|ada>", as Slack also writes it
  if (id.empty() || id.find('/') != std::string_view::npos || id.find(' ') != std::string_view::npos) return {};
  return MemberId(std::string(id));
}

Result<Prepared> prepare_admin(const Call& call) {
  Prepared prepared;
  if (is_admin(call.services, call.origin.member, {}) || !call.services.member_facts) return prepared;
  auto facts = call.services.member_facts(call.origin.member);
  if (facts)
    prepared.member = std::move(*facts);
  else
    log::warning("role-unknown", {{"platform", call.origin.member.platform.str()}, {"code", name_of(facts.error().code)}});
  return prepared;
}

Result<Reply> lead_list(const Call& call) {
  if (call.origin.direct) return fail(Code::Unsupported, "no leads here", call.say("lead.direct"));
  auto card = store::read<Card>(call.services.store, [&](store::Reader& reader) { return list_card(call, reader); });
  if (!card) return tl::unexpected(card.error());
  return Answer{std::move(*card)};
}

Result<Reply> lead_add(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (auto may = require_admin(call, prepared); !may) return tl::unexpected(may.error());
  const MemberId person = mentioned(call.arguments);
  if (person.empty()) return fail(Code::Invalid, "nobody mentioned", call.say("lead.whom"));
  const auto leads = tx.leads_of(call.origin.channel);
  if (!leads) return tl::unexpected(leads.error());
  if (leads->size() >= kMostLeads) return fail(Code::TooMany, "too many leads", call.say("lead.too-many"));
  if (auto done = tx.add_lead(call.origin.channel, person); !done) return tl::unexpected(done.error());
  if (auto done = tx.add_audit(audit_of(call, call.origin.channel, "lead.add", person.str(), {})); !done)
    return tl::unexpected(done.error());
  return with_list(call, "lead.added", tx);
}

Result<Reply> lead_remove(const Call& call, const Prepared& prepared, store::Writer& tx) {
  if (auto may = require_admin(call, prepared); !may) return tl::unexpected(may.error());
  const MemberId person = mentioned(call.arguments);
  if (person.empty()) return fail(Code::Invalid, "nobody mentioned", call.say("lead.whom"));
  const auto removed = tx.remove_lead(call.origin.channel, person);
  if (!removed) return tl::unexpected(removed.error());
  if (!*removed) return with_list(call, "lead.was-not", tx);
  const MemberKey former{call.origin.member.platform, call.origin.member.workspace, person};
  if (auto done = end_calendars(former, call.origin.channel, tx); !done) return tl::unexpected(done.error());
  if (auto done = tx.add_audit(audit_of(call, call.origin.channel, "lead.remove", person.str(), {})); !done)
    return tl::unexpected(done.error());
  return with_list(call, "lead.removed", tx);
}

}  // namespace allybot::handlers
