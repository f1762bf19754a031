#include "bot/store/migrations/sqlite/list.h"

namespace allybot::store {

extern const char* const kSqlite0001;

std::span<const char* const> sqlite_migrations() {
  static const char* const steps[] = {kSqlite0001};
  return steps;
}

}  // namespace allybot::store
