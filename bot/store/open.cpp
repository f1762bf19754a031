#include "bot/store/memory/memory.h"
#include "bot/store/store.h"

namespace allybot::store {

Result<std::unique_ptr<Store>> open(const std::string& database_url, const Clock& clock) {
  if (database_url == "memory:") return std::unique_ptr<Store>(std::make_unique<MemoryStore>(clock));
  return fail(Code::Invalid, "ALLYBOT_DATABASE_URL must be memory: or sqlite: and a path",
              "Set ALLYBOT_DATABASE_URL to sqlite:var/allybot.db, or to another path after sqlite:.");
}

}  // namespace allybot::store
