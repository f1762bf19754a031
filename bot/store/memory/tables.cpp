#include "bot/store/memory/tables.h"

namespace allybot::store {
namespace {

PlanTable::Name name_of_row(const Plan& plan) { return {plan.channel.platform, plan.channel.workspace, plan.id}; }

bool is_ready(const Delivery& delivery) {
  return delivery.state == Delivery::State::Pending || delivery.state == Delivery::State::Retry;
}

}  // namespace

std::optional<std::int64_t> PlanTable::row_of(const Name& name) const {
  const auto at = by_name_.find(name);
  if (at == by_name_.end()) return std::nullopt;
  return at->second;
}

void PlanTable::assign(std::int64_t row, std::optional<Plan> plan) {
  if (const Plan* before = rows_.find(row)) {
    by_name_.erase(name_of_row(*before));
    by_channel_.erase({before->channel, row});
    if (before->next_at) due_.erase({*before->next_at, row});
  }
  if (plan) {
    by_name_.emplace(name_of_row(*plan), row);
    by_channel_.emplace(plan->channel, row);
    const bool may_fire = plan->state == Plan::State::Active || plan->state == Plan::State::Paused;
    if (may_fire && plan->next_at) due_.emplace(*plan->next_at, row);
  }
  rows_.assign(row, std::move(plan));
}

std::optional<std::int64_t> DeliveryTable::id_of(const std::string& key) const {
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return std::nullopt;
  return at->second;
}

void DeliveryTable::assign(std::int64_t id, std::optional<DeliveryRow> row) {
  if (const DeliveryRow* found = rows_.find(id)) {
    const Delivery& before = found->delivery;
    by_key_.erase(before.key);
    ready_.erase({before.next_try, id});
    sending_.erase({before.channel, id});
    by_channel_.erase({before.channel, before.state, id});
    --counts_.at(static_cast<std::size_t>(before.state));
  }
  if (row) {
    const Delivery& after = row->delivery;
    by_key_.emplace(after.key, id);
    if (is_ready(after)) ready_.emplace(after.next_try, id);
    if (after.state == Delivery::State::Sending) sending_.emplace(after.channel, id);
    by_channel_.emplace(after.channel, after.state, id);
    ++counts_.at(static_cast<std::size_t>(after.state));
  }
  rows_.assign(id, std::move(row));
}

}  // namespace allybot::store
