// The port to everything that must survive a crash. Memory, SQLite and (later) PostgreSQL implement it; one contract suite binds
// them. Must never do work outside a transaction, and never call back into a platform.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/result.h"
#include "bot/core/time.h"
#include "bot/store/records.h"

namespace allybot::store {

/// Who has seen items: "m:<member>" or "c:<channel>". A member's own conversation ("@member") is the member.
struct ReaderKey {
  std::string text;
  friend auto operator<=>(const ReaderKey&, const ReaderKey&) = default;
};
ReaderKey reader_of(const MemberKey& member);
ReaderKey reader_of(const ChannelKey& channel);

/// The questions. Valid only inside the call that handed it out, on that thread. Unavailable when the database cannot answer.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual Result<std::optional<Plan>> plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) = 0;
  virtual Result<std::vector<Plan>> plans_of(const ChannelKey& channel) = 0;
  virtual Result<std::vector<Plan>> all_plans() = 0;
  /// Plans with next_at <= `now` that are active, or paused (schedule_next gives those a next_at only when the pause has an
  /// end), earliest first. Costs the same whatever the number of plans.
  virtual Result<std::vector<Plan>> due_plans(TimePoint now, std::size_t most) = 0;
  /// The earliest next_at of the same plans (the playground's "jump to the next nudge").
  virtual Result<std::optional<TimePoint>> next_due() = 0;
  /// Plans that go with their member (zone_told_at), last told before `before`, the longest ago first.
  virtual Result<std::vector<Plan>> plans_of_travellers(TimePoint before, std::size_t most) = 0;

  virtual Result<std::optional<Delivery>> delivery(std::int64_t id) = 0;
  virtual Result<std::optional<Delivery>> delivery_by_key(const std::string& key) = 0;
  /// Of all channels, the one that came into the state last first.
  virtual Result<std::vector<Delivery>> deliveries_in(Delivery::State state, std::size_t most) = 0;
  /// Newest first.
  virtual Result<std::vector<Delivery>> deliveries_of(const ChannelKey& channel, Delivery::State state, std::size_t most) = 0;
  virtual Result<std::int64_t> count_deliveries(Delivery::State state) = 0;
  /// Earliest next_try of what is pending or to be retried.
  virtual Result<std::optional<TimePoint>> next_try() = 0;

  virtual Result<bool> is_lead(const ChannelKey& channel, const MemberId& member) = 0;
  virtual Result<std::vector<MemberId>> leads_of(const ChannelKey& channel) = 0;
  virtual Result<std::vector<ChannelKey>> channels_led_by(const MemberKey& member) = 0;

  /// Untouched where nothing was set.
  virtual Result<Attention> attention(const ChannelKey& channel) = 0;
  /// Channels in which so many nudges in a row were not answered and whose leads were not asked about it, at most `most`.
  virtual Result<std::vector<ChannelKey>> unanswered_channels(int at_least, std::size_t most) = 0;
  /// When plans' deliveries to the channel were due, of those in [from, to) that were posted or still may be.
  virtual Result<std::vector<TimePoint>> posts_between(const ChannelKey& channel, TimePoint from, TimePoint to) = 0;

  virtual Result<std::optional<Feed>> feed(const std::string& token_hash) = 0;
  /// Of the channel, by whomever; oldest first.
  virtual Result<std::vector<Feed>> feeds_of(const ChannelKey& channel) = 0;
  virtual Result<std::vector<Feed>> feeds_by(const MemberKey& owner) = 0;

  /// Newest last, at most one row an item.
  virtual Result<std::vector<SeenItem>> seen(const ReaderKey& reader) = 0;
  virtual Result<MemberSettings> member_settings(const MemberKey& member) = 0;
  virtual Result<ChannelSettings> channel_settings(const ChannelKey& channel) = 0;
  virtual Result<std::vector<Feedback>> feedback_of(const MemberKey& member) = 0;
  virtual Result<std::optional<Proposal>> proposal(std::int64_t id) = 0;
  /// Of the workspace, oldest first.
  virtual Result<std::vector<Proposal>> waiting_proposals(const PlatformId& platform, const WorkspaceId& workspace,
                                                          std::size_t most) = 0;
  /// Of every workspace, waiting since `before` or longer, oldest first.
  virtual Result<std::vector<Proposal>> overdue_proposals(TimePoint before, std::size_t most) = 0;
  virtual Result<std::vector<AuditEntry>> audit(const std::string& workspace, std::size_t most) = 0;
  /// Everything that is stored about a member.
  virtual Result<std::vector<StoredFact>> facts_about(const MemberKey& member) = 0;
  /// Nothing once its time has passed.
  virtual Result<std::optional<std::string>> handle(const std::string& handle) = 0;
  /// The stored answer of a request that was carried out before.
  virtual Result<std::optional<std::string>> stored_answer(const std::string& request_key) = 0;
  /// Small named values of the program itself (schema notes, welcome sent, ...).
  virtual Result<std::optional<std::string>> meta(const std::string& name) = 0;
};

/// What is set for a channel; for a member's own conversation, what the member has set.
Result<Surroundings> surroundings_of(Reader& tx, const ChannelKey& channel);

/// A delivery that could be claimed.
struct Ready {
  ChannelKey channel;
  TimePoint expires_at{};
  std::string reason;
};
/// Whether it may be claimed now. Asked at most once for each channel, earliest first, inside the transaction.
using Admit = std::function<bool(const Ready&)>;

/// The changes. All that is done through one Writer happens, or nothing of it.
class Writer : public Reader {
 public:
  /// True when `request_key` was never claimed before. Kept for 25 hours.
  virtual Result<bool> claim_request(const std::string& request_key, const MemberKey& member, TimePoint now) = 0;
  /// NotFound for a request that was never claimed.
  virtual Result<void> store_answer(const std::string& request_key, const std::string& answer) = 0;

  /// Gives the plan the workspace's next free id ("p1", "p2", ...; never used twice) unless it has one. Returns the id; Conflict
  /// when a plan has it already.
  virtual Result<PlanId> add_plan(Plan plan) = 0;
  /// NotFound when there is none.
  virtual Result<void> update_plan(const Plan& plan) = 0;
  /// NotFound when there is none.
  virtual Result<void> remove_plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) = 0;

  /// Writes the delivery unless its key exists. The row's id, or nothing when somebody else has claimed it.
  virtual Result<std::optional<std::int64_t>> add_delivery(const Delivery& delivery) = 0;
  /// Moves up to `most` deliveries that are pending or to be retried and due to Sending, at most one for each channel
  /// and none for a channel that has one in Sending; counts the attempt; changed_at is `now`, the reason stays;
  /// leases them to `owner` until `lease_until`. `admit`, where given, may pass some over: these stay as they are.
  virtual Result<std::vector<Delivery>> claim_deliveries(const std::string& owner, TimePoint now, TimePoint lease_until,
                                                         std::size_t most, const Admit& admit) = 0;
  Result<std::vector<Delivery>> claim_deliveries(const std::string& owner, TimePoint now, TimePoint lease_until,
                                                 std::size_t most) {
    return claim_deliveries(owner, now, lease_until, most, {});
  }
  /// Writes state, attempts, reason, remote, next_try and changed_at of the delivery; its lease ends with Sending. NotFound when
  /// there is none.
  virtual Result<void> update_delivery(const Delivery& delivery) = 0;
  /// Deliveries in Sending whose lease has passed, or that `owner` left behind (a crash; an empty `owner` is nobody): still in
  /// Sending; the caller settles each.
  virtual Result<std::vector<Delivery>> abandoned_deliveries(const std::string& owner, TimePoint now, std::size_t most) = 0;

  virtual Result<void> add_lead(const ChannelKey& channel, const MemberId& member) = 0;
  /// False when there was none.
  virtual Result<bool> remove_lead(const ChannelKey& channel, const MemberId& member) = 0;

  virtual Result<void> set_attention(const ChannelKey& channel, const Attention& attention) = 0;
  /// Conflict when the token is taken.
  virtual Result<void> add_feed(const Feed& feed) = 0;
  /// False when there was none.
  virtual Result<bool> remove_feed(const std::string& token_hash) = 0;

  /// Never moves an item back: the later moment stays.
  virtual Result<void> note_seen(const ReaderKey& reader, const ItemId& item, TimePoint at) = 0;
  virtual Result<void> set_feedback(const Feedback& feedback) = 0;
  /// The row's id. TooLarge when the text is over its limit.
  virtual Result<std::int64_t> add_proposal(const Proposal& proposal) = 0;
  /// Writes all but author, address and `at`. TooLarge when the text is over its limit, NotFound when there is none.
  virtual Result<void> update_proposal(const Proposal& proposal) = 0;
  virtual Result<void> set_member_settings(const MemberKey& member, const MemberSettings& settings) = 0;
  virtual Result<void> set_channel_settings(const ChannelKey& channel, const ChannelSettings& settings) = 0;
  virtual Result<void> add_audit(const AuditEntry& entry) = 0;
  virtual Result<void> set_handle(const std::string& handle, const std::string& object, TimePoint until) = 0;
  virtual Result<void> set_meta(const std::string& name, const std::string& value) = 0;

  /// Deletes all that is kept about a member, what is addressed to their own conversation ("@member") among it. What others
  /// need stays without them: in the audit trail they become "forgotten", their plans lose the author, and their requests keep
  /// the key alone, so that a repeat still does nothing. Returns rows deleted or emptied.
  virtual Result<std::int64_t> forget_member(const MemberKey& member) = 0;
  /// Deletes all of a workspace; its requests keep the key alone.
  virtual Result<std::int64_t> forget_workspace(const PlatformId& platform, const WorkspaceId& workspace) = 0;
  /// Deletes what has outlived its time (kept.h): requests after 25 hours, deliveries sent, skipped or dead after 90 days,
  /// proposals 30 days after they were decided, audit after a year, handles.
  virtual Result<std::int64_t> sweep(TimePoint now) = 0;
  /// The playground's Reset: an empty database.
  virtual Result<void> erase_everything() = 0;
};

/// Any thread may call it. One writer at a time; readers see the last committed state. A transaction inside another one on the
/// same thread is refused (Internal): it would wait for itself.
class Store {
 public:
  virtual ~Store() = default;
  /// Runs `work` in one transaction: committed when it returns a value, rolled back on an error or an exception (which is passed
  /// on).
  virtual Result<void> write(const std::function<Result<void>(Writer&)>& work) = 0;
  virtual Result<void> read(const std::function<Result<void>(Reader&)>& work) = 0;
  /// A consistent copy of the whole database at `path`, while others write. Unsupported where there is no file.
  virtual Result<void> backup(const std::string& path) = 0;
};

/// "memory:" or "sqlite:path". Migrates an older database after copying it beside itself; refuses a newer one with a sentence.
Result<std::unique_ptr<Store>> open(const std::string& database_url, const Clock& clock);

/// Runs `work` in a transaction and hands its value out.
template <class T, class Work>
Result<T> write(Store& store, Work&& work) {
  std::optional<T> value;
  auto done = store.write([&](Writer& tx) -> Result<void> {
    Result<T> made = work(tx);
    if (!made) return tl::unexpected(made.error());
    value = std::move(*made);
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  return std::move(*value);
}
template <class T, class Work>
Result<T> read(Store& store, Work&& work) {
  std::optional<T> value;
  auto done = store.read([&](Reader& tx) -> Result<void> {
    Result<T> made = work(tx);
    if (!made) return tl::unexpected(made.error());
    value = std::move(*made);
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  return std::move(*value);
}

}  // namespace allybot::store
