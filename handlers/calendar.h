// A calendar to subscribe to: when nudges come, of one channel or of all that one leads. Its address is a key.
// Must never store or log the token of an address, nor show it a second time.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Makes an address, of this channel or of "all"; "revoke" ends those that there are.
Result<Reply> schedule_calendar(const Call& call, const Prepared& prepared, store::Writer& tx);

/// The calendar of that token: the posts of the next year. NotFound for a token that is unknown or was revoked.
Result<std::string> calendar_of(const Services& services, std::string_view token);

/// Ends what the member subscribes to of this channel: they lead it no more.
Result<void> end_calendars(const MemberKey& member, const ChannelKey& channel, store::Writer& tx);

}  // namespace allybot::handlers
