#include "bot/store/migrations/sqlite/list.h"

namespace allybot::store {

extern const char* const kSqlite0001;
extern const char* const kSqlite0002;

std::span<const char* const> sqlite_migrations() {
  static const char* const steps[] = {kSqlite0001, kSqlite0002};
  return steps;
}

}  // namespace allybot::store
