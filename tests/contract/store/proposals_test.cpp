// What members suggest, until it is decided.
#include "bot/store/kept.h"
#include "tests/contract/store/store_contract.h"

namespace allybot::store {
namespace {

class StoreProposals : public StoreContract {
 protected:
  std::int64_t add(const Proposal& proposal) {
    return write([&](Writer& tx) { return tx.add_proposal(proposal); });
  }
  std::int64_t add(const MemberKey& author, const std::string& title, TimePoint at) { return add(a_proposal(author, title, at)); }
  Keys waiting(const std::string& workspace = "T1", std::size_t most = 9) {
    return keys_of(ask([&](Reader& tx) { return tx.waiting_proposals(PlatformId("slack"), WorkspaceId(workspace), most); }));
  }
  Proposal at(std::int64_t id) {
    const auto found = ask([&](Reader& tx) { return tx.proposal(id); });
    EXPECT_TRUE(found.has_value());
    return found.value_or(Proposal());
  }
  std::int64_t sweep() {
    return write([this](Writer& tx) { return tx.sweep(now()); });
  }
};

TEST_P(StoreProposals, AreKeptWithAllTheirFields) {
  Proposal proposal = a_proposal(member("U1"), "Gr\xC3\xBC\xC3\x9F\n--'\";", now());
  proposal.item = ItemId("tips/a");
  proposal.id = add(proposal);
  EXPECT_EQ(text_of(at(proposal.id)), text_of(proposal));
  Proposal bare;
  bare.author = member("U1");
  bare.at = now();
  bare.id = add(bare);
  EXPECT_LT(proposal.id, bare.id);
  EXPECT_EQ(text_of(at(bare.id)), text_of(bare));
  EXPECT_EQ(ask([](Reader& tx) { return tx.proposal(99); }), std::nullopt);
}

TEST_P(StoreProposals, WaitInOrderInTheirWorkspace) {
  add(member("U1"), "later", now() + seconds(2));
  add(member("U2"), "first", now());
  add(member("U1"), "second", now() + seconds(1));
  add(member("U1", "T2"), "elsewhere", now());
  add(member("U1", "T1", "mattermost"), "another platform", now());
  EXPECT_EQ(waiting(), (Keys{"first", "second", "later"}));
  EXPECT_EQ(waiting("T1", 2), (Keys{"first", "second"}));
  EXPECT_EQ(waiting("T2"), Keys{"elsewhere"});
  EXPECT_EQ(waiting("T3"), Keys{});
  EXPECT_EQ(keys_of(ask([this](Reader& tx) { return tx.overdue_proposals(now(), 9); })),
            (Keys{"first", "elsewhere", "another platform"}));
  EXPECT_EQ(keys_of(ask([this](Reader& tx) { return tx.overdue_proposals(now() + seconds(1), 4); })),
            (Keys{"first", "elsewhere", "another platform", "second"}));
}

TEST_P(StoreProposals, AreChangedButForWhoSentThemAndWhen) {
  Proposal proposal = a_proposal(member("U1"), "before", now());
  proposal.id = add(proposal);
  Proposal changed = a_proposal(member("U2"), "after", now() + seconds(9));
  changed.id = proposal.id;
  changed.address = "another";
  changed.kind = "myths";
  changed.topics = {};
  changed.state = Proposal::State::Approved;
  changed.decided_at = now() + seconds(5);
  changed.outcome = "_proposals/en/myths/after.md";
  write([&](Writer& tx) { return tx.update_proposal(changed); });
  changed.author = proposal.author;
  changed.address = proposal.address;
  changed.at = proposal.at;
  EXPECT_EQ(text_of(at(proposal.id)), text_of(changed));
  EXPECT_EQ(waiting(), Keys{}) << "it is decided";
  changed.id = 99;
  EXPECT_EQ(refused([&](Writer& tx) { return tx.update_proposal(changed); }), Code::NotFound);
}

TEST_P(StoreProposals, AreRefusedOverTheirLimit) {
  Proposal proposal = a_proposal(member("U1"), "long", now());
  proposal.text.clear();
  for (std::size_t i = 0; i < kLongestProposal; ++i) proposal.text += "\xC3\xA9";
  proposal.id = add(proposal);
  proposal.text += '.';
  EXPECT_EQ(refused([&](Writer& tx) { return tx.add_proposal(proposal); }), Code::TooLarge);
  EXPECT_EQ(refused([&](Writer& tx) { return tx.update_proposal(proposal); }), Code::TooLarge);
  EXPECT_EQ(waiting(), Keys{"long"});
}

TEST_P(StoreProposals, LeaveThirtyDaysAfterTheyWereDecidedAndNeverWhileTheyWait) {
  const auto waits = add(member("U1"), "waits", now());
  Proposal proposal = a_proposal(member("U1"), "decided", now());
  proposal.id = add(proposal);
  clock_.advance(kProposalsWait * 2);
  for (const auto state : {Proposal::State::Approved, Proposal::State::Declined, Proposal::State::Expired}) {
    proposal.state = state;
    proposal.decided_at = now();
    proposal.id = add(proposal);
  }
  clock_.advance(kDecidedProposalsKept - seconds(1));
  EXPECT_EQ(sweep(), 0);
  clock_.advance(seconds(1));
  EXPECT_EQ(sweep(), 3);
  EXPECT_EQ(at(waits).title, "waits");
  EXPECT_EQ(waiting(), (Keys{"waits", "decided"}));
}

TEST_P(StoreProposals, AreToldOfWithTheTimeTheyAreKept) {
  Proposal proposal = a_proposal(member("U1"), "Give credit", now());
  proposal.id = add(proposal);
  const auto facts = [](Reader& tx) { return tx.facts_about(member("U1")); };
  auto told = ask(facts);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].value, "Give credit: waiting: credit, meetings: Say whose idea it was.: https://example.org/study");
  EXPECT_EQ(told[0].until, now() + kProposalsWait + kDecidedProposalsKept);
  proposal.state = Proposal::State::Declined;
  proposal.decided_at = now() + seconds(1);
  write([&](Writer& tx) { return tx.update_proposal(proposal); });
  told = ask(facts);
  EXPECT_EQ(told[0].value, "Give credit: declined: credit, meetings: Say whose idea it was.: https://example.org/study");
  EXPECT_EQ(told[0].until, now() + seconds(1) + kDecidedProposalsKept);
}

INSTANTIATE_TEST_SUITE_P(All, StoreProposals, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
