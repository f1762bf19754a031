// What the bot does by the clock although nobody asked: each line of its housekeeping, seen from outside by its effect.
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "bot/app/bot.h"
#include "bot/store/store.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/idle_adapter.h"
#include "tests/fakes/raw_client.h"
#include "tests/fakes/seeded_random.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using store::Delivery;
using store::Plan;

/// What the platform does and has seen. Outlives its adapter.
struct Ticks {
  std::atomic<int> tasks{0}, connects{0};
  std::function<void()> on_task = [] {};
  platforms::Connection connection;
  std::string zone;  ///< of every member
};

platforms::Capabilities answers_privately() {
  platforms::Capabilities able;
  able.private_answers = true;
  return able;
}

/// Takes a bare body for a command and answers it, and counts what it is asked to do.
class Ticking final : public fakes::IdleAdapter, private platforms::Verifier {
 public:
  explicit Ticking(Ticks& ticks) : IdleAdapter("ticking", answers_privately()), ticks_(ticks) {}
  std::vector<platforms::InboundRoute> routes() const override {
    platforms::InboundRoute route;
    route.path = "/ticking";
    return {route};
  }
  Result<std::variant<platforms::Authentic, platforms::Fetch>> authenticate(http::RawRequest raw, TimePoint) override {
    return admit(std::move(raw), "none");
  }
  Result<std::variant<std::vector<Inbound>, platforms::Fetch>> parse(const platforms::Authentic& request, TimePoint) override {
    Command command;
    command.origin.member = {platform(), WorkspaceId("T1"), MemberId("U1")};
    command.origin.channel = {platform(), WorkspaceId("T1"), ChannelId("C1")};
    command.text = request.raw().body;
    return std::vector<Inbound>{command};
  }
  platforms::Rendered render(const Reply&, const Origin&, platforms::Timing, TimePoint) override {
    return {http::text_response(200, "answered"), {}};
  }
  Result<std::string> post(const Card&, const ChannelKey&, const std::string&, TimePoint) override { return std::string("{}"); }
  Result<MemberFacts> member_facts(const MemberKey&) override { return MemberFacts{false, ticks_.zone, {}}; }
  platforms::Connection connect() override {
    ++ticks_.connects;
    return ticks_.connection;
  }
  std::vector<platforms::BackgroundTask> background_tasks() override {
    return {{"ticking", seconds(60), [this] {
               ++ticks_.tasks;
               ticks_.on_task();
             }}};
  }

 private:
  Ticks& ticks_;
};

class Housekeeping : public testing::Test {
 protected:
  Housekeeping() : database_(store::open(url(), clock_).value()) { ticks_.zone = "America/New_York"; }

  void start(bool by_hand = true) {
    Settings settings;
    settings.port = settings.ops_port = 0;
    settings.content = fakes::source_dir() + "/tests/unit/handlers/content";
    settings.database_url = url();
    settings.secret = Secret("a master secret of thirty-two bytes");
    BotOptions options;
    options.by_hand = by_hand;
    options.clock = &clock_;
    options.random = &random_;
    options.platforms = &platforms_;
    auto started = Bot::start(std::move(settings), options);
    ASSERT_TRUE(started.has_value()) << started.error().for_log;
    bot_ = std::move(*started);
  }
  /// And whatever it left to workers.
  void keep_house_to_the_end() {
    bot_->keep_house();
    bot_->stop();
  }
  std::string answer(int port, const std::string& request) {
    fakes::RawClient client(port);
    client.send(request);
    const auto got = client.answer();
    return got ? got->body : "no answer";
  }
  void write(const std::function<Result<void>(store::Writer&)>& work) { ASSERT_TRUE(database_->write(work).has_value()); }
  template <class T>
  T read(const std::function<Result<T>(store::Reader&)>& question) {
    return store::read<T>(*database_, question).value();
  }
  /// As a process that died while it was sending.
  void leave_one_in_sending() {
    write([&](store::Writer& tx) -> Result<void> {
      Delivery delivery;
      delivery.key = "one";
      delivery.channel = channel("C1");
      delivery.created_at = delivery.due_at = delivery.next_try = delivery.changed_at = clock_.now();
      delivery.expires_at = clock_.now() + hours(2);
      if (auto added = tx.add_delivery(delivery); !added) return tl::unexpected(added.error());
      if (auto claimed = tx.claim_deliveries("local", clock_.now(), clock_.now() + seconds(60), 1); !claimed)
        return tl::unexpected(claimed.error());
      return {};
    });
    ASSERT_EQ(state_of_the_one(), Delivery::State::Sending);
  }
  Delivery::State state_of_the_one() {
    return read<std::optional<Delivery>>([](store::Reader& tx) { return tx.delivery_by_key("one"); }).value().state;
  }
  static ChannelKey channel(const char* id) { return {PlatformId("ticking"), WorkspaceId("T1"), ChannelId(id)}; }
  std::string url() const { return "sqlite:" + folder_ / "allybot.db"; }

  fakes::TemporaryFolder folder_;
  fakes::FakeClock clock_;
  fakes::SeededRandom random_;
  Ticks ticks_;
  std::vector<platforms::Platform> platforms_{
      {"ticking",
       {},
       {},
       [this](const platforms::Environment&) -> Result<std::unique_ptr<platforms::Adapter>> {
         return std::make_unique<Ticking>(ticks_);
       },
       nullptr,
       nullptr}};
  std::unique_ptr<store::Store> database_;  ///< the bot's own, as another process sees it
  std::unique_ptr<Bot> bot_;
};

TEST_F(Housekeeping, RunsTheTasksOfPlatforms) {
  start();
  EXPECT_EQ(ticks_.tasks, 0);
  bot_->keep_house();
  bot_->keep_house();
  clock_.advance(seconds(60));
  keep_house_to_the_end();
  EXPECT_EQ(ticks_.tasks, 2);
}

TEST_F(Housekeeping, WritesDownWhatMembersHaveSeen) {
  start();
  EXPECT_EQ(answer(bot_->port(), fakes::RawClient::post("/ticking", "tip", "text/plain")), "answered");
  const auto seen = [this] {
    return read<std::vector<store::SeenItem>>([](store::Reader& tx) {
             return tx.seen(store::reader_of(MemberKey{PlatformId("ticking"), WorkspaceId("T1"), MemberId("U1")}));
           })
        .size();
  };
  EXPECT_EQ(seen(), 0U);
  bot_->keep_house();
  EXPECT_EQ(seen(), 1U);
}

TEST_F(Housekeeping, ComputesDatesByTheRulesInUse) {
  start();
  const auto computed_by = [this] {
    return read<std::optional<std::string>>([](store::Reader& tx) { return tx.meta("dates_computed_by"); });
  };
  EXPECT_EQ(computed_by(), std::nullopt);
  bot_->keep_house();
  EXPECT_NE(computed_by(), std::nullopt);
}

TEST_F(Housekeeping, AsksAPlatformThatIsAwayOnceAMinuteAndOneThatSaidYesNoMore) {
  ticks_.connection = {platforms::Connection::Kind::Unreachable, "no route"};
  start();
  EXPECT_EQ(ticks_.connects, 1);
  bot_->keep_house();
  EXPECT_EQ(ticks_.connects, 2);
  clock_.advance(seconds(59));
  bot_->keep_house();
  EXPECT_EQ(ticks_.connects, 2);
  clock_.advance(seconds(1));
  ticks_.connection = {};
  bot_->keep_house();
  EXPECT_EQ(ticks_.connects, 3);
  clock_.advance(minutes(1));
  bot_->keep_house();
  EXPECT_EQ(ticks_.connects, 3);
}

TEST_F(Housekeeping, FollowsMembersToAnotherZone) {
  Plan plan;
  plan.channel = channel("@U1");
  plan.rrule = "FREQ=DAILY";
  plan.start = "2023-11-01T10:00";
  plan.zone = "Europe/Berlin";
  plan.zone_told_at = clock_.now() - hours(24);
  write([&](store::Writer& tx) -> Result<void> {
    auto added = tx.add_plan(plan);
    if (!added) return tl::unexpected(added.error());
    return {};
  });
  start();
  keep_house_to_the_end();
  EXPECT_EQ(read<std::vector<Plan>>([](store::Reader& tx) { return tx.all_plans(); }).at(0).zone, "America/New_York");
}

TEST_F(Housekeeping, SettlesWhatASenderLeftBehindEveryMinute) {
  start();
  bot_->keep_house();
  leave_one_in_sending();
  clock_.advance(seconds(59));
  bot_->keep_house();
  EXPECT_EQ(state_of_the_one(), Delivery::State::Sending);
  clock_.advance(seconds(1));
  bot_->keep_house();
  EXPECT_EQ(state_of_the_one(), Delivery::State::Unknown) << "this platform neither dedupes nor looks up";
}

TEST_F(Housekeeping, ShowsHowMuchContentThereIs) {
  start();
  const auto metrics = [this] { return answer(bot_->ops_port(), fakes::RawClient::get("/metrics")); };
  EXPECT_EQ(metrics().find("allybot_content_live"), std::string::npos);
  bot_->keep_house();
  EXPECT_NE(metrics().find("allybot_content_live 10\n"), std::string::npos) << metrics();
  EXPECT_NE(metrics().find("allybot_content_quarantined 0\n"), std::string::npos) << metrics();
}

TEST_F(Housekeeping, DeletesWhatHadItsTimeOnceAnHour) {
  const auto add_an_old_line = [this] {
    write([&](store::Writer& tx) {
      store::AuditEntry entry;
      entry.at = clock_.now() - hours(24 * 400);
      entry.workspace = "ticking/T1";
      entry.what = "plan.add";
      return tx.add_audit(entry);
    });
  };
  const auto lines = [this] {
    return read<std::vector<store::AuditEntry>>([](store::Reader& tx) { return tx.audit("ticking/T1", 10); }).size();
  };
  add_an_old_line();
  start();
  EXPECT_EQ(lines(), 1U);
  bot_->keep_house();
  EXPECT_EQ(lines(), 0U);
  add_an_old_line();
  clock_.advance(minutes(59));
  bot_->keep_house();
  EXPECT_EQ(lines(), 1U);
  clock_.advance(minutes(1));
  bot_->keep_house();
  EXPECT_EQ(lines(), 0U);
}

TEST_F(Housekeeping, IsKeptByAThreadOfItsOwnAndWhatACrashLeftIsSettledBeforeAnyStarts) {
  std::promise<void> ran;
  ticks_.on_task = [&] { ran.set_value(); };  // the clock stands still: once
  leave_one_in_sending();
  start(false);
  EXPECT_NE(state_of_the_one(), Delivery::State::Sending);
  EXPECT_EQ(ran.get_future().wait_for(seconds(20)), std::future_status::ready);
  bot_->stop();
}

}  // namespace
}  // namespace allybot::app
