#include "tests/contract/store/store_contract.h"

#include "bot/store/kept.h"

namespace allybot::store {
namespace {

class StoreForgetting : public StoreContract {
 protected:
  /// A row of every kind about the member, in their workspace.
  void fill(const MemberKey& who, const std::string& suffix) {
    const ChannelKey where{who.platform, who.workspace, ChannelId("C1")};
    const ChannelKey own{who.platform, who.workspace, ChannelId("D" + suffix)};
    const std::string workspace = who.platform.str() + '/' + who.workspace.str();
    write([&](Writer& tx) -> Result<void> {
      Plan plan = a_plan(where, now() + seconds(1));
      plan.author = who.member;
      EXPECT_TRUE(tx.add_plan(plan).has_value());
      plan.channel = own;
      plan.address = '@' + who.member.str();
      EXPECT_TRUE(tx.add_plan(plan).has_value());
      EXPECT_TRUE(tx.add_delivery(a_delivery("group-" + suffix, where, now())).has_value());
      Delivery private_one = a_delivery("private-" + suffix, own, now());
      private_one.address = '@' + who.member.str();
      EXPECT_TRUE(tx.add_delivery(private_one).has_value());
      EXPECT_TRUE(tx.add_lead(where, who.member).has_value());
      EXPECT_TRUE(tx.note_seen(reader_of(who), ItemId("tips/a"), now()).has_value());
      EXPECT_TRUE(tx.note_seen(reader_of(where), ItemId("tips/a"), now()).has_value());
      EXPECT_TRUE(tx.set_feedback({who, ItemId("tips/a"), true, now()}).has_value());
      EXPECT_TRUE(tx.add_proposal(a_proposal(who, "Give credit", now())).has_value());
      EXPECT_TRUE(tx.set_member_settings(who, {"de", "", "", ""}).has_value());
      EXPECT_TRUE(tx.set_channel_settings(where, {"fr", "", ""}).has_value());
      EXPECT_TRUE(tx.add_audit({0, now(), workspace, where.str(), who.str(), "plan.add", "p1", "weekly"}).has_value());
      EXPECT_TRUE(tx.add_audit({0, now(), workspace, where.str(), "system", "lead.add", who.member.str(), ""}).has_value());
      EXPECT_TRUE(tx.add_feed({"hash-" + suffix, who, ChannelId("C1"), now()}).has_value());
      Attention bears;
      bears.most_a_week = 3;
      EXPECT_TRUE(tx.set_attention(where, bears).has_value());
      EXPECT_TRUE(tx.set_attention({who.platform, who.workspace, ChannelId('@' + who.member.str())}, bears).has_value());
      EXPECT_TRUE(tx.claim_request("r-" + suffix, who, now()).has_value());
      EXPECT_TRUE(tx.store_answer("r-" + suffix, "{}").has_value());
      return {};
    });
  }
  std::string facts(const MemberKey& who) {
    return text_of(ask([&](Reader& tx) { return tx.facts_about(who); }));
  }
  std::int64_t forget(const MemberKey& who) {
    return write([&](Writer& tx) { return tx.forget_member(who); });
  }
  std::int64_t sweep() {
    return write([this](Writer& tx) { return tx.sweep(now()); });
  }
};

TEST_P(StoreForgetting, TellsAllThatIsStoredAboutAMember) {
  fill(member("U1"), "one");
  const auto facts = ask([](Reader& tx) { return tx.facts_about(member("U1")); });
  Keys words;
  for (const StoredFact& fact : facts) words.push_back(fact.what + ": " + fact.value);
  EXPECT_EQ(words, (Keys{"seen: tips/a", "feedback: tips/a: useful",
                         "note: Give credit: waiting: credit, meetings: Say whose idea it was.: https://example.org/study",
                         "settings: language de", "lead: C1", "plan: p1: every Tuesday at 10:00",
                         "plan: p2: every Tuesday at 10:00", "delivery: private-one: pending", "feed: C1",
                         "audit: lead.add, U1, slack/T1/C1", "audit: plan.add, p1, slack/T1/C1, weekly", "request: r-one"}));
  EXPECT_EQ(facts[0].at, now());
  EXPECT_EQ(facts[0].until, std::nullopt);
  EXPECT_EQ(facts.back().until, now() + kRequestsKept);
  EXPECT_EQ(facts[9].until, now() + kAuditKept);
}

TEST_P(StoreForgetting, TellsNothingAboutAStranger) {
  fill(member("U1"), "one");
  for (const MemberKey& who : {member("U"), member("U11"), member("C1"), member("U1", "T2"), member("U1", "T1", "mattermost")})
    EXPECT_EQ(facts(who), "") << who.str();
}

TEST_P(StoreForgetting, ForgetsAMember) {
  fill(member("U1"), "one");
  EXPECT_EQ(forget(member("U1")), 10);
  EXPECT_EQ(facts(member("U1")), "");
  EXPECT_EQ(forget(member("U1")), 0) << "there is nothing left";
  EXPECT_EQ(keys_of(ask([](Reader& tx) { return tx.all_plans(); })), Keys{"p1"}) << "the group keeps its plan";
  EXPECT_TRUE(ask([](Reader& tx) { return tx.all_plans(); })[0].author.empty());
  EXPECT_TRUE(ask([](Reader& tx) { return tx.delivery_by_key("group-one"); }).has_value());
  EXPECT_EQ(ask([](Reader& tx) { return tx.delivery_by_key("private-one"); }), std::nullopt);
  EXPECT_EQ(ask([](Reader& tx) { return tx.seen(reader_of(channel("C1"))); }).size(), 1U) << "what the channel has seen";
  EXPECT_TRUE(ask([this](Reader& tx) { return tx.overdue_proposals(now(), 10); }).empty());
  EXPECT_EQ(ask([](Reader& tx) { return tx.feed("hash-one"); }), std::nullopt) << "its address answers nothing any more";
  EXPECT_EQ(ask([](Reader& tx) { return tx.attention(channel("@U1")); }), Attention{});
  EXPECT_EQ(ask([](Reader& tx) { return tx.attention(channel("C1")); }).most_a_week, 3) << "what the channel bears";
}

TEST_P(StoreForgetting, KeepsTheAuditTrailWithoutTheMember) {
  fill(member("U1"), "one");
  forget(member("U1"));
  const auto rows = ask([](Reader& tx) { return tx.audit("slack/T1", 10); });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].object, "forgotten");
  EXPECT_EQ(rows[0].who, "system");
  EXPECT_EQ(rows[1].who, "forgotten");
  EXPECT_EQ(rows[1].object, "p1");
}

TEST_P(StoreForgetting, LetsNoForgottenRequestTakeEffectAgain) {
  fill(member("U1"), "one");
  forget(member("U1"));
  EXPECT_EQ(ask([](Reader& tx) { return tx.stored_answer("r-one"); }), std::nullopt);
  EXPECT_FALSE(write([this](Writer& tx) { return tx.claim_request("r-one", member("U1"), now()); }));
}

TEST_P(StoreForgetting, LetsTheForgettingRequestKeepItsAnswer) {
  write([this](Writer& tx) -> Result<void> {
    EXPECT_TRUE(*tx.claim_request("r", member("U1"), now()));
    EXPECT_TRUE(tx.forget_member(member("U1")).has_value());
    return tx.store_answer("r", "{\"text\":\"Forgotten\"}");
  });
  EXPECT_EQ(ask([](Reader& tx) { return tx.stored_answer("r"); }), "{\"text\":\"Forgotten\"}");
  EXPECT_EQ(facts(member("U1")), "");
}

TEST_P(StoreForgetting, LeavesOtherMembersAlone) {
  const std::vector<MemberKey> others = {member("U"), member("U11"), member("U1", "T2"), member("U1", "T11"),
                                         member("U1", "T1", "mattermost")};
  int i = 0;
  Keys before;
  for (const MemberKey& who : others) fill(who, std::to_string(++i));
  for (const MemberKey& who : others) before.push_back(facts(who));
  fill(member("U1"), "one");
  forget(member("U1"));
  i = 0;
  for (const MemberKey& who : others) EXPECT_EQ(facts(who), before[static_cast<std::size_t>(i++)]) << who.str();
}

TEST_P(StoreForgetting, ForgetsAWorkspace) {
  fill(member("U1"), "one");
  EXPECT_EQ(write([](Writer& tx) { return tx.forget_workspace(PlatformId("slack"), WorkspaceId("T1")); }), 17);
  EXPECT_EQ(facts(member("U1")), "");
  EXPECT_TRUE(ask([](Reader& tx) { return tx.all_plans(); }).empty());
  EXPECT_TRUE(ask([](Reader& tx) { return tx.audit("slack/T1", 10); }).empty());
  EXPECT_TRUE(ask([](Reader& tx) { return tx.seen(reader_of(channel("C1"))); }).empty());
  EXPECT_EQ(text_of(ask([](Reader& tx) { return tx.channel_settings(channel("C1")); })), text_of(ChannelSettings()));
  EXPECT_EQ(ask([](Reader& tx) { return tx.count_deliveries(Delivery::State::Pending); }), 0);
  EXPECT_FALSE(write([this](Writer& tx) { return tx.claim_request("r-one", member("U1"), now()); }));
}

TEST_P(StoreForgetting, LeavesOtherWorkspacesAlone) {
  const std::vector<MemberKey> others = {member("U1", "T"), member("U1", "T11"), member("U1", "T2"), member("U1", ""),
                                         member("U1", "T1", "mattermost")};
  int i = 0;
  Keys before;
  for (const MemberKey& who : others) fill(who, std::to_string(++i));
  for (const MemberKey& who : others) before.push_back(facts(who));
  fill(member("U1"), "one");
  write([](Writer& tx) { return tx.forget_workspace(PlatformId("slack"), WorkspaceId("T1")); });
  i = 0;
  for (const MemberKey& who : others) EXPECT_EQ(facts(who), before[static_cast<std::size_t>(i++)]) << who.str();
  EXPECT_EQ(ask([](Reader& tx) { return tx.all_plans(); }).size(), others.size() * 2);
}

TEST_P(StoreForgetting, SweepsRequestsAfterTwentyFiveHours) {
  fill(member("U1"), "one");
  clock_.advance(kRequestsKept - milliseconds(1));
  EXPECT_EQ(sweep(), 0);
  EXPECT_FALSE(write([this](Writer& tx) { return tx.claim_request("r-one", member("U1"), now()); }));
  clock_.advance(milliseconds(1));
  EXPECT_EQ(sweep(), 1);
  EXPECT_TRUE(write([this](Writer& tx) { return tx.claim_request("r-one", member("U1"), now()); }));
}

TEST_P(StoreForgetting, SweepsSettledDeliveriesAfterNinetyDays) {
  for (const auto state : {Delivery::State::Pending, Delivery::State::Sending, Delivery::State::Sent, Delivery::State::Retry,
                           Delivery::State::Unknown, Delivery::State::Dead, Delivery::State::Skipped}) {
    Delivery delivery = a_delivery(name_of(state), channel("C1"), now());
    delivery.state = state;
    delivery.changed_at = now();
    write([&](Writer& tx) { return tx.add_delivery(delivery); });
  }
  clock_.advance(kSettledDeliveriesKept - milliseconds(1));
  EXPECT_EQ(sweep(), 0);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(sweep(), 3);
  for (const char* key : {"pending", "sending", "retry", "unknown"})
    EXPECT_TRUE(ask([&](Reader& tx) { return tx.delivery_by_key(key); }).has_value()) << key;
}

TEST_P(StoreForgetting, SweepsTheAuditTrailAfterAYearAndHandlesInTheirTime) {
  write([this](Writer& tx) { return tx.add_audit({0, now(), "slack/T1", "", "system", "plan.add", "p1", ""}); });
  write([this](Writer& tx) { return tx.set_handle("h1", "one", now() + seconds(1)); });
  EXPECT_EQ(sweep(), 0);
  clock_.advance(seconds(1));
  EXPECT_EQ(sweep(), 1);
  clock_.advance(kAuditKept - seconds(1) - milliseconds(1));
  EXPECT_EQ(sweep(), 0);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(sweep(), 1);
  EXPECT_TRUE(ask([](Reader& tx) { return tx.audit("slack/T1", 10); }).empty());
}

TEST_P(StoreForgetting, KeepsTheRestForGood) {
  fill(member("U1"), "one");
  clock_.advance(10 * kAuditKept);
  sweep();
  EXPECT_EQ(facts(member("U1")).substr(0, 12), "seen|tips/a|");
  EXPECT_EQ(ask([](Reader& tx) { return tx.all_plans(); }).size(), 2U);
}

TEST_P(StoreForgetting, ErasesEverything) {
  fill(member("U1"), "one");
  write([this](Writer& tx) -> Result<void> {
    EXPECT_TRUE(tx.set_meta("welcome", "sent").has_value());
    return tx.set_handle("h1", "one", now() + seconds(60));
  });
  const auto last = ask([](Reader& tx) { return tx.delivery_by_key("private-one"); })->id;
  write([](Writer& tx) { return tx.erase_everything(); });
  EXPECT_EQ(facts(member("U1")), "");
  EXPECT_TRUE(ask([](Reader& tx) { return tx.all_plans(); }).empty());
  EXPECT_TRUE(ask([](Reader& tx) { return tx.audit("slack/T1", 10); }).empty());
  EXPECT_TRUE(ask([](Reader& tx) { return tx.seen(reader_of(channel("C1"))); }).empty());
  EXPECT_EQ(ask([](Reader& tx) { return tx.meta("welcome"); }), std::nullopt);
  EXPECT_EQ(ask([](Reader& tx) { return tx.handle("h1"); }), std::nullopt);
  EXPECT_EQ(ask([](Reader& tx) { return tx.next_try(); }), std::nullopt);
  EXPECT_TRUE(write([this](Writer& tx) { return tx.claim_request("r-one", member("U1"), now()); }));
  EXPECT_EQ(write([](Writer& tx) { return tx.add_plan(a_plan(channel("C1"))); }).str(), "p1") << "counted from the start again";
  const auto next = write([this](Writer& tx) { return tx.add_delivery(a_delivery("k", channel("C1"), now())); });
  EXPECT_GT(*next, last) << "a row that somebody still holds is not another one now";
}

INSTANTIATE_TEST_SUITE_P(All, StoreForgetting, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
