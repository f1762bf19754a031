// What the SQLite store tells about a member, and what it deletes: members, workspaces, what has outlived its time, everything.
#include "bot/core/direct_channel.h"
#include "bot/store/kept.h"
#include "bot/store/sqlite/rows.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {
namespace {

// ?1 platform, ?2 workspace, ?3 member, ?4 "@member".
constexpr char kSettingsAt[] = "SELECT at FROM member_settings WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kLeadsBy[] = "SELECT channel, at FROM lead WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
const std::string kPlansBy =
    kSelectPlan + "WHERE platform = ?1 AND workspace = ?2 AND (author = ?3 OR address = ?4 OR channel = ?4)";
const std::string kDeliveriesTo = kSelectDelivery + "WHERE platform = ?1 AND workspace = ?2 AND (address = ?3 OR channel = ?3)";
const std::string kProposalsBy = kSelectProposal + "WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
const std::string kAuditOf = kSelectAudit + "WHERE who = ?1 OR (workspace = ?2 AND object = ?3)";
constexpr char kRequestsBy[] = "SELECT key, at FROM request WHERE platform = ?1 AND workspace = ?2 AND member = ?3";

constexpr char kForgetSeen[] = "DELETE FROM seen WHERE reader = ?1";
constexpr char kForgetFeedback[] = "DELETE FROM feedback WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetProposals[] = "DELETE FROM proposal WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetSettings[] = "DELETE FROM member_settings WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetLeads[] = "DELETE FROM lead WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetPlans[] = "DELETE FROM plan WHERE platform = ?1 AND workspace = ?2 AND (address = ?3 OR channel = ?3)";
constexpr char kForgetDeliveries[] =
    "DELETE FROM delivery WHERE platform = ?1 AND workspace = ?2 AND (address = ?3 OR channel = ?3)";
constexpr char kFeedsBy[] =
    "SELECT token_hash, channel, created_at FROM feed WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetFeeds[] = "DELETE FROM feed WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetAttention[] = "DELETE FROM attention WHERE platform = ?1 AND workspace = ?2 AND channel = ?3";
constexpr char kEmptyRequests[] =
    "UPDATE request SET platform = '', workspace = '', member = '', answer = NULL "
    "WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kForgetAuthor[] = "UPDATE plan SET author = '' WHERE platform = ?1 AND workspace = ?2 AND author = ?3";
constexpr char kForgetWho[] = "UPDATE audit SET who = ?2 WHERE who = ?1";
constexpr char kForgetObject[] = "UPDATE audit SET object = ?3 WHERE workspace = ?1 AND object = ?2";

constexpr const char* kForgetWorkspace[] = {
    "DELETE FROM plan WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM delivery WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM lead WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM feedback WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM proposal WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM member_settings WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM channel_settings WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM attention WHERE platform = ?1 AND workspace = ?2",
    "DELETE FROM feed WHERE platform = ?1 AND workspace = ?2",
    "UPDATE request SET platform = '', workspace = '', member = '', answer = NULL WHERE platform = ?1 AND workspace = ?2",
};
constexpr char kForgetNumbers[] = "DELETE FROM plan_number WHERE platform = ?1 AND workspace = ?2";
constexpr char kForgetReaders[] = "DELETE FROM seen WHERE reader >= ?1 AND reader < ?2";
constexpr char kForgetAudit[] = "DELETE FROM audit WHERE workspace = ?1";

constexpr char kSweepRequests[] = "DELETE FROM request WHERE at <= ?1";
constexpr char kSweepDeliveries[] = "DELETE FROM delivery WHERE state = ?1 AND changed_at <= ?2";
constexpr char kSweepProposals[] = "DELETE FROM proposal WHERE state <> 'waiting' AND decided_at <= ?1";
constexpr char kSweepAudit[] = "DELETE FROM audit WHERE at <= ?1";
constexpr char kSweepHandles[] = "DELETE FROM handle WHERE until <= ?1";

constexpr const char* kErase[] = {
    "DELETE FROM plan",
    "DELETE FROM plan_number",
    "DELETE FROM payload",
    "DELETE FROM delivery",
    "DELETE FROM request",
    "DELETE FROM lead",
    "DELETE FROM seen",
    "DELETE FROM feedback",
    "DELETE FROM proposal",
    "DELETE FROM audit",
    "DELETE FROM member_settings",
    "DELETE FROM channel_settings",
    "DELETE FROM attention",
    "DELETE FROM feed",
    "DELETE FROM handle",
    "DELETE FROM meta",
};

}  // namespace

MemberRows SqliteTransaction::rows_of(const MemberKey& member) {
  const PlatformId& platform = member.platform;
  const WorkspaceId& workspace = member.workspace;
  const std::string own = direct_channel(member.member).str();
  MemberRows found;
  for (Query rows(connection_, kLeadsBy, platform, workspace, member.member); rows.next();)
    found.leads.push_back({ChannelId(rows.text(0)), rows.moment(1)});
  for (Query rows(connection_, kPlansBy.c_str(), platform, workspace, member.member, own); rows.next();)
    found.plans.push_back(plan_of(rows));
  for (Query rows(connection_, kDeliveriesTo.c_str(), platform, workspace, own); rows.next();)
    found.deliveries.push_back(delivery_of(rows));
  for (Query rows(connection_, kProposalsBy.c_str(), platform, workspace, member.member); rows.next();)
    found.proposals.push_back(proposal_of(rows));
  for (Query rows(connection_, kAuditOf.c_str(), member.str(), workspace_text(platform, workspace), member.member); rows.next();)
    found.audit.push_back(audit_entry_of(rows));
  for (Query rows(connection_, kRequestsBy, platform, workspace, member.member); rows.next();)
    found.requests.push_back({rows.text(0), rows.moment(1)});
  for (Query rows(connection_, kFeedsBy, platform, workspace, member.member); rows.next();)
    found.feeds.push_back({rows.text(0), member, ChannelId(rows.text(1)), rows.moment(2)});
  if (Query row(connection_, kSettingsAt, platform, workspace, member.member); row.next()) found.settings_at = row.moment(0);
  return found;
}

Result<std::vector<StoredFact>> SqliteTransaction::facts_about(const MemberKey& member) {
  const auto seen_rows = seen(reader_of(member));
  if (!seen_rows) return tl::unexpected(seen_rows.error());
  const auto feedback_rows = feedback_of(member);
  if (!feedback_rows) return tl::unexpected(feedback_rows.error());
  const auto settings = member_settings(member);
  if (!settings) return tl::unexpected(settings.error());
  return ask<std::vector<StoredFact>>([&] {
    MemberRows rows = rows_of(member);
    rows.seen = *seen_rows;
    rows.feedback = *feedback_rows;
    rows.settings = *settings;
    return facts_of(rows);
  });
}

Result<std::int64_t> SqliteTransaction::forget_member(const MemberKey& member) {
  return change<std::int64_t>([&] {
    const std::string own = direct_channel(member.member).str();
    std::int64_t gone = run(kForgetSeen, reader_of(member).text);
    for (const char* sql : {kForgetFeedback, kForgetProposals, kForgetSettings, kForgetLeads, kForgetFeeds, kEmptyRequests})
      gone += run(sql, member.platform, member.workspace, member.member);
    gone += run(kForgetPlans, member.platform, member.workspace, own);
    gone += run(kForgetDeliveries, member.platform, member.workspace, own);
    gone += run(kForgetAttention, member.platform, member.workspace, own);
    run(kForgetAuthor, member.platform, member.workspace, member.member);
    run(kForgetWho, member.str(), kForgotten);
    run(kForgetObject, workspace_text(member.platform, member.workspace), member.member, kForgotten);
    return gone;
  });
}

Result<std::int64_t> SqliteTransaction::forget_workspace(const PlatformId& platform, const WorkspaceId& workspace) {
  return change<std::int64_t>([&] {
    std::int64_t gone = 0;
    for (const char* sql : kForgetWorkspace) gone += run(sql, platform, workspace);
    const std::string text = workspace_text(platform, workspace);
    // '0' follows '/': all keys that begin with the text and a slash.
    for (const char* kind : {"m:", "c:"}) gone += run(kForgetReaders, kind + text + '/', kind + text + '0');
    gone += run(kForgetAudit, text);
    run(kForgetNumbers, platform, workspace);
    return gone;
  });
}

Result<std::int64_t> SqliteTransaction::sweep(TimePoint now) {
  // Not must_last_: what comes back after a loss of power is swept again.
  return ask<std::int64_t>([&] {
    std::int64_t gone = run(kSweepRequests, now - kRequestsKept);
    for (const auto state : {Delivery::State::Sent, Delivery::State::Skipped, Delivery::State::Dead})
      gone += run(kSweepDeliveries, name_of(state), now - kSettledDeliveriesKept);
    gone += run(kSweepProposals, now - kDecidedProposalsKept);
    gone += run(kSweepAudit, now - kAuditKept);
    gone += run(kSweepHandles, now);
    return gone;
  });
}

Result<void> SqliteTransaction::erase_everything() {
  return change<void>([&]() -> Result<void> {
    for (const char* sql : kErase) run(sql);
    return {};
  });
}

}  // namespace allybot::store
