// The changes of the memory store; every one of them through Undo.
#include <algorithm>

#include "bot/core/text.h"
#include "bot/store/kept.h"
#include "bot/store/memory/transaction.h"

namespace allybot::store {

std::int64_t MemoryTransaction::next_row(const std::string& table) {
  const std::int64_t* last = tables_.last_rows.find(table);
  const std::int64_t next = last == nullptr ? 1 : *last + 1;
  undo_.set(tables_.last_rows, table, std::optional(next));
  return next;
}

Result<bool> MemoryTransaction::claim_request(const std::string& request_key, const MemberKey& member, TimePoint now) {
  if (tables_.requests.find(request_key) != nullptr) return false;
  undo_.set(tables_.requests, request_key, std::optional(RequestRow{member, now, std::nullopt}));
  return true;
}

Result<void> MemoryTransaction::store_answer(const std::string& request_key, const std::string& answer) {
  const RequestRow* row = tables_.requests.find(request_key);
  if (row == nullptr) return fail(Code::NotFound, "the answer's request was never claimed");
  RequestRow changed = *row;
  changed.answer = answer;
  undo_.set(tables_.requests, request_key, std::optional(std::move(changed)));
  return {};
}

Result<PlanId> MemoryTransaction::add_plan(Plan plan) {
  const std::pair place(plan.channel.platform, plan.channel.workspace);
  const std::int64_t* found = tables_.plan_numbers.find(place);
  const std::int64_t last = found == nullptr ? 0 : *found;
  if (plan.id.empty()) plan.id = PlanId('p' + std::to_string(last + 1));
  if (tables_.plans.row_of({place.first, place.second, plan.id})) return fail(Code::Conflict, "a plan with this id exists");
  if (const std::int64_t number = number_of(plan.id); number > last)
    undo_.set(tables_.plan_numbers, place, std::optional(number));
  const std::int64_t row = next_row("plan");
  PlanId id = plan.id;
  undo_.set(tables_.plans, row, std::optional(std::move(plan)));
  return id;
}

Result<void> MemoryTransaction::update_plan(const Plan& plan) {
  const auto row = tables_.plans.row_of({plan.channel.platform, plan.channel.workspace, plan.id});
  if (!row) return fail(Code::NotFound, "no such plan");
  undo_.set(tables_.plans, *row, std::optional(plan));
  return {};
}

Result<void> MemoryTransaction::remove_plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) {
  const auto row = tables_.plans.row_of({platform, workspace, id});
  if (!row) return fail(Code::NotFound, "no such plan");
  undo_.set(tables_.plans, *row, std::optional<Plan>());
  return {};
}

Result<std::optional<std::int64_t>> MemoryTransaction::add_delivery(const Delivery& delivery) {
  if (tables_.deliveries.id_of(delivery.key)) return std::optional<std::int64_t>();
  DeliveryRow row{delivery, {}, {}};
  row.delivery.id = next_row("delivery");
  const std::int64_t id = row.delivery.id;
  undo_.set(tables_.deliveries, id, std::optional(std::move(row)));
  return std::optional(id);
}

Result<std::vector<Delivery>> MemoryTransaction::claim_deliveries(const std::string& owner, TimePoint now, TimePoint lease_until,
                                                                  std::size_t most, const Admit& admit) {
  std::set<ChannelKey> busy;
  for (const auto& [channel, id] : tables_.deliveries.sending()) busy.insert(channel);
  std::vector<std::int64_t> chosen;
  for (const auto& [at, id] : tables_.deliveries.ready()) {
    if (at > now || chosen.size() >= most) break;
    const Delivery& one = tables_.deliveries.find(id)->delivery;
    if (!busy.insert(one.channel).second) continue;
    if (!admit || admit(Ready{one.channel, one.expires_at, one.reason})) chosen.push_back(id);
  }
  std::vector<Delivery> claimed;
  for (const std::int64_t id : chosen) {
    DeliveryRow row = *tables_.deliveries.find(id);
    row.delivery.state = Delivery::State::Sending;
    row.delivery.changed_at = now;
    ++row.delivery.attempts;
    row.owner = owner;
    row.lease_until = lease_until;
    claimed.push_back(row.delivery);
    undo_.set(tables_.deliveries, id, std::optional(std::move(row)));
  }
  return claimed;
}

Result<void> MemoryTransaction::update_delivery(const Delivery& delivery) {
  const DeliveryRow* found = tables_.deliveries.find(delivery.id);
  if (found == nullptr) return fail(Code::NotFound, "no such delivery");
  DeliveryRow row = *found;
  row.delivery.state = delivery.state;
  row.delivery.attempts = delivery.attempts;
  row.delivery.reason = delivery.reason;
  row.delivery.remote = delivery.remote;
  row.delivery.next_try = delivery.next_try;
  row.delivery.changed_at = delivery.changed_at;
  if (delivery.state != Delivery::State::Sending) {
    row.owner.clear();
    row.lease_until = {};
  }
  undo_.set(tables_.deliveries, delivery.id, std::optional(std::move(row)));
  return {};
}

Result<std::vector<Delivery>> MemoryTransaction::abandoned_deliveries(const std::string& owner, TimePoint now, std::size_t most) {
  std::vector<std::int64_t> ids;
  for (const auto& [channel, id] : tables_.deliveries.sending()) {
    const DeliveryRow& row = *tables_.deliveries.find(id);
    if (row.lease_until <= now || (!owner.empty() && row.owner == owner)) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  std::vector<Delivery> found;
  for (const std::int64_t id : ids)
    if (found.size() < most) found.push_back(tables_.deliveries.find(id)->delivery);
  return found;
}

Result<void> MemoryTransaction::add_lead(const ChannelKey& channel, const MemberId& member) {
  const std::pair key(channel, member);
  if (tables_.leads.find(key) == nullptr) undo_.set(tables_.leads, key, std::optional(clock_.now()));
  return {};
}

Result<bool> MemoryTransaction::remove_lead(const ChannelKey& channel, const MemberId& member) {
  const std::pair key(channel, member);
  if (tables_.leads.find(key) == nullptr) return false;
  undo_.set(tables_.leads, key, std::optional<TimePoint>());
  return true;
}

Result<void> MemoryTransaction::note_seen(const ReaderKey& reader, const ItemId& item, TimePoint at) {
  const std::pair key(reader.text, item);
  const TimePoint* before = tables_.seen.find(key);
  if (before == nullptr || *before < at) undo_.set(tables_.seen, key, std::optional(at));
  return {};
}

Result<void> MemoryTransaction::set_feedback(const Feedback& feedback) {
  undo_.set(tables_.feedback, std::pair(feedback.member, feedback.item), std::optional(feedback));
  return {};
}

Result<std::int64_t> MemoryTransaction::add_proposal(const Proposal& proposal) {
  if (count_code_points(proposal.text) > kLongestProposal) return fail(Code::TooLarge, "proposal over its limit");
  Proposal row = proposal;
  row.id = next_row("proposal");
  undo_.set(tables_.proposals, row.id, std::optional(row));
  return row.id;
}

Result<void> MemoryTransaction::update_proposal(const Proposal& proposal) {
  if (count_code_points(proposal.text) > kLongestProposal) return fail(Code::TooLarge, "proposal over its limit");
  const Proposal* before = tables_.proposals.find(proposal.id);
  if (before == nullptr) return fail(Code::NotFound, "no such proposal");
  Proposal row = proposal;
  row.author = before->author;
  row.address = before->address;
  row.at = before->at;
  undo_.set(tables_.proposals, row.id, std::optional(row));
  return {};
}

Result<void> MemoryTransaction::set_member_settings(const MemberKey& member, const MemberSettings& settings) {
  const bool none = settings.language.empty() && settings.zone.empty() && settings.region.empty() && settings.audience.empty() &&
                    settings.quiet.empty() && settings.blackouts.empty();
  std::optional<MemberSettingsRow> row;
  if (!none) row = MemberSettingsRow{settings, clock_.now()};
  undo_.set(tables_.member_settings, member, std::move(row));
  return {};
}

Result<void> MemoryTransaction::set_channel_settings(const ChannelKey& channel, const ChannelSettings& settings) {
  undo_.set(tables_.channel_settings, channel, std::optional(settings));
  return {};
}

Result<void> MemoryTransaction::add_audit(const AuditEntry& entry) {
  AuditEntry row = entry;
  row.id = next_row("audit");
  undo_.set(tables_.audit, row.id, std::optional(row));
  return {};
}

Result<void> MemoryTransaction::set_handle(const std::string& handle, const std::string& object, TimePoint until) {
  undo_.set(tables_.handles, handle, std::optional(HandleRow{object, until}));
  return {};
}

Result<void> MemoryTransaction::set_meta(const std::string& name, const std::string& value) {
  undo_.set(tables_.meta, name, std::optional(value));
  return {};
}

}  // namespace allybot::store
