#include "tests/contract/store/store_contract.h"

namespace allybot::store {
namespace {

class StoreDeliveries : public StoreContract {
 protected:
  std::optional<std::int64_t> add(const Delivery& delivery) {
    return write([&](Writer& tx) { return tx.add_delivery(delivery); });
  }
  Delivery get(const std::string& key) {
    auto found = ask([&](Reader& tx) { return tx.delivery_by_key(key); });
    EXPECT_TRUE(found.has_value()) << key;
    return found.value_or(Delivery());
  }
  std::vector<Delivery> claim(std::size_t most = 100, const std::string& owner = "one", seconds lease = seconds(60)) {
    return write([&](Writer& tx) { return tx.claim_deliveries(owner, now(), now() + lease, most); });
  }
  Keys abandoned(const std::string& owner, std::size_t most = 100) {
    return keys_of(write([&](Writer& tx) { return tx.abandoned_deliveries(owner, now(), most); }));
  }
  void settle(const std::string& key, Delivery::State state, TimePoint next_try = {}) {
    Delivery delivery = get(key);
    delivery.state = state;
    delivery.next_try = next_try;
    delivery.changed_at = now();
    write([&](Writer& tx) { return tx.update_delivery(delivery); });
  }
  std::int64_t count(Delivery::State state) {
    return ask([&](Reader& tx) { return tx.count_deliveries(state); });
  }
};

TEST_P(StoreDeliveries, KeepsEveryField) {
  Delivery delivery = a_delivery("slack/T1/p1@2026-03-29T10:00", channel("C1"), now());
  delivery.state = Delivery::State::Skipped;
  delivery.attempts = 3;
  delivery.remote = "1700000000.000100";
  delivery.reason = "late";
  const auto id = add(delivery);
  ASSERT_TRUE(id.has_value());
  delivery.id = *id;
  EXPECT_EQ(text_of(get(delivery.key)), text_of(delivery));
  EXPECT_EQ(text_of(*ask([&](Reader& tx) { return tx.delivery(*id); })), text_of(delivery));
}

TEST_P(StoreDeliveries, KeepsAPayloadOfAnyBytes) {
  Delivery delivery = a_delivery("k", channel("C1"), now());
  delivery.payload = std::string("a\0b'\"\\\n\xF0\x9F\x8C\x8D", 11) + std::string(200'000, 'x');
  add(delivery);
  EXPECT_EQ(get("k").payload, delivery.payload);
}

TEST_P(StoreDeliveries, ClaimsAKeyOnce) {
  const auto first = add(a_delivery("k", channel("C1"), now()));
  Delivery again = a_delivery("k", channel("C2"), now());
  again.payload = "other";
  EXPECT_EQ(add(again), std::nullopt);
  EXPECT_EQ(get("k").id, *first);
  EXPECT_EQ(get("k").channel, channel("C1"));
  EXPECT_EQ(count(Delivery::State::Pending), 1);
}

TEST_P(StoreDeliveries, GivesIdsThatGrow) {
  std::int64_t last = 0;
  for (int i = 0; i < 5; ++i) {
    const auto id = add(a_delivery("k" + std::to_string(i), channel("C1"), now()));
    ASSERT_TRUE(id.has_value());
    EXPECT_GT(*id, last);
    last = *id;
  }
}

TEST_P(StoreDeliveries, KnowsWhatIsNotThere) {
  EXPECT_EQ(ask([](Reader& tx) { return tx.delivery(1); }), std::nullopt);
  EXPECT_EQ(ask([](Reader& tx) { return tx.delivery_by_key("k"); }), std::nullopt);
  EXPECT_EQ(refused([](Writer& tx) { return tx.update_delivery(Delivery()); }), Code::NotFound);
  EXPECT_TRUE(claim().empty());
  EXPECT_TRUE(abandoned("one").empty());
}

TEST_P(StoreDeliveries, MovesWhatIsDueToSending) {
  add(a_delivery("k", channel("C1"), now()));
  clock_.advance(seconds(1));
  const auto claimed = claim();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed[0].state, Delivery::State::Sending);
  EXPECT_EQ(claimed[0].attempts, 1);
  EXPECT_EQ(claimed[0].changed_at, now());
  EXPECT_EQ(text_of(claimed[0]), text_of(get("k")));
  EXPECT_EQ(count(Delivery::State::Sending), 1);
  EXPECT_TRUE(claim().empty()) << "claimed once";
}

TEST_P(StoreDeliveries, LeavesWhatIsNotDue) {
  add(a_delivery("k", channel("C1"), now() + milliseconds(1)));
  EXPECT_TRUE(claim().empty());
  clock_.advance(milliseconds(1));
  EXPECT_EQ(claim().size(), 1U);
}

TEST_P(StoreDeliveries, ClaimsOnlyWhatIsPendingOrToBeRetried) {
  int i = 0;
  for (const auto state : {Delivery::State::Pending, Delivery::State::Sending, Delivery::State::Sent, Delivery::State::Retry,
                           Delivery::State::Unknown, Delivery::State::Dead, Delivery::State::Skipped}) {
    Delivery delivery = a_delivery(name_of(state), channel("C" + std::to_string(++i)), now());
    delivery.state = state;
    add(delivery);
  }
  EXPECT_EQ(keys_of(claim()), (Keys{"pending", "retry"}));
}

TEST_P(StoreDeliveries, ClaimsTheEarliestFirst) {
  add(a_delivery("third", channel("C1"), now()));
  add(a_delivery("first", channel("C2"), now() - seconds(2)));
  add(a_delivery("second", channel("C3"), now() - seconds(2)));
  EXPECT_EQ(keys_of(claim(2)), (Keys{"first", "second"}));
  EXPECT_EQ(keys_of(claim(2)), (Keys{"third"}));
}

TEST_P(StoreDeliveries, ClaimsAtMostOneForAChannel) {
  add(a_delivery("later", channel("C1"), now() - seconds(1)));
  add(a_delivery("earlier", channel("C1"), now() - seconds(2)));
  add(a_delivery("other", channel("C2"), now() - seconds(1)));
  add(a_delivery("other-workspace", channel("C1", "T2"), now() - seconds(1)));
  EXPECT_EQ(keys_of(claim()), (Keys{"earlier", "other", "other-workspace"}));
}

TEST_P(StoreDeliveries, ClaimsNoneForAChannelThatHasOneInSending) {
  add(a_delivery("one", channel("C1"), now()));
  add(a_delivery("two", channel("C1"), now()));
  add(a_delivery("three", channel("C1"), now()));
  EXPECT_EQ(keys_of(claim()), Keys{"one"});
  EXPECT_TRUE(claim().empty());
  settle("one", Delivery::State::Sent);
  EXPECT_EQ(keys_of(claim()), Keys{"two"});
  settle("two", Delivery::State::Unknown);
  EXPECT_EQ(keys_of(claim()), Keys{"three"});
}

TEST_P(StoreDeliveries, FillsTheBatchPastChannelsThatAreBusy) {
  for (int i = 0; i < 20; ++i) add(a_delivery("busy" + std::to_string(i), channel("C1"), now() - seconds(10)));
  EXPECT_EQ(claim(1).size(), 1U);
  for (int i = 0; i < 3; ++i) add(a_delivery("free" + std::to_string(i), channel("F" + std::to_string(i)), now()));
  EXPECT_EQ(keys_of(claim(3)), (Keys{"free0", "free1", "free2"}));
}

TEST_P(StoreDeliveries, PassesOverWhatIsNotAdmitted) {
  add(a_delivery("held", channel("C1"), now() - seconds(3)));
  add(a_delivery("behind", channel("C1"), now() - seconds(2)));
  add(a_delivery("let-in", channel("C2"), now() - seconds(1)));
  std::string asked;
  const auto claimed = write([&](Writer& tx) {
    return tx.claim_deliveries("one", now(), now() + seconds(60), 10, [&](const Ready& ready) {
      asked += ready.channel.channel.str() + ' ';
      return ready.channel.channel.str() != "C1";
    });
  });
  EXPECT_EQ(keys_of(claimed), Keys{"let-in"});
  EXPECT_EQ(asked, "C1 C2 ") << "once for each channel";
  EXPECT_EQ(get("held").state, Delivery::State::Pending);
  EXPECT_EQ(get("held").attempts, 0);
  EXPECT_EQ(keys_of(claim()), Keys{"held"});
}

TEST_P(StoreDeliveries, TellsWhoIsToAdmitWhatItNeedsToKnow) {
  Delivery delivery = a_delivery("k", channel("C1"), now());
  delivery.reason = "why";
  delivery.expires_at = now() + seconds(5);
  add(delivery);
  write([&](Writer& tx) {
    return tx.claim_deliveries("one", now(), now() + seconds(60), 10, [&](const Ready& ready) {
      EXPECT_EQ(ready.channel, channel("C1"));
      EXPECT_EQ(ready.expires_at, now() + seconds(5));
      EXPECT_EQ(ready.reason, "why");
      return true;
    });
  });
}

TEST_P(StoreDeliveries, ListsAStateOfAllChannelsTheLastFirst) {
  for (int i = 0; i < 4; ++i)
    add(a_delivery("k" + std::to_string(i), channel("C" + std::to_string(i), i == 0 ? "T2" : "T1"), now()));
  settle("k2", Delivery::State::Dead);
  clock_.advance(seconds(1));
  settle("k0", Delivery::State::Dead);
  settle("k1", Delivery::State::Dead);
  const auto listed = [&](Delivery::State state, std::size_t most) {
    return keys_of(ask([&](Reader& tx) { return tx.deliveries_in(state, most); }));
  };
  EXPECT_EQ(listed(Delivery::State::Dead, 10), (Keys{"k1", "k0", "k2"}));
  EXPECT_EQ(listed(Delivery::State::Dead, 1), Keys{"k1"});
  EXPECT_EQ(listed(Delivery::State::Unknown, 10), Keys{});
}

TEST_P(StoreDeliveries, TriesAgainWhenItIsTime) {
  add(a_delivery("k", channel("C1"), now()));
  claim();
  settle("k", Delivery::State::Retry, now() + seconds(2));
  EXPECT_TRUE(claim().empty());
  clock_.advance(seconds(2));
  const auto claimed = claim();
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_EQ(claimed[0].attempts, 2);
}

TEST_P(StoreDeliveries, UpdatesTheOutcomeAndNothingElse) {
  add(a_delivery("k", channel("C1"), now()));
  claim();
  Delivery expected = get("k");
  Delivery changed = expected;
  changed.key = changed.payload = changed.address = changed.idempotency = "other";
  changed.channel = channel("C9");
  changed.attempts = expected.attempts = 0;
  changed.state = expected.state = Delivery::State::Dead;
  changed.reason = expected.reason = "is_archived";
  changed.remote = expected.remote = "17.1";
  changed.next_try = expected.next_try = now() + seconds(1);
  changed.changed_at = expected.changed_at = now() + seconds(2);
  write([&](Writer& tx) { return tx.update_delivery(changed); });
  EXPECT_EQ(text_of(get("k")), text_of(expected));
}

TEST_P(StoreDeliveries, FindsWhatAnOwnerLeftBehind) {
  add(a_delivery("mine", channel("C1"), now()));
  claim(100, "one");
  add(a_delivery("theirs", channel("C2"), now()));
  claim(100, "two");
  EXPECT_EQ(abandoned("one"), Keys{"mine"});
  EXPECT_EQ(abandoned("two"), Keys{"theirs"});
  EXPECT_TRUE(abandoned("three").empty());
  EXPECT_TRUE(abandoned("").empty()) << "an empty owner is nobody";
  EXPECT_EQ(get("mine").state, Delivery::State::Sending) << "the caller settles it";
}

TEST_P(StoreDeliveries, FindsLeasesThatHavePassed) {
  add(a_delivery("short", channel("C1"), now()));
  claim(1, "one", seconds(10));
  add(a_delivery("long", channel("C2"), now()));
  claim(1, "one", seconds(20));
  clock_.advance(seconds(10) - milliseconds(1));
  EXPECT_TRUE(abandoned("").empty());
  clock_.advance(milliseconds(1));
  EXPECT_EQ(abandoned(""), Keys{"short"});
  clock_.advance(seconds(10));
  EXPECT_EQ(abandoned("three"), (Keys{"short", "long"}));
  EXPECT_EQ(abandoned("three", 1), Keys{"short"});
}

TEST_P(StoreDeliveries, EndsTheLeaseWithTheState) {
  add(a_delivery("k", channel("C1"), now()));
  claim(1, "one", seconds(10));
  settle("k", Delivery::State::Retry, now());
  EXPECT_TRUE(abandoned("one").empty());
  claim(1, "two", seconds(60));
  clock_.advance(seconds(10));
  EXPECT_TRUE(abandoned("one").empty()) << "the old lease does not count any more";
  EXPECT_EQ(abandoned("two"), Keys{"k"});
}

TEST_P(StoreDeliveries, ListsAChannelsNewestFirst) {
  for (const char* key : {"a", "b", "c", "d"}) add(a_delivery(key, channel("C1"), now()));
  add(a_delivery("elsewhere", channel("C2"), now()));
  settle("b", Delivery::State::Unknown);
  settle("a", Delivery::State::Unknown);
  const auto of = [&](Delivery::State state, std::size_t most) {
    return keys_of(ask([&](Reader& tx) { return tx.deliveries_of(channel("C1"), state, most); }));
  };
  EXPECT_EQ(of(Delivery::State::Pending, 10), (Keys{"d", "c"}));
  EXPECT_EQ(of(Delivery::State::Unknown, 10), (Keys{"b", "a"}));
  EXPECT_EQ(of(Delivery::State::Unknown, 1), Keys{"b"});
  EXPECT_EQ(of(Delivery::State::Sent, 10), Keys{});
}

TEST_P(StoreDeliveries, CountsEachState) {
  for (const char* key : {"a", "b", "c"}) add(a_delivery(key, channel(key), now()));
  claim(2);
  settle("a", Delivery::State::Sent);
  EXPECT_EQ(count(Delivery::State::Pending), 1);
  EXPECT_EQ(count(Delivery::State::Sending), 1);
  EXPECT_EQ(count(Delivery::State::Sent), 1);
  EXPECT_EQ(count(Delivery::State::Dead), 0);
}

TEST_P(StoreDeliveries, TellsTheNextTry) {
  const auto next = [this] { return ask([](Reader& tx) { return tx.next_try(); }); };
  EXPECT_EQ(next(), std::nullopt);
  add(a_delivery("a", channel("C1"), now() + seconds(5)));
  add(a_delivery("b", channel("C2"), now() - seconds(5)));
  EXPECT_EQ(next(), now() - seconds(5));
  claim();
  EXPECT_EQ(next(), now() + seconds(5));
  settle("b", Delivery::State::Retry, now() + seconds(2));
  EXPECT_EQ(next(), now() + seconds(2));
  settle("b", Delivery::State::Dead);
  settle("a", Delivery::State::Skipped);
  EXPECT_EQ(next(), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(All, StoreDeliveries, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
