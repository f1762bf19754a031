#include "bot/store/records.h"

#include "bot/core/direct_channel.h"
#include "bot/store/store.h"

namespace allybot::store {

const char* name_of(Delivery::State state) {
  switch (state) {
    case Delivery::State::Pending: return "pending";
    case Delivery::State::Sending: return "sending";
    case Delivery::State::Sent: return "sent";
    case Delivery::State::Retry: return "retry";
    case Delivery::State::Unknown: return "unknown";
    case Delivery::State::Dead: return "dead";
    case Delivery::State::Skipped: return "skipped";
  }
  return "unknown";
}

const char* name_of(Plan::State state) {
  switch (state) {
    case Plan::State::Active: return "active";
    case Plan::State::Paused: return "paused";
    case Plan::State::Ended: return "ended";
    case Plan::State::Broken: return "broken";
  }
  return "broken";
}

const char* name_of(Proposal::State state) {
  switch (state) {
    case Proposal::State::Waiting: return "waiting";
    case Proposal::State::Approved: return "approved";
    case Proposal::State::Declined: return "declined";
    case Proposal::State::Expired: return "expired";
  }
  return "expired";
}

Result<Surroundings> surroundings_of(Reader& tx, const ChannelKey& channel) {
  if (is_direct_channel(channel)) {
    auto own = tx.member_settings(direct_member(channel));
    if (!own) return tl::unexpected(own.error());
    return Surroundings{std::move(own->region), std::move(own->zone), std::move(own->quiet), std::move(own->blackouts)};
  }
  auto set = tx.channel_settings(channel);
  if (!set) return tl::unexpected(set.error());
  return Surroundings{std::move(set->region), std::move(set->zone), std::move(set->quiet), std::move(set->blackouts)};
}

ReaderKey reader_of(const MemberKey& member) { return {"m:" + member.str()}; }
ReaderKey reader_of(const ChannelKey& channel) {
  if (is_direct_channel(channel)) return reader_of(direct_member(channel));
  return {"c:" + channel.str()};
}

}  // namespace allybot::store
