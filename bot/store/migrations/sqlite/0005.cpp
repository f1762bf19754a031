// Proposals wait for a decision; notes that were sent before become the first of them.
namespace allybot::store {

extern const char* const kSqlite0005;
const char* const kSqlite0005 = R"sql(

CREATE TABLE proposal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  platform TEXT NOT NULL,
  workspace TEXT NOT NULL,
  member TEXT NOT NULL,
  address TEXT NOT NULL,
  language TEXT NOT NULL,
  item TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  topics TEXT NOT NULL,
  text TEXT NOT NULL,
  link TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  outcome TEXT NOT NULL
);
CREATE INDEX proposal_by_member ON proposal (platform, workspace, member);
CREATE INDEX proposal_by_state ON proposal (state, at);

INSERT INTO proposal (id, platform, workspace, member, address, language, item, kind, title, topics, text, link, state, at,
                      decided_at, outcome)
  SELECT id, platform, workspace, member, '', '', item, '', '', '', text, '', 'waiting', at, 0, '' FROM note;
DROP TABLE note;

)sql";

}  // namespace allybot::store
