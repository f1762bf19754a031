// kill -9 at random moments under load: the real program, a real database file, a fake platform that counts and loses answers.
// A dozen kills in every run; ALLYBOT_KILLS sets their number over all four tests (./dev test --deep takes 1,000).
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "bot/schedule/due.h"
#include "bot/store/store.h"
#include "tests/fakes/fake_matrix.h"
#include "tests/fakes/fake_mattermost.h"
#include "tests/fakes/mattermost_requests.h"
#include "tests/fakes/seeded_random.h"
#include "tests/scenario/program.h"
#include "tests/scenario/slack_api.h"

namespace allybot {
namespace {

using State = store::Delivery::State;

constexpr std::size_t kLoad = 80;  ///< due and not yet settled at every start

std::size_t kills() {
  const char* wanted = std::getenv("ALLYBOT_KILLS");
  const std::size_t all = wanted != nullptr ? static_cast<std::size_t>(std::atoll(wanted)) : 12;
  return (all + 3) / 4;
}

/// Where the plans post: ids as the platform writes them, five channels to a workspace where there are several.
struct Place {
  std::string platform, workspace, author, channel_prefix;
  bool several_workspaces = false;
  ChannelKey channel(std::size_t number) const {
    return {PlatformId(platform), WorkspaceId(several_workspaces ? workspace + std::to_string(100 + number / 5) : workspace),
            ChannelId(channel_prefix + std::to_string(100000 + number))};  // of one length: Mattermost takes no other
  }
};
const Place kSlack{"slack", "T1FAKE", "U1FAKE001", "C1FAKE", true};
const Place kMattermost{"mattermost", fakes::MattermostPlace{}.team, fakes::MattermostPlace{}.user, "fakechannel000000000",
                        false};
const Place kMatrix{"matrix", "example.org", "alice:example.org", "!kill", false};

/// The nudges of one run: each of a plan of its own, for a channel of its own, due at once.
class Nudges {
 public:
  Nudges(const scenario::Folder& folder, const Place& place, std::function<void(const ChannelKey&)> prepare)
      : place_(place), prepare_(std::move(prepare)), store_(store::open(folder.database(), clock_).value()) {}

  std::size_t count() const { return count_; }
  const Place& place() const { return place_; }

  /// Adds plans until enough is due again.
  void top_up() {
    const TimePoint due = std::chrono::floor<std::chrono::minutes>(clock_.now());
    const auto written = store_->write([&](store::Writer& tx) -> Result<void> {
      const auto open = tx.due_plans(clock_.now(), kLoad);
      if (!open) return tl::unexpected(open.error());
      std::size_t left = open->size() + unsettled(tx);
      for (; left < kLoad; ++left) {
        store::Plan plan;
        plan.channel = place_.channel(count_++);
        prepare_(plan.channel);
        plan.words = "daily";
        plan.rrule = "FREQ=DAILY";
        plan.start = schedule::Zone::load("Etc/UTC")->local(due).str();
        plan.zone = "Etc/UTC";
        plan.author = MemberId(place_.author);
        plan.next_at = due;
        plan.next_local = plan.start;
        if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
      }
      return {};
    });
    ASSERT_TRUE(written.has_value());
  }

  bool all_settled() {
    bool settled = false;
    const auto read = store_->read([&](store::Reader& tx) -> Result<void> {
      const auto open = tx.due_plans(clock_.now(), 1);
      settled = open && open->empty() && unsettled(tx) == 0;
      return {};
    });
    return read.has_value() && settled;
  }

  /// By channel. Messages that tell the plans' author of trouble are not among them.
  std::map<ChannelId, State> states() {
    std::map<ChannelId, State> found;
    const auto read = store_->read([&](store::Reader& tx) -> Result<void> {
      for (const State state :
           {State::Pending, State::Sending, State::Sent, State::Retry, State::Unknown, State::Dead, State::Skipped})
        for (const store::Delivery& one : in(tx, state)) EXPECT_TRUE(found.emplace(one.channel.channel, state).second);
      return {};
    });
    EXPECT_TRUE(read.has_value());
    return found;
  }

 private:
  std::vector<store::Delivery> in(store::Reader& tx, State state) const {
    auto all = tx.deliveries_in(state, 1000000).value_or(std::vector<store::Delivery>());
    std::erase_if(all,
                  [&](const store::Delivery& one) { return one.channel.channel.str().rfind(place_.channel_prefix, 0) != 0; });
    return all;
  }
  std::size_t unsettled(store::Reader& tx) const {
    return in(tx, State::Pending).size() + in(tx, State::Sending).size() + in(tx, State::Retry).size();
  }

  const Place& place_;
  const std::function<void(const ChannelKey&)> prepare_;
  const SystemClock clock_;
  const std::unique_ptr<store::Store> store_;
  std::size_t count_ = 0;
};

/// Of what the platform is sent, one in twelve is done and nobody hears, and one in forty is lost on the way.
void lose_answers(fakes::Script script, fakes::SeededRandom& random, std::size_t calls) {
  for (std::size_t i = 0; i < calls; ++i) {
    const auto chance = random.below(120);
    if (chance < 10)
      script.close_after_handling();
    else if (chance < 13)
      script.close_after_reading();
    else
      script.reply_with({});
  }
}

/// Runs the program and kills it at a random moment, again and again, then lets it finish.
void run_with_kills(scenario::Program& program, Nudges& nudges, fakes::SeededRandom& random) {
  for (std::size_t i = 0; i < kills(); ++i) {
    nudges.top_up();
    ASSERT_TRUE(program.start()) << program.output();
    scenario::wait_until(std::chrono::milliseconds(random.below(300)), [] { return false; });
    program.kill_hard();
  }
  ASSERT_TRUE(program.start()) << program.output();
  // Longer than the longest pause before another try: whoever was killed at it nine times waits that long.
  EXPECT_TRUE(scenario::wait_until(std::chrono::seconds(400), [&] { return nudges.all_settled(); })) << program.output();
  EXPECT_EQ(program.stop(), 0);
}

/// What came of it, judged by the platform's own record.
struct Judged {
  std::size_t sent = 0, unknown = 0, lost = 0, twice = 0;
};
Judged judge(const char* name, Nudges& nudges, const std::function<int(const ChannelId&)>& posts_in) {
  Judged judged;
  const auto states = nudges.states();
  for (std::size_t i = 0; i < nudges.count(); ++i) {
    const ChannelId channel = nudges.place().channel(i).channel;
    const auto state = states.find(channel);
    const int posts = posts_in(channel);
    const bool sent = state != states.end() && state->second == State::Sent;
    const bool unknown = state != states.end() && state->second == State::Unknown;
    judged.sent += sent ? 1 : 0;
    judged.unknown += unknown ? 1 : 0;
    if ((sent && posts == 0) || (!sent && !unknown)) {
      ++judged.lost;
      ADD_FAILURE() << channel.str() << " is " << (state == states.end() ? "not even drawn" : store::name_of(state->second))
                    << ", posted " << posts << " times";
    }
    if (posts > 1) ++judged.twice;
  }
  std::printf("%s: %zu kills, %zu nudges: sent %zu, unknown and listed %zu, lost %zu, twice %zu\n", name, kills(), nudges.count(),
              judged.sent, judged.unknown, judged.lost, judged.twice);
  EXPECT_EQ(judged.lost, 0U);
  EXPECT_EQ(judged.twice, 0U);
  EXPECT_EQ(judged.sent + judged.unknown, nudges.count());
  return judged;
}

Judged on_slack(const char* name, const std::map<std::string, std::string>& settings, std::uint64_t seed) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  fakes::SeededRandom random(seed);
  lose_answers(slack.platform().on_post("/api/chat.postMessage"), random, kills() * 40 + 200);
  Nudges nudges(folder, kSlack, [](const ChannelKey&) {});
  scenario::Program program(folder, slack.settings(settings));
  run_with_kills(program, nudges, random);
  auto counts = slack.messages_by_channel();
  return judge(name, nudges, [&](const ChannelId& channel) { return counts[channel.str()]; });
}

TEST(KillNine, WithLookUpEveryNudgeIsPostedOnce) {
  EXPECT_EQ(on_slack("Slack with look-up", {{"SLACK_VERIFY_DELIVERY", "history"}}, 1).unknown, 0U);
}

TEST(KillNine, WithoutLookUpNothingIsPostedTwiceAndTheRestIsListed) {
  EXPECT_GT(on_slack("Slack without look-up", {}, 2).unknown, 0U) << "or no answer was lost";
}

TEST(KillNine, OnMattermostEveryNudgeIsPostedOnce) {
  const scenario::Folder folder;
  const SystemClock clock;
  fakes::FakeMattermost server(clock);
  fakes::SeededRandom random(3);
  lose_answers(server.http().on_post("/api/v4/posts"), random, kills() * 40 + 200);
  Nudges nudges(folder, kMattermost, [&](const ChannelKey& channel) {
    server.set_channel(channel.channel.str(), {{fakes::kMattermostBot, kMattermost.author}, false, false, 0});
  });
  scenario::Program program(folder, {{"MATTERMOST_URL", server.url()},
                                     {"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken},
                                     {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken},
                                     {"ALLYBOT_PUBLIC_URL", "https://bot.example.org"}});
  run_with_kills(program, nudges, random);
  std::map<std::string, int> counts;
  for (const auto& post : server.posts()) ++counts[post.channel];
  EXPECT_EQ(judge("Mattermost", nudges, [&](const ChannelId& channel) { return counts[channel.str()]; }).unknown, 0U);
}

TEST(KillNine, OnMatrixEveryNudgeIsPostedOnce) {
  const scenario::Folder folder;
  const SystemClock clock;
  fakes::FakeMatrix server(clock);
  fakes::SeededRandom random(4);
  lose_answers(server.platform().on("PUT", "/_matrix/client/v3/rooms/*"), random, kills() * 40 + 200);
  Nudges nudges(folder, kMatrix, [&](const ChannelKey& channel) {
    server.add_room(channel.channel.str(), {{fakes::kMatrixBot, "join"}, {"@alice:example.org", "join"}});
  });
  auto settings = server.settings();
  settings["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
  scenario::Program program(folder, settings);
  run_with_kills(program, nudges, random);
  auto counts = server.messages_by_room();
  EXPECT_EQ(judge("Matrix", nudges, [&](const ChannelId& channel) { return counts[channel.str()]; }).unknown, 0U);
}

}  // namespace
}  // namespace allybot
