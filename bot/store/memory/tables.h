// The rows of the memory store with their indices, and the list of steps that undoes a transaction.
// Must never be changed but through Undo::set, or a rolled back transaction would leave a trace.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bot/store/store.h"

namespace allybot::store {

/// Rows by key. assign() writes a row, or removes it when given nothing.
template <class Key, class Row>
class Table {
 public:
  const Row* find(const Key& key) const {
    const auto at = rows_.find(key);
    return at == rows_.end() ? nullptr : &at->second;
  }
  void assign(const Key& key, std::optional<Row> row) {
    if (row)
      rows_.insert_or_assign(key, std::move(*row));
    else
      rows_.erase(key);
  }
  const std::map<Key, Row>& rows() const { return rows_; }

 private:
  std::map<Key, Row> rows_;
};

/// Plans by their row number, in the order of adding.
class PlanTable {
 public:
  using Name = std::tuple<PlatformId, WorkspaceId, PlanId>;
  const Plan* find(std::int64_t row) const { return rows_.find(row); }
  std::optional<std::int64_t> row_of(const Name& name) const;
  void assign(std::int64_t row, std::optional<Plan> plan);
  const std::map<std::int64_t, Plan>& rows() const { return rows_.rows(); }
  const std::set<std::pair<ChannelKey, std::int64_t>>& by_channel() const { return by_channel_; }
  const std::set<std::pair<TimePoint, std::int64_t>>& due() const { return due_; }

 private:
  Table<std::int64_t, Plan> rows_;
  std::map<Name, std::int64_t> by_name_;
  std::set<std::pair<ChannelKey, std::int64_t>> by_channel_;
  std::set<std::pair<TimePoint, std::int64_t>> due_;
};

struct DeliveryRow {
  Delivery delivery;
  std::string owner;
  TimePoint lease_until{};
};

class DeliveryTable {
 public:
  const DeliveryRow* find(std::int64_t id) const { return rows_.find(id); }
  std::optional<std::int64_t> id_of(const std::string& key) const;
  void assign(std::int64_t id, std::optional<DeliveryRow> row);
  const std::map<std::int64_t, DeliveryRow>& rows() const { return rows_.rows(); }
  const std::set<std::pair<TimePoint, std::int64_t>>& ready() const { return ready_; }
  const std::set<std::pair<ChannelKey, std::int64_t>>& sending() const { return sending_; }
  const std::set<std::tuple<ChannelKey, Delivery::State, std::int64_t>>& by_channel() const { return by_channel_; }
  std::int64_t count(Delivery::State state) const { return counts_.at(static_cast<std::size_t>(state)); }

 private:
  Table<std::int64_t, DeliveryRow> rows_;
  std::unordered_map<std::string, std::int64_t> by_key_;
  std::set<std::pair<TimePoint, std::int64_t>> ready_;  ///< by next_try
  std::set<std::pair<ChannelKey, std::int64_t>> sending_;
  std::set<std::tuple<ChannelKey, Delivery::State, std::int64_t>> by_channel_;
  std::array<std::int64_t, 7> counts_{};
};

struct RequestRow {
  MemberKey member;
  TimePoint at{};
  std::optional<std::string> answer;
};
struct HandleRow {
  std::string object;
  TimePoint until{};
};
struct MemberSettingsRow {
  MemberSettings settings;
  TimePoint at{};
};

struct Tables {
  PlanTable plans;
  Table<std::pair<PlatformId, WorkspaceId>, std::int64_t> plan_numbers;  ///< the last one given
  DeliveryTable deliveries;
  Table<std::string, RequestRow> requests;
  Table<std::pair<ChannelKey, MemberId>, TimePoint> leads;
  Table<std::pair<std::string, ItemId>, TimePoint> seen;
  Table<std::pair<MemberKey, ItemId>, Feedback> feedback;
  Table<std::int64_t, Proposal> proposals;
  Table<MemberKey, MemberSettingsRow> member_settings;
  Table<ChannelKey, ChannelSettings> channel_settings;
  Table<ChannelKey, Attention> attention;
  Table<std::string, Feed> feeds;
  Table<std::int64_t, AuditEntry> audit;
  Table<std::string, HandleRow> handles;
  Table<std::string, std::string> meta;
  Table<std::string, std::int64_t> last_rows;  ///< "plan", "delivery", "proposal", "audit"
};

/// What was there before each change of one transaction.
class Undo {
 public:
  template <class Rows, class Key, class Row>
  void set(Rows& rows, const Key& key, std::optional<Row> row) {
    std::optional<Row> before;
    if (const Row* found = rows.find(key)) before = *found;
    steps_.push_back([&rows, key, before = std::move(before)] { rows.assign(key, before); });
    rows.assign(key, std::move(row));
  }
  /// Back to the state before the first change.
  void run() {
    for (; !steps_.empty(); steps_.pop_back()) steps_.back()();
  }

 private:
  std::vector<std::function<void()>> steps_;
};

}  // namespace allybot::store
