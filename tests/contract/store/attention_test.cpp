#include "tests/contract/store/store_contract.h"

namespace allybot::store {
namespace {

class StoreAttention : public StoreContract {
 protected:
  Attention of(const ChannelKey& where) {
    return ask([&](Reader& tx) { return tx.attention(where); });
  }
  void set(const ChannelKey& where, const Attention& bears) {
    write([&](Writer& tx) { return tx.set_attention(where, bears); });
  }
  void add(const std::string& key, const ChannelKey& where, TimePoint due_at, Delivery::State state, const char* plan = "p1") {
    Delivery delivery = a_delivery(key, where, due_at);
    delivery.due_at = due_at;
    delivery.state = state;
    delivery.plan = PlanId(plan);
    write([&](Writer& tx) { return tx.add_delivery(delivery); });
  }
  std::vector<TimePoint> posts(const ChannelKey& where, TimePoint from, TimePoint to) {
    return ask([&](Reader& tx) { return tx.posts_between(where, from, to); });
  }
  void add_feed(const char* hash, const MemberKey& owner, const char* where) {
    write([&](Writer& tx) { return tx.add_feed({hash, owner, ChannelId(where), now()}); });
    clock_.advance(seconds(1));
  }
  static Keys hashes(const std::vector<Feed>& feeds) {
    Keys found;
    for (const Feed& one : feeds) found.push_back(one.token_hash);
    return found;
  }
};

TEST_P(StoreAttention, IsUntouchedWhereNothingWasSet) { EXPECT_EQ(of(channel("C1")), Attention{}); }

TEST_P(StoreAttention, KeepsEveryField) {
  Attention bears;
  bears.most_a_week = 3;
  bears.quiet_until = "2026-04-06";
  bears.quiet_since = now();
  bears.quiet_days = 0;
  bears.unanswered = 6;
  bears.asked_about = true;
  set(channel("C1"), bears);
  EXPECT_EQ(of(channel("C1")), bears);
  for (const ChannelKey& other : {channel("C2"), channel("C1", "T2"), channel("C1", "T1", "mattermost")})
    EXPECT_EQ(of(other), Attention{}) << other.str();
  set(channel("C1"), Attention{});
  EXPECT_EQ(of(channel("C1")), Attention{});
}

TEST_P(StoreAttention, FindsChannelsThatDoNotAnswerUntilTheirLeadsWereAsked) {
  Attention bears;
  bears.unanswered = 6;
  for (const char* id : {"C3", "C1"}) set(channel(id), bears);
  bears.unanswered = 5;
  set(channel("C2"), bears);
  const auto unanswered = [this](std::size_t most) { return ask([&](Reader& tx) { return tx.unanswered_channels(6, most); }); };
  EXPECT_EQ(unanswered(10), (std::vector{channel("C1"), channel("C3")}));
  EXPECT_EQ(unanswered(1), std::vector{channel("C1")});
  bears.unanswered = 7;
  bears.asked_about = true;
  set(channel("C1"), bears);
  EXPECT_EQ(unanswered(10), std::vector{channel("C3")});
}

TEST_P(StoreAttention, CountsWhatWasPostedAndWhatStillMayBe) {
  const TimePoint monday = now();
  const auto hour = [&](int hours) { return monday + std::chrono::hours(hours); };
  add("sent", channel("C1"), hour(3), Delivery::State::Sent);
  add("pending", channel("C1"), hour(1), Delivery::State::Pending);
  add("unknown", channel("C1"), hour(2), Delivery::State::Unknown);
  add("skipped", channel("C1"), hour(2), Delivery::State::Skipped);
  add("dead", channel("C1"), hour(2), Delivery::State::Dead);
  add("share", channel("C1"), hour(2), Delivery::State::Sent, "");
  add("elsewhere", channel("C2"), hour(2), Delivery::State::Sent);
  add("before", channel("C1"), hour(0) - milliseconds(1), Delivery::State::Sent);
  add("first", channel("C1"), hour(0), Delivery::State::Sent);
  add("after", channel("C1"), hour(10), Delivery::State::Sent);
  EXPECT_EQ(posts(channel("C1"), hour(0), hour(10)), (std::vector{hour(0), hour(1), hour(2), hour(3)}));
  EXPECT_TRUE(posts(channel("C3"), hour(0), hour(10)).empty());
  EXPECT_TRUE(posts(channel("C1"), hour(5), hour(5)).empty());
}

TEST_P(StoreAttention, KnowsWhichChannelsSomebodyLeads) {
  write([](Writer& tx) -> Result<void> {
    for (const ChannelKey& where : {channel("C2"), channel("C1"), channel("C1", "T2")})
      if (auto done = tx.add_lead(where, MemberId("U1")); !done) return done;
    return tx.add_lead(channel("C3"), MemberId("U2"));
  });
  EXPECT_EQ(ask([](Reader& tx) { return tx.channels_led_by(member("U1")); }), (std::vector{channel("C1"), channel("C2")}));
  EXPECT_TRUE(ask([](Reader& tx) { return tx.channels_led_by(member("U3")); }).empty());
}

TEST_P(StoreAttention, FindsAFeedByItsHashAlone) {
  add_feed("aa", member("U1"), "C1");
  add_feed("bb", member("U2"), "C1");
  add_feed("cc", member("U1"), "");
  const auto found = ask([](Reader& tx) { return tx.feed("aa"); });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->owner, member("U1"));
  EXPECT_EQ(found->channel, ChannelId("C1"));
  EXPECT_EQ(ask([](Reader& tx) { return tx.feed(""); }), std::nullopt);
  EXPECT_EQ(ask([](Reader& tx) { return tx.feed("a"); }), std::nullopt);
  EXPECT_EQ(hashes(ask([](Reader& tx) { return tx.feeds_of(channel("C1")); })), (Keys{"aa", "bb"}));
  EXPECT_EQ(hashes(ask([](Reader& tx) { return tx.feeds_by(member("U1")); })), (Keys{"aa", "cc"}));
}

TEST_P(StoreAttention, TakesAFeedAwayOnceAndForAll) {
  add_feed("aa", member("U1"), "C1");
  EXPECT_EQ(refused([](Writer& tx) { return tx.add_feed({"aa", member("U2"), ChannelId("C2"), TimePoint{}}); }), Code::Conflict);
  const auto remove = [this] { return write([](Writer& tx) { return tx.remove_feed("aa"); }); };
  EXPECT_TRUE(remove());
  EXPECT_FALSE(remove());
  EXPECT_EQ(ask([](Reader& tx) { return tx.feed("aa"); }), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(All, StoreAttention, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
