// kill -9 in the middle of 200 due deliveries, three times: the real program, a real database file, a fake platform that counts.
#include <gtest/gtest.h>

#include <functional>

#include "bot/schedule/due.h"
#include "bot/store/store.h"
#include "tests/fakes/fake_mattermost.h"
#include "tests/fakes/mattermost_requests.h"
#include "tests/scenario/program.h"
#include "tests/scenario/slack_api.h"

namespace allybot {
namespace {

constexpr int kDue = 200;

/// Where the plans post: ids as the platform writes them.
struct Place {
  std::string platform, workspace, author;
  std::string channel_prefix;
  ChannelKey channel(int number) const {
    return {PlatformId(platform), WorkspaceId(workspace), ChannelId(channel_prefix + std::to_string(1000 + number))};
  }
};
const Place kSlack{"slack", "T1FAKE001", "U1FAKE001", "C1FAKE"};
const Place kMattermost{"mattermost", fakes::MattermostPlace{}.team, fakes::MattermostPlace{}.user, "fakechannel00000000000"};

/// 200 plans, each for a channel of its own, that were due half a minute ago.
void add_due_plans(const std::string& database, const Place& place) {
  const SystemClock clock;
  auto store = store::open(database, clock);
  ASSERT_TRUE(store.has_value());
  const auto zone = schedule::Zone::load("Etc/UTC");
  ASSERT_TRUE(zone.has_value());
  const TimePoint due = std::chrono::floor<std::chrono::minutes>(clock.now());
  const auto written = (*store)->write([&](store::Writer& tx) -> Result<void> {
    for (int i = 0; i < kDue; ++i) {
      store::Plan plan;
      plan.channel = place.channel(i);
      plan.words = "daily";
      plan.rrule = "FREQ=DAILY";
      plan.start = zone->local(due).str();
      plan.zone = "Etc/UTC";
      plan.author = MemberId(place.author);
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
Counted count_nudges(const std::string& database, const Place& place) {
  const SystemClock clock;
  auto store = store::open(database, clock);
  Counted counted;
  if (!store) return counted;
  using State = store::Delivery::State;
  const auto read = (*store)->read([&](store::Reader& tx) -> Result<void> {
    for (int i = 0; i < kDue; ++i) {
      for (const State state :
           {State::Pending, State::Sending, State::Sent, State::Retry, State::Unknown, State::Dead, State::Skipped}) {
        const auto found = tx.deliveries_of(place.channel(i), state, 10);
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
void run_with_kills(scenario::Program& program, const scenario::Folder& folder, const Place& place,
                    const std::function<std::size_t()>& posted) {
  for (const std::size_t taken : {30U, 90U, 150U}) {
    ASSERT_TRUE(program.start()) << program.output();
    ASSERT_TRUE(scenario::wait_until(std::chrono::seconds(30), [&] { return posted() >= taken; })) << program.output();
    program.kill_hard();
  }
  ASSERT_TRUE(program.start()) << program.output();
  const bool settled = scenario::wait_until(std::chrono::seconds(60), [&] {
    const Counted now = count_nudges(folder.database(), place);
    return now.sent + now.unknown == kDue;
  });
  EXPECT_TRUE(settled) << program.output();
  EXPECT_EQ(program.stop(), 0);
}

TEST(KillNine, WithLookUpEveryNudgeIsPostedOnce) {
  const scenario::Folder folder;
  add_due_plans(folder.database(), kSlack);
  scenario::SlackApi slack;
  scenario::Program program(folder, slack.settings({{"SLACK_VERIFY_DELIVERY", "history"}}));
  run_with_kills(program, folder, kSlack, [&] { return slack.messages().size(); });
  const auto by_channel = slack.messages_by_channel();
  EXPECT_EQ(by_channel.size(), static_cast<std::size_t>(kDue));
  for (const auto& [channel, count] : by_channel) EXPECT_EQ(count, 1) << channel;
  EXPECT_EQ(count_nudges(folder.database(), kSlack).sent, static_cast<std::size_t>(kDue));
}

TEST(KillNine, WithoutLookUpNothingIsPostedTwiceAndTheRestIsListed) {
  const scenario::Folder folder;
  add_due_plans(folder.database(), kSlack);
  scenario::SlackApi slack;
  scenario::Program program(folder, slack.settings({}));
  run_with_kills(program, folder, kSlack, [&] { return slack.messages().size(); });
  for (const auto& [channel, count] : slack.messages_by_channel())
    EXPECT_TRUE(count == 1 || channel[0] != 'C') << channel << ": " << count;
  const Counted counted = count_nudges(folder.database(), kSlack);
  EXPECT_EQ(counted.sent + counted.unknown, static_cast<std::size_t>(kDue));
  EXPECT_EQ(counted.other, 0U);
}

TEST(KillNine, OnMattermostEveryNudgeIsPostedOnce) {
  const scenario::Folder folder;
  add_due_plans(folder.database(), kMattermost);
  const SystemClock clock;
  fakes::FakeMattermost server(clock);
  for (int i = 0; i < kDue; ++i)
    server.set_channel(kMattermost.channel(i).channel.str(), {{fakes::kMattermostBot, kMattermost.author}, false, false, 0});
  scenario::Program program(folder, {{"MATTERMOST_URL", server.url()},
                                     {"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken},
                                     {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken},
                                     {"ALLYBOT_PUBLIC_URL", "https://bot.example.org"}});
  run_with_kills(program, folder, kMattermost, [&] { return server.posts().size(); });
  for (int i = 0; i < kDue; ++i) EXPECT_EQ(server.posts_in(kMattermost.channel(i).channel.str()).size(), 1U) << i;
  EXPECT_EQ(count_nudges(folder.database(), kMattermost).sent, static_cast<std::size_t>(kDue));
}

}  // namespace
}  // namespace allybot
