// Plans from chat. The clock stands at Tuesday, 2023-11-14, 23:13 in Berlin.
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using store::Delivery;
using store::Plan;

class Schedule : public BotTest {
 protected:
  Schedule() {
    make_lead("U1");
    members_["U2"] = {};
    outsider_.member = "U2";
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
  std::string say(const std::string& text) { return text_of(type(text)); }
  std::string say(const std::string& text, const Place& place) { return text_of(type(text, place)); }
  Place outsider_;  ///< somebody who neither leads nor is an admin
};

TEST_F(Schedule, SavesAPlanAndShowsTheNextThreeDates) {
  Place place;
  place.zone = "Europe/Berlin";
  const std::string text = say("schedule add every Tuesday 10:00 tips about meetings", place);
  EXPECT_TRUE(has(text, "Plan p1 is saved")) << text;
  EXPECT_TRUE(has(text, "every Tuesday at 10:00 (Europe/Berlin): tips, about Meetings")) << text;
  EXPECT_TRUE(has(text, "Tue 21 Nov 2023, 10:00 Europe/Berlin"));
  EXPECT_TRUE(has(text, "Tue 28 Nov 2023, 10:00"));
  EXPECT_TRUE(has(text, "Tue 5 Dec 2023, 10:00"));
  EXPECT_FALSE(has(text, "12 Dec"));
  EXPECT_TRUE(has(text, "Times are those of Europe/Berlin, taken from your profile here."));
  ASSERT_EQ(plans().size(), 1U);
  const Plan plan = plans()[0];
  EXPECT_EQ(plan.kinds, std::vector<std::string>{"tips"});
  EXPECT_EQ(plan.topics, std::vector<std::string>{"meetings"});
  EXPECT_EQ(plan.start, "2023-11-14T10:00");
  EXPECT_EQ(plan.author, MemberId("U1"));
  EXPECT_EQ(plan.address, "address of C1");
  EXPECT_TRUE(plan.next_at.has_value());
  ASSERT_EQ(audit().size(), 1U);
  EXPECT_EQ(audit()[0].what, "plan.add");
  EXPECT_EQ(audit()[0].who, "slack/T1/U1");
  EXPECT_EQ(woken_, 1);
}

TEST_F(Schedule, TakesTheZoneThatIsAskedFor) {
  const std::string text = say("schedule add weekdays 9:30 in Asia/Kolkata");
  EXPECT_TRUE(has(text, "Wed 15 Nov 2023, 09:30 Asia/Kolkata")) << text;
  EXPECT_TRUE(has(text, "taken from what you asked for"));
}

TEST_F(Schedule, TakesTheChannelsZoneBeforeTheMembers) {
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.set_channel_settings(channel("C1"), {"", "Asia/Tokyo", ""}); }));
  say("me zone Europe/Berlin");
  EXPECT_TRUE(has(say("schedule add daily 16:45"), "taken from this channel's settings"));
  EXPECT_EQ(plans()[0].zone, "Asia/Tokyo");
}

TEST_F(Schedule, SaysWhenTheBotCannotPostAndSavesAllTheSame) {
  channels_["C1"] = {false, "not_invited", false};
  EXPECT_TRUE(has(say("schedule add daily 16:45"), "I cannot post here yet"));
  EXPECT_EQ(plans().size(), 1U);
}

TEST_F(Schedule, RefusesAClosedChannel) {
  channels_["C1"] = {false, "archived", false};
  EXPECT_TRUE(has(say("schedule add daily 16:45"), "closed"));
  EXPECT_TRUE(plans().empty());
}

TEST_F(Schedule, WarnsOfOutsiders) {
  channels_["C1"] = {true, "", true};
  EXPECT_TRUE(has(say("schedule add daily 16:45"), "People from outside your organisation"));
}

TEST_F(Schedule, SaysWhenThePlatformDidNotTell) {
  platform_is_away_ = true;
  EXPECT_TRUE(has(say("schedule add daily 16:45"), "could not find out whether I can post here"));
  EXPECT_EQ(plans().size(), 1U);
}

TEST_F(Schedule, OffersTheNearestReadingsAndSavesNoGuess) {
  const Card card = ask("schedule add every Tuseday 10:00");
  EXPECT_TRUE(has(plain_text(card), "nothing is saved")) << shown(card);
  EXPECT_TRUE(plans().empty());
  ASSERT_FALSE(card.buttons.empty()) << shown(card);
  EXPECT_EQ(card.buttons[0].action.object.substr(0, 13), "schedule add ");
  EXPECT_TRUE(has(text_of(press(card.buttons[0].action)), "Plan p1 is saved"));
}

TEST_F(Schedule, ExplainsItselfWhenNothingWasSaid) {
  const Card card = ask("schedule add");
  EXPECT_TRUE(has(plain_text(card), "/ally schedule add every Tuesday 10:00"));
  EXPECT_TRUE(has_button(card, "Add a nudge"));
}

TEST_F(Schedule, IsForLeadsAndAdmins) {
  EXPECT_TRUE(has(say("schedule add daily 16:45", outsider_), "for leads of this channel"));
  say("schedule add daily 16:45");
  for (const char* text :
       {"schedule pause", "schedule resume", "schedule skip", "schedule remove", "schedule edit weekdays 9:30"})
    EXPECT_TRUE(has(say(text, outsider_), "for leads of this channel")) << text;
  EXPECT_EQ(plans()[0].state, Plan::State::Active);
  members_["U2"].admin = true;
  EXPECT_TRUE(has(say("schedule pause", outsider_), "Paused."));
}

TEST_F(Schedule, OfAChannelIsChangedByAnAdminInTheirOwnConversation) {
  say("schedule add daily 16:45");
  Place alone = outsider_;
  alone.channel = "D2";
  alone.direct = true;
  EXPECT_TRUE(has(say("schedule pause p1", alone), "for leads of this channel"));
  members_["U2"].admin = true;
  EXPECT_TRUE(has(say("schedule pause p1", alone), "Paused.")) << "as the button of a notice asks for it";
}

TEST_F(Schedule, ShowsPlansToAnybodyWithoutTheButtonsOfLeads) {
  say("schedule add daily 16:45");
  const Card theirs = ask("schedule list", outsider_);
  EXPECT_TRUE(has(plain_text(theirs), "p1 daily at 16:45 (UTC): tips and myths. Next: Wed 15 Nov 2023, 16:45."))
      << plain_text(theirs);
  EXPECT_TRUE(theirs.buttons.empty());
  const Card mine = ask("schedule");
  for (const char* label : {"Add a nudge", "Preview for me", "Skip the next", "Pause", "Change", "Remove"})
    EXPECT_TRUE(has_button(mine, label)) << label;
}

TEST_F(Schedule, ListsEachOfSeveralPlansWithAButton) {
  say("schedule add daily 16:45");
  say("schedule add weekdays 9:30 myths");
  const Card card = ask("schedule list");
  ASSERT_TRUE(has_button(card, "p2"));
  const Card plan = card_of(press(action(card, "p2")));
  EXPECT_EQ(plan.title, "Plan p2");
  EXPECT_TRUE(has_button(plan, "Pause"));
}

TEST_F(Schedule, ALeadOfOneChannelChangesNoPlanOfAnother) {
  say("schedule add daily 16:45");
  Place elsewhere;
  elsewhere.member = "U2";
  elsewhere.channel = "C2";
  make_lead("U2", "C2");
  EXPECT_TRUE(has(say("schedule remove p1", elsewhere), "for leads of this channel"));
  EXPECT_EQ(plans().size(), 1U);
  elsewhere.member = "UADMIN";
  EXPECT_TRUE(has(say("schedule remove p1", elsewhere), "Plan p1 is removed"));
}

TEST_F(Schedule, AsksWhichPlanWhenThereAreSeveral) {
  EXPECT_TRUE(has(say("schedule pause"), "no nudge in this channel yet"));
  say("schedule add daily 16:45");
  say("schedule add weekdays 9:30 myths");
  EXPECT_TRUE(has(say("schedule pause"), "Which one? Please add its id: p1, p2."));
  EXPECT_TRUE(has(say("schedule pause p9"), "I know no plan p9"));
  EXPECT_TRUE(has(say("schedule pause P2"), "Paused."));
  EXPECT_EQ(plans()[1].state, Plan::State::Paused);
}

TEST_F(Schedule, RefusesTheSamePlanTwice) {
  say("schedule add daily 16:45");
  EXPECT_TRUE(has(say("schedule add daily 16:45"), "Plan p1 does exactly that already."));
  EXPECT_EQ(plans().size(), 1U);
}

TEST_F(Schedule, RefusesWhatHasNoDateToCome) {
  EXPECT_TRUE(has(say("schedule add every Monday 10:00 until 2023-11-15"), "no date to come"));
  EXPECT_TRUE(plans().empty());
  EXPECT_TRUE(audit().empty());
}

TEST_F(Schedule, SavesARepeatedRequestOnce) {
  Place place;
  place.request = "R1";
  say("schedule add daily 16:45", place);
  restart();
  EXPECT_TRUE(has(repeated(Command{origin(place), "schedule add daily 16:45", Command::Entry::Slash}), "Plan p1 is saved"));
  EXPECT_EQ(plans().size(), 1U);
}

TEST_F(Schedule, EditKeepsWhatIsNotSaid) {
  say("schedule add every Tuesday 10:00 tips about meetings in Europe/Berlin until 2024-06-30");
  const std::string text = say("schedule edit weekdays 9:30");
  EXPECT_TRUE(has(text, "Plan p1 is changed")) << text;
  const Plan plan = plans()[0];
  EXPECT_EQ(plan.zone, "Europe/Berlin");
  EXPECT_EQ(plan.kinds, std::vector<std::string>{"tips"});
  EXPECT_EQ(plan.topics, std::vector<std::string>{"meetings"});
  EXPECT_EQ(plan.until, "2024-06-30");
  EXPECT_TRUE(has(text, "Wed 15 Nov 2023, 09:30"));
  EXPECT_EQ(audit()[0].what, "plan.edit");
  EXPECT_TRUE(has(say("schedule edit"), "What should change?"));
}

TEST_F(Schedule, PausesUntilADateAndResumes) {
  say("schedule add daily 16:45");
  EXPECT_TRUE(has(say("schedule pause until 2024-01-10"), "goes on on 2024-01-10"));
  EXPECT_EQ(plans()[0].paused_until, "2024-01-10");
  EXPECT_TRUE(has(say("schedule resume"), "It posts again."));
  EXPECT_EQ(plans()[0].state, Plan::State::Active);
  EXPECT_TRUE(has(say("schedule resume"), "It is not paused."));
  EXPECT_TRUE(has(say("schedule pause until 2023-01-10"), "Until when?"));
  EXPECT_TRUE(has(say("schedule pause until whenever"), "Until when?"));
  EXPECT_TRUE(has(say("schedule pause"), "Nothing is posted until somebody resumes it"));
  EXPECT_FALSE(plans()[0].next_at.has_value());
}

TEST_F(Schedule, SkipsTheNextPostAndThenTheOneAfter) {
  say("schedule add daily 16:45");
  EXPECT_TRUE(has(say("schedule skip"), "Left out: Wed 15 Nov 2023, 16:45."));
  EXPECT_TRUE(has(say("schedule skip p1"), "Left out: Thu 16 Nov 2023, 16:45."));
  EXPECT_EQ(plans()[0].skips, (std::vector<std::string>{"2023-11-15T16:45", "2023-11-16T16:45"}));
  EXPECT_EQ(plans()[0].next_local, "2023-11-17T16:45");
  EXPECT_TRUE(has(say("schedule skip p1 2023-11-20"), "Left out: Mon 20 Nov 2023"));
  EXPECT_TRUE(has(say("schedule skip p1 2023-11-20"), "posts nothing then"));
  EXPECT_TRUE(has(say("schedule skip p1 whenever"), "Which day?"));
}

TEST_F(Schedule, RemovesAPlan) {
  say("schedule add daily 16:45");
  EXPECT_TRUE(has(say("schedule remove p1"), "It was: daily at 16:45"));
  EXPECT_TRUE(plans().empty());
  EXPECT_EQ(audit()[0].what, "plan.remove");
  say("schedule add daily 16:45");
  EXPECT_EQ(plans()[0].id, PlanId("p2")) << "ids are not used twice";
}

TEST_F(Schedule, NextTellsWhatWouldBePostedAndWhen) {
  EXPECT_TRUE(has(say("schedule next"), "no nudge in this channel yet"));
  say("schedule add daily 16:45 tips");
  const std::string text = say("schedule next 3", outsider_);
  EXPECT_TRUE(has(text, "may still change"));
  for (const char* part : {"p1 Wed 15 Nov 2023, 16:45 UTC: ", "p1 Thu 16 Nov 2023", "p1 Fri 17 Nov 2023", "Count who speaks",
                           "Say whose idea it was", "Thank the reviewer by name"})
    EXPECT_TRUE(has(text, part)) << part << "\n" << text;
  EXPECT_FALSE(has(text, "18 Nov"));
  EXPECT_TRUE(has(say("schedule next many"), "How many?"));
  EXPECT_TRUE(deliveries("C1").empty()) << "looking posts nothing";
}

TEST_F(Schedule, TestShowsTheNextPostToTheMemberAlone) {
  say("schedule add daily 16:45 tips about code-review");
  const Card card = ask("schedule test");
  EXPECT_EQ(card.title, "Thank the reviewer by name");
  EXPECT_TRUE(has(plain_text(card), "Only you see it."));
  EXPECT_TRUE(card.buttons.empty());
  EXPECT_TRUE(deliveries("C1").empty());
}

TEST_F(Schedule, TestSaysWhenNothingFits) {
  say("schedule add daily 16:45 resources about panels");
  EXPECT_TRUE(has(say("schedule test"), "Nothing in the library fits"));
}

TEST_F(Schedule, TheFormAddsAPlan) {
  const Reply opened = press({"pfrm", "", Binding::Member});
  ASSERT_TRUE(std::holds_alternative<OpenForm>(opened));
  const Form form = std::get<OpenForm>(opened).form;
  for (const Field& field : form.fields) {
    EXPECT_LE(field.label.size(), 24U);
    EXPECT_LE(field.hint.size(), 150U);
  }
  const Reply bad = send(form, {{"when", "whenever it suits"}, {"topics", "astrology"}, {"zone", "Atlantis"}, {"until", "soon"}});
  ASSERT_TRUE(std::holds_alternative<FormProblems>(bad));
  EXPECT_EQ(std::get<FormProblems>(bad).by_field.size(), 4U);
  EXPECT_TRUE(plans().empty());
  const Reply good = send(form, {{"when", "first Monday 2pm"},
                                 {"kinds", "myths"},
                                 {"topics", "meetings, parental leave"},
                                 {"zone", "Berlin"},
                                 {"until", "2024-06-30"}});
  EXPECT_TRUE(has(text_of(good), "Plan p1 is saved")) << text_of(good);
  EXPECT_EQ(plans()[0].topics, (std::vector<std::string>{"meetings", "parental-leave"}));
  EXPECT_EQ(plans()[0].kinds, std::vector<std::string>{"myths"});
  EXPECT_EQ(plans()[0].zone, "Europe/Berlin");
}

TEST_F(Schedule, TheFormChangesAPlanAndTakesAwayWhatIsEmptied) {
  say("schedule add every Tuesday 10:00 tips about meetings until 2024-06-30");
  const Form form = std::get<OpenForm>(press({"pfrm", "p1", Binding::Member})).form;
  EXPECT_EQ(form.fields[0].initial, "every Tuesday at 10:00");
  EXPECT_EQ(form.fields[4].initial, "2024-06-30");
  EXPECT_TRUE(
      has(text_of(send(
              form, {{"when", "every Tuesday at 10:00"}, {"kinds", "default"}, {"topics", ""}, {"zone", "UTC"}, {"until", ""}})),
          "Plan p1 is changed"));
  EXPECT_TRUE(plans()[0].topics.empty());
  EXPECT_TRUE(plans()[0].kinds.empty());
  EXPECT_EQ(plans()[0].until, "");
  FormSubmitted theirs{origin(outsider_), form.on_submit, Press::Standing::Good, {{"when", "daily 9:00"}}};
  EXPECT_TRUE(has(text_of(handle(theirs)), "for leads of this channel"));
}

TEST_F(Schedule, AMemberPlansForThemselvesInTheirOwnConversation) {
  Place direct = outsider_;
  direct.channel = "D2";
  direct.direct = true;
  EXPECT_TRUE(has(say("schedule add weekdays 9:30", direct), "Plan p1 is saved"));
  EXPECT_EQ(plans("@U2").size(), 1U);
}

TEST_F(Schedule, ListsPostsInTroubleToLeadsOnly) {
  say("schedule add daily 16:45");
  Delivery delivery;
  delivery.key = "slack/T1/p1@2023-11-14T16:45";
  delivery.channel = channel("C1");
  delivery.plan = PlanId("p1");
  delivery.item = ItemId("tips/say-whose-idea");
  delivery.state = Delivery::State::Unknown;
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) -> Result<void> {
    const auto added = tx.add_delivery(delivery);
    if (!added) return tl::unexpected(added.error());
    return {};
  }));
  const Card mine = ask("schedule list");
  EXPECT_TRUE(has(plain_text(mine), "never heard whether it arrived"));
  EXPECT_EQ(action(mine, "Post again").binding, Binding::Member);
  EXPECT_FALSE(has_button(ask("schedule list", outsider_), "Post again"));
}

class FilePlans : public Schedule {
 protected:
  Result<void> sync(bool known = true) {
    return dispatcher_->sync_file_plans([&](const std::string& name) -> std::optional<ChannelKey> {
      EXPECT_EQ(name, "#engineering");
      if (!known) return std::nullopt;
      return channel("C1");
    });
  }
};

TEST_F(FilePlans, ComeIntoTheStoreOnce) {
  ASSERT_TRUE(sync());
  ASSERT_TRUE(sync());
  ASSERT_EQ(plans().size(), 1U);
  const Plan plan = plans()[0];
  EXPECT_EQ(plan.id, PlanId("weekly-tip"));
  EXPECT_TRUE(plan.from_file);
  EXPECT_EQ(plan.zone, "Europe/Berlin");
  EXPECT_EQ(plan.next_local, "2023-11-21T10:00");
  ASSERT_EQ(audit().size(), 1U);
  EXPECT_EQ(audit()[0].who, "file");
}

TEST_F(FilePlans, KeepWhatChatDidToThem) {
  ASSERT_TRUE(sync());
  EXPECT_TRUE(has(say("schedule skip weekly-tip"), "Left out"));
  EXPECT_TRUE(has(say("schedule pause"), "Paused."));
  clock_.advance(std::chrono::hours(24));
  ASSERT_TRUE(sync());
  EXPECT_EQ(plans()[0].state, Plan::State::Paused);
  EXPECT_EQ(plans()[0].skips.size(), 1U);
}

TEST_F(FilePlans, AreNeitherEditedNorRemovedInChat) {
  ASSERT_TRUE(sync());
  EXPECT_TRUE(has(say("schedule remove weekly-tip"), "kept in the file"));
  EXPECT_TRUE(has(say("schedule edit weekly-tip daily 9:00"), "kept in the file"));
  EXPECT_FALSE(has_button(ask("schedule list"), "Remove"));
  EXPECT_EQ(plans().size(), 1U);
}

TEST_F(FilePlans, StayWhenTheirChannelCannotBeFoundNow) {
  ASSERT_TRUE(sync());
  ASSERT_TRUE(sync(false));
  EXPECT_EQ(plans().size(), 1U);
  EXPECT_TRUE(log_.has("plan-channel-unknown"));
}

TEST_F(FilePlans, LeaveWhenTheyLeaveTheFile) {
  Plan old;
  old.id = PlanId("left-the-file");
  old.channel = channel("C1");
  old.from_file = true;
  ASSERT_TRUE(store::write<PlanId>(*kept_, [&](store::Writer& tx) { return tx.add_plan(old); }));
  ASSERT_TRUE(sync());
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].id, PlanId("weekly-tip"));
}

TEST_F(FilePlans, DoNotTouchPlansOfChat) {
  say("schedule add daily 16:45");
  ASSERT_TRUE(sync());
  EXPECT_EQ(plans().size(), 2U);
}

}  // namespace
}  // namespace allybot::handlers
