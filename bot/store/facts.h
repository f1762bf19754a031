// What is stored about one member, told in StoredFacts; the same words whichever store the rows came from.
// Must never read a store itself: rows in, facts out.
#pragma once

#include <string>
#include <vector>

#include "bot/store/store.h"

namespace allybot::store {

/// Rows of one member as a store finds them, in any order.
struct MemberRows {
  struct Lead {
    ChannelId channel;
    TimePoint at{};
  };
  struct Request {
    std::string key;
    TimePoint at{};
  };
  std::vector<SeenItem> seen;
  std::vector<Feedback> feedback;
  std::vector<Proposal> proposals;
  MemberSettings settings;
  TimePoint settings_at{};
  std::vector<Lead> leads;
  std::vector<Plan> plans;           ///< written by the member, or to the member's own conversation
  std::vector<Delivery> deliveries;  ///< to the member's own conversation
  std::vector<Feed> feeds;
  std::vector<AuditEntry> audit;
  std::vector<Request> requests;
};

/// Grouped in the order above; oldest first within a group.
std::vector<StoredFact> facts_of(const MemberRows& rows);

/// Whether what goes to `channel` and `address` is read by this member alone.
bool is_own_conversation(const MemberKey& member, const ChannelKey& channel, const std::string& address);
/// "slack/T1", as AuditEntry::workspace has it.
std::string workspace_text(const PlatformId& platform, const WorkspaceId& workspace);
/// The number in a plan id of the form "p12"; 0 for another.
std::int64_t number_of(const PlanId& id);

}  // namespace allybot::store
