// How long the store keeps what it does not keep for good; every store and /ally privacy read it here.
// Must never differ between stores.
#pragma once

#include <chrono>

namespace allybot::store {

inline constexpr std::chrono::hours kRequestsKept{25};
/// Of deliveries that are sent, skipped or dead, from their last change.
inline constexpr std::chrono::hours kSettledDeliveriesKept{90 * 24};
inline constexpr std::chrono::hours kAuditKept{365 * 24};
/// Of proposals that wait: then they expire.
inline constexpr std::chrono::hours kProposalsWait{180 * 24};
/// Of proposals that were decided or have expired, from then on.
inline constexpr std::chrono::hours kDecidedProposalsKept{30 * 24};
inline constexpr std::size_t kLongestProposal = 1000;

/// What the audit trail shows in place of a member who wanted to be forgotten.
inline constexpr const char* kForgotten = "forgotten";

}  // namespace allybot::store
