#include "bot/store/sqlite/copying.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "bot/store/sqlite/connection.h"
#include "bot/store/sqlite/durable.h"

namespace allybot::store {
namespace {

constexpr char kCopy[] = "VACUUM INTO ?1";

}  // namespace

bool make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return false;
  ::close(file);
  return true;
}

Result<void> copy_database(const std::string& from, const std::string& to, milliseconds busy_timeout) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored))
    return fail(Code::Conflict, "there is a file at " + to + " already; choose another name");
  if (!make_private_file(to)) return fail(Code::Unavailable, "cannot write a copy of the database to " + to);
  // One read transaction for all of it: writers go on, and the copy is the moment it began.
  auto done = guard([&] {
    Connection connection(from, Connection::Mode::ReadOnly, busy_timeout);
    Query(connection, kCopy, to).run();
  });
  if (done) done = sync_file(to);
  if (!done) std::filesystem::remove(to, ignored);
  return done;
}

}  // namespace allybot::store
