// What readers bear, calendars to subscribe to, and series that a plan walks through.
namespace allybot::store {

extern const char* const kSqlite0002;
const char* const kSqlite0002 = R"sql(

CREATE TABLE attention (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  most_a_week INTEGER NOT NULL,
  quiet_until TEXT NOT NULL,
  quiet_since INTEGER NOT NULL,
  quiet_days INTEGER NOT NULL,
  unanswered INTEGER NOT NULL,
  asked_about INTEGER NOT NULL,
  PRIMARY KEY (platform, workspace, channel)
) WITHOUT ROWID;
CREATE INDEX attention_by_unanswered ON attention (unanswered) WHERE asked_about = 0;

CREATE TABLE feed (
  token_hash TEXT PRIMARY KEY NOT NULL,
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  member TEXT NOT NULL,
  channel TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX feed_by_channel ON feed (platform, workspace, channel);
CREATE INDEX feed_by_member ON feed (platform, workspace, member);
CREATE INDEX lead_by_member ON lead (platform, workspace, member);

ALTER TABLE plan ADD COLUMN series TEXT NOT NULL DEFAULT '';
ALTER TABLE plan ADD COLUMN step INTEGER NOT NULL DEFAULT 0;

)sql";

}  // namespace allybot::store
