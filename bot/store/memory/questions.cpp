// The questions of the memory store.
#include <algorithm>
#include <limits>

#include "bot/store/memory/transaction.h"

namespace allybot::store {
namespace {

constexpr std::int64_t kLastRow = std::numeric_limits<std::int64_t>::max();

/// Those that wait and that `wanted` wants, oldest first.
template <class Wanted>
std::vector<Proposal> waiting(const Tables& tables, std::size_t most, Wanted wanted) {
  std::vector<Proposal> found;
  for (const auto& [id, proposal] : tables.proposals.rows())
    if (proposal.state == Proposal::State::Waiting && wanted(proposal)) found.push_back(proposal);
  std::stable_sort(found.begin(), found.end(), [](const Proposal& one, const Proposal& other) { return one.at < other.at; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace

Result<std::vector<Plan>> MemoryTransaction::with_surroundings(std::vector<Plan> plans) {
  for (Plan& plan : plans) {
    auto set = surroundings_of(*this, plan.channel);
    if (!set) return tl::unexpected(set.error());
    plan.surroundings = std::move(*set);
  }
  return plans;
}

Result<std::optional<Plan>> MemoryTransaction::plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) {
  const auto row = tables_.plans.row_of({platform, workspace, id});
  if (!row) return std::optional<Plan>();
  auto found = with_surroundings({*tables_.plans.find(*row)});
  if (!found) return tl::unexpected(found.error());
  return std::optional<Plan>(std::move(found->front()));
}

Result<std::vector<Plan>> MemoryTransaction::plans_of(const ChannelKey& channel) {
  std::vector<Plan> found;
  const auto& index = tables_.plans.by_channel();
  for (auto at = index.lower_bound({channel, 0}); at != index.end() && at->first == channel; ++at)
    found.push_back(*tables_.plans.find(at->second));
  return with_surroundings(std::move(found));
}

Result<std::vector<Plan>> MemoryTransaction::all_plans() {
  std::vector<Plan> found;
  for (const auto& [row, plan] : tables_.plans.rows()) found.push_back(plan);
  return with_surroundings(std::move(found));
}

Result<std::vector<Plan>> MemoryTransaction::due_plans(TimePoint now, std::size_t most) {
  std::vector<Plan> found;
  for (const auto& [at, row] : tables_.plans.due()) {
    if (at > now || found.size() >= most) break;
    found.push_back(*tables_.plans.find(row));
  }
  return with_surroundings(std::move(found));
}

Result<std::vector<Plan>> MemoryTransaction::plans_of_travellers(TimePoint before, std::size_t most) {
  std::vector<Plan> found;
  for (const auto& [row, plan] : tables_.plans.rows())
    if (plan.zone_told_at && *plan.zone_told_at < before) found.push_back(plan);
  std::stable_sort(found.begin(), found.end(),
                   [](const Plan& one, const Plan& other) { return *one.zone_told_at < *other.zone_told_at; });
  if (found.size() > most) found.resize(most);
  return with_surroundings(std::move(found));
}

Result<std::optional<TimePoint>> MemoryTransaction::next_due() {
  const auto& due = tables_.plans.due();
  if (due.empty()) return std::optional<TimePoint>();
  return std::optional<TimePoint>(due.begin()->first);
}

Result<std::optional<Delivery>> MemoryTransaction::delivery(std::int64_t id) {
  const DeliveryRow* row = tables_.deliveries.find(id);
  if (row == nullptr) return std::optional<Delivery>();
  return std::optional<Delivery>(row->delivery);
}

Result<std::optional<Delivery>> MemoryTransaction::delivery_by_key(const std::string& key) {
  const auto id = tables_.deliveries.id_of(key);
  if (!id) return std::optional<Delivery>();
  return delivery(*id);
}

Result<std::vector<Delivery>> MemoryTransaction::deliveries_in(Delivery::State state, std::size_t most) {
  std::vector<Delivery> found;
  for (const auto& [id, row] : tables_.deliveries.rows())
    if (row.delivery.state == state) found.push_back(row.delivery);
  std::sort(found.begin(), found.end(), [](const Delivery& one, const Delivery& other) {
    return std::pair(one.changed_at, one.id) > std::pair(other.changed_at, other.id);
  });
  if (found.size() > most) found.resize(most);
  return found;
}

Result<std::vector<Delivery>> MemoryTransaction::deliveries_of(const ChannelKey& channel, Delivery::State state,
                                                               std::size_t most) {
  std::vector<Delivery> found;
  const auto& index = tables_.deliveries.by_channel();
  auto at = index.upper_bound({channel, state, kLastRow});
  while (at != index.begin() && found.size() < most) {
    --at;
    if (std::get<0>(*at) != channel || std::get<1>(*at) != state) break;
    found.push_back(tables_.deliveries.find(std::get<2>(*at))->delivery);
  }
  return found;
}

Result<std::int64_t> MemoryTransaction::count_deliveries(Delivery::State state) { return tables_.deliveries.count(state); }

Result<std::optional<TimePoint>> MemoryTransaction::next_try() {
  const auto& ready = tables_.deliveries.ready();
  if (ready.empty()) return std::optional<TimePoint>();
  return std::optional<TimePoint>(ready.begin()->first);
}

Result<bool> MemoryTransaction::is_lead(const ChannelKey& channel, const MemberId& member) {
  return tables_.leads.find({channel, member}) != nullptr;
}

Result<std::vector<MemberId>> MemoryTransaction::leads_of(const ChannelKey& channel) {
  std::vector<MemberId> found;
  const auto& rows = tables_.leads.rows();
  for (auto at = rows.lower_bound({channel, MemberId()}); at != rows.end() && at->first.first == channel; ++at)
    found.push_back(at->first.second);
  return found;
}

Result<std::vector<SeenItem>> MemoryTransaction::seen(const ReaderKey& reader) {
  std::vector<SeenItem> found;
  const auto& rows = tables_.seen.rows();
  for (auto at = rows.lower_bound({reader.text, ItemId()}); at != rows.end() && at->first.first == reader.text; ++at)
    found.push_back({at->first.second, at->second});
  std::stable_sort(found.begin(), found.end(), [](const SeenItem& one, const SeenItem& other) { return one.at < other.at; });
  return found;
}

Result<MemberSettings> MemoryTransaction::member_settings(const MemberKey& member) {
  const MemberSettingsRow* row = tables_.member_settings.find(member);
  return row == nullptr ? MemberSettings() : row->settings;
}

Result<ChannelSettings> MemoryTransaction::channel_settings(const ChannelKey& channel) {
  const ChannelSettings* row = tables_.channel_settings.find(channel);
  return row == nullptr ? ChannelSettings() : *row;
}

Result<std::vector<Feedback>> MemoryTransaction::feedback_of(const MemberKey& member) {
  std::vector<Feedback> found;
  const auto& rows = tables_.feedback.rows();
  for (auto at = rows.lower_bound({member, ItemId()}); at != rows.end() && at->first.first == member; ++at)
    found.push_back(at->second);
  std::stable_sort(found.begin(), found.end(), [](const Feedback& one, const Feedback& other) { return one.at < other.at; });
  return found;
}

Result<std::optional<Proposal>> MemoryTransaction::proposal(std::int64_t id) {
  const Proposal* row = tables_.proposals.find(id);
  return row == nullptr ? std::optional<Proposal>() : std::optional<Proposal>(*row);
}

Result<std::vector<Proposal>> MemoryTransaction::waiting_proposals(const PlatformId& platform, const WorkspaceId& workspace,
                                                                   std::size_t most) {
  return waiting(tables_, most, [&](const Proposal& proposal) {
    return proposal.author.platform == platform && proposal.author.workspace == workspace;
  });
}

Result<std::vector<Proposal>> MemoryTransaction::overdue_proposals(TimePoint before, std::size_t most) {
  return waiting(tables_, most, [&](const Proposal& proposal) { return proposal.at <= before; });
}

Result<std::vector<AuditEntry>> MemoryTransaction::audit(const std::string& workspace, std::size_t most) {
  std::vector<AuditEntry> found;
  const auto& rows = tables_.audit.rows();
  for (auto at = rows.rbegin(); at != rows.rend() && found.size() < most; ++at)
    if (at->second.workspace == workspace) found.push_back(at->second);
  return found;
}

Result<std::vector<StoredFact>> MemoryTransaction::facts_about(const MemberKey& member) {
  MemberRows rows;
  rows.seen = *seen(reader_of(member));
  rows.feedback = *feedback_of(member);
  for (const auto& [id, proposal] : tables_.proposals.rows())
    if (proposal.author == member) rows.proposals.push_back(proposal);
  if (const MemberSettingsRow* settings = tables_.member_settings.find(member)) {
    rows.settings = settings->settings;
    rows.settings_at = settings->at;
  }
  const auto is_here = [&member](const ChannelKey& channel) {
    return channel.platform == member.platform && channel.workspace == member.workspace;
  };
  for (const auto& [key, at] : tables_.leads.rows())
    if (is_here(key.first) && key.second == member.member) rows.leads.push_back({key.first.channel, at});
  for (const auto& [row, plan] : tables_.plans.rows())
    if ((is_here(plan.channel) && plan.author == member.member) || is_own_conversation(member, plan.channel, plan.address))
      rows.plans.push_back(plan);
  for (const auto& [id, row] : tables_.deliveries.rows())
    if (is_own_conversation(member, row.delivery.channel, row.delivery.address)) rows.deliveries.push_back(row.delivery);
  for (const auto& [hash, feed] : tables_.feeds.rows())
    if (feed.owner == member) rows.feeds.push_back(feed);
  const std::string workspace = workspace_text(member.platform, member.workspace);
  for (const auto& [id, entry] : tables_.audit.rows())
    if (entry.who == member.str() || (entry.workspace == workspace && entry.object == member.member.str()))
      rows.audit.push_back(entry);
  for (const auto& [key, request] : tables_.requests.rows())
    if (request.member == member) rows.requests.push_back({key, request.at});
  return facts_of(rows);
}

Result<std::optional<std::string>> MemoryTransaction::handle(const std::string& handle) {
  const HandleRow* row = tables_.handles.find(handle);
  if (row == nullptr || row->until <= clock_.now()) return std::optional<std::string>();
  return std::optional<std::string>(row->object);
}

Result<std::optional<std::string>> MemoryTransaction::stored_answer(const std::string& request_key) {
  const RequestRow* row = tables_.requests.find(request_key);
  return row == nullptr ? std::optional<std::string>() : row->answer;
}

Result<std::optional<std::string>> MemoryTransaction::meta(const std::string& name) {
  const std::string* row = tables_.meta.find(name);
  return row == nullptr ? std::optional<std::string>() : std::optional<std::string>(*row);
}

}  // namespace allybot::store
