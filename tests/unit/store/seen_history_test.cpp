#include "bot/store/seen_history.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/faulty_store.h"

namespace allybot::store {
namespace {

const ReaderKey kReader{"m:slack/T1/U1"};
const ReaderKey kOther{"m:slack/T1/U2"};
const ItemId kTip("tips/say-whose-idea");
const ItemId kMyth("myths/merit-alone");

class SeenHistoryTest : public testing::Test {
 protected:
  std::vector<SeenItem> stored(const ReaderKey& reader) {
    auto rows = read<std::vector<SeenItem>>(*memory_, [&](Reader& tx) { return tx.seen(reader); });
    EXPECT_TRUE(rows.has_value());
    return rows.value_or(std::vector<SeenItem>());
  }
  void store_seen(const ReaderKey& reader, const ItemId& item) {
    ASSERT_TRUE(memory_->write([&](Writer& tx) { return tx.note_seen(reader, item, clock_.now()); }).has_value());
  }

  fakes::FakeClock clock_;
  fakes::CapturingLog log_;
  std::unique_ptr<Store> memory_ = open("memory:", clock_).value();
  fakes::FaultyStore store_{*memory_};
};

TEST_F(SeenHistoryTest, ShowsANoteAtOnceAndWritesItLater) {
  SeenHistory history(store_, clock_);
  history.note(kReader, kTip);
  EXPECT_EQ(history.of(kReader)->find(kTip)->second, clock_.now());
  EXPECT_FALSE(history.of(kOther)->contains(kTip));
  EXPECT_TRUE(stored(kReader).empty());
  ASSERT_TRUE(history.flush().has_value());
  ASSERT_EQ(stored(kReader).size(), 1U);
  EXPECT_EQ(stored(kReader)[0].item, kTip);
  EXPECT_EQ(stored(kReader)[0].at, clock_.now());
}

TEST_F(SeenHistoryTest, ReadsTheStoreOnceForAReader) {
  store_seen(kReader, kTip);
  SeenHistory history(store_, clock_);
  EXPECT_TRUE(history.of(kReader)->contains(kTip));
  EXPECT_TRUE(history.of(kReader)->contains(kTip));
  history.note(kReader, kMyth);
  EXPECT_EQ(history.of(kReader)->size(), 2U);
  EXPECT_EQ(store_.reads, 1);
}

TEST_F(SeenHistoryTest, LeavesAHistoryThatWasHandedOutAsItIs) {
  SeenHistory history(store_, clock_);
  const auto before = history.of(kReader);
  history.note(kReader, kTip);
  EXPECT_TRUE(before->empty());
  EXPECT_EQ(history.of(kReader)->size(), 1U);
}

TEST_F(SeenHistoryTest, WritesNothingWhenNothingWaits) {
  SeenHistory history(store_, clock_);
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_EQ(store_.writes, 0);
}

TEST_F(SeenHistoryTest, WritesWhatWaitsWhenItEnds) {
  {
    SeenHistory history(store_, clock_);
    history.note(kReader, kTip);
  }
  EXPECT_EQ(stored(kReader).size(), 1U);
}

TEST_F(SeenHistoryTest, KeepsWhatTheStoreRefuses) {
  SeenHistory history(store_, clock_);
  history.note(kReader, kTip);
  store_.refuse_writes = true;
  EXPECT_EQ(history.flush().error().code, Code::Unavailable);
  store_.refuse_writes = false;
  store_.refuse_commits = true;
  EXPECT_EQ(history.flush().error().code, Code::Unavailable);
  history.note(kReader, kMyth);
  EXPECT_TRUE(stored(kReader).empty());
  store_.refuse_commits = false;
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_EQ(stored(kReader).size(), 2U);
  EXPECT_TRUE(log_.has("seen_history_unwritten"));
  const int writes = store_.writes;
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_EQ(store_.writes, writes) << "what is written waits no longer";
}

TEST_F(SeenHistoryTest, AnswersFromMemoryAloneWhenTheStoreCannot) {
  store_seen(kReader, kTip);
  SeenHistory history(store_, clock_);
  store_.refuse_reads = true;
  EXPECT_TRUE(history.of(kReader)->empty());
  history.note(kReader, kMyth);
  EXPECT_EQ(history.of(kReader)->size(), 1U);
  EXPECT_TRUE(log_.has("seen_history_unread"));
  store_.refuse_reads = false;
  EXPECT_EQ(history.of(kReader)->size(), 2U) << "read again once the store answers";
}

TEST_F(SeenHistoryTest, LogsNoReaderAndNoItem) {
  SeenHistory history(store_, clock_);
  store_.refuse_reads = store_.refuse_writes = true;
  history.note(kReader, kTip);
  history.of(kReader);
  ASSERT_FALSE(history.flush().has_value());
  ASSERT_TRUE(log_.has("seen_history_unread"));
  EXPECT_EQ(log_.all_text().find("U1"), std::string::npos);
  EXPECT_EQ(log_.all_text().find("say-whose-idea"), std::string::npos);
}

TEST_F(SeenHistoryTest, DropsTheReadersUsedLeastRecentlyAndReadsThemAgain) {
  SeenHistory history(store_, clock_, 2);
  history.note(kReader, kTip);
  for (const char* name : {"m:a", "m:b", "m:c"}) history.of(ReaderKey{name});
  EXPECT_EQ(store_.reads, 3);
  history.of(ReaderKey{"m:b"});
  EXPECT_EQ(store_.reads, 3) << "still in memory";
  history.of(ReaderKey{"m:a"});
  EXPECT_EQ(store_.reads, 4) << "dropped";
  EXPECT_TRUE(history.of(kReader)->contains(kTip)) << "not written yet, and not lost";
}

TEST_F(SeenHistoryTest, KeepsMemoryRightAfterATransactionOfItsOwn) {
  SeenHistory history(store_, clock_);
  history.of(kReader);
  store_seen(kReader, kTip);
  history.noted_in_store(kReader, kTip, clock_.now());
  EXPECT_TRUE(history.of(kReader)->contains(kTip));
  const int writes = store_.writes;
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_EQ(store_.writes, writes) << "written already";
}

TEST_F(SeenHistoryTest, ForgetsAReaderInMemoryToo) {
  SeenHistory history(store_, clock_);
  history.note(kReader, kTip);
  history.note(kOther, kTip);
  history.of(kReader);
  history.forget(kReader);
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_TRUE(history.of(kReader)->empty());
  EXPECT_TRUE(stored(kReader).empty());
  EXPECT_EQ(stored(kOther).size(), 1U);
}

TEST_F(SeenHistoryTest, ForgetsAReaderWhoseNotesTheStoreIsRefusing) {
  SeenHistory history(store_, clock_);
  history.note(kReader, kTip);
  store_.refuse_commits = true;
  store_.in_write = [&] { history.forget(kReader); };
  ASSERT_FALSE(history.flush().has_value());
  store_.refuse_commits = false;
  store_.in_write = nullptr;
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_TRUE(stored(kReader).empty()) << "a refused note came back after it was forgotten";
}

TEST_F(SeenHistoryTest, ForgetsAReaderWhoIsJustBeingRead) {
  store_seen(kReader, kTip);
  SeenHistory history(store_, clock_);
  bool once = true;
  store_.after_read = [&] {
    if (!std::exchange(once, false)) return;
    ASSERT_TRUE(memory_
                    ->write([](Writer& tx) -> Result<void> {
                      if (auto gone = tx.forget_member({PlatformId("slack"), WorkspaceId("T1"), MemberId("U1")}); !gone)
                        return tl::unexpected(gone.error());
                      return {};
                    })
                    .has_value());
    history.forget(kReader);
  };
  EXPECT_TRUE(history.of(kReader)->empty()) << "the rows read before are stale";
}

TEST_F(SeenHistoryTest, ForgetsEverybody) {
  SeenHistory history(store_, clock_);
  history.note(kReader, kTip);
  history.note(kOther, kMyth);
  history.forget_all();
  EXPECT_TRUE(history.of(kReader)->empty());
  ASSERT_TRUE(history.flush().has_value());
  EXPECT_TRUE(stored(kOther).empty());
}

TEST_F(SeenHistoryTest, LosesNoNoteAmongThreads) {
  SeenHistory history(store_, clock_, 64);
  constexpr int kThreads = 4, kNotes = 200;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&history, t] {
      for (int i = 0; i < kNotes; ++i) {
        const ReaderKey reader{"m:" + std::to_string(i % 3)};
        history.note(reader, ItemId("tips/" + std::to_string(t) + "-" + std::to_string(i)));
        history.of(reader);
        if (i % 50 == 0) (void)history.flush();
      }
    });
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(history.flush().has_value());
  std::size_t rows = 0, kept = 0;
  for (int reader = 0; reader < 3; ++reader) {
    rows += stored(ReaderKey{"m:" + std::to_string(reader)}).size();
    kept += history.of(ReaderKey{"m:" + std::to_string(reader)})->size();
  }
  EXPECT_EQ(rows, static_cast<std::size_t>(kThreads * kNotes));
  EXPECT_EQ(kept, rows);
}

}  // namespace
}  // namespace allybot::store
