#include "handlers/roles.h"

#include "bot/core/log.h"

namespace allybot::handlers {

bool is_admin(const Services& services, const MemberKey& member, const MemberFacts& facts) {
  return facts.admin || services.admins.count(member) > 0;
}

MemberFacts role_of(const Call& call, const ChannelKey& channel) {
  // In one's own conversation all may change what is theirs; words may name a plan of a channel, though.
  const bool own = call.origin.direct && channel == call.place();
  if ((own && call.arguments.empty()) || is_admin(call.services, call.origin.member, {})) return {};
  const auto lead = store::read<bool>(call.services.store,
                                      [&](store::Reader& reader) { return reader.is_lead(channel, call.origin.member.member); });
  if (lead && *lead) return {};
  if (!call.services.member_facts) return {};
  auto facts = call.services.member_facts(call.origin.member);
  if (facts) return std::move(*facts);
  log::warning("role-unknown", {{"platform", call.origin.member.platform.str()}, {"code", name_of(facts.error().code)}});
  return {};
}

Result<Prepared> prepare_role(const Call& call) {
  Prepared prepared;
  prepared.member = role_of(call, call.place());
  return prepared;
}

Result<Prepared> prepare_role_and_channel(const Call& call) {
  Prepared prepared;
  prepared.member = role_of(call, call.place());
  if (call.origin.direct || !call.services.channel_facts) return prepared;
  auto facts = call.services.channel_facts(call.origin.channel);
  if (facts) {
    prepared.channel = std::move(*facts);
    prepared.channel_known = true;
  } else {
    log::warning("channel-unknown", {{"platform", call.origin.member.platform.str()}, {"code", name_of(facts.error().code)}});
  }
  return prepared;
}

Result<bool> may_change(const Call& call, const MemberFacts& facts, const ChannelKey& channel, store::Reader& reader) {
  if (call.origin.direct && channel == call.place()) return true;
  const MemberKey& member = call.origin.member;
  if (channel.platform != member.platform || channel.workspace != member.workspace) return false;
  if (is_admin(call.services, member, facts)) return true;
  return reader.is_lead(channel, member.member);
}

Result<void> require_change(const Call& call, const MemberFacts& facts, const ChannelKey& channel, store::Reader& reader) {
  const auto may = may_change(call, facts, channel, reader);
  if (!may) return tl::unexpected(may.error());
  if (!*may) return fail(Code::Forbidden, "neither lead nor admin", call.say("role.leads-only"));
  return {};
}

store::AuditEntry audit_of(const Call& call, const ChannelKey& channel, std::string what, std::string object,
                           std::string detail) {
  store::AuditEntry entry;
  entry.at = call.now;
  entry.workspace = workspace_of(channel);
  entry.channel = channel.str();
  entry.who = call.origin.member.str();
  entry.what = std::move(what);
  entry.object = std::move(object);
  entry.detail = std::move(detail);
  return entry;
}

std::string workspace_of(const ChannelKey& channel) { return channel.platform.str() + '/' + channel.workspace.str(); }

}  // namespace allybot::handlers
