// One connection to a SQLite file with its prepared statements, and the way to run one of them.
// Must never be used by two threads at once, nor let an exception of SQLiteCpp past guard().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/core/id.h"
#include "bot/core/result.h"
#include "bot/core/time.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace allybot::store {

class Connection {
 public:
  enum class Mode { Create, ReadOnly };
  /// Throws what SQLiteCpp throws; call it inside guard().
  Connection(const std::string& path, Mode mode, milliseconds busy_timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Statements without parameters and results, such as a pragma or a migration.
  void execute(const std::string& sql);
  void roll_back() noexcept;
  bool in_transaction() const noexcept;
  bool is_read_only() const noexcept;
  std::int64_t last_row() const noexcept;
  /// Rows that the statements so far went through for want of an index, and rows they had to sort. A test reads it.
  std::int64_t rows_without_index() const noexcept;

 private:
  friend class Query;
  /// Prepared at the first use. `sql` is a constant: its address is the key.
  SQLite::Statement& prepared(const char* sql);

  struct State;
  std::unique_ptr<State> state_;
};

/// One run of a prepared statement; it is free for the next run when this goes out of scope.
class Query {
 public:
  template <class... Values>
  Query(Connection& connection, const char* sql, const Values&... values) : Query(connection.prepared(sql)) {
    (bind(values), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Moves to the next row; false when there is none.
  bool next();
  /// Runs it to its end; returns how many rows it changed.
  std::int64_t run();

  std::string text(int column) const;
  std::int64_t number(int column) const;
  bool is_null(int column) const;
  TimePoint moment(int column) const { return from_unix_millis(number(column)); }
  std::optional<TimePoint> optional_moment(int column) const;

 private:
  explicit Query(SQLite::Statement& statement) : statement_(statement) {}
  void bind(const std::string& text);
  void bind(std::int64_t number);
  void bind(std::nullopt_t);
  void bind(const char* text) { bind(std::string(text)); }
  void bind(int number) { bind(static_cast<std::int64_t>(number)); }
  void bind(bool flag) { bind(static_cast<std::int64_t>(flag)); }
  void bind(std::size_t number);
  void bind(TimePoint at) { bind(to_unix_millis(at)); }
  void bind(const std::optional<TimePoint>& at);
  template <class Tag>
  void bind(const Id<Tag>& id) {
    bind(id.str());
  }

  SQLite::Statement& statement_;
  int bound_ = 0;
};

/// Runs `work`; what SQLite threw becomes an Error. Other exceptions pass.
Result<void> guard_call(const std::function<void()>& work);
template <class Work>
Result<void> guard(Work&& work) {
  return guard_call(std::ref(work));  // a reference: nothing is allocated
}

}  // namespace allybot::store
