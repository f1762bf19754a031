// One transaction of the memory store: every question and every change over its tables.
// Must never be used without the store's mutex held.
#pragma once

#include "bot/store/facts.h"
#include "bot/store/memory/tables.h"

namespace allybot::store {

class MemoryTransaction final : public Writer {
 public:
  MemoryTransaction(Tables& tables, const Clock& clock) : tables_(tables), clock_(clock) {}
  void roll_back() { undo_.run(); }

  Result<std::optional<Plan>> plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) override;
  Result<std::vector<Plan>> plans_of(const ChannelKey& channel) override;
  Result<std::vector<Plan>> all_plans() override;
  Result<std::vector<Plan>> due_plans(TimePoint now, std::size_t most) override;
  Result<std::vector<Plan>> plans_of_travellers(TimePoint before, std::size_t most) override;
  Result<std::optional<TimePoint>> next_due() override;
  Result<std::optional<Delivery>> delivery(std::int64_t id) override;
  Result<std::optional<Delivery>> delivery_by_key(const std::string& key) override;
  Result<std::vector<Delivery>> deliveries_in(Delivery::State state, std::size_t most) override;
  Result<std::vector<Delivery>> deliveries_of(const ChannelKey& channel, Delivery::State state, std::size_t most) override;
  Result<std::int64_t> count_deliveries(Delivery::State state) override;
  Result<std::optional<TimePoint>> next_try() override;
  Result<bool> is_lead(const ChannelKey& channel, const MemberId& member) override;
  Result<std::vector<MemberId>> leads_of(const ChannelKey& channel) override;
  Result<std::vector<ChannelKey>> channels_led_by(const MemberKey& member) override;
  Result<Attention> attention(const ChannelKey& channel) override;
  Result<std::vector<ChannelKey>> unanswered_channels(int at_least, std::size_t most) override;
  Result<std::vector<TimePoint>> posts_between(const ChannelKey& channel, TimePoint from, TimePoint to) override;
  Result<std::optional<Feed>> feed(const std::string& token_hash) override;
  Result<std::vector<Feed>> feeds_of(const ChannelKey& channel) override;
  Result<std::vector<Feed>> feeds_by(const MemberKey& owner) override;
  Result<std::vector<SeenItem>> seen(const ReaderKey& reader) override;
  Result<MemberSettings> member_settings(const MemberKey& member) override;
  Result<ChannelSettings> channel_settings(const ChannelKey& channel) override;
  Result<std::vector<Feedback>> feedback_of(const MemberKey& member) override;
  Result<std::optional<Proposal>> proposal(std::int64_t id) override;
  Result<std::vector<Proposal>> waiting_proposals(const PlatformId& platform, const WorkspaceId& workspace,
                                                  std::size_t most) override;
  Result<std::vector<Proposal>> overdue_proposals(TimePoint before, std::size_t most) override;
  Result<std::vector<AuditEntry>> audit(const std::string& workspace, std::size_t most) override;
  Result<std::vector<StoredFact>> facts_about(const MemberKey& member) override;
  Result<std::optional<std::string>> handle(const std::string& handle) override;
  Result<std::optional<std::string>> stored_answer(const std::string& request_key) override;
  Result<std::optional<std::string>> meta(const std::string& name) override;

  Result<bool> claim_request(const std::string& request_key, const MemberKey& member, TimePoint now) override;
  Result<void> store_answer(const std::string& request_key, const std::string& answer) override;
  Result<PlanId> add_plan(Plan plan) override;
  Result<void> update_plan(const Plan& plan) override;
  Result<void> remove_plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) override;
  Result<std::optional<std::int64_t>> add_delivery(const Delivery& delivery) override;
  Result<std::vector<Delivery>> claim_deliveries(const std::string& owner, TimePoint now, TimePoint lease_until, std::size_t most,
                                                 const Admit& admit) override;
  using Writer::claim_deliveries;
  Result<void> update_delivery(const Delivery& delivery) override;
  Result<std::vector<Delivery>> abandoned_deliveries(const std::string& owner, TimePoint now, std::size_t most) override;
  Result<void> add_lead(const ChannelKey& channel, const MemberId& member) override;
  Result<bool> remove_lead(const ChannelKey& channel, const MemberId& member) override;
  Result<void> set_attention(const ChannelKey& channel, const Attention& attention) override;
  Result<void> add_feed(const Feed& feed) override;
  Result<bool> remove_feed(const std::string& token_hash) override;
  Result<void> note_seen(const ReaderKey& reader, const ItemId& item, TimePoint at) override;
  Result<void> set_feedback(const Feedback& feedback) override;
  Result<std::int64_t> add_proposal(const Proposal& proposal) override;
  Result<void> update_proposal(const Proposal& proposal) override;
  Result<void> set_member_settings(const MemberKey& member, const MemberSettings& settings) override;
  Result<void> set_channel_settings(const ChannelKey& channel, const ChannelSettings& settings) override;
  Result<void> add_audit(const AuditEntry& entry) override;
  Result<void> set_handle(const std::string& handle, const std::string& object, TimePoint until) override;
  Result<void> set_meta(const std::string& name, const std::string& value) override;
  Result<std::int64_t> forget_member(const MemberKey& member) override;
  Result<std::int64_t> forget_workspace(const PlatformId& platform, const WorkspaceId& workspace) override;
  Result<std::int64_t> sweep(TimePoint now) override;
  Result<void> erase_everything() override;

 private:
  Result<std::vector<Plan>> with_surroundings(std::vector<Plan> plans);
  std::int64_t next_row(const std::string& table);
  /// Removes, with undo, every row that `gone` picks; returns how many.
  template <class Row, class Rows, class Gone>
  std::int64_t remove_where(Rows& rows, Gone gone) {
    std::vector<typename std::decay_t<decltype(rows.rows())>::key_type> keys;
    for (const auto& [key, row] : rows.rows())
      if (gone(key, row)) keys.push_back(key);
    for (const auto& key : keys) undo_.set(rows, key, std::optional<Row>());
    return static_cast<std::int64_t>(keys.size());
  }
  /// Requests keep their key, so that a repeat still does nothing, and lose who asked and the answer.
  template <class Who>
  std::int64_t empty_requests(Who who);

  Tables& tables_;
  const Clock& clock_;
  Undo undo_;
};

}  // namespace allybot::store
