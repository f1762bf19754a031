#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "bot/store/migrations/sqlite/list.h"
#include "bot/store/sqlite/sqlite.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::store {
namespace {

namespace fs = std::filesystem;

class SqliteOpening : public testing::Test {
 protected:
  SqliteOpening() { options_.busy_timeout = milliseconds(20); }

  /// Opens the file, which has to work, and closes it.
  void make(const std::string& path) {
    auto store = open_sqlite(path, clock_, options_);
    ASSERT_TRUE(store.has_value()) << store.error().for_log;
    ASSERT_TRUE((*store)->write([](Writer& tx) { return tx.set_meta("kept", "yes"); }).has_value());
  }
  /// The sentence that opening is refused with.
  std::string refusal(const std::string& path) {
    auto store = open_sqlite(path, clock_, options_);
    if (store) return "it was not refused";
    const std::string& text = store.error().for_log;
    EXPECT_EQ(store.error().code, Code::Unavailable);
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    EXPECT_EQ(text.back(), '.') << text;
    EXPECT_NE(text.find(path), std::string::npos) << text;
    return text;
  }
  std::string kept(const std::string& path) {
    auto store = open_sqlite(path, clock_, options_);
    EXPECT_TRUE(store.has_value()) << store.error().for_log;
    if (!store) return {};
    auto value = read<std::optional<std::string>>(**store, [](Reader& tx) { return tx.meta("kept"); });
    return value.value_or(std::nullopt).value_or("none");
  }
  static std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write_bytes(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
  /// Statements on the file, past the store.
  static void execute(const std::string& path, const std::string& sql) {
    const auto done = guard([&] { Connection(path, Connection::Mode::Create, milliseconds(20)).execute(sql); });
    ASSERT_TRUE(done.has_value()) << done.error().for_log;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  fakes::CapturingLog log_;
  fakes::FakeClock clock_;
  fakes::TemporaryFolder folder_;
  SqliteOptions options_;
  const std::string path_ = folder_ / "allybot.db";
};

/// Without root's right to read and write everything.
class AsNobody {
 public:
  AsNobody() : was_(::geteuid()) {
    if (was_ == 0) changed_ = ::seteuid(65534) == 0;
  }
  ~AsNobody() {
    if (changed_) {
      EXPECT_EQ(::seteuid(was_), 0);
    }
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  uid_t was_;
  bool changed_ = false;
};

TEST_F(SqliteOpening, MakesTheFolderAndAFileForItsOwnerAlone) {
  const std::string path = folder_ / "var/lib/allybot.db";
  make(path);
  EXPECT_EQ(kept(path), "yes");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SqliteOpening, TakesAnEmptyFileAsANewDatabase) {
  write_bytes(path_, "");
  make(path_);
  EXPECT_EQ(kept(path_), "yes");
}

TEST_F(SqliteOpening, LeavesNoCopyWhenThereWasNothingToMigrate) {
  make(path_);
  make(path_);
  EXPECT_EQ(files(), std::vector<std::string>{"allybot.db"}) << "the log is taken in when the store closes";
}

TEST_F(SqliteOpening, RefusesAFolderThatCannotBeMade) {
  write_bytes(folder_ / "var", "a file");
  EXPECT_NE(refusal(folder_ / "var/allybot.db").find("Cannot make the folder"), std::string::npos);
}

TEST_F(SqliteOpening, RefusesAFolderAsAFile) {
  EXPECT_NE(refusal(folder_.path().string()).find("is a folder"), std::string::npos);
}

TEST_F(SqliteOpening, RefusesWhatIsNoDatabase) {
  const std::string text(5000, 'x');
  write_bytes(path_, text);
  EXPECT_NE(refusal(path_).find("not a SQLite database"), std::string::npos);
  EXPECT_EQ(bytes_of(path_), text) << "and leaves it alone";
}

TEST_F(SqliteOpening, RefusesADamagedDatabase) {
  make(path_);
  std::string bytes = bytes_of(path_);
  for (std::size_t i = 100; i < 4096; ++i) bytes[i] = '\x7F';
  write_bytes(path_, bytes);
  EXPECT_NE(refusal(path_).find("damaged"), std::string::npos);
}

TEST_F(SqliteOpening, RefusesTheDatabaseOfAnotherProgram) {
  execute(path_, "CREATE TABLE song (title TEXT)");
  const std::string before = bytes_of(path_);
  EXPECT_NE(refusal(path_).find("belongs to another program"), std::string::npos);
  execute(path_, "PRAGMA user_version = 7");
  EXPECT_NE(refusal(path_).find("belongs to another program"), std::string::npos);
  execute(path_, "PRAGMA user_version = 0");
  EXPECT_EQ(bytes_of(path_).size(), before.size());
}

TEST_F(SqliteOpening, RefusesANewerDatabaseAndLeavesItAlone) {
  make(path_);
  execute(path_, "PRAGMA user_version = 99");
  const std::string before = bytes_of(path_);
  const std::string text = refusal(path_);
  EXPECT_NE(text.find("newer Allybot (its version is 99, this one knows"), std::string::npos) << text;
  EXPECT_EQ(bytes_of(path_), before);
  EXPECT_EQ(files(), std::vector<std::string>{"allybot.db"});
}

TEST_F(SqliteOpening, RefusesWhatItMayNotRead) {
  make(path_);
  fs::permissions(path_, fs::perms::none);
  const AsNobody nobody;
  EXPECT_NE(refusal(path_).find("cannot be opened"), std::string::npos);
}

TEST_F(SqliteOpening, RefusesWhatItMayNotWrite) {
  make(path_);
  fs::permissions(folder_.path(), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
  fs::permissions(path_, fs::perms::owner_read | fs::perms::others_read);
  const std::string before = bytes_of(path_);
  {
    const AsNobody nobody;
    EXPECT_NE(refusal(path_).find("cannot be"), std::string::npos);
  }
  EXPECT_EQ(bytes_of(path_), before);
}

TEST_F(SqliteOpening, RefusesAFolderItMayNotWriteIn) {
  fs::permissions(folder_.path(),
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  const AsNobody nobody;
  EXPECT_NE(refusal(path_).find("cannot be opened"), std::string::npos);
  EXPECT_NE(refusal(folder_ / "var/allybot.db").find("Cannot make the folder"), std::string::npos);
}

TEST_F(SqliteOpening, RefusesADatabaseThatIsLocked) {
  make(path_);
  Connection other(path_, Connection::Mode::Create, milliseconds(20));
  other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO meta VALUES ('a', 'b'); COMMIT");
  EXPECT_NE(refusal(path_).find("locked by another program"), std::string::npos);
}

class SqliteMigration : public SqliteOpening {
 protected:
  SqliteMigration() {
    make(path_);
    for (const char* step : sqlite_migrations()) later_.push_back(step);
    later_.push_back("ALTER TABLE meta ADD COLUMN since INTEGER NOT NULL DEFAULT 0");
    options_.migrations = later_;
  }
  std::string copy_name() const {
    return path_ + ".version-" + std::to_string(sqlite_migrations().size()) + ".2023-11-14T22-13-20Z";
  }
  std::int64_t version(const std::string& path) {
    std::int64_t number = -1;
    const auto done = guard([&] {
      Connection connection(path, Connection::Mode::ReadOnly, milliseconds(20));
      Query row(connection, "PRAGMA user_version");
      row.next();
      number = row.number(0);
    });
    EXPECT_TRUE(done.has_value()) << done.error().for_log;
    return number;
  }

  std::vector<const char*> later_;
  const std::int64_t this_version_ = static_cast<std::int64_t>(sqlite_migrations().size());
};

TEST_F(SqliteMigration, CopiesAnOlderDatabaseBesideItselfAndMigratesIt) {
  EXPECT_EQ(kept(path_), "yes");
  EXPECT_EQ(version(path_), this_version_ + 1);
  EXPECT_EQ(version(copy_name()), this_version_);
  EXPECT_EQ(fs::status(copy_name()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(log_.has("database_copied"));
  EXPECT_TRUE(log_.has("database_migrated"));
  EXPECT_EQ(kept(path_), "yes");
  EXPECT_EQ(files().size(), 2U) << "the second opening had nothing to do";
}

TEST_F(SqliteMigration, KeepsTheCopyUsable) {
  kept(path_);
  options_.migrations = {};
  EXPECT_EQ(kept(copy_name()), "yes");
}

TEST_F(SqliteMigration, LeavesTheOldVersionWhenAStepFails) {
  later_.push_back("ALTER TABLE nothing ADD COLUMN x");
  options_.migrations = later_;
  EXPECT_NE(refusal(path_).find("cannot be migrated"), std::string::npos);
  EXPECT_EQ(version(path_), this_version_);
  options_.migrations = {};
  EXPECT_EQ(kept(path_), "yes");
}

TEST_F(SqliteMigration, MigratesNothingThatCannotBeCopied) {
  write_bytes(copy_name(), "in the way");
  EXPECT_NE(refusal(path_).find("was not migrated"), std::string::npos);
  EXPECT_EQ(version(path_), this_version_);
  EXPECT_EQ(bytes_of(copy_name()), "in the way");
}

TEST_F(SqliteMigration, BringsEveryOlderVersionToThisOne) {
  options_.migrations = {};
  for (std::size_t from = 1; from <= sqlite_migrations().size(); ++from) {
    const std::string path = folder_ / ("from-" + std::to_string(from));
    options_.migrations = sqlite_migrations().subspan(0, from);
    { ASSERT_TRUE(open_sqlite(path, clock_, options_).has_value()); }
    options_.migrations = {};
    { ASSERT_TRUE(open_sqlite(path, clock_, options_).has_value()); }
    EXPECT_EQ(version(path), this_version_);
  }
}

TEST_F(SqliteMigration, ReadsWhatACrashLeftInTheLog) {
  options_.migrations = {};
  const std::string crashed = folder_ / "crashed.db";
  {
    auto store = open_sqlite(path_, clock_, options_);
    ASSERT_TRUE(store.has_value());
    ASSERT_TRUE((*store)->write([](Writer& tx) { return tx.set_meta("kept", "in the log"); }).has_value());
    fs::copy_file(path_, crashed);
    fs::copy_file(path_ + "-wal", crashed + "-wal");
  }
  EXPECT_EQ(kept(crashed), "in the log");
}

}  // namespace
}  // namespace allybot::store
