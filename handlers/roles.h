// Who may change plans, leads and what is shown to a channel.
// Must never take an unknown role for a role: what the platform does not tell is no.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Named in the settings, or an admin of the workspace by what the platform tells.
bool is_admin(const Services& services, const MemberKey& member, const MemberFacts& facts);

/// Asks the platform for the member's role, unless it is known already or does not matter (own conversation, lead). An answer
/// that does not come leaves the role unknown.
MemberFacts role_of(const Call& call, const ChannelKey& channel);
/// prepare() of what leads may do in the channel of the call.
Result<Prepared> prepare_role(const Call& call);
/// The same, and whether the bot can post in the channel.
Result<Prepared> prepare_role_and_channel(const Call& call);

/// A lead of the channel, an admin of its workspace, or the member in their own conversation with the bot.
Result<bool> may_change(const Call& call, const MemberFacts& facts, const ChannelKey& channel, store::Reader& reader);
/// Forbidden, saying who can.
Result<void> require_change(const Call& call, const MemberFacts& facts, const ChannelKey& channel, store::Reader& reader);

/// A line of the audit trail about the channel, by the member of the call.
store::AuditEntry audit_of(const Call& call, const ChannelKey& channel, std::string what, std::string object, std::string detail);
/// "slack/T1"
std::string workspace_of(const ChannelKey& channel);

}  // namespace allybot::handlers
