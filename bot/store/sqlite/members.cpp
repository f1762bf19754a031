// Leads, histories, settings, feedback, requests, the audit trail and small named values in SQLite.
#include "bot/store/sqlite/rows.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {

namespace {

constexpr char kIsLead[] = "SELECT 1 FROM lead WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 AND member = ?4";
constexpr char kLeadsOf[] = "SELECT member FROM lead WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 ORDER BY member";
constexpr char kAddLead[] =
    "INSERT INTO lead (platform, workspace, channel, member, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
constexpr char kRemoveLead[] = "DELETE FROM lead WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 AND member = ?4";
constexpr char kSeen[] = "SELECT item, at FROM seen WHERE reader = ?1 ORDER BY at, item";
constexpr char kNoteSeen[] =
    "INSERT INTO seen (reader, item, at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (reader, item) DO UPDATE SET at = excluded.at WHERE seen.at < excluded.at";
constexpr char kFeedbackOf[] =
    "SELECT item, useful, at FROM feedback WHERE platform = ?1 AND workspace = ?2 AND member = ?3 ORDER BY at, item";
constexpr char kSetFeedback[] =
    "INSERT INTO feedback (platform, workspace, member, item, useful, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT (platform, workspace, member, item) DO UPDATE SET useful = excluded.useful, at = excluded.at";
constexpr char kMemberSettings[] =
    "SELECT language, zone, region, audience, quiet, blackouts FROM member_settings WHERE platform = ?1 AND workspace = ?2 AND "
    "member = ?3";
constexpr char kSetMemberSettings[] =
    "INSERT INTO member_settings (platform, workspace, member, language, zone, region, audience, at, quiet, blackouts) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (platform, workspace, member) DO UPDATE SET "
    "language = excluded.language, zone = excluded.zone, region = excluded.region, audience = excluded.audience, at = "
    "excluded.at, quiet = excluded.quiet, blackouts = excluded.blackouts";
constexpr char kClearMemberSettings[] = "DELETE FROM member_settings WHERE platform = ?1 AND workspace = ?2 AND member = ?3";
constexpr char kChannelSettings[] =
    "SELECT language, zone, region, quiet, blackouts FROM channel_settings WHERE platform = ?1 AND workspace = ?2 AND channel = "
    "?3";
constexpr char kSetChannelSettings[] =
    "INSERT INTO channel_settings (platform, workspace, channel, language, zone, region, quiet, blackouts) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (platform, workspace, channel) DO UPDATE SET "
    "language = excluded.language, zone = excluded.zone, region = excluded.region, quiet = excluded.quiet, "
    "blackouts = excluded.blackouts";
const std::string kAudit = kSelectAudit + "WHERE workspace = ?1 ORDER BY id DESC LIMIT ?2";
constexpr char kAddAudit[] =
    "INSERT INTO audit (at, workspace, channel, who, what, object, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
constexpr char kHandle[] = "SELECT object FROM handle WHERE handle = ?1 AND until > ?2";
constexpr char kSetHandle[] =
    "INSERT INTO handle (handle, object, until) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (handle) DO UPDATE SET object = excluded.object, until = excluded.until";
constexpr char kMeta[] = "SELECT value FROM meta WHERE name = ?1";
constexpr char kSetMeta[] =
    "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
constexpr char kStoredAnswer[] = "SELECT answer FROM request WHERE key = ?1 AND answer IS NOT NULL";
constexpr char kClaimRequest[] =
    "INSERT INTO request (key, platform, workspace, member, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO NOTHING";
constexpr char kStoreAnswer[] = "UPDATE request SET answer = ?2 WHERE key = ?1";

std::optional<std::string> one_text(Query row) {
  if (!row.next()) return std::nullopt;
  return row.text(0);
}

}  // namespace

AuditEntry audit_entry_of(const Query& row) {
  return {row.number(0), row.moment(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)};
}

Result<bool> SqliteTransaction::is_lead(const ChannelKey& channel, const MemberId& member) {
  return ask<bool>(
      [&] { return Query(connection_, kIsLead, channel.platform, channel.workspace, channel.channel, member).next(); });
}

Result<std::vector<MemberId>> SqliteTransaction::leads_of(const ChannelKey& channel) {
  return ask<std::vector<MemberId>>([&] {
    std::vector<MemberId> found;
    for (Query rows(connection_, kLeadsOf, channel.platform, channel.workspace, channel.channel); rows.next();)
      found.emplace_back(rows.text(0));
    return found;
  });
}

Result<void> SqliteTransaction::add_lead(const ChannelKey& channel, const MemberId& member) {
  return change<void>([&]() -> Result<void> {
    run(kAddLead, channel.platform, channel.workspace, channel.channel, member, clock_.now());
    return {};
  });
}

Result<bool> SqliteTransaction::remove_lead(const ChannelKey& channel, const MemberId& member) {
  return change<bool>([&] { return run(kRemoveLead, channel.platform, channel.workspace, channel.channel, member) > 0; });
}

Result<std::vector<SeenItem>> SqliteTransaction::seen(const ReaderKey& reader) {
  return ask<std::vector<SeenItem>>([&] {
    std::vector<SeenItem> found;
    for (Query rows(connection_, kSeen, reader.text); rows.next();) found.push_back({ItemId(rows.text(0)), rows.moment(1)});
    return found;
  });
}

Result<void> SqliteTransaction::note_seen(const ReaderKey& reader, const ItemId& item, TimePoint at) {
  // A loss of power may take the last of these: it costs a repeated tip.
  return ask<void>([&]() -> Result<void> {
    run(kNoteSeen, reader.text, item, at);
    return {};
  });
}

Result<std::vector<Feedback>> SqliteTransaction::feedback_of(const MemberKey& member) {
  return ask<std::vector<Feedback>>([&] {
    std::vector<Feedback> found;
    for (Query rows(connection_, kFeedbackOf, member.platform, member.workspace, member.member); rows.next();)
      found.push_back({member, ItemId(rows.text(0)), rows.number(1) != 0, rows.moment(2)});
    return found;
  });
}

Result<void> SqliteTransaction::set_feedback(const Feedback& feedback) {
  return change<void>([&]() -> Result<void> {
    const MemberKey& member = feedback.member;
    run(kSetFeedback, member.platform, member.workspace, member.member, feedback.item, feedback.useful, feedback.at);
    return {};
  });
}

Result<MemberSettings> SqliteTransaction::member_settings(const MemberKey& member) {
  return ask<MemberSettings>([&]() -> MemberSettings {
    Query row(connection_, kMemberSettings, member.platform, member.workspace, member.member);
    if (!row.next()) return {};
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)};
  });
}

Result<void> SqliteTransaction::set_member_settings(const MemberKey& member, const MemberSettings& settings) {
  const bool none = settings.language.empty() && settings.zone.empty() && settings.region.empty() && settings.audience.empty() &&
                    settings.quiet.empty() && settings.blackouts.empty();
  return change<void>([&]() -> Result<void> {
    if (none)
      run(kClearMemberSettings, member.platform, member.workspace, member.member);
    else
      run(kSetMemberSettings, member.platform, member.workspace, member.member, settings.language, settings.zone, settings.region,
          settings.audience, clock_.now(), settings.quiet, settings.blackouts);
    return {};
  });
}

Result<ChannelSettings> SqliteTransaction::channel_settings(const ChannelKey& channel) {
  return ask<ChannelSettings>([&]() -> ChannelSettings {
    Query row(connection_, kChannelSettings, channel.platform, channel.workspace, channel.channel);
    if (!row.next()) return {};
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)};
  });
}

Result<void> SqliteTransaction::set_channel_settings(const ChannelKey& channel, const ChannelSettings& settings) {
  return change<void>([&]() -> Result<void> {
    run(kSetChannelSettings, channel.platform, channel.workspace, channel.channel, settings.language, settings.zone,
        settings.region, settings.quiet, settings.blackouts);
    return {};
  });
}

Result<std::vector<AuditEntry>> SqliteTransaction::audit(const std::string& workspace, std::size_t most) {
  return ask<std::vector<AuditEntry>>([&] {
    std::vector<AuditEntry> found;
    for (Query rows(connection_, kAudit.c_str(), workspace, most); rows.next();) found.push_back(audit_entry_of(rows));
    return found;
  });
}

Result<void> SqliteTransaction::add_audit(const AuditEntry& entry) {
  return change<void>([&]() -> Result<void> {
    run(kAddAudit, entry.at, entry.workspace, entry.channel, entry.who, entry.what, entry.object, entry.detail);
    return {};
  });
}

Result<std::optional<std::string>> SqliteTransaction::handle(const std::string& handle) {
  return ask<std::optional<std::string>>([&] { return one_text(Query(connection_, kHandle, handle, clock_.now())); });
}

Result<void> SqliteTransaction::set_handle(const std::string& handle, const std::string& object, TimePoint until) {
  return change<void>([&]() -> Result<void> {
    run(kSetHandle, handle, object, until);
    return {};
  });
}

Result<std::optional<std::string>> SqliteTransaction::meta(const std::string& name) {
  return ask<std::optional<std::string>>([&] { return one_text(Query(connection_, kMeta, name)); });
}

Result<void> SqliteTransaction::set_meta(const std::string& name, const std::string& value) {
  return change<void>([&]() -> Result<void> {
    run(kSetMeta, name, value);
    return {};
  });
}

Result<std::optional<std::string>> SqliteTransaction::stored_answer(const std::string& request_key) {
  return ask<std::optional<std::string>>([&] { return one_text(Query(connection_, kStoredAnswer, request_key)); });
}

Result<bool> SqliteTransaction::claim_request(const std::string& request_key, const MemberKey& member, TimePoint now) {
  return change<bool>([&] { return run(kClaimRequest, request_key, member.platform, member.workspace, member.member, now) > 0; });
}

Result<void> SqliteTransaction::store_answer(const std::string& request_key, const std::string& answer) {
  return change<void>([&]() -> Result<void> {
    if (run(kStoreAnswer, request_key, answer) == 0) return fail(Code::NotFound, "the answer's request was never claimed");
    return {};
  });
}

}  // namespace allybot::store
