#include <string_view>

#include "bot/store/memory/memory.h"
#include "bot/store/sqlite/sqlite.h"
#include "bot/store/store.h"

namespace allybot::store {

Result<std::unique_ptr<Store>> open(const std::string& database_url, const Clock& clock) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (database_url == "memory:") return std::unique_ptr<Store>(std::make_unique<MemoryStore>(clock));
  if (database_url.size() > kSqlite.size() && database_url.compare(0, kSqlite.size(), kSqlite) == 0)
    return open_sqlite(database_url.substr(kSqlite.size()), clock);
  const std::string sentence = "Set ALLYBOT_DATABASE_URL to sqlite:var/allybot.db, or to another path after sqlite:.";
  return fail(Code::Invalid, sentence, sentence);
}

}  // namespace allybot::store
