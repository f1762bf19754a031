// What readers bear, and the calendars that they subscribe to, in SQLite.
#include <algorithm>

#include "bot/store/sqlite/rows.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {
namespace {

constexpr char kLedBy[] =
    "SELECT platform, workspace, channel FROM lead WHERE platform = ?1 AND workspace = ?2 AND member = ?3 ORDER BY channel";
constexpr char kAttention[] =
    "SELECT most_a_week, quiet_until, quiet_since, quiet_days, unanswered, asked_about FROM attention "
    "WHERE platform = ?1 AND workspace = ?2 AND channel = ?3";
constexpr char kUnanswered[] =
    "SELECT platform, workspace, channel FROM attention WHERE unanswered >= ?1 AND asked_about = 0 "
    "ORDER BY platform, workspace, channel LIMIT ?2";
constexpr char kPostsBetween[] =
    "SELECT due_at FROM delivery WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 AND due_at >= ?4 AND due_at < ?5 "
    "AND plan <> '' AND state NOT IN ('skipped', 'dead')";
constexpr char kSetAttention[] =
    "INSERT INTO attention (platform, workspace, channel, most_a_week, quiet_until, quiet_since, quiet_days, unanswered, "
    "asked_about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (platform, workspace, channel) DO UPDATE SET "
    "most_a_week = excluded.most_a_week, quiet_until = excluded.quiet_until, quiet_since = excluded.quiet_since, "
    "quiet_days = excluded.quiet_days, unanswered = excluded.unanswered, asked_about = excluded.asked_about";
constexpr char kClearAttention[] = "DELETE FROM attention WHERE platform = ?1 AND workspace = ?2 AND channel = ?3";
constexpr char kFeed[] = "SELECT token_hash, platform, workspace, member, channel, created_at FROM feed WHERE token_hash = ?1";
constexpr char kFeedsOf[] =
    "SELECT token_hash, platform, workspace, member, channel, created_at FROM feed "
    "WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 ORDER BY created_at, token_hash";
constexpr char kFeedsBy[] =
    "SELECT token_hash, platform, workspace, member, channel, created_at FROM feed "
    "WHERE platform = ?1 AND workspace = ?2 AND member = ?3 ORDER BY created_at, token_hash";
constexpr char kAddFeed[] =
    "INSERT INTO feed (token_hash, platform, workspace, member, channel, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
    "ON CONFLICT (token_hash) DO NOTHING";
constexpr char kRemoveFeed[] = "DELETE FROM feed WHERE token_hash = ?1";

std::vector<ChannelKey> channels_of(Query rows) {
  std::vector<ChannelKey> found;
  while (rows.next()) found.push_back({PlatformId(rows.text(0)), WorkspaceId(rows.text(1)), ChannelId(rows.text(2))});
  return found;
}

Feed feed_of(const Query& row) {
  return {row.text(0),
          {PlatformId(row.text(1)), WorkspaceId(row.text(2)), MemberId(row.text(3))},
          ChannelId(row.text(4)),
          row.moment(5)};
}

std::vector<Feed> feeds_in(Query rows) {
  std::vector<Feed> found;
  while (rows.next()) found.push_back(feed_of(rows));
  return found;
}

}  // namespace

Result<std::vector<ChannelKey>> SqliteTransaction::channels_led_by(const MemberKey& member) {
  return ask<std::vector<ChannelKey>>(
      [&] { return channels_of(Query(connection_, kLedBy, member.platform, member.workspace, member.member)); });
}

Result<Attention> SqliteTransaction::attention(const ChannelKey& channel) {
  return ask<Attention>([&]() -> Attention {
    Query row(connection_, kAttention, channel.platform, channel.workspace, channel.channel);
    if (!row.next()) return {};
    return {static_cast<int>(row.number(0)), row.text(1),       row.moment(2), static_cast<int>(row.number(3)),
            static_cast<int>(row.number(4)), row.number(5) != 0};
  });
}

Result<std::vector<ChannelKey>> SqliteTransaction::unanswered_channels(int at_least, std::size_t most) {
  return ask<std::vector<ChannelKey>>([&] { return channels_of(Query(connection_, kUnanswered, at_least, most)); });
}

Result<std::vector<TimePoint>> SqliteTransaction::posts_between(const ChannelKey& channel, TimePoint from, TimePoint to) {
  return ask<std::vector<TimePoint>>([&] {
    std::vector<TimePoint> found;
    for (Query rows(connection_, kPostsBetween, channel.platform, channel.workspace, channel.channel, from, to); rows.next();)
      found.push_back(rows.moment(0));
    std::sort(found.begin(), found.end());
    return found;
  });
}

Result<std::optional<Feed>> SqliteTransaction::feed(const std::string& token_hash) {
  return ask<std::optional<Feed>>([&]() -> std::optional<Feed> {
    Query row(connection_, kFeed, token_hash);
    if (!row.next()) return std::nullopt;
    return feed_of(row);
  });
}

Result<std::vector<Feed>> SqliteTransaction::feeds_of(const ChannelKey& channel) {
  return ask<std::vector<Feed>>(
      [&] { return feeds_in(Query(connection_, kFeedsOf, channel.platform, channel.workspace, channel.channel)); });
}

Result<std::vector<Feed>> SqliteTransaction::feeds_by(const MemberKey& owner) {
  return ask<std::vector<Feed>>(
      [&] { return feeds_in(Query(connection_, kFeedsBy, owner.platform, owner.workspace, owner.member)); });
}

Result<void> SqliteTransaction::set_attention(const ChannelKey& channel, const Attention& attention) {
  return change<void>([&]() -> Result<void> {
    if (attention == Attention{})
      run(kClearAttention, channel.platform, channel.workspace, channel.channel);
    else
      run(kSetAttention, channel.platform, channel.workspace, channel.channel, attention.most_a_week, attention.quiet_until,
          attention.quiet_since, attention.quiet_days, attention.unanswered, attention.asked_about);
    return {};
  });
}

Result<void> SqliteTransaction::add_feed(const Feed& feed) {
  return change<void>([&]() -> Result<void> {
    const MemberKey& owner = feed.owner;
    if (run(kAddFeed, feed.token_hash, owner.platform, owner.workspace, owner.member, feed.channel, feed.created_at) == 0)
      return fail(Code::Conflict, "a feed with this token exists");
    return {};
  });
}

Result<bool> SqliteTransaction::remove_feed(const std::string& token_hash) {
  return change<bool>([&] { return run(kRemoveFeed, token_hash) > 0; });
}

}  // namespace allybot::store
