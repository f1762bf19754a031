#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

#include "bot/core/mutex.h"
#include "tests/contract/store/store_contract.h"

namespace allybot::store {
namespace {

class StoreTransactions : public StoreContract {
 protected:
  /// Changes a row of every table.
  void change_everything(Writer& tx) {
    const MemberKey who = member("U1");
    EXPECT_TRUE(tx.claim_request("r2", who, now()).has_value());
    EXPECT_TRUE(tx.store_answer("r1", "changed").has_value());
    EXPECT_TRUE(tx.add_plan(a_plan(channel("C1"), now())).has_value());
    Plan plan = **tx.plan(PlatformId("slack"), WorkspaceId("T1"), PlanId("p1"));
    plan.channel = channel("C9");
    plan.next_at = now() + seconds(999);
    EXPECT_TRUE(tx.update_plan(plan).has_value());
    EXPECT_TRUE(tx.add_delivery(a_delivery("k2", channel("C2"), now())).has_value());
    EXPECT_EQ(tx.claim_deliveries("one", now(), now() + seconds(60), 10)->size(), 2U);
    EXPECT_TRUE(tx.remove_lead(channel("C1"), MemberId("U1")).has_value());
    EXPECT_TRUE(tx.add_lead(channel("C1"), MemberId("U2")).has_value());
    EXPECT_TRUE(tx.note_seen(reader_of(who), ItemId("tips/a"), now() + seconds(1)).has_value());
    EXPECT_TRUE(tx.note_seen(reader_of(who), ItemId("tips/b"), now()).has_value());
    EXPECT_TRUE(tx.set_feedback({who, ItemId("tips/a"), false, now()}).has_value());
    EXPECT_TRUE(tx.add_proposal(a_proposal(who, "two", now())).has_value());
    Proposal changed = a_proposal(who, "changed", now());
    changed.id = 1;
    EXPECT_TRUE(tx.update_proposal(changed).has_value());
    EXPECT_TRUE(tx.set_member_settings(who, {"fr", "", "", ""}).has_value());
    EXPECT_TRUE(tx.set_channel_settings(channel("C1"), {"fr", "", ""}).has_value());
    EXPECT_TRUE(tx.add_audit({0, now(), "slack/T1", "", "system", "two", "", ""}).has_value());
    EXPECT_TRUE(tx.set_handle("h1", "changed", now() + seconds(99)).has_value());
    EXPECT_TRUE(tx.set_meta("name", "changed").has_value());
    EXPECT_TRUE(tx.remove_plan(PlatformId("slack"), WorkspaceId("T1"), PlanId("p1")).has_value());
  }
  void fill() {
    write([this](Writer& tx) -> Result<void> {
      const MemberKey who = member("U1");
      EXPECT_TRUE(tx.claim_request("r1", who, now()).has_value());
      EXPECT_TRUE(tx.add_plan(a_plan(channel("C1"), now())).has_value());
      EXPECT_TRUE(tx.add_delivery(a_delivery("k1", channel("C1"), now())).has_value());
      EXPECT_TRUE(tx.add_lead(channel("C1"), MemberId("U1")).has_value());
      EXPECT_TRUE(tx.note_seen(reader_of(who), ItemId("tips/a"), now()).has_value());
      EXPECT_TRUE(tx.set_feedback({who, ItemId("tips/a"), true, now()}).has_value());
      EXPECT_TRUE(tx.add_proposal(a_proposal(who, "one", now())).has_value());
      EXPECT_TRUE(tx.set_member_settings(who, {"de", "", "", ""}).has_value());
      EXPECT_TRUE(tx.set_channel_settings(channel("C1"), {"de", "", ""}).has_value());
      EXPECT_TRUE(tx.add_audit({0, now(), "slack/T1", "", "system", "one", "", ""}).has_value());
      EXPECT_TRUE(tx.set_handle("h1", "one", now() + seconds(99)).has_value());
      return tx.set_meta("name", "one");
    });
  }
  /// All that can be asked, as one text.
  std::string everything() {
    return ask([this](Reader& tx) -> Result<std::string> {
      std::string text = text_of(*tx.all_plans()) + text_of(*tx.plans_of(channel("C1"))) + text_of(*tx.due_plans(now(), 9));
      for (const char* key : {"k1", "k2"})
        if (const auto delivery = *tx.delivery_by_key(key)) text += text_of(*delivery) + '\n';
      text +=
          text_of(*tx.facts_about(member("U1"))) + text_of(*tx.audit("slack/T1", 9)) + text_of(*tx.overdue_proposals(now(), 9));
      text += text_of(*tx.channel_settings(channel("C1"))) + text_of(*tx.seen(reader_of(member("U1"))));
      text += text_of(*tx.deliveries_of(channel("C1"), Delivery::State::Pending, 9));
      const auto leads = tx.leads_of(channel("C1"));
      for (const MemberId& lead : *leads) text += lead.str() + '\n';
      for (const auto& value : {*tx.handle("h1"), *tx.meta("name"), *tx.stored_answer("r1"), *tx.stored_answer("r2")})
        text += value.value_or("none") + '\n';
      return text + std::to_string(*tx.count_deliveries(Delivery::State::Pending));
    });
  }
};

TEST_P(StoreTransactions, LeaveNothingAfterAnError) {
  fill();
  const std::string before = everything();
  const auto done = store().write([this](Writer& tx) -> Result<void> {
    change_everything(tx);
    return fail(Code::Forbidden, "changed my mind");
  });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::Forbidden);
  EXPECT_EQ(everything(), before);
}

TEST_P(StoreTransactions, LeaveNothingAfterAnException) {
  fill();
  const std::string before = everything();
  EXPECT_THROW(
      {
        (void)store().write([this](Writer& tx) -> Result<void> {
          change_everything(tx);
          throw std::runtime_error("thrown by the work");
        });
      },
      std::runtime_error);
  EXPECT_EQ(everything(), before);
}

TEST_P(StoreTransactions, LeaveNothingOfForgettingAfterAnError) {
  fill();
  const std::string before = everything();
  const auto forget = [&](auto verb) {
    const auto done = store().write([&](Writer& tx) -> Result<void> {
      EXPECT_TRUE(verb(tx).has_value());
      return fail(Code::Forbidden, "changed my mind");
    });
    EXPECT_FALSE(done.has_value());
    EXPECT_EQ(everything(), before);
  };
  forget([](Writer& tx) { return tx.forget_member(member("U1")); });
  forget([](Writer& tx) { return tx.forget_workspace(PlatformId("slack"), WorkspaceId("T1")); });
  forget([this](Writer& tx) { return tx.sweep(now() + std::chrono::hours(24 * 999)); });
  forget([](Writer& tx) { return tx.erase_everything(); });
}

TEST_P(StoreTransactions, KeepAllOfOneThatSucceeds) {
  fill();
  const std::string before = everything();
  const auto done = store().write([this](Writer& tx) -> Result<void> {
    change_everything(tx);
    return {};
  });
  ASSERT_TRUE(done.has_value());
  EXPECT_NE(everything(), before);
  EXPECT_EQ(ask([](Reader& tx) { return tx.meta("name"); }), "changed");
}

TEST_P(StoreTransactions, GiveIdsOfARolledBackPlanAgain) {
  const auto done = store().write([](Writer& tx) -> Result<void> {
    EXPECT_EQ(tx.add_plan(a_plan(channel("C1")))->str(), "p1");
    return fail(Code::Forbidden, "changed my mind");
  });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(write([](Writer& tx) { return tx.add_plan(a_plan(channel("C1"))); }).str(), "p1");
}

TEST_P(StoreTransactions, GoOnAfterARefusalInside) {
  fill();
  write([](Writer& tx) -> Result<void> {
    Plan missing = a_plan(channel("C1"));
    missing.id = PlanId("p99");
    EXPECT_EQ(tx.update_plan(missing).error().code, Code::NotFound);
    missing.id = PlanId("p1");
    EXPECT_EQ(tx.add_plan(missing).error().code, Code::Conflict);
    return tx.set_meta("name", "two");
  });
  EXPECT_EQ(ask([](Reader& tx) { return tx.meta("name"); }), "two");
}

TEST_P(StoreTransactions, RefuseOneInsideAnother) {
  Store& one = store();
  const auto nested = [&one](auto&) -> Result<void> {
    EXPECT_EQ(one.write([](Writer&) -> Result<void> { return {}; }).error().code, Code::Internal);
    EXPECT_EQ(one.read([](Reader&) -> Result<void> { return {}; }).error().code, Code::Internal);
    return {};
  };
  EXPECT_TRUE(one.write([&](Writer& tx) { return nested(tx); }).has_value());
  EXPECT_TRUE(one.read([&](Reader& tx) { return nested(tx); }).has_value());
  auto other = open("memory:", clock_);
  ASSERT_TRUE(other.has_value());
  EXPECT_TRUE(one.write([&](Writer&) { return (*other)->read([](Reader&) -> Result<void> { return {}; }); }).has_value());
}

TEST_P(StoreTransactions, PassAnErrorOfAReadOn) {
  const auto done = store().read([](Reader&) -> Result<void> { return fail(Code::Forbidden, "no"); });
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::Forbidden);
  EXPECT_THROW((void)store().read([](Reader&) -> Result<void> { throw std::runtime_error("thrown by the work"); }),
               std::runtime_error);
  EXPECT_EQ(ask([](Reader& tx) { return tx.meta("name"); }), std::nullopt) << "and answers again";
}

class StoreThreads : public StoreContract {
 protected:
  static constexpr int kThreads = 8;
  /// Runs `work` on eight threads that begin together.
  static void together(const std::function<void(int)>& work) {
    std::atomic<int> waiting{kThreads};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        --waiting;
        while (waiting > 0) std::this_thread::yield();
        work(t);
      });
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_P(StoreThreads, ClaimEachOccurrenceAndEachRequestOnce) {
  constexpr int kKeys = 40;
  std::atomic<int> occurrences{0}, requests{0}, failures{0};
  Store& one = store();
  together([&](int) {
    for (int i = 0; i < kKeys; ++i) {
      const auto done = one.write([&](Writer& tx) -> Result<void> {
        const auto id = tx.add_delivery(a_delivery("p1@" + std::to_string(i), channel("C1"), now()));
        const auto fresh = tx.claim_request("r" + std::to_string(i), member("U1"), now());
        if (!id || !fresh) return fail(Code::Internal, "refused");
        occurrences += id->has_value() ? 1 : 0;
        requests += *fresh ? 1 : 0;
        return {};
      });
      if (!done) ++failures;
    }
  });
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(occurrences, kKeys);
  EXPECT_EQ(requests, kKeys);
  EXPECT_EQ(ask([](Reader& tx) { return tx.count_deliveries(Delivery::State::Pending); }), kKeys);
}

TEST_P(StoreThreads, ClaimEachDeliveryOnceAndOneForAChannelAtATime) {
  constexpr int kDeliveries = 120, kChannels = 12;
  write([this](Writer& tx) -> Result<void> {
    for (int i = 0; i < kDeliveries; ++i)
      EXPECT_TRUE(
          tx.add_delivery(a_delivery("k" + std::to_string(i), channel("C" + std::to_string(i % kChannels)), now())).has_value());
    return {};
  });
  Store& one = store();
  Mutex mutex;
  std::multiset<std::int64_t> claimed;
  std::set<ChannelKey> sending;
  std::atomic<int> overlaps{0}, failures{0};
  together([&](int t) {
    const std::string owner = "owner" + std::to_string(t);
    for (int idle = 0; idle < 50;) {
      const auto batch = allybot::store::write<std::vector<Delivery>>(
          one, [&](Writer& tx) { return tx.claim_deliveries(owner, now(), now() + seconds(60), 5); });
      if (!batch) ++failures;
      if (!batch || batch->empty()) {
        ++idle;
        continue;
      }
      idle = 0;
      for (Delivery delivery : *batch) {
        {
          const Lock lock(mutex);
          claimed.insert(delivery.id);
          if (!sending.insert(delivery.channel).second) ++overlaps;
        }
        delivery.state = Delivery::State::Sent;
        {
          const Lock lock(mutex);
          sending.erase(delivery.channel);
        }
        if (!one.write([&](Writer& tx) { return tx.update_delivery(delivery); })) ++failures;
      }
    }
  });
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(overlaps, 0);
  EXPECT_EQ(claimed.size(), static_cast<std::size_t>(kDeliveries));
  EXPECT_EQ(std::set<std::int64_t>(claimed.begin(), claimed.end()).size(), static_cast<std::size_t>(kDeliveries));
  EXPECT_EQ(ask([](Reader& tx) { return tx.count_deliveries(Delivery::State::Sent); }), kDeliveries);
}

TEST_P(StoreThreads, ReadOnlyWholeTransactions) {
  write([](Writer& tx) -> Result<void> { return tx.set_meta("a", "0").and_then([&] { return tx.set_meta("b", "0"); }); });
  Store& one = store();
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0}, failures{0}, read_count{0};
  together([&](int t) {
    if (t == 0) {
      for (int i = 1; i <= 200; ++i) {
        const std::string value = std::to_string(i);
        if (!one.write([&](Writer& tx) { return tx.set_meta("a", value).and_then([&] { return tx.set_meta("b", value); }); }))
          ++failures;
      }
      stop = true;
      return;
    }
    do {
      const auto done = one.read([&](Reader& tx) -> Result<void> {
        const auto a = tx.meta("a"), b = tx.meta("b");
        if (!a || !b) return fail(Code::Unavailable, "not read");
        if (*a != *b) ++torn;
        return {};
      });
      if (!done) ++failures;
      ++read_count;
    } while (!stop);
  });
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(failures, 0);
  EXPECT_GE(read_count, kThreads - 1);
}

INSTANTIATE_TEST_SUITE_P(All, StoreTransactions, testing::ValuesIn(store_kinds()), name_of_kind);
INSTANTIATE_TEST_SUITE_P(All, StoreThreads, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
