// kill -9 in the middle of 200 due deliveries, three times: the real program, a real database file, a fake platform that counts.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "bot/schedule/due.h"
#include "bot/store/store.h"
#include "tests/scenario/program.h"
#include "tests/scenario/slack_api.h"

namespace allybot {
namespace {

constexpr int kDue = 200;

std::string channel_name(int number) { return "C1FAKE" + std::to_string(1000 + number); }

/// 200 plans, each for a channel of its own, that were due half a minute ago.
void add_due_plans(const std::string& database) {
  const SystemClock clock;
  auto store = store::open(database, clock);
  ASSERT_TRUE(store.has_value());
  const auto zone = schedule::Zone::load("Etc/UTC");
  ASSERT_TRUE(zone.has_value());
  const TimePoint due = std::chrono::floor<std::chrono::minutes>(clock.now());
  const auto written = (*store)->write([&](store::Writer& tx) -> Result<void> {
    for (int i = 0; i < kDue; ++i) {
      store::Plan plan;
      plan.channel = {PlatformId("slack"), WorkspaceId("T1FAKE001"), ChannelId(channel_name(i))};
      plan.words = "daily";
      plan.rrule = "FREQ=DAILY";
      plan.start = zone->local(due).str();
      plan.zone = "Etc/UTC";
      plan.author = MemberId("U1FAKE001");
      plan.next_at = due;
      plan.next_local = plan.start;
      if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
    }
    return {};
  });
  ASSERT_TRUE(written.has_value());
}

struct Counted {
  std::size_t sent = 0, unknown = 0, other = 0;
};

/// What became of the nudges. Messages that tell the plans' author of trouble are not among them.
Counted count_nudges(const std::string& database) {
  const SystemClock clock;
  auto store = store::open(database, clock);
  Counted counted;
  if (!store) return counted;
  using State = store::Delivery::State;
  const auto read = (*store)->read([&](store::Reader& tx) -> Result<void> {
    for (int i = 0; i < kDue; ++i) {
      const ChannelKey channel{PlatformId("slack"), WorkspaceId("T1FAKE001"), ChannelId(channel_name(i))};
      for (const State state :
           {State::Pending, State::Sending, State::Sent, State::Retry, State::Unknown, State::Dead, State::Skipped}) {
        const auto found = tx.deliveries_of(channel, state, 10);
        if (!found) return tl::unexpected(found.error());
        (state == State::Sent ? counted.sent : state == State::Unknown ? counted.unknown : counted.other) += found->size();
      }
    }
    return {};
  });
  EXPECT_TRUE(read.has_value());
  return counted;
}

/// Runs the program, killing it each time the platform has taken that many messages, then lets it finish.
void run_with_kills(scenario::SlackApi& slack, scenario::Program& program, const scenario::Folder& folder) {
  for (const std::size_t taken : {30U, 90U, 150U}) {
    ASSERT_TRUE(program.start()) << program.output();
    ASSERT_TRUE(slack.wait_for_messages(taken, std::chrono::seconds(30))) << program.output();
    program.kill_hard();
  }
  ASSERT_TRUE(program.start()) << program.output();
  const bool settled = scenario::wait_until(std::chrono::seconds(60), [&] {
    const Counted now = count_nudges(folder.database());
    return now.sent + now.unknown == kDue;
  });
  EXPECT_TRUE(settled) << program.output();
  EXPECT_EQ(program.stop(), 0);
}

TEST(KillNine, WithLookUpEveryNudgeIsPostedOnce) {
  const scenario::Folder folder;
  add_due_plans(folder.database());
  scenario::SlackApi slack;
  scenario::Program program(folder, slack.settings({{"SLACK_VERIFY_DELIVERY", "history"}}));
  run_with_kills(slack, program, folder);
  const auto by_channel = slack.messages_by_channel();
  EXPECT_EQ(by_channel.size(), static_cast<std::size_t>(kDue));
  for (const auto& [channel, count] : by_channel) EXPECT_EQ(count, 1) << channel;
  EXPECT_EQ(count_nudges(folder.database()).sent, static_cast<std::size_t>(kDue));
}

TEST(KillNine, WithoutLookUpNothingIsPostedTwiceAndTheRestIsListed) {
  const scenario::Folder folder;
  add_due_plans(folder.database());
  scenario::SlackApi slack;
  scenario::Program program(folder, slack.settings({}));
  run_with_kills(slack, program, folder);
  for (const auto& [channel, count] : slack.messages_by_channel())
    EXPECT_TRUE(count == 1 || channel[0] != 'C') << channel << ": " << count;
  const Counted counted = count_nudges(folder.database());
  EXPECT_EQ(counted.sent + counted.unknown, static_cast<std::size_t>(kDue));
  EXPECT_EQ(counted.other, 0U);
}

}  // namespace
}  // namespace allybot
