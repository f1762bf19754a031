#include "tests/contract/store/store_contract.h"

namespace allybot::store {
namespace {

class StorePlans : public StoreContract {
 protected:
  PlanId add(const Plan& plan) {
    return write([&](Writer& tx) { return tx.add_plan(plan); });
  }
  std::optional<Plan> plan(const char* id) {
    return ask([&](Reader& tx) { return tx.plan(PlatformId("slack"), WorkspaceId("T1"), PlanId(id)); });
  }
  void update(const Plan& plan) {
    write([&](Writer& tx) { return tx.update_plan(plan); });
  }
  Keys due(std::size_t most = 100) {
    return keys_of(ask([&](Reader& tx) { return tx.due_plans(now(), most); }));
  }
};

TEST_P(StorePlans, KeepsEveryField) {
  Plan plan = a_plan(channel("C1"), now() + seconds(1));
  plan.from_file = true;
  plan.days_off = "skip holidays";
  plan.zone_told_at = now();
  plan.late = "once";
  plan.state = Plan::State::Paused;
  plan.id = add(plan);
  EXPECT_EQ(text_of(*this->plan("p1")), text_of(plan));
}

TEST_P(StorePlans, ReadsWhatIsSetForTheChannelWithThePlan) {
  const Surroundings set{"DE-BE", "Europe/Berlin", "20:00-08:00", "2026-12-21/2027-01-03"};
  Plan plan = a_plan(channel("C1"), now());
  plan.surroundings.region = "is not written with a plan";
  plan.id = add(plan);
  Plan own = a_plan(channel("@U1"), now());
  own.id = add(own);
  EXPECT_EQ(this->plan("p1")->surroundings, Surroundings());
  write([&](Writer& tx) {
    return tx.set_channel_settings(channel("C1"), {"de", set.zone, set.region, set.quiet, set.blackouts});
  });
  write([&](Writer& tx) { return tx.set_member_settings(member("U1"), {"", "Asia/Tokyo", "JP", "", "21:00-07:00", ""}); });
  EXPECT_EQ(this->plan("p1")->surroundings, set);
  EXPECT_EQ(this->plan("p2")->surroundings, (Surroundings{"JP", "Asia/Tokyo", "21:00-07:00", ""}));
  EXPECT_EQ(ask([&](Reader& tx) { return tx.plans_of(channel("C1")); }).front().surroundings, set);
  EXPECT_EQ(ask([&](Reader& tx) { return tx.due_plans(now(), 1); }).front().surroundings, set);
  EXPECT_EQ(ask([&](Reader& tx) { return tx.all_plans(); }).front().surroundings, set);
}

TEST_P(StorePlans, KeepsEmptyFieldsEmpty) {
  Plan plan;
  plan.channel = channel("C1", "");
  const PlanId id = add(plan);
  const auto kept = ask([&](Reader& tx) { return tx.plan(PlatformId("slack"), WorkspaceId(), id); });
  ASSERT_TRUE(kept.has_value());
  EXPECT_TRUE(kept->kinds.empty());
  EXPECT_TRUE(kept->skips.empty());
  EXPECT_FALSE(kept->next_at.has_value());
}

TEST_P(StorePlans, UpdatesEveryField) {
  Plan plan = a_plan(channel("C1"));
  plan.id = add(plan);
  plan.channel = channel("C2");
  plan.address = "other";
  plan.words = "daily at 9:00";
  plan.days_off = "before days-off";
  plan.late = "never";
  plan.rrule = "FREQ=DAILY";
  plan.start = "2026-04-01T09:00";
  plan.zone = "Asia/Tokyo";
  plan.until.clear();
  plan.kinds.clear();
  plan.topics = {"leave"};
  plan.state = Plan::State::Broken;
  plan.paused_until.clear();
  plan.skips.clear();
  plan.trouble = "archived";
  plan.author = MemberId("U2");
  plan.from_file = true;
  plan.created_at = now();
  plan.next_at = now();
  plan.next_local = "2026-04-02T09:00";
  update(plan);
  EXPECT_EQ(text_of(*this->plan("p1")), text_of(plan));
  EXPECT_TRUE(ask([&](Reader& tx) { return tx.plans_of(channel("C1")); }).empty());
  EXPECT_EQ(ask([&](Reader& tx) { return tx.plans_of(channel("C2")); }).size(), 1U);
}

TEST_P(StorePlans, FindsThoseThatGoWithTheirMemberTheLongestAgoFirst) {
  add(a_plan(channel("@U1")));  // does not
  for (const int ago : {1, 3, 2}) {
    Plan plan = a_plan(channel("@U2"));
    plan.zone_told_at = now() - seconds(ago);
    add(plan);
  }
  const auto travellers = [&](int ago, std::size_t most) {
    std::string ids;
    for (const Plan& plan : ask([&](Reader& tx) { return tx.plans_of_travellers(now() - seconds(ago), most); }))
      ids += plan.id.str() + ' ';
    return ids;
  };
  EXPECT_EQ(travellers(0, 9), "p3 p4 p2 ");
  EXPECT_EQ(travellers(0, 2), "p3 p4 ");
  EXPECT_EQ(travellers(1, 9), "p3 p4 ");
  EXPECT_EQ(travellers(3, 9), "");
}

TEST_P(StorePlans, CountsIdsForEachWorkspace) {
  EXPECT_EQ(add(a_plan(channel("C1"))).str(), "p1");
  EXPECT_EQ(add(a_plan(channel("C2"))).str(), "p2");
  EXPECT_EQ(add(a_plan(channel("C1", "T2"))).str(), "p1");
  EXPECT_EQ(add(a_plan(channel("C1", "T1", "mattermost"))).str(), "p1");
  EXPECT_EQ(add(a_plan(channel("C1"))).str(), "p3");
}

TEST_P(StorePlans, NeverUsesAnIdTwice) {
  add(a_plan(channel("C1")));
  add(a_plan(channel("C1")));
  write([](Writer& tx) { return tx.remove_plan(PlatformId("slack"), WorkspaceId("T1"), PlanId("p2")); });
  EXPECT_EQ(add(a_plan(channel("C1"))).str(), "p3");
  for (const char* id : {"p1", "p3"})
    write([&](Writer& tx) { return tx.remove_plan(PlatformId("slack"), WorkspaceId("T1"), PlanId(id)); });
  EXPECT_EQ(add(a_plan(channel("C1"))).str(), "p4");
}

TEST_P(StorePlans, TakesAnIdThatIsGivenAndCountsOnFromThere) {
  Plan plan = a_plan(channel("C1"));
  plan.id = PlanId("weekly-tip");
  EXPECT_EQ(add(plan).str(), "weekly-tip");
  plan.id = PlanId("p7");
  EXPECT_EQ(add(plan).str(), "p7");
  EXPECT_EQ(add(a_plan(channel("C1"))).str(), "p8");
  plan.id = PlanId("p3");
  EXPECT_EQ(add(plan).str(), "p3");
  EXPECT_EQ(add(a_plan(channel("C1"))).str(), "p9");
}

TEST_P(StorePlans, RefusesAnIdThatExists) {
  Plan plan = a_plan(channel("C1"));
  plan.id = PlanId("weekly-tip");
  add(plan);
  EXPECT_EQ(refused([&](Writer& tx) { return tx.add_plan(plan); }), Code::Conflict);
  plan.channel = channel("C1", "T2");
  EXPECT_EQ(add(plan).str(), "weekly-tip") << "another workspace";
}

TEST_P(StorePlans, RefusesToChangeWhatIsNotThere) {
  add(a_plan(channel("C1")));
  Plan plan = a_plan(channel("C1"));
  plan.id = PlanId("p2");
  EXPECT_EQ(refused([&](Writer& tx) { return tx.update_plan(plan); }), Code::NotFound);
  plan.id = PlanId("p1");
  plan.channel = channel("C1", "T2");
  EXPECT_EQ(refused([&](Writer& tx) { return tx.update_plan(plan); }), Code::NotFound) << "another workspace's";
  EXPECT_EQ(refused([](Writer& tx) { return tx.remove_plan(PlatformId("slack"), WorkspaceId("T2"), PlanId("p1")); }),
            Code::NotFound);
  EXPECT_TRUE(this->plan("p1").has_value());
}

TEST_P(StorePlans, ListsThemInTheOrderOfAdding) {
  for (const char* where : {"C2", "C1", "C2"}) add(a_plan(channel(where)));
  add(a_plan(channel("C2", "T2")));
  EXPECT_EQ(keys_of(ask([](Reader& tx) { return tx.plans_of(channel("C2")); })), (Keys{"p1", "p3"}));
  EXPECT_EQ(keys_of(ask([](Reader& tx) { return tx.all_plans(); })), (Keys{"p1", "p2", "p3", "p1"}));
  EXPECT_TRUE(ask([](Reader& tx) { return tx.plans_of(channel("C3")); }).empty());
}

TEST_P(StorePlans, FindsWhatIsDueEarliestFirst) {
  add(a_plan(channel("C1"), now()));
  add(a_plan(channel("C1"), now() - seconds(2)));
  add(a_plan(channel("C1"), now() + milliseconds(1)));
  add(a_plan(channel("C1"), now() - seconds(1)));
  add(a_plan(channel("C1"), now() - seconds(2)));
  add(a_plan(channel("C1")));
  EXPECT_EQ(due(), (Keys{"p2", "p5", "p4", "p1"}));
  EXPECT_EQ(due(2), (Keys{"p2", "p5"}));
  EXPECT_EQ(due(0), Keys{});
  clock_.advance(milliseconds(1));
  EXPECT_EQ(due().size(), 5U);
}

TEST_P(StorePlans, FindsActiveAndPausedOnesDue) {
  for (const Plan::State state : {Plan::State::Active, Plan::State::Paused, Plan::State::Ended, Plan::State::Broken}) {
    Plan plan = a_plan(channel("C1"), now() - seconds(1));
    plan.state = state;
    add(plan);
  }
  EXPECT_EQ(due(), (Keys{"p1", "p2"})) << "a pause that has an end comes back by itself";
  Plan broken = *plan("p4");
  broken.state = Plan::State::Active;
  update(broken);
  Plan active = *plan("p1");
  active.state = Plan::State::Ended;
  update(active);
  EXPECT_EQ(due(), (Keys{"p2", "p4"}));
}

TEST_P(StorePlans, MovesOnWhenTheNextMomentChanges) {
  Plan plan = a_plan(channel("C1"), now());
  plan.id = add(plan);
  plan.next_at = now() + seconds(60);
  update(plan);
  EXPECT_TRUE(due().empty());
  EXPECT_EQ(ask([](Reader& tx) { return tx.next_due(); }), plan.next_at);
  plan.next_at.reset();
  update(plan);
  EXPECT_EQ(ask([](Reader& tx) { return tx.next_due(); }), std::nullopt);
}

TEST_P(StorePlans, TellsTheNextMomentOfPlansThatMayFire) {
  EXPECT_EQ(ask([](Reader& tx) { return tx.next_due(); }), std::nullopt);
  Plan broken = a_plan(channel("C1"), now() - seconds(9));
  broken.state = Plan::State::Broken;
  add(broken);
  add(a_plan(channel("C1"), now() + seconds(3)));
  Plan paused = a_plan(channel("C2"), now() + seconds(2));
  paused.state = Plan::State::Paused;
  add(paused);
  EXPECT_EQ(ask([](Reader& tx) { return tx.next_due(); }), now() + seconds(2));
}

TEST_P(StorePlans, SeesItsOwnChangesBeforeTheCommit) {
  write([&](Writer& tx) -> Result<void> {
    EXPECT_EQ(tx.add_plan(a_plan(channel("C1"), now()))->str(), "p1");
    EXPECT_EQ(tx.add_plan(a_plan(channel("C1")))->str(), "p2");
    EXPECT_EQ(tx.all_plans()->size(), 2U);
    EXPECT_EQ(tx.due_plans(now(), 10)->size(), 1U);
    return {};
  });
}

INSTANTIATE_TEST_SUITE_P(All, StorePlans, testing::ValuesIn(store_kinds()), name_of_kind);

}  // namespace
}  // namespace allybot::store
