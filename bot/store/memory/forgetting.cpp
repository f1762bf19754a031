// What the memory store deletes: members, workspaces, what has outlived its time, everything.
#include "bot/store/kept.h"
#include "bot/store/memory/transaction.h"

namespace allybot::store {

template <class Who>
std::int64_t MemoryTransaction::empty_requests(Who who) {
  std::vector<std::string> keys;
  for (const auto& [key, row] : tables_.requests.rows())
    if (who(row.member)) keys.push_back(key);
  for (const std::string& key : keys)
    undo_.set(tables_.requests, key, std::optional(RequestRow{{}, tables_.requests.find(key)->at, std::nullopt}));
  return static_cast<std::int64_t>(keys.size());
}

Result<std::int64_t> MemoryTransaction::forget_member(const MemberKey& member) {
  const std::string reader = reader_of(member).text;
  const std::string workspace = workspace_text(member.platform, member.workspace);
  const auto is_here = [&member](const ChannelKey& channel) {
    return channel.platform == member.platform && channel.workspace == member.workspace;
  };
  std::int64_t gone = 0;
  gone += remove_where<TimePoint>(tables_.seen, [&](const auto& key, const auto&) { return key.first == reader; });
  gone += remove_where<Feedback>(tables_.feedback, [&](const auto& key, const auto&) { return key.first == member; });
  gone += remove_where<Proposal>(tables_.proposals, [&](auto, const Proposal& proposal) { return proposal.author == member; });
  gone += remove_where<MemberSettingsRow>(tables_.member_settings, [&](const auto& key, const auto&) { return key == member; });
  gone += remove_where<TimePoint>(tables_.leads,
                                  [&](const auto& key, auto) { return is_here(key.first) && key.second == member.member; });
  gone += remove_where<Plan>(tables_.plans,
                             [&](auto, const Plan& plan) { return is_own_conversation(member, plan.channel, plan.address); });
  gone += remove_where<DeliveryRow>(tables_.deliveries, [&](auto, const DeliveryRow& row) {
    return is_own_conversation(member, row.delivery.channel, row.delivery.address);
  });
  gone += remove_where<Attention>(tables_.attention,
                                  [&](const ChannelKey& key, const auto&) { return is_own_conversation(member, key, {}); });
  gone += remove_where<Feed>(tables_.feeds, [&](const auto&, const Feed& feed) { return feed.owner == member; });
  gone += empty_requests([&](const MemberKey& who) { return who == member; });

  std::vector<std::pair<std::int64_t, Plan>> plans;
  for (const auto& [row, plan] : tables_.plans.rows())
    if (is_here(plan.channel) && plan.author == member.member) plans.emplace_back(row, plan);
  for (auto& [row, plan] : plans) {
    plan.author = MemberId();
    undo_.set(tables_.plans, row, std::optional(std::move(plan)));
  }
  std::vector<AuditEntry> entries;
  for (const auto& [id, entry] : tables_.audit.rows()) {
    AuditEntry changed = entry;
    if (entry.who == member.str()) changed.who = kForgotten;
    if (entry.workspace == workspace && entry.object == member.member.str()) changed.object = kForgotten;
    if (changed.who != entry.who || changed.object != entry.object) entries.push_back(std::move(changed));
  }
  for (const AuditEntry& entry : entries) undo_.set(tables_.audit, entry.id, std::optional(entry));
  return gone;
}

Result<std::int64_t> MemoryTransaction::forget_workspace(const PlatformId& platform, const WorkspaceId& workspace) {
  const auto is_here = [&](const auto& key) { return key.platform == platform && key.workspace == workspace; };
  const std::string members = "m:" + workspace_text(platform, workspace) + '/';
  const std::string channels = "c:" + workspace_text(platform, workspace) + '/';
  std::int64_t gone = 0;
  gone += remove_where<Plan>(tables_.plans, [&](auto, const Plan& plan) { return is_here(plan.channel); });
  gone +=
      remove_where<DeliveryRow>(tables_.deliveries, [&](auto, const DeliveryRow& row) { return is_here(row.delivery.channel); });
  gone += remove_where<TimePoint>(tables_.leads, [&](const auto& key, auto) { return is_here(key.first); });
  gone += remove_where<TimePoint>(tables_.seen, [&](const auto& key, auto) {
    return key.first.compare(0, members.size(), members) == 0 || key.first.compare(0, channels.size(), channels) == 0;
  });
  gone += remove_where<Feedback>(tables_.feedback, [&](const auto& key, const auto&) { return is_here(key.first); });
  gone += remove_where<Proposal>(tables_.proposals, [&](auto, const Proposal& proposal) { return is_here(proposal.author); });
  gone += remove_where<MemberSettingsRow>(tables_.member_settings, [&](const auto& key, const auto&) { return is_here(key); });
  gone += remove_where<ChannelSettings>(tables_.channel_settings, [&](const auto& key, const auto&) { return is_here(key); });
  gone += remove_where<Attention>(tables_.attention, [&](const auto& key, const auto&) { return is_here(key); });
  gone += remove_where<Feed>(tables_.feeds, [&](const auto&, const Feed& feed) { return is_here(feed.owner); });
  gone += remove_where<AuditEntry>(
      tables_.audit, [&](auto, const AuditEntry& entry) { return entry.workspace == workspace_text(platform, workspace); });
  gone += empty_requests([&](const MemberKey& who) { return is_here(who); });
  undo_.set(tables_.plan_numbers, std::pair(platform, workspace), std::optional<std::int64_t>());
  return gone;
}

Result<std::int64_t> MemoryTransaction::sweep(TimePoint now) {
  std::int64_t gone = 0;
  gone += remove_where<RequestRow>(tables_.requests,
                                   [now](const auto&, const RequestRow& row) { return row.at + kRequestsKept <= now; });
  gone += remove_where<DeliveryRow>(tables_.deliveries, [now](auto, const DeliveryRow& row) {
    const Delivery& delivery = row.delivery;
    const bool settled = delivery.state == Delivery::State::Sent || delivery.state == Delivery::State::Skipped ||
                         delivery.state == Delivery::State::Dead;
    return settled && delivery.changed_at + kSettledDeliveriesKept <= now;
  });
  gone += remove_where<Proposal>(tables_.proposals, [now](auto, const Proposal& proposal) {
    return proposal.state != Proposal::State::Waiting && proposal.decided_at + kDecidedProposalsKept <= now;
  });
  gone += remove_where<AuditEntry>(tables_.audit, [now](auto, const AuditEntry& entry) { return entry.at + kAuditKept <= now; });
  gone += remove_where<HandleRow>(tables_.handles, [now](const auto&, const HandleRow& row) { return row.until <= now; });
  return gone;
}

Result<void> MemoryTransaction::erase_everything() {
  const auto all = [](const auto&, const auto&) { return true; };
  remove_where<Plan>(tables_.plans, all);
  remove_where<std::int64_t>(tables_.plan_numbers, all);
  remove_where<DeliveryRow>(tables_.deliveries, all);
  remove_where<RequestRow>(tables_.requests, all);
  remove_where<TimePoint>(tables_.leads, all);
  remove_where<TimePoint>(tables_.seen, all);
  remove_where<Feedback>(tables_.feedback, all);
  remove_where<Proposal>(tables_.proposals, all);
  remove_where<MemberSettingsRow>(tables_.member_settings, all);
  remove_where<ChannelSettings>(tables_.channel_settings, all);
  remove_where<Attention>(tables_.attention, all);
  remove_where<Feed>(tables_.feeds, all);
  remove_where<AuditEntry>(tables_.audit, all);
  remove_where<HandleRow>(tables_.handles, all);
  remove_where<std::string>(tables_.meta, all);
  return {};
}

}  // namespace allybot::store
