#include "bot/schedule/outbox.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "bot/schedule/retry.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/faulty_store.h"
#include "tests/unit/schedule/harness.h"
#include "tests/unit/schedule/plans.h"

namespace allybot::schedule {
namespace {

using Kind = SendOutcome::Kind;
using State = store::Delivery::State;

TEST(Outbox, SendsWhatIsDueAndKeepsThePlatformsId) {
  Bench bench;
  const auto id = bench.add("a");
  auto outbox = bench.outbox();
  EXPECT_EQ(outbox->step().value(), Step::Worked);
  EXPECT_EQ(bench.state(id), "sent");
  EXPECT_EQ(bench.delivery(id).remote, "message-a");
  EXPECT_EQ(outbox->step().value(), Step::Idle);
  EXPECT_EQ(bench.sends, 1);
}

TEST(Outbox, RecordsSendingBeforeAnyByteLeaves) {
  Bench bench;
  const auto id = bench.add("a");
  std::string seen;
  bench.send = [&](const store::Delivery&) {
    seen = bench.state(id);
    return outcome(Kind::Sent);
  };
  ASSERT_TRUE(bench.outbox()->step().has_value());
  EXPECT_EQ(seen, "sending");
}

TEST(Outbox, SendsOneMessageOfAChannelAtATime) {
  Bench bench;
  bench.add("a", "C1");
  bench.add("b", "C1");
  bench.add("c", "C2");
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.sends, 2);
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.sends, 3);
}

TEST(Outbox, BacksOffAfterWhatWasNotSent) {
  Bench bench;
  const auto id = bench.add("a");
  bench.send = [](const store::Delivery&) { return outcome(Kind::NotSent, "refused_connection"); };
  OutboxOptions options;
  options.failures_to_leave_alone = 1000;
  auto outbox = bench.outbox("one", options);
  milliseconds longest{0};
  for (int i = 1; i < 12; ++i) {
    ASSERT_EQ(outbox->step().value(), Step::Worked) << i;
    ASSERT_EQ(bench.state(id), "retry refused_connection") << i;
    const auto pause = bench.delivery(id).next_try - bench.clock.now();
    EXPECT_GE(pause, milliseconds(500)) << i;
    EXPECT_LE(pause, std::min<milliseconds>(milliseconds(300000), milliseconds(2000) * (1 << (i - 1)))) << i;
    longest = std::max<milliseconds>(longest, pause);
    EXPECT_EQ(outbox->step().value(), Step::Idle) << "too early";
    bench.clock.advance(pause);
  }
  EXPECT_GT(longest, milliseconds(60000));
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.state(id), "dead gave_up:refused_connection");
  EXPECT_EQ(bench.troubles, (std::vector<std::string>{"a dead"}));
}

TEST(Outbox, WaitsAsLongAsThePlatformSaysAndDoesNotCountIt) {
  Bench bench;
  const auto id = bench.add("a");
  bench.send = [](const store::Delivery&) { return outcome(Kind::Wait, "ratelimited", seconds(7)); };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.delivery(id).attempts, 0);
  EXPECT_EQ(bench.state(id), "retry ratelimited");
  bench.clock.advance(milliseconds(6999));
  EXPECT_EQ(outbox->step().value(), Step::Idle);
  bench.clock.advance(milliseconds(1));
  EXPECT_EQ(outbox->step().value(), Step::Worked);
}

TEST(Outbox, DoesNotCountADeadToken) {
  Bench bench;
  const auto id = bench.add("a");
  bench.send = [](const store::Delivery&) { return outcome(Kind::TokenDead, "invalid_auth"); };
  ASSERT_TRUE(bench.outbox()->step().has_value());
  EXPECT_EQ(bench.state(id), "retry invalid_auth");
  EXPECT_EQ(bench.delivery(id).attempts, 0);
}

TEST(Outbox, LeavesAPlatformAloneThatIsOffUntilTheGraceIsOver) {
  Bench bench;
  const auto id = bench.add("a");
  bench.platform.on = false;
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.sends, 0);
  EXPECT_EQ(bench.delivery(id).attempts, 0);
  bench.clock.advance(std::chrono::hours(2) + seconds(1));
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.state(id), "skipped late");
  EXPECT_EQ(bench.sends, 0);
}

TEST(Outbox, NeverPostsWhatHasExpired) {
  Bench bench;
  const auto id = bench.add("a");
  bench.clock.advance(std::chrono::hours(2));
  const auto edge = bench.add("edge");
  ASSERT_EQ(bench.delivery(id).expires_at, bench.clock.now());
  bench.clock.advance(milliseconds(1));
  ASSERT_TRUE(bench.outbox()->step().has_value());
  EXPECT_EQ(bench.state(id), "skipped late");
  EXPECT_EQ(bench.state(edge), "sent");
}

TEST(Outbox, EndsADeliveryThatThePlatformWillNeverTake) {
  const std::pair<Kind, bool> rows[] = {{Kind::Gone, true}, {Kind::NeedsCare, true}, {Kind::Refused, false}};
  for (const auto& [kind, breaks] : rows) {
    Bench bench;
    auto plan = plan_of("FREQ=DAILY", "2026-11-01T10:00", "UTC");
    plan.next_at = bench.clock.now();
    ASSERT_TRUE(bench.store->write([&](store::Writer& tx) -> Result<void> {
      if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
      return {};
    }));
    const auto id = bench.add("a", "C1", plan.id);
    bench.send = [kind = kind](const store::Delivery&) { return outcome(kind, "is_archived"); };
    ASSERT_TRUE(bench.outbox()->step().has_value());
    EXPECT_EQ(bench.state(id), "dead is_archived");
    EXPECT_EQ(bench.troubles.size(), 1U);
    const auto after =
        store::read<std::optional<store::Plan>>(
            *bench.store, [&](store::Reader& tx) { return tx.plan(plan.channel.platform, plan.channel.workspace, plan.id); })
            .value()
            .value();
    EXPECT_EQ(after.state == store::Plan::State::Broken, breaks);
    EXPECT_EQ(after.trouble, breaks ? "is_archived" : "");
    EXPECT_EQ(after.next_at.has_value(), !breaks);
  }
}

TEST(Outbox, StopsEveryPlanOfALostPlaceAndTellsOfItOnce) {
  Bench bench;
  std::vector<PlanId> ids;
  const auto add = [&](const std::string& channel, store::Plan::State state) {
    auto plan = plan_of("FREQ=DAILY", "2026-11-01T10:00", "UTC");
    plan.id = PlanId("p" + std::to_string(ids.size() + 1));
    plan.channel.channel = ChannelId(channel);
    plan.state = state;
    plan.next_at = bench.clock.now();
    ASSERT_TRUE(bench.store->write([&](store::Writer& tx) -> Result<void> {
      if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
      return {};
    }));
    ids.push_back(plan.id);
  };
  add("C1", store::Plan::State::Active);
  add("C1", store::Plan::State::Active);
  add("C1", store::Plan::State::Paused);
  add("C2", store::Plan::State::Active);
  for (const char* name : {"a", "b", "c"}) bench.add(name, "C1", ids[0]);
  bench.send = [](const store::Delivery&) { return outcome(Kind::Gone, "is_archived"); };
  auto outbox = bench.outbox();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(outbox->step().value(), Step::Worked);
  EXPECT_EQ(bench.count(store::Delivery::State::Dead), 3);
  EXPECT_EQ(bench.troubles, (std::vector<std::string>{"a dead p1 p2"}));
  std::string states;
  const auto plans =
      store::read<std::vector<store::Plan>>(*bench.store, [](store::Reader& tx) { return tx.all_plans(); }).value();
  for (const auto& plan : plans) states += plan.id.str() + '=' + store::name_of(plan.state) + ' ';
  EXPECT_EQ(states, "p1=broken p2=broken p3=paused p4=active ");
  const auto audit = store::read<std::vector<store::AuditEntry>>(*bench.store, [](store::Reader& tx) {
                       return tx.audit("slack/T1", 10);
                     }).value();
  std::map<std::string, int> noted;
  for (const auto& entry : audit) {
    EXPECT_EQ(entry.at, bench.clock.now());
    EXPECT_EQ(entry.channel, "slack/T1/C1");
    ++noted[entry.what + ' ' + entry.object + ' ' + entry.who + ' ' + entry.detail];
  }
  EXPECT_EQ(noted, (std::map<std::string, int>{{"delivery.dead 1 system is_archived", 1},
                                               {"delivery.dead 2 system is_archived", 1},
                                               {"delivery.dead 3 system is_archived", 1},
                                               {"plan.broken p1 system is_archived", 1},
                                               {"plan.broken p2 system is_archived", 1}}));
}

TEST(Outbox, TellsInTheTransactionThatStoresTheState) {
  Bench bench;
  const auto id = bench.add("a");
  bench.send = [](const store::Delivery&) { return outcome(Kind::Refused, "no_text"); };
  fakes::FaultyStore store(*bench.store);
  auto courier = bench.courier();
  int told = 0;
  courier.trouble = [&](const InTrouble&, store::Writer& tx) {
    store::Delivery word;
    word.key = "word";
    word.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId("@U1")};
    EXPECT_TRUE(tx.add_delivery(word).has_value());
    store.refuse_commits = told++ == 0;
  };
  Outbox outbox(store, bench.clock, bench.random, bench.metrics, courier, "one");
  ASSERT_TRUE(outbox.step().has_value());
  EXPECT_EQ(bench.state(id), "sending") << "neither the state nor the word";
  EXPECT_EQ(bench.count(store::Delivery::State::Pending), 0);
  store.refuse_commits = false;
  static_cast<void>(outbox.step());
  EXPECT_EQ(bench.state(id), "dead no_text");
  EXPECT_EQ(told, 2);
}

TEST(Outbox, CallsUnknownWhatItNeverHeardOf) {
  Bench bench;
  const auto id = bench.add("a");
  bench.send = [&](const store::Delivery& delivery) {
    bench.platform.post(delivery);
    return outcome(Kind::Unknown, "timeout");
  };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.state(id), "unknown no_answer");
  EXPECT_EQ(bench.troubles, (std::vector<std::string>{"a unknown"}));
  bench.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(outbox->step().value(), Step::Idle);
  EXPECT_EQ(bench.sends, 1);
}

TEST(Outbox, RepeatsUnderTheSameKeyWhereThePlatformDedupes) {
  Bench bench;
  bench.platform.dedupes_for = std::chrono::minutes(5);
  const auto id = bench.add("a");
  const std::string key = bench.delivery(id).idempotency;
  bench.send = [&](const store::Delivery& delivery) {
    EXPECT_EQ(delivery.idempotency, key);
    const std::string remote = bench.platform.post(delivery);
    return bench.sends == 1 ? outcome(Kind::Unknown) : SendOutcome{Kind::Sent, remote, {}, milliseconds(0)};
  };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.delivery(id).state, State::Retry);
  bench.clock.advance(seconds(1));
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.state(id), "sent");
  EXPECT_EQ(bench.platform.most_posts(), 1);
}

TEST(Outbox, DoesNotRepeatUnderAKeyThatThePlatformHasForgotten) {
  Bench bench;
  bench.platform.dedupes_for = std::chrono::minutes(5);
  const auto id = bench.add("a");
  bench.send = [&](const store::Delivery& delivery) {
    bench.platform.post(delivery);
    return outcome(Kind::Unknown);
  };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  bench.platform.on = false;  // it waits, and the window closes
  bench.clock.advance(std::chrono::minutes(10));
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.state(id), "unknown no_answer");
  EXPECT_EQ(bench.sends, 1);
}

TEST(Outbox, DoesNotTrustAClockThatWasSetBack) {
  Bench bench;
  bench.platform.dedupes_for = std::chrono::minutes(5);
  const auto id = bench.add("a");
  bench.claim_and_die();
  bench.clock.advance(-std::chrono::hours(1));
  ASSERT_TRUE(bench.outbox()->recover().has_value());
  EXPECT_EQ(bench.state(id), "unknown no_answer");
}

TEST(Outbox, KeepsTheDoubtOverLaterRefusals) {
  Bench bench;
  bench.platform.dedupes_for = std::chrono::minutes(5);
  const auto id = bench.add("a");
  bench.send = [&](const store::Delivery& delivery) {
    if (bench.sends > 1) return outcome(Kind::NotSent, "busy");
    bench.platform.post(delivery);
    return outcome(Kind::Unknown);
  };
  auto outbox = bench.outbox();
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(outbox->step().has_value());
    bench.clock.advance(seconds(30));
  }
  EXPECT_EQ(bench.state(id), "unknown no_answer") << "what was posted once may not end as not sent";
  EXPECT_LT(bench.sends, 14);
}

TEST(Outbox, HonoursAWaitWhileInDoubt) {
  Bench bench;
  bench.platform.dedupes_for = std::chrono::minutes(5);
  const auto id = bench.add("a");
  bench.send = [&](const store::Delivery&) {
    return bench.sends == 1 ? outcome(Kind::Unknown) : outcome(Kind::Wait, "ratelimited", seconds(50));
  };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  bench.clock.advance(seconds(1));
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_GE(bench.delivery(id).next_try - bench.clock.now(), seconds(50));
}

TEST(Outbox, LooksUpWhatItNeverHeardOf) {
  Bench bench;
  bench.platform.looks_up = true;
  const auto there = bench.add("there");
  bench.send = [&](const store::Delivery& delivery) {
    bench.platform.post(delivery);
    return outcome(Kind::Unknown);
  };
  ASSERT_TRUE(bench.outbox()->step().has_value());
  EXPECT_EQ(bench.state(there), "sent found");
  EXPECT_EQ(bench.delivery(there).remote, "message-there");
}

TEST(Outbox, TrustsThatSomethingIsAbsentOnlyAfterAWhile) {
  Bench bench;
  bench.platform.looks_up = true;
  const auto id = bench.add("slow");
  bench.send = [&](const store::Delivery&) { return outcome(Kind::Unknown); };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.delivery(id).state, State::Retry);
  bench.clock.advance(milliseconds(9999));
  EXPECT_EQ(outbox->step().value(), Step::Idle);
  bench.platform.post(bench.delivery(id));  // it was only slow
  bench.clock.advance(milliseconds(1));
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.state(id), "sent found");
  EXPECT_EQ(bench.sends, 1);
}

TEST(Outbox, SendsAgainWhatIsProvenAbsent) {
  Bench bench;
  bench.platform.looks_up = true;
  const auto id = bench.add("a");
  bench.send = [&](const store::Delivery& delivery) {
    if (bench.sends == 1) return outcome(Kind::Unknown);
    return SendOutcome{Kind::Sent, bench.platform.post(delivery), {}, milliseconds(0)};
  };
  auto outbox = bench.outbox();
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(outbox->step().has_value());
    bench.clock.advance(seconds(12));
  }
  EXPECT_EQ(bench.state(id), "sent");
  EXPECT_EQ(bench.platform.most_posts(), 1);
}

TEST(Outbox, TakesACourierThatThrowsForUnheard) {
  Bench bench;
  fakes::CapturingLog log;
  const auto id = bench.add("a");
  bench.send = [](const store::Delivery&) -> SendOutcome { throw std::runtime_error("secret text"); };
  ASSERT_TRUE(bench.outbox()->step().has_value());
  EXPECT_EQ(bench.state(id), "unknown no_answer");
  EXPECT_TRUE(log.has("send_threw"));
  EXPECT_EQ(log.all_text().find("secret text"), std::string::npos);
}

TEST(OutboxRecovery, SettlesWhatACrashLeftInSending) {
  struct Row {
    bool looks_up, posted;
    milliseconds dedupes_for, away;
    const char* state;
    int posts;
  };
  const Row rows[] = {
      {false, true, milliseconds(0), seconds(5), "unknown no_answer", 1},
      {false, false, milliseconds(0), seconds(5), "unknown no_answer", 0},
      {false, true, std::chrono::minutes(5), seconds(5), "sent", 1},
      {false, false, std::chrono::minutes(5), seconds(5), "sent", 1},
      {false, true, std::chrono::minutes(5), std::chrono::minutes(6), "unknown no_answer", 1},
      {true, true, milliseconds(0), seconds(5), "sent found", 1},
      {true, false, milliseconds(0), seconds(5), "sent", 1},
      {true, true, milliseconds(0), std::chrono::hours(3), "sent found", 1},
      {true, false, milliseconds(0), std::chrono::hours(3), "skipped late", 0},
      {false, false, milliseconds(0), std::chrono::hours(3), "unknown no_answer", 0},
      {false, true, std::chrono::hours(5), std::chrono::hours(3), "unknown no_answer", 1},
  };
  int number = 0;
  for (const Row& row : rows) {
    Bench bench;
    bench.platform.looks_up = row.looks_up;
    bench.platform.dedupes_for = row.dedupes_for;
    const auto id = bench.add("a");
    bench.claim_and_die();
    if (row.posted) bench.platform.post(bench.delivery(id));
    bench.clock.advance(row.away);
    auto outbox = bench.outbox();
    EXPECT_EQ(outbox->recover().value(), 1U) << number;
    for (int i = 0; i < 6; ++i) {
      ASSERT_TRUE(outbox->step().has_value());
      bench.clock.advance(seconds(12));
    }
    EXPECT_EQ(bench.state(id), row.state) << number;
    EXPECT_EQ(bench.platform.posts["a"], row.posts) << number;
    EXPECT_EQ(outbox->recover().value(), 0U) << number;
    ++number;
  }
}

TEST(OutboxRecovery, LeavesAloneWhatAnotherOwnerHasOnLease) {
  Bench bench;
  const auto id = bench.add("a");
  bench.claim_and_die("two");
  auto outbox = bench.outbox("one");
  EXPECT_EQ(outbox->recover().value(), 0U);
  EXPECT_EQ(bench.state(id), "sending");
  bench.clock.advance(seconds(60));
  EXPECT_EQ(outbox->recover().value(), 1U);
  EXPECT_EQ(bench.state(id), "unknown no_answer");
}

TEST(OutboxRecovery, LeavesAloneWhatItIsSendingItself) {
  Bench bench;
  const auto id = bench.add("a");
  auto outbox = bench.outbox();
  std::size_t recovered = 99;
  bench.send = [&](const store::Delivery&) {
    bench.clock.advance(std::chrono::minutes(5));
    recovered = outbox->recover().value();
    return outcome(Kind::Sent);
  };
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(recovered, 0U);
  EXPECT_EQ(bench.state(id), "sent");
}

TEST(OutboxRecovery, LetsTheFactThatItWasSentWinOverALostLease) {
  Bench bench;
  const auto id = bench.add("a");
  auto one = bench.outbox("one");
  auto two = bench.outbox("two");
  bench.send = [&](const store::Delivery& delivery) {
    bench.platform.post(delivery);
    bench.clock.advance(std::chrono::minutes(5));  // it hangs, and the other takes it for abandoned
    EXPECT_EQ(two->recover().value(), 1U);
    EXPECT_EQ(bench.state(id), "unknown no_answer");
    return outcome(Kind::Sent);
  };
  ASSERT_TRUE(one->step().has_value());
  EXPECT_EQ(bench.state(id), "sent");
}

TEST(OutboxRecovery, LetsNothingButThatFactWin) {
  Bench bench;
  const auto id = bench.add("a");
  auto one = bench.outbox("one");
  auto two = bench.outbox("two");
  bench.send = [&](const store::Delivery&) {
    bench.clock.advance(std::chrono::minutes(5));
    EXPECT_EQ(two->recover().value(), 1U);
    return outcome(Kind::NotSent, "busy");
  };
  ASSERT_TRUE(one->step().has_value());
  EXPECT_EQ(bench.state(id), "unknown no_answer");
}

TEST(Outbox, DoesNotBeginASendLateInItsLease) {
  Bench bench;
  bench.add("a", "C1");
  const auto second = bench.add("b", "C2");
  bench.send = [&](const store::Delivery&) {
    bench.clock.advance(seconds(31));  // the first one hangs for more than half of the lease
    return outcome(Kind::Sent);
  };
  auto outbox = bench.outbox();
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.sends, 1);
  EXPECT_EQ(bench.delivery(second).state, State::Retry);
  EXPECT_EQ(bench.delivery(second).attempts, 0);
  ASSERT_TRUE(outbox->step().has_value());
  EXPECT_EQ(bench.delivery(second).state, State::Sent);
}

TEST(Outbox, NeverSendsAgainWhatItCouldNotRecord) {
  Bench bench;
  fakes::CapturingLog log;
  fakes::FaultyStore store(*bench.store);
  const auto id = bench.add("a");
  Outbox outbox(store, bench.clock, bench.random, bench.metrics, bench.courier(), "one");
  bench.send = [&](const store::Delivery& delivery) {
    store.refuse_writes = true;
    return SendOutcome{Kind::Sent, bench.platform.post(delivery), {}, milliseconds(0)};
  };
  ASSERT_TRUE(outbox.step().has_value());
  EXPECT_EQ(bench.state(id), "sending");
  EXPECT_TRUE(log.has("outcome_not_stored"));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(outbox.step().has_value());
  store.refuse_writes = false;
  EXPECT_EQ(outbox.recover().value(), 0U) << "its outcome is known";
  ASSERT_TRUE(outbox.step().has_value());
  EXPECT_EQ(bench.state(id), "sent");
  EXPECT_EQ(bench.sends, 1);
}

TEST(Outbox, LeavesAWorkspaceAloneThatFailsAgainAndAgain) {
  Bench bench;
  for (int i = 0; i < 10; ++i) bench.add("d" + std::to_string(i));
  bench.send = [](const store::Delivery&) { return outcome(Kind::NotSent, "busy"); };
  ASSERT_TRUE(bench.outbox()->step().has_value());
  EXPECT_EQ(bench.sends, 4);
  EXPECT_EQ(bench.count(State::Retry), 10);
}

TEST(Outbox, SendsOnManyThreadsAndFinishesWhatIsInFlight) {
  Bench bench;
  std::mutex mutex;
  std::condition_variable changed;
  int posted = 0;
  constexpr int kMany = 200;
  std::vector<std::int64_t> ids;
  for (int i = 0; i < kMany; ++i) ids.push_back(bench.add("d" + std::to_string(i), "C" + std::to_string(i % 20)));
  std::set<std::string> busy;
  bool two_at_once = false;
  Courier courier = bench.courier();
  courier.send = [&](const store::Delivery& delivery) {
    const std::string channel = delivery.channel.str();
    {
      const std::lock_guard lock(mutex);
      if (!busy.insert(channel).second) two_at_once = true;
    }
    std::this_thread::yield();
    const std::lock_guard lock(mutex);
    busy.erase(channel);
    ++posted;
    changed.notify_all();
    return outcome(Kind::Sent);
  };
  Outbox outbox(*bench.store, bench.clock, bench.random, bench.metrics, courier, "one");
  std::stop_source stop;
  std::thread runner([&] { outbox.run(stop.get_token(), 4); });
  {
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return posted == kMany; }));
  }
  stop.request_stop();
  runner.join();
  EXPECT_FALSE(two_at_once);
  EXPECT_EQ(bench.count(State::Sent), kMany);
}

TEST(Outbox, GivesBackUntouchedWhatItNeverBegan) {
  Bench bench;
  std::mutex mutex;
  std::condition_variable changed;
  bool begun = false, go_on = false;
  for (int i = 0; i < 6; ++i) bench.add("d" + std::to_string(i));
  Courier courier = bench.courier();
  courier.send = [&](const store::Delivery&) {
    std::unique_lock lock(mutex);
    begun = true;
    changed.notify_all();
    changed.wait_for(lock, std::chrono::seconds(60), [&] { return go_on; });
    return outcome(Kind::Sent);
  };
  Outbox outbox(*bench.store, bench.clock, bench.random, bench.metrics, courier, "one");
  std::stop_source stop;
  std::thread runner([&] { outbox.run(stop.get_token(), 1); });
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return begun; }));
    stop.request_stop();
    go_on = true;
    changed.notify_all();
  }
  runner.join();
  EXPECT_GE(bench.count(State::Sent), 1);
  EXPECT_EQ(bench.count(State::Sending), 0);
  EXPECT_EQ(bench.count(State::Sent) + bench.count(State::Retry) + bench.count(State::Pending), 6);
}

TEST(Retry, JittersOverAllOfADoublingPause) {
  fakes::SeededRandom random;
  const OutboxOptions options;
  for (int attempt = 1; attempt < 40; ++attempt) {
    const milliseconds full =
        std::min<milliseconds>(options.longest_retry, options.first_retry * (1LL << std::min(attempt - 1, 20)));
    std::set<std::int64_t> seen;
    for (int i = 0; i < 50; ++i) {
      const milliseconds pause = back_off(attempt, options, random);
      EXPECT_GE(pause, milliseconds(500));
      EXPECT_LE(pause, full);
      seen.insert(pause.count());
    }
    EXPECT_GT(seen.size(), 20U);
    EXPECT_LT(*seen.begin(), full.count() / 2);
  }
}

}  // namespace
}  // namespace allybot::schedule
