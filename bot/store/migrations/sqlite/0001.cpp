// The first tables. Moments are milliseconds since 1970 in UTC; lists are lines of one text.
namespace allybot::store {

extern const char* const kSqlite0001;
const char* const kSqlite0001 = R"sql(

CREATE TABLE plan (
  number INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  words TEXT NOT NULL,
  rrule TEXT NOT NULL,
  start TEXT NOT NULL,
  zone TEXT NOT NULL,
  until TEXT NOT NULL,
  kinds TEXT NOT NULL,
  topics TEXT NOT NULL,
  state TEXT NOT NULL,
  paused_until TEXT NOT NULL,
  skips TEXT NOT NULL,
  trouble TEXT NOT NULL,
  author TEXT NOT NULL,
  from_file INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  next_at INTEGER,
  next_local TEXT NOT NULL,
  fires_at INTEGER, -- next_at of a plan that may fire; one look at its index finds what is due
  UNIQUE (platform, workspace, id)
);
CREATE INDEX plan_by_channel ON plan (platform, workspace, channel);
CREATE INDEX plan_by_fires_at ON plan (fires_at) WHERE fires_at IS NOT NULL;

CREATE TABLE plan_number ( -- the last "p<number>" of a workspace, so that none is given twice
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (platform, workspace)
);

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL,
  plan TEXT NOT NULL,
  item TEXT NOT NULL,
  idempotency TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  next_try INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  remote TEXT NOT NULL,
  reason TEXT NOT NULL,
  ready_at INTEGER, -- next_try while pending or to be retried
  owner TEXT NOT NULL,
  lease_until INTEGER -- while sending
);
CREATE INDEX delivery_by_ready_at ON delivery (ready_at) WHERE ready_at IS NOT NULL;
CREATE INDEX delivery_by_lease ON delivery (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX delivery_by_channel ON delivery (platform, workspace, channel);
CREATE INDEX delivery_by_state ON delivery (state, changed_at);

CREATE TABLE payload ( -- apart, so that a change of state does not write it again
  delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
  text TEXT NOT NULL
);

CREATE TABLE request (
  key TEXT PRIMARY KEY NOT NULL,
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  member TEXT NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT
);
CREATE INDEX request_by_member ON request (platform, workspace, member);
CREATE INDEX request_by_at ON request (at);

CREATE TABLE lead (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  member TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (platform, workspace, channel, member)
) WITHOUT ROWID;

CREATE TABLE seen (
  reader TEXT NOT NULL,
  item TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (reader, item)
) WITHOUT ROWID;

CREATE TABLE feedback (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  member TEXT NOT NULL,
  item TEXT NOT NULL,
  useful INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (platform, workspace, member, item)
) WITHOUT ROWID;

CREATE TABLE note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  member TEXT NOT NULL,
  item TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX note_by_member ON note (platform, workspace, member);

CREATE TABLE member_settings (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  member TEXT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  region TEXT NOT NULL,
  audience TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (platform, workspace, member)
) WITHOUT ROWID;

CREATE TABLE channel_settings (
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  region TEXT NOT NULL,
  PRIMARY KEY (platform, workspace, channel)
) WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX audit_by_workspace ON audit (workspace);
CREATE INDEX audit_by_who ON audit (who);
CREATE INDEX audit_by_at ON audit (at);

CREATE TABLE handle (
  handle TEXT PRIMARY KEY NOT NULL,
  object TEXT NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX handle_by_until ON handle (until);

CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) WITHOUT ROWID;

)sql";

}  // namespace allybot::store
