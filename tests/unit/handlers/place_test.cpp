// What happens to places: added, removed, gone; nudges drawn; posts in trouble; leads; completion.
#include "handlers/complete.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

class Places : public BotTest {
 protected:
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  void happens(Lifecycle::Kind kind, const Place& place = {}) {
    EXPECT_TRUE(std::holds_alternative<Silence>(handle(Lifecycle{origin(place), kind})));
  }
  PlanId add_plan(const std::function<void(Plan&)>& change = {}) {
    Plan plan;
    plan.channel = channel("C1");
    plan.words = "every Tuesday at 10:00";
    plan.rrule = "FREQ=WEEKLY;BYDAY=TU";
    plan.start = "2023-11-14T10:00";
    plan.zone = "Europe/Berlin";
    plan.author = MemberId("UAUTHOR");
    if (change) change(plan);
    const auto id = store::write<PlanId>(*kept_, [&](store::Writer& tx) { return tx.add_plan(plan); });
    EXPECT_TRUE(id.has_value());
    return id.value_or(PlanId());
  }
  Delivery add_trouble(Delivery::State state, const PlanId& plan) {
    Delivery delivery;
    delivery.key = "slack/T1/p1@2023-11-14T10:00";
    delivery.channel = channel("C1");
    delivery.plan = plan;
    delivery.item = ItemId("tips/say-whose-idea");
    delivery.payload = "the payload";
    delivery.state = state;
    delivery.reason = "silence";
    delivery.due_at = clock_.now();
    const auto id =
        store::write<std::optional<std::int64_t>>(*kept_, [&](store::Writer& tx) { return tx.add_delivery(delivery); });
    EXPECT_TRUE(id && *id);
    delivery.id = id.value_or(std::nullopt).value_or(0);
    return delivery;
  }
  void tell(const Delivery& delivery, std::vector<Plan> stopped = {}) {
    EXPECT_TRUE(kept_->write([&](store::Writer& tx) -> Result<void> {
      dispatcher_->tell_of_trouble({delivery, stopped}, tx);
      return {};
    }));
  }
  Result<Dispatcher::Nudge> draw(const Plan& plan) {
    return store::read<Dispatcher::Nudge>(*kept_, [&](store::Reader& tx) { return dispatcher_->draw(plan, clock_.now(), tx); });
  }
};

TEST_F(Places, TheIntroductionGoesOnceToWhoAddedTheBot) {
  happens(Lifecycle::Kind::AddedToChannel);
  happens(Lifecycle::Kind::AddedToChannel);
  const auto waiting = deliveries("@U1");
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_TRUE(has(waiting[0].payload, "Hello, I am Allybot"));
  EXPECT_TRUE(deliveries("C1").empty()) << "nothing for the channel";
}

TEST_F(Places, NobodyIsIntroducedWhenThePlatformDoesNotTellWhoAddedTheBot) {
  Place nobody;
  nobody.member = "";
  happens(Lifecycle::Kind::AddedToChannel, nobody);
  EXPECT_TRUE(deliveries("@").empty());
}

TEST_F(Places, PlansStopWhenTheBotIsRemovedAndGoOnWhenItIsBack) {
  add_plan();
  add_plan([](Plan& plan) { plan.state = Plan::State::Paused; });
  happens(Lifecycle::Kind::RemovedFromChannel);
  EXPECT_EQ(plans()[0].state, Plan::State::Broken);
  EXPECT_EQ(plans()[0].trouble, "not_invited");
  EXPECT_EQ(plans()[1].state, Plan::State::Paused);
  happens(Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(plans()[0].state, Plan::State::Active);
  EXPECT_TRUE(plans()[0].next_at.has_value());
  ASSERT_GE(audit().size(), 2U);
  EXPECT_EQ(audit().front().who, "system");
}

TEST_F(Places, PlansOfAClosedChannelStopUntilTheBotIsAddedAgain) {
  add_plan();
  happens(Lifecycle::Kind::ChannelGone);
  EXPECT_EQ(plans()[0].state, Plan::State::Broken);
  EXPECT_EQ(plans()[0].trouble, "archived");
  EXPECT_FALSE(plans()[0].next_at.has_value());
  happens(Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(plans()[0].state, Plan::State::Active);
  EXPECT_EQ(plans()[0].trouble, "");
}

TEST_F(Places, APlanThatAPlatformStoppedInItsOwnWordsGoesOnToo) {
  add_plan([](Plan& plan) {
    plan.state = Plan::State::Broken;
    plan.trouble = "not_in_channel";
  });
  EXPECT_TRUE(has(text_of(type("schedule list")), "It stands still: I am not in the channel. Invite me to the channel. Then"));
  happens(Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(plans()[0].state, Plan::State::Active);
}

TEST_F(Places, ALostPlaceIsToldOnceWithAllThatStandsStill) {
  make_lead("ULEAD");
  add_plan();
  add_plan([](Plan& plan) { plan.words = "daily at 9:00"; });
  add_plan([](Plan& plan) { plan.state = Plan::State::Paused; });
  happens(Lifecycle::Kind::RemovedFromChannel);
  happens(Lifecycle::Kind::ChannelGone);
  ASSERT_EQ(deliveries("@ULEAD").size(), 1U);
  const std::string told = deliveries("@ULEAD")[0].payload;
  EXPECT_TRUE(has(told, "It is because I am not in the channel.")) << told;
  EXPECT_TRUE(has(told, "p1 every Tuesday at 10:00")) << told;
  EXPECT_TRUE(has(told, "p2 daily at 9:00")) << told;
  EXPECT_FALSE(has(told, "p3")) << "a lead had paused it before: " << told;
  EXPECT_TRUE(has(told, "Invite me to the channel. Then press Resume")) << told;
  EXPECT_TRUE(has(told, "[Resume|run|schedule resume p1]")) << told;
}

TEST_F(Places, ALostPlaceIsToldAgainWhenItIsLostAgain) {
  make_lead("ULEAD");
  add_plan();
  happens(Lifecycle::Kind::RemovedFromChannel);
  clock_.advance(std::chrono::hours(1));
  happens(Lifecycle::Kind::AddedToChannel);
  happens(Lifecycle::Kind::RemovedFromChannel);
  EXPECT_EQ(deliveries("@ULEAD").size(), 2U);
}

TEST_F(Places, WithoutLeadsEachAuthorHearsOfALostPlace) {
  add_plan();
  add_plan();
  add_plan([](Plan& plan) { plan.author = MemberId("UOTHER"); });
  happens(Lifecycle::Kind::ChannelGone);
  EXPECT_EQ(deliveries("@UAUTHOR").size(), 1U);
  EXPECT_EQ(deliveries("@UOTHER").size(), 1U);
}

TEST_F(Places, APlaceOfThatPlansStopForTheirOwnReasonsIsToldAllTheSame) {
  make_lead("ULEAD");
  add_plan([](Plan& plan) {
    plan.state = Plan::State::Broken;
    plan.trouble = "cannot_draw:not_found";
  });
  add_plan();
  happens(Lifecycle::Kind::ChannelGone);
  EXPECT_EQ(deliveries("@ULEAD").size(), 1U);
  EXPECT_TRUE(has(text_of(type("schedule list")), "nothing in the library fits the plan"));
}

TEST_F(Places, NobodyIsToldThatAConversationOfTheirOwnIsLost) {
  Place own;
  own.channel = "@U1";
  add_plan([this](Plan& plan) { plan.channel = channel("@U1"); });
  happens(Lifecycle::Kind::ChannelGone, own);
  EXPECT_EQ(plans("@U1")[0].state, Plan::State::Broken);
  EXPECT_TRUE(deliveries("@").empty());
}

TEST_F(Places, ResumingOnePlanOfALostPlaceResumesAllThatStoppedWithIt) {
  make_lead("U1");
  for (int i = 0; i < 3; ++i) add_plan();
  add_plan([](Plan& plan) { plan.state = Plan::State::Paused; });
  happens(Lifecycle::Kind::ChannelGone);
  EXPECT_TRUE(has(text_of(type("schedule resume p2")), "What had stopped with it goes on, too: p1, p3."));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(plans()[static_cast<std::size_t>(i)].state, Plan::State::Active) << i;
    EXPECT_TRUE(plans()[static_cast<std::size_t>(i)].next_at.has_value()) << i;
  }
  EXPECT_EQ(plans()[3].state, Plan::State::Paused);
  EXPECT_EQ(audit().front().what, "plan.resume");
}

TEST_F(Places, UninstallingForgetsTheWorkspace) {
  add_plan();
  type("tip");
  type("me zone Berlin");
  happens(Lifecycle::Kind::Uninstalled);
  EXPECT_TRUE(plans().empty());
  ASSERT_TRUE(seen_->flush());
  const auto facts = store::read<std::vector<store::StoredFact>>(
      *kept_, [&](store::Reader& reader) { return reader.facts_about(member("U1")); });
  ASSERT_TRUE(facts.has_value());
  EXPECT_TRUE(facts->empty());
}

TEST_F(Places, TheHomePageSaysWhatTheBotCanDo) {
  const Reply reply = handle(Lifecycle{origin({}), Lifecycle::Kind::HomeOpened});
  ASSERT_TRUE(std::holds_alternative<HomePage>(reply));
  EXPECT_TRUE(has(text_of(reply), "/ally schedule"));
  EXPECT_TRUE(has_button(card_of(reply), "A tip"));
}

TEST_F(Places, TheHomePageShowsTheChoicesOfItsMemberAndChangesThemThere) {
  type("me zone Tokyo");
  Reply page = handle(Lifecycle{origin({}), Lifecycle::Kind::HomeOpened});
  EXPECT_TRUE(has(text_of(page), "Time zone: Asia/Tokyo")) << text_of(page);
  EXPECT_TRUE(has_button(card_of(page), "Change these"));
  for (const Button& button : card_of(page).buttons) {
    if (button.label != "Change these") continue;
    const Form form = std::get<OpenForm>(press(button.action)).form;
    EXPECT_TRUE(std::holds_alternative<FormProblems>(send(form, {{"zone", "Atlantis"}})));
    page = send(form, {{"zone", "Berlin"}});
    ASSERT_TRUE(std::holds_alternative<HomePage>(page)) << "it is the page again, not a message";
    EXPECT_TRUE(has(text_of(page), "Saved."));
    EXPECT_TRUE(has(text_of(page), "Time zone: Europe/Berlin")) << text_of(page);
    EXPECT_TRUE(has(text_of(page), "/ally schedule"));
  }
  EXPECT_TRUE(has(text_of(handle(Lifecycle{origin({}), Lifecycle::Kind::HomeOpened})), "Time zone: Europe/Berlin"));
}

TEST_F(Places, ANudgeIsWhatTheChannelHasNotSeen) {
  Plan plan;
  plan.channel = channel("C1");
  plan.kinds = {"tips"};
  plan.topics = {"meetings"};
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) {
    return tx.note_seen(store::reader_of(channel("C1")), ItemId("tips/say-whose-idea"), clock_.now());
  }));
  const auto nudge = draw(plan);
  ASSERT_TRUE(nudge.has_value());
  EXPECT_EQ(nudge->item, ItemId("tips/count-who-speaks"));
  EXPECT_TRUE(has(shown(nudge->card), "[Useful|good|tips/count-who-speaks|anyone]"));
  EXPECT_TRUE(has(shown(nudge->card), "[Get one privately|more|tips|anyone]"));
}

TEST_F(Places, ANudgeDrawsFromTipsAndMythsByItself) {
  Plan plan;
  plan.channel = channel("C1");
  for (int i = 0; i < 20; ++i) {
    const auto nudge = draw(plan);
    ASSERT_TRUE(nudge.has_value());
    EXPECT_TRUE(has(nudge->item.str(), "tips/") || has(nudge->item.str(), "myths/")) << nudge->item.str();
  }
}

TEST_F(Places, ANudgeWithoutContentSaysSo) {
  Plan plan;
  plan.channel = channel("C1");
  plan.kinds = {"resources"};
  plan.topics = {"panels"};
  const auto nudge = draw(plan);
  ASSERT_FALSE(nudge.has_value());
  EXPECT_EQ(nudge.error().code, Code::NotFound);
}

TEST_F(Places, TroubleIsToldOnceToEachLead) {
  make_lead("ULEAD");
  make_lead("UOTHER");
  const Delivery delivery = add_trouble(Delivery::State::Unknown, add_plan());
  tell(delivery);
  tell(delivery);
  ASSERT_EQ(deliveries("@ULEAD").size(), 1U);
  EXPECT_EQ(deliveries("@UOTHER").size(), 1U);
  const std::string told = deliveries("@ULEAD")[0].payload;
  EXPECT_TRUE(has(told, "never heard whether it arrived")) << told;
  EXPECT_TRUE(has(told, "2023-11-14 23:13 (Europe/Berlin)")) << told;
  EXPECT_TRUE(has(told, "[Post again|agin|" + std::to_string(delivery.id) + "]"));
}

TEST_F(Places, TroubleIsToldToTheAuthorWhereNobodyLeads) {
  tell(add_trouble(Delivery::State::Dead, add_plan()));
  ASSERT_EQ(deliveries("@UAUTHOR").size(), 1U);
  EXPECT_TRUE(has(deliveries("@UAUTHOR")[0].payload, "could not be posted, for the platform said silence."));
}

TEST_F(Places, TroubleOfAFilesPlanIsToldToTheAdmins) {
  tell(add_trouble(Delivery::State::Dead, add_plan([](Plan& plan) { plan.from_file = true; })));
  EXPECT_EQ(deliveries("@UADMIN").size(), 1U);
}

TEST_F(Places, TroubleWithADirectMessageIsToldToNobody) {
  Delivery delivery = add_trouble(Delivery::State::Dead, {});
  delivery.channel = channel("@ULEAD");
  tell(delivery);
  EXPECT_TRUE(deliveries("@UADMIN").empty());
}

TEST_F(Places, PostAgainWritesOneNewDeliveryWhoeverPresses) {
  make_lead("U1");
  const Delivery delivery = add_trouble(Delivery::State::Unknown, add_plan());
  const Action again{"agin", std::to_string(delivery.id), Binding::Member};
  EXPECT_TRUE(has(text_of(press(again)), "goes to the channel in a moment"));
  EXPECT_TRUE(has(text_of(press(again)), "settled already"));
  const auto waiting = deliveries("C1");
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].payload, "the payload");
  EXPECT_NE(waiting[0].key, delivery.key);
  EXPECT_TRUE(deliveries("C1", Delivery::State::Unknown).empty());
  EXPECT_EQ(audit().front().what, "delivery.again");
}

TEST_F(Places, LeaveTakesItOffTheList) {
  make_lead("U1");
  const Delivery delivery = add_trouble(Delivery::State::Unknown, add_plan());
  EXPECT_TRUE(has(text_of(press({"leav", std::to_string(delivery.id), Binding::Member})), "Left as it is"));
  EXPECT_TRUE(deliveries("C1").empty());
  EXPECT_TRUE(deliveries("C1", Delivery::State::Unknown).empty());
}

TEST_F(Places, OnlyLeadsDecideOnTrouble) {
  const Delivery delivery = add_trouble(Delivery::State::Unknown, add_plan());
  members_["U1"] = {};  // the platform says: no admin
  EXPECT_TRUE(has(text_of(press({"agin", std::to_string(delivery.id), Binding::Member})), "for leads of this channel"));
  EXPECT_EQ(deliveries("C1", Delivery::State::Unknown).size(), 1U);
  EXPECT_TRUE(has(text_of(press({"agin", "77", Binding::Member})), "settled already"));
  EXPECT_TRUE(has(text_of(press({"agin", "x", Binding::Member})), "could not make sense"));
}

TEST_F(Places, LeadsAreNamedByAdminsOnly) {
  members_["U1"] = {};
  EXPECT_TRUE(has(text_of(type("lead add <@U2>")), "for workspace admins"));
  members_["U1"] = {true, "", ""};
  EXPECT_TRUE(has(text_of(type("lead add <@U2|grace>")), "<@U2>"));
  EXPECT_TRUE(has(text_of(type("lead list")), "<@U2>"));
  EXPECT_TRUE(has(text_of(type("lead add grace")), "Mention the person"));
  EXPECT_TRUE(has(text_of(type("lead remove <@U3>")), "no lead of this channel"));
  EXPECT_TRUE(has(text_of(type("lead remove <@U2>")), "no longer lead"));
  EXPECT_TRUE(has(text_of(type("lead")), "Nobody yet"));
  ASSERT_EQ(audit().size(), 2U);
}

TEST_F(Places, ALeadMayNotNameLeads) {
  make_lead("U1");
  members_["U1"] = {};
  EXPECT_TRUE(has(text_of(type("lead add <@U2>")), "for workspace admins"));
}

TEST_F(Places, AnUnknownRoleIsNoRole) {
  platform_is_away_ = true;
  EXPECT_TRUE(has(text_of(type("lead add <@U2>")), "for workspace admins"));
  Place admin;
  admin.member = "UADMIN";
  EXPECT_TRUE(has(text_of(type("lead add <@U2>", admin)), "Done."));
  EXPECT_TRUE(log_.has("role-unknown"));
}

TEST_F(Places, LeadsBelongToChannels) {
  Place direct;
  direct.direct = true;
  direct.member = "UADMIN";
  EXPECT_TRUE(has(text_of(type("lead add <@U2>", direct)), "belong to a channel"));
}

TEST_F(Places, LeadsSetTheZoneOfTheirChannel) {
  make_lead("U1");
  members_["U2"] = {};
  EXPECT_TRUE(has(text_of(type("schedule zone")), "not set"));
  EXPECT_TRUE(has(text_of(type("schedule zone Berlin")), "Europe/Berlin"));
  EXPECT_TRUE(has(text_of(type("schedule region de")), "DE"));
  EXPECT_EQ(audit().front().what, "channel.region");
  Place other;
  other.member = "U2";
  EXPECT_TRUE(has(text_of(type("schedule zone", other)), "Europe/Berlin")) << "anybody may look";
  EXPECT_TRUE(has(text_of(type("schedule zone Paris", other)), "for leads of this channel"));
  EXPECT_TRUE(has(text_of(type("me", other)), "Time zone: Europe/Berlin (this channel's settings)"));
  EXPECT_TRUE(has(text_of(type("schedule zone Atlantis")), "I do not know a zone"));
  EXPECT_TRUE(has(text_of(type("schedule language klingon")), "I know: de, en"));
}

TEST_F(Places, ANudgeToOneMemberCountsForThatMember) {
  Plan plan;
  plan.channel = channel("@U1");
  plan.kinds = {"tips"};
  plan.topics = {"code-review"};
  type("tip meetings");  // their history is in memory from now on
  const auto nudge = draw(plan);
  ASSERT_TRUE(nudge.has_value());
  EXPECT_TRUE(has_button(nudge->card, "Another"));
  EXPECT_FALSE(has(shown(nudge->card), "|anyone]"));
  EXPECT_TRUE(has(text_of(type("tip code review")), "come round again")) << "the only one was the nudge";
}

class Completing : public BotTest {
 protected:
  std::vector<std::string> complete_words(const std::string& text) {
    const Reply reply = handle(Completion{origin({}), text});
    std::vector<std::string> values;
    if (const auto* made = std::get_if<Completions>(&reply))
      for (const Choice& choice : made->choices) values.push_back(choice.value);
    return values;
  }
};

TEST_F(Completing, OffersVerbsByTheirBeginning) {
  EXPECT_EQ(complete_words("s"), (std::vector<std::string>{"say", "story", "source", "series", "stop", "suggest", "schedule"}));
  EXPECT_EQ(complete_words("").size(), verbs().size());
}

TEST_F(Completing, OffersTopicsAfterAVerb) {
  EXPECT_EQ(complete_words("tip pa"), (std::vector<std::string>{"tip parental-leave", "tip panels"}));
  EXPECT_EQ(complete_words("myth  code"), (std::vector<std::string>{"myth  code-review"}));
  EXPECT_EQ(complete_words("schedule add every tuesday 10:00 tips about fair"),
            (std::vector<std::string>{"schedule add every tuesday 10:00 tips about fairness"}));
}

TEST_F(Completing, OffersSecondWords) {
  EXPECT_EQ(complete_words("schedule re"), (std::vector<std::string>{"schedule resume", "schedule remove", "schedule region"}));
  EXPECT_EQ(complete_words("help re"), (std::vector<std::string>{"help resource"}));
}

TEST_F(Completing, OffersNothingForWhatItDoesNotKnow) {
  EXPECT_TRUE(complete_words("zzz").empty());
  EXPECT_TRUE(complete_words("zzz x").empty());
  EXPECT_TRUE(complete_words("topics x").empty());
}

}  // namespace
}  // namespace allybot::handlers
