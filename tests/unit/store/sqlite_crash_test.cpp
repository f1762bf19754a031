// A process that writes is killed at random moments; what it leaves has to be whole, and all that it was told is done.
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bot/store/sqlite/sqlite.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::store {
namespace {

const ChannelKey kChannel{PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
const PlanId kPlan("p1");

/// What the killed process keeps doing; one letter goes to `told` after each transaction that it was told is done.
class Writing {
 public:
  Writing(Store& store, const Clock& clock, int told) : store_(store), clock_(clock), told_(told) {}

  void run() {
    for (;;) {
      write('f', [this](Writer& tx) { return fire(tx); });
      std::vector<Delivery> claimed;
      write('c', [&](Writer& tx) -> Result<void> {
        auto batch = tx.claim_deliveries("one", clock_.now(), clock_.now() + seconds(60), 5);
        if (!batch) return tl::unexpected(batch.error());
        claimed = *batch;
        return {};
      });
      for (Delivery& delivery : claimed) {
        delivery.state = Delivery::State::Sent;
        write('s', [&](Writer& tx) { return tx.update_delivery(delivery); });
      }
    }
  }

 private:
  /// Moves the plan on, and writes the delivery and the pick of the occurrence.
  Result<void> fire(Writer& tx) {
    auto found = tx.plan(kChannel.platform, kChannel.workspace, kPlan);
    if (!found) return tl::unexpected(found.error());
    Plan plan = found->value_or(Plan());
    plan.channel = kChannel;
    const int number = plan.next_local.empty() ? 0 : std::stoi(plan.next_local);
    plan.next_local = std::to_string(number + 1);
    Delivery delivery;
    delivery.key = "p1@" + std::to_string(number);
    delivery.channel = kChannel;
    delivery.payload = std::string(static_cast<std::size_t>(number % 7) * 1000, 'x');
    if (auto noted = tx.note_seen(reader_of(kChannel), ItemId(std::to_string(number)), clock_.now()); !noted) return noted;
    if (auto added = tx.add_delivery(delivery); !added || !*added) return fail(Code::Conflict, "fired before");
    if (*found) return tx.update_plan(plan);
    if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
    return {};
  }
  void write(char letter, const std::function<Result<void>(Writer&)>& work) {
    if (!store_.write(work)) ::_exit(3);
    if (::write(told_, &letter, 1) != 1) ::_exit(4);
  }

  Store& store_;
  const Clock& clock_;
  int told_;
};

/// What was told before the process was killed, after `letters` of them.
struct Told {
  int fired = 0, sent = 0;
  int status = 0;
};

Told kill_after(int letters, const std::string& path, const Clock& clock) {
  int ends[2];
  if (::pipe(ends) != 0) ADD_FAILURE() << "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    auto store = open_sqlite(path, clock);
    if (!store) ::_exit(2);
    if (::write(ends[1], "o", 1) != 1) ::_exit(4);
    Writing(**store, clock, ends[1]).run();
  }
  ::close(ends[1]);
  Told told;
  char letter = 0;
  const auto take = [&] {
    if (::read(ends[0], &letter, 1) != 1) return false;
    told.fired += letter == 'f' ? 1 : 0;
    told.sent += letter == 's' ? 1 : 0;
    return true;
  };
  for (int i = 0; i < letters && take();) ++i;
  ::kill(child, SIGKILL);
  while (take()) continue;  // what was told and not yet read
  ::close(ends[0]);
  ::waitpid(child, &told.status, 0);
  return told;
}

class SqliteCrash : public testing::Test {
 protected:
  template <class Value, class Work>
  Value ask(Work work) {
    auto answer = write<Value>(*store_, work);
    EXPECT_TRUE(answer.has_value()) << answer.error().for_log;
    return answer.has_value() ? std::move(*answer) : Value();
  }
  std::int64_t count(Delivery::State state) {
    return ask<std::int64_t>([state](Writer& tx) { return tx.count_deliveries(state); });
  }
  /// Opens what the killed process left; checks that the parts agree and returns how often the plan has fired.
  int look_after(int round) {
    SCOPED_TRACE("round " + std::to_string(round));
    auto opened = open_sqlite(path_, clock_);
    EXPECT_TRUE(opened.has_value()) << opened.error().for_log;
    if (!opened) return -1;
    store_ = std::move(*opened);
    const auto plan = ask<std::optional<Plan>>([](Writer& tx) { return tx.plan(kChannel.platform, kChannel.workspace, kPlan); });
    const int fired = plan ? std::stoi(plan->next_local) : 0;
    const auto sending = count(Delivery::State::Sending);
    sent_ = count(Delivery::State::Sent);
    EXPECT_EQ(count(Delivery::State::Pending) + sending + sent_, fired) << "deliveries = occurrences that the plan passed";
    EXPECT_EQ(ask<std::vector<SeenItem>>([](Writer& tx) { return tx.seen(reader_of(kChannel)); }).size(),
              static_cast<std::size_t>(fired));
    const auto left = ask<std::vector<Delivery>>([this](Writer& tx) { return tx.abandoned_deliveries("one", clock_.now(), 99); });
    EXPECT_LE(sending, 1) << "one channel";
    EXPECT_EQ(left.size(), static_cast<std::size_t>(sending));
    for (Delivery delivery : left) {
      delivery.state = Delivery::State::Unknown;
      EXPECT_TRUE(store_->write([&](Writer& tx) { return tx.update_delivery(delivery); }).has_value());
      // Back, so that the sums above stay simple.
      delivery.state = Delivery::State::Sent;
      EXPECT_TRUE(store_->write([&](Writer& tx) { return tx.update_delivery(delivery); }).has_value());
    }
    sent_ += sending;
    store_.reset();
    std::string verdict;
    const auto checked = guard([&] {
      Connection connection(path_, Connection::Mode::ReadOnly, milliseconds(1000));
      Query row(connection, "PRAGMA integrity_check");
      row.next();
      verdict = row.text(0);
    });
    EXPECT_TRUE(checked.has_value());
    EXPECT_EQ(verdict, "ok");
    return fired;
  }

  fakes::CapturingLog log_;
  fakes::FakeClock clock_;
  fakes::TemporaryFolder folder_;
  const std::string path_ = folder_ / "allybot.db";
  std::unique_ptr<Store> store_;
  std::int64_t sent_ = 0;
};

TEST_F(SqliteCrash, LeavesAWholeDatabaseWithAllThatWasToldDone) {
  fakes::SeededRandom random(11);
  int fired = 0;
  for (int round = 0; round < 30; ++round) {
    const std::int64_t sent_before = sent_;
    const auto told = kill_after(static_cast<int>(random.below(25)), path_, clock_);
    ASSERT_TRUE(WIFSIGNALED(told.status)) << "the process ended by itself: " << WEXITSTATUS(told.status);
    const int now_fired = look_after(round);
    EXPECT_GE(now_fired, fired + told.fired) << "told done, and lost";
    EXPECT_GE(sent_, sent_before + told.sent) << "told done, and lost";
    EXPECT_LE(now_fired, fired + told.fired + 1) << "at most one was done and not told";
    fired = now_fired;
  }
  EXPECT_GT(fired, 30);
}

}  // namespace
}  // namespace allybot::store
