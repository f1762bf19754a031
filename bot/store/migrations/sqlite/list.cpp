#include "bot/store/migrations/sqlite/list.h"

namespace allybot::store {

extern const char* const kSqlite0001;
extern const char* const kSqlite0002;
extern const char* const kSqlite0003;
extern const char* const kSqlite0004;
extern const char* const kSqlite0005;

std::span<const char* const> sqlite_migrations() {
  static const char* const steps[] = {kSqlite0001, kSqlite0002, kSqlite0003, kSqlite0004, kSqlite0005};
  return steps;
}

}  // namespace allybot::store
