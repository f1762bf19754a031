#include "bot/store/sqlite/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <unordered_map>

namespace allybot::store {
namespace {

constexpr char kRollBack[] = "ROLLBACK";

/// Our words for what SQLite says; its own message could quote what is stored.
Error error_of(const SQLite::Exception& problem) {
  const auto unavailable = [](const char* text) { return Error{Code::Unavailable, text, {}}; };
  switch (problem.getErrorCode() & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return unavailable("the database is locked by another program");
    case SQLITE_FULL: return unavailable("the disk or the database is full");
    case SQLITE_IOERR: return unavailable("the database file cannot be read or written");
    case SQLITE_READONLY:
    case SQLITE_PERM: return unavailable("the database file cannot be written");
    case SQLITE_CANTOPEN: return unavailable("the database file cannot be opened");
    case SQLITE_NOMEM: return unavailable("no memory for the database");
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT: return unavailable("the database did not answer");
    case SQLITE_NOTADB: return {Code::Internal, "the file is not a SQLite database", {}};
    case SQLITE_CORRUPT: return {Code::Internal, "the database file is damaged", {}};
    default:
      return {Code::Internal, "the database refused a statement (" + std::to_string(problem.getExtendedErrorCode()) + ")", {}};
  }
}

}  // namespace

struct Connection::State {
  SQLite::Database database;
  std::unordered_map<const char*, SQLite::Statement> statements;
};

Connection::Connection(const std::string& path, Mode mode, milliseconds busy_timeout)
    : state_(new State{
          {path,
           SQLite::OPEN_NOMUTEX | (mode == Mode::Create ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY),
           static_cast<int>(busy_timeout.count())},
          {}}) {}

Connection::~Connection() = default;

void Connection::execute(const std::string& sql) { state_->database.exec(sql); }

void Connection::roll_back() noexcept {
  // Some errors (a full disk) have rolled back already; then there is nothing to do.
  if (!in_transaction()) return;
  try {  // kept prepared: every reading transaction ends with it
    SQLite::Statement& statement = prepared(kRollBack);
    statement.tryExecuteStep();
    statement.tryReset();
  } catch (const std::exception&) {
  }
  if (in_transaction()) state_->database.tryExec(kRollBack);
}

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(state_->database.getHandle()) == 0; }

bool Connection::is_read_only() const noexcept { return sqlite3_db_readonly(state_->database.getHandle(), "main") == 1; }

std::int64_t Connection::last_row() const noexcept { return state_->database.getLastInsertRowid(); }

std::int64_t Connection::rows_without_index() const noexcept {
  std::int64_t rows = 0;
  for (sqlite3_stmt* one = nullptr; (one = sqlite3_next_stmt(state_->database.getHandle(), one)) != nullptr;)
    rows += sqlite3_stmt_status(one, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0) + sqlite3_stmt_status(one, SQLITE_STMTSTATUS_SORT, 0);
  return rows;
}

SQLite::Statement& Connection::prepared(const char* sql) {
  const auto found = state_->statements.find(sql);
  if (found != state_->statements.end()) return found->second;
  return state_->statements.emplace(sql, SQLite::Statement(state_->database, sql)).first->second;
}

Query::~Query() { statement_.tryReset(); }

bool Query::next() { return statement_.executeStep(); }

std::int64_t Query::run() { return statement_.exec(); }

// getText() would end at a NUL.
std::string Query::text(int column) const { return statement_.getColumn(column).getString(); }
std::int64_t Query::number(int column) const { return statement_.getColumn(column).getInt64(); }
bool Query::is_null(int column) const { return statement_.isColumnNull(column); }

std::optional<TimePoint> Query::optional_moment(int column) const {
  if (is_null(column)) return std::nullopt;
  return moment(column);
}

void Query::bind(const std::string& text) { statement_.bind(++bound_, text); }
void Query::bind(std::int64_t number) { statement_.bind(++bound_, number); }
void Query::bind(std::nullopt_t) { statement_.bind(++bound_); }
void Query::bind(std::size_t number) {
  bind(static_cast<std::int64_t>(std::min<std::size_t>(number, std::numeric_limits<std::int64_t>::max())));
}
void Query::bind(const std::optional<TimePoint>& at) {
  if (at)
    bind(*at);
  else
    bind(std::nullopt);
}

Result<void> guard_call(const std::function<void()>& work) {
  try {
    work();
    return {};
  } catch (const SQLite::Exception& problem) {
    return tl::unexpected(error_of(problem));
  }
}

}  // namespace allybot::store
