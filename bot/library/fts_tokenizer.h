// The tokenizer that FTS5 cuts texts with: its own Unicode one, then Snowball's stems.
// Must never be shared between connections: FTS5 makes one for each table.
#pragma once

struct sqlite3;

namespace allybot::library {

/// Makes `tokenize = 'stems <language>'` known to a connection; false when FTS5 is not there.
bool register_stems_tokenizer(sqlite3* connection);

}  // namespace allybot::library
