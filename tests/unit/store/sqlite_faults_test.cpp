#include <gtest/gtest.h>

#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "bot/store/sqlite/sqlite.h"
#include "bot/store/sqlite/transaction.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::store {
namespace {

const ChannelKey kChannel{PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};

Delivery big_delivery(int number) {
  Delivery delivery;
  delivery.key = 'k' + std::to_string(number);
  delivery.channel = kChannel;
  delivery.payload = std::string(20'000, 'x');
  return delivery;
}

class SqliteFaults : public testing::Test {
 protected:
  SqliteFaults() { options_.busy_timeout = milliseconds(20); }

  void open() {
    store_.reset();
    auto opened = open_sqlite(path_, clock_, options_);
    ASSERT_TRUE(opened.has_value()) << opened.error().for_log;
    store_ = std::move(*opened);
  }
  Result<void> set_meta(const std::string& value) {
    return store_->write([&](Writer& tx) { return tx.set_meta("name", value); });
  }
  std::string meta() {
    auto value = read<std::optional<std::string>>(*store_, [](Reader& tx) { return tx.meta("name"); });
    EXPECT_TRUE(value.has_value()) << value.error().for_log;
    return value.value_or(std::nullopt).value_or("none");
  }
  std::int64_t pending() {
    auto count = read<std::int64_t>(*store_, [](Reader& tx) { return tx.count_deliveries(Delivery::State::Pending); });
    EXPECT_TRUE(count.has_value()) << count.error().for_log;
    return count.value_or(-1);
  }
  /// Two deliveries and a value in one transaction.
  Result<void> write_two(int number) {
    return store_->write([&](Writer& tx) -> Result<void> {
      if (auto done = tx.set_meta("name", std::to_string(number)); !done) return done;
      for (int i : {2 * number, 2 * number + 1})
        if (auto added = tx.add_delivery(big_delivery(i)); !added) return tl::unexpected(added.error());
      return {};
    });
  }
  /// Writes until it is refused; returns how many transactions went well.
  int write_until_refused(Result<void>& refused) {
    for (int number = 0; number < 1000; ++number) {
      refused = write_two(number);
      if (!refused) return number;
    }
    return 1000;
  }

  fakes::CapturingLog log_;
  fakes::FakeClock clock_;
  fakes::TemporaryFolder folder_;
  SqliteOptions options_;
  const std::string path_ = folder_ / "allybot.db";
  std::unique_ptr<Store> store_;
};

TEST_F(SqliteFaults, LeaveNothingHalfWrittenWhenTheDiskIsFull) {
  options_.writer_pragmas = "PRAGMA max_page_count = 120";
  open();
  Result<void> refused;
  const int written = write_until_refused(refused);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::Unavailable);
  EXPECT_EQ(refused.error().for_log, "the disk or the database is full");
  EXPECT_GT(written, 0);
  EXPECT_EQ(meta(), std::to_string(written - 1));
  EXPECT_EQ(pending(), 2 * written);
}

TEST_F(SqliteFaults, GoOnOnceThereIsRoomAgain) {
  options_.writer_pragmas = "PRAGMA max_page_count = 120";
  open();
  Result<void> refused;
  write_until_refused(refused);
  ASSERT_FALSE(refused.has_value());
  ASSERT_TRUE(store_->write([](Writer& tx) { return tx.erase_everything(); }).has_value());
  EXPECT_TRUE(write_two(7).has_value());
  EXPECT_EQ(meta(), "7");
}

TEST_F(SqliteFaults, CommitNothingOfWorkThatSwallowedAFailure) {
  options_.writer_pragmas = "PRAGMA max_page_count = 120";
  open();
  ASSERT_TRUE(set_meta("before").has_value());
  const auto done = store_->write([](Writer& tx) -> Result<void> {
    EXPECT_TRUE(tx.set_meta("name", "after").has_value());
    int number = 0;
    while (tx.add_delivery(big_delivery(number)).has_value()) ++number;
    EXPECT_FALSE(tx.set_meta("name", "much later").has_value()) << "nothing goes on after a failure";
    return {};
  });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::Unavailable);
  EXPECT_EQ(meta(), "before");
  EXPECT_EQ(pending(), 0);
}

TEST_F(SqliteFaults, SurviveAFileThatMayNotGrow) {
  open();
  ASSERT_TRUE(set_meta("before").has_value());
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 400'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  Result<void> refused;
  const int written = write_until_refused(refused);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::Unavailable);
  EXPECT_EQ(pending(), 2 * written);
  EXPECT_TRUE(write_two(written).has_value()) << "usable afterwards";
  EXPECT_EQ(pending(), 2 * written + 2);
}

TEST_F(SqliteFaults, SayThatAnotherProgramHoldsTheLock) {
  open();
  ASSERT_TRUE(set_meta("before").has_value());
  {
    Connection other(path_, Connection::Mode::Create, milliseconds(20));
    other.execute("BEGIN IMMEDIATE");
    const auto refused = set_meta("after");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Code::Unavailable);
    EXPECT_EQ(refused.error().for_log, "the database is locked by another program");
    EXPECT_EQ(meta(), "before") << "reading goes on";
  }
  EXPECT_TRUE(set_meta("after").has_value());
  EXPECT_EQ(meta(), "after");
}

TEST_F(SqliteFaults, SayThatTheFileCannotBeWritten) {
  open();
  options_.writer_pragmas = "PRAGMA query_only = 1";
  open();
  const auto refused = set_meta("after");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::Unavailable);
  EXPECT_EQ(refused.error().for_log, "the database file cannot be written");
  EXPECT_EQ(meta(), "none");
}

TEST_F(SqliteFaults, SayThatAllReadersAreBusy) {
  options_.readers = 1;
  options_.reader_timeout = milliseconds(5);
  open();
  const auto outer = store_->read([this](Reader&) -> Result<void> {
    std::thread([this] {
      const auto refused = store_->read([](Reader&) -> Result<void> { return {}; });
      ASSERT_FALSE(refused.has_value());
      EXPECT_EQ(refused.error().code, Code::Unavailable);
    }).join();
    return {};
  });
  EXPECT_TRUE(outer.has_value());
  EXPECT_EQ(meta(), "none") << "and free again";
}

TEST_F(SqliteFaults, SayThatAPageIsDamaged) {
  open();
  for (int number = 0; number < 3; ++number) ASSERT_TRUE(write_two(number).has_value());
  store_.reset();
  {
    // All pages but the first, which holds the schema's root, and the few that follow with the rest of it.
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4096 * 4);
    for (int i = 0; i < 4096 * 60; ++i) file.put('\x7F');
  }
  auto opened = open_sqlite(path_, clock_, options_);
  if (!opened) {
    EXPECT_NE(opened.error().for_log.find("damaged"), std::string::npos) << opened.error().for_log;
    return;
  }
  const auto plans = read<std::vector<Plan>>(**opened, [](Reader& tx) { return tx.all_plans(); });
  ASSERT_FALSE(plans.has_value());
  EXPECT_EQ(plans.error().code, Code::Internal);
  EXPECT_EQ(plans.error().for_log, "the database file is damaged");
}

TEST_F(SqliteFaults, ShowNoStoredTextInAnError) {
  open();
  ASSERT_TRUE(set_meta("a secret sentence").has_value());
  {
    Connection other(path_, Connection::Mode::Create, milliseconds(20));
    other.execute("DROP TABLE meta; CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT CHECK (length(value) < 5))");
  }
  const auto refused = set_meta("a secret sentence");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Code::Internal);
  EXPECT_EQ(refused.error().for_log.find("secret"), std::string::npos) << refused.error().for_log;
}

TEST_F(SqliteFaults, CopyAConsistentMomentWhileOthersWrite) {
  open();
  ASSERT_TRUE(write_two(0).has_value());
  std::atomic<bool> stop{false}, started{false};
  std::thread writer([&] {
    for (int number = 1; !stop && number < 500; ++number) {
      EXPECT_TRUE(write_two(number).has_value());
      started = true;
    }
    started = true;
  });
  while (!started) std::this_thread::yield();
  const std::string copy = folder_ / "copy.db";
  const auto copied = store_->backup(copy);
  stop = true;
  writer.join();
  ASSERT_TRUE(copied.has_value()) << copied.error().for_log;
  const std::int64_t all = pending();
  store_.reset();
  auto opened = open_sqlite(copy, clock_, options_);
  ASSERT_TRUE(opened.has_value()) << opened.error().for_log;
  store_ = std::move(*opened);
  EXPECT_EQ(pending(), 2 * (std::stoi(meta()) + 1)) << "whole transactions only";
  EXPECT_LE(pending(), all);
  EXPECT_EQ(std::filesystem::status(copy).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SqliteFaults, RefuseToCopyOverAFileOrIntoNowhere) {
  open();
  const std::string there = folder_ / "there";
  std::ofstream(there) << "keep me";
  EXPECT_EQ(store_->backup(there).error().code, Code::Conflict);
  EXPECT_EQ(std::filesystem::file_size(there), 7U);
  EXPECT_EQ(store_->backup(path_).error().code, Code::Conflict);
  EXPECT_EQ(store_->backup(folder_ / "no/such/folder").error().code, Code::Unavailable);
}

class SqliteIndices : public SqliteFaults {};

TEST_F(SqliteIndices, ServeEveryQuestionThatIsAskedOften) {
  open();
  for (int number = 0; number < 20; ++number) ASSERT_TRUE(write_two(number).has_value());
  Connection connection(path_, Connection::Mode::Create, milliseconds(20));
  connection.execute("BEGIN");
  SqliteTransaction tx(connection, clock_);
  const MemberKey member{PlatformId("slack"), WorkspaceId("T1"), MemberId("U1")};
  const TimePoint now = clock_.now();
  Plan plan;
  plan.channel = kChannel;
  for (int i = 0; i < 20; ++i) {
    plan.next_at = now - seconds(i);
    EXPECT_TRUE(tx.add_plan(plan).has_value());
    Delivery delivery = big_delivery(1000 + i);
    delivery.channel.channel = ChannelId("D" + std::to_string(i));
    EXPECT_TRUE(tx.add_delivery(delivery).has_value());
    EXPECT_TRUE(tx.note_seen(reader_of(member), ItemId(std::to_string(i)), now).has_value());
    EXPECT_TRUE(tx.claim_request(std::to_string(i), member, now).value_or(false));
    EXPECT_TRUE(tx.add_lead(kChannel, MemberId(std::to_string(i))).has_value());
    EXPECT_TRUE(tx.set_meta(std::to_string(i), "x").has_value());
    EXPECT_TRUE(tx.set_handle(std::to_string(i), "x", now + seconds(i)).has_value());
    EXPECT_TRUE(tx.add_audit({0, now, "slack/T1", "", "system", "x", "", ""}).has_value());
  }
  EXPECT_EQ(tx.due_plans(now, 10)->size(), 10U);
  EXPECT_TRUE(tx.next_due()->has_value());
  EXPECT_EQ(tx.plans_of(kChannel)->size(), 20U);
  EXPECT_TRUE(tx.plan(kChannel.platform, kChannel.workspace, PlanId("p3"))->has_value());
  EXPECT_EQ(tx.claim_deliveries("one", now, now + seconds(60), 10)->size(), 10U);
  EXPECT_EQ(tx.abandoned_deliveries("one", now, 100)->size(), 10U);
  EXPECT_TRUE(tx.next_try()->has_value());
  EXPECT_TRUE(tx.delivery_by_key("k3")->has_value());
  Delivery delivery = **tx.delivery(3);
  delivery.state = Delivery::State::Sent;
  EXPECT_TRUE(tx.update_delivery(delivery).has_value());
  EXPECT_GT(*tx.count_deliveries(Delivery::State::Pending), 0);
  EXPECT_FALSE(tx.deliveries_of(kChannel, Delivery::State::Pending, 5)->empty());
  EXPECT_TRUE(*tx.is_lead(kChannel, MemberId("3")));
  EXPECT_EQ(tx.leads_of(kChannel)->size(), 20U);
  EXPECT_TRUE(tx.meta("3")->has_value());
  EXPECT_FALSE(tx.stored_answer("3")->has_value());
  EXPECT_TRUE(tx.store_answer("3", "{}").has_value());
  EXPECT_TRUE(tx.handle("3")->has_value());
  EXPECT_EQ(tx.audit("slack/T1", 5)->size(), 5U);
  EXPECT_EQ(tx.member_settings(member)->zone, "");
  EXPECT_EQ(tx.channel_settings(kChannel)->zone, "");
  EXPECT_TRUE(tx.sweep(now - std::chrono::hours(9999)).has_value());
  EXPECT_FALSE(tx.broken().has_value());
  EXPECT_EQ(connection.rows_without_index(), 0);
}

}  // namespace
}  // namespace allybot::store
