#include "bot/platforms/playground/workspace.h"
#include "tests/unit/platforms/playground/rig.h"

namespace allybot::platforms::playground {
namespace {

struct Playground : PlaygroundTest {
  Origin pressed_in(const Json& message, const std::string& member = "U1") const {
    return take_as<Press>(post("/playground/presses",
                               sent(member, message["channel"],
                                    {{"value", message["content"]["card"]["buttons"][0]["value"]}, {"message", message["id"]}})))
        .origin;
  }
  Outgoing posted(const std::string& title, const std::string& channel, const std::string& key) {
    auto payload = adapter->post(card(title), origin("U1", channel).channel, "", clock.now());
    return {channel, payload ? *payload : "", key, clock.now()};
  }
};

TEST_F(Playground, AnswersOnlyTheMemberWhoAsked) {
  EXPECT_EQ(answer(Answer{card("A tip")}, origin("U1"))["answered"], true);
  ASSERT_EQ(seen("U1").size(), 1U);
  EXPECT_EQ(seen("U1")[0]["content"]["card"]["title"], "A tip");
  EXPECT_EQ(seen("U1")[0]["private"], true);
  EXPECT_TRUE(seen("U2").empty());
  EXPECT_TRUE(seen("U3").empty());
}

TEST_F(Playground, SaysNothingWhileRendering) {
  adapter->render(Answer{card("A tip")}, origin("U1"), Timing::InRequest, clock.now());
  EXPECT_TRUE(seen("U1").empty()) << "the transaction that renders may still fail";
}

TEST_F(Playground, SaysALateAnswerOnceMoreByItself) {
  EXPECT_TRUE(answer(Answer{card("Late")}, origin("U1"), Timing::Late).is_null());
  EXPECT_EQ(seen("U1").size(), 1U);
}

TEST_F(Playground, ReplacesThePrivateMessageThatWasPressed) {
  answer(Answer{card("Claim")}, origin("U1"));
  const Json before = seen("U1")[0];
  Origin press = pressed_in(before);
  press.request = RequestId("r10");
  answer(Replace{card("Answer")}, press);
  ASSERT_EQ(seen("U1").size(), 1U);
  EXPECT_EQ(seen("U1")[0]["id"], before["id"]);
  EXPECT_EQ(seen("U1")[0]["content"]["card"]["title"], "Answer");
}

TEST_F(Playground, LeavesASharedMessageAsOthersKnowIt) {
  ASSERT_EQ(adapter->send(posted("Claim", "general", "k1")).kind, SendOutcome::Kind::Sent);
  answer(Replace{card("Answer")}, pressed_in(seen("U2")[0], "U2"));
  ASSERT_EQ(seen("U2").size(), 2U);
  EXPECT_EQ(seen("U2")[0]["content"]["card"]["title"], "Claim");
  EXPECT_EQ(seen("U2")[1]["private"], true);
  EXPECT_EQ(seen("U1").size(), 1U);
}

TEST_F(Playground, AnswersAnewWhenTheMessageToReplaceIsGone) {
  answer(Answer{card("Claim")}, origin("U1"));
  const Origin press = pressed_in(seen("U1")[0]);
  answer(Silence{}, [] {
    Origin reset = origin("U1");
    reset.route = "reset";
    reset.request = {};
    return reset;
  }());
  answer(Replace{card("Answer")}, press);
  ASSERT_EQ(seen("U1").size(), 1U);
  EXPECT_EQ(seen("U1")[0]["content"]["card"]["title"], "Answer");
}

TEST_F(Playground, PostsToTheWholeChannelWithButtonsForAnyone) {
  ASSERT_EQ(adapter->send(posted("Nudge", "engineering", "k1")).kind, SendOutcome::Kind::Sent);
  for (const char* member : {"U1", "U2", "U3"}) {
    ASSERT_EQ(seen(member, "engineering").size(), 1U) << member;
    const Json message = seen(member, "engineering")[0];
    const auto press = take_as<Press>(post(
        "/playground/presses",
        sent(member, "engineering", {{"value", message["content"]["card"]["buttons"][0]["value"]}, {"message", message["id"]}})));
    EXPECT_EQ(press.standing, Press::Standing::Good) << member;
  }
}

TEST_F(Playground, PostsToAMembersOwnConversation) {
  ASSERT_EQ(adapter->send(posted("For you", "@U2", "k1")).kind, SendOutcome::Kind::Sent);
  ASSERT_EQ(seen("U2", "DU2").size(), 1U);
  EXPECT_EQ(state("U1")["messages"].size(), 0U);
  EXPECT_EQ(pressed_in(seen("U2", "DU2")[0], "U2").member.member.str(), "U2");
}

TEST_F(Playground, PostsOnceUnderOneKeyAndFindsItAgain) {
  const Outgoing nudge = posted("Nudge", "general", "k1");
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::Absent);
  const SendOutcome first = adapter->send(nudge);
  const SendOutcome second = adapter->send(nudge);
  EXPECT_EQ(first.remote, second.remote);
  EXPECT_EQ(seen("U1").size(), 1U);
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::Present);
  EXPECT_EQ(adapter->look_up(nudge).remote, first.remote);
  EXPECT_EQ(adapter->look_up(posted("Nudge", "general", "")).kind, LookUp::Kind::CannotTell);
}

TEST_F(Playground, RefusesWhatItCannotPost) {
  EXPECT_EQ(adapter->send(posted("Nudge", "nowhere", "k1")).kind, SendOutcome::Kind::Gone);
  EXPECT_EQ(adapter->send(posted("Nudge", "@U9", "k2")).kind, SendOutcome::Kind::Gone);
  EXPECT_EQ(adapter->send({"general", "no json", "k3", clock.now()}).kind, SendOutcome::Kind::Refused);
}

TEST_F(Playground, OpensAFormInTheRequestAndAsksByCardWhenLate) {
  Form form;
  form.title = "What is wrong?";
  form.submit = "Send";
  Field field;
  field.name = "note";
  field.label = "What is it?";
  field.kind = Field::Kind::LongText;
  form.fields.push_back(field);
  form.on_submit = Action{"note", "tips/x", Binding::Anyone};
  const Json opened = answer(OpenForm{form}, origin("U1"))["form"];
  EXPECT_EQ(opened["fields"][0]["kind"], "long");
  const auto submitted = [&](const char* member) {
    return take_as<FormSubmitted>(
        post("/playground/forms", sent(member, "general", {{"value", opened["value"]}, {"values", {{"note", "x"}}}})));
  };
  EXPECT_EQ(submitted("U1").action.object, "tips/x");
  EXPECT_EQ(submitted("U2").standing, Press::Standing::NotYours) << "a form is its member's own";
  EXPECT_TRUE(seen("U1").empty());
  answer(OpenForm{form}, origin("U1"), Timing::Late);
  EXPECT_EQ(seen("U1").size(), 1U);
}

TEST_F(Playground, TellsTheProblemsOfAForm) {
  const Reply problems = FormProblems{{{"note", "Please write something."}}};
  EXPECT_EQ(answer(problems, origin("U1"))["problems"][0]["problem"], "Please write something.");
  EXPECT_TRUE(seen("U1").empty());
  answer(problems, origin("U1"), Timing::Late);
  EXPECT_EQ(seen("U1").size(), 1U);
}

TEST_F(Playground, GivesWordsToComplete) {
  const Json given = answer(Completions{{{"tip", "tip: one thing"}, {"topics", ""}}}, origin("U1"));
  EXPECT_EQ(given["choices"][0]["label"], "tip: one thing");
  EXPECT_EQ(given["choices"][1]["label"], "topics");
}

TEST_F(Playground, ResetEmptiesMessagesAndDatabaseAndStartsANewRound) {
  answer(Answer{card("A tip")}, origin("U1"));
  const Json before = state("U1");
  const auto reset = take_as<Lifecycle>(post("/playground/reset", sent("U1", "general")));
  EXPECT_EQ(reset.kind, Lifecycle::Kind::Uninstalled);
  answer(Silence{}, reset.origin);
  EXPECT_EQ(resets, 1);
  EXPECT_TRUE(state("U1")["messages"].empty());
  EXPECT_NE(state("U1")["round"], before["round"]);
  EXPECT_EQ(state("U1")["epoch"], before["epoch"]);
}

TEST_F(Playground, KeepsItsMessagesWhenTheDatabaseCannotBeEmptied) {
  answer(Answer{card("A tip")}, origin("U1"));
  reset_fails = true;
  const auto reset = take_as<Lifecycle>(post("/playground/reset", sent("U1", "general")));
  const Rendered rendered = adapter->render(Silence{}, reset.origin, Timing::InRequest, clock.now());
  ASSERT_EQ(rendered.calls.size(), 1U);
  EXPECT_EQ(adapter->send(rendered.calls[0]).kind, SendOutcome::Kind::NotSent);
  EXPECT_EQ(seen("U1").size(), 1U);
}

TEST_F(Playground, TellsOnlyWhatIsNewSinceALook) {
  answer(Answer{card("First")}, origin("U1"));
  const Json first = state("U1");
  const std::string rest =
      "&epoch=" + first["epoch"].get<std::string>() + "&round=" + first["round"].dump() + "&since=" + first["sequence"].dump();
  EXPECT_TRUE(state("U1", rest)["messages"].empty());
  Origin again = origin("U1");
  again.request = RequestId("r10");
  answer(Answer{card("Second")}, again);
  ASSERT_EQ(state("U1", rest)["messages"].size(), 1U);
  EXPECT_EQ(state("U1", rest)["messages"][0]["content"]["card"]["title"], "Second");
  EXPECT_EQ(state("U1", "&epoch=other&round=1&since=999")["messages"].size(), 2U) << "another run: all of it";
}

TEST_F(Playground, RefusesToTellAStrangerAnything) {
  for (const char* query : {"", "member=", "member=U9", "member=U1%00"})
    EXPECT_FALSE(take(get("/playground/state", query)).has_value()) << query;
}

TEST_F(Playground, KeepsTheLastMessagesOfEachChannel) {
  Origin from = origin("U1", "engineering");
  answer(Answer{card("Stays")}, from);
  for (std::size_t i = 0; i < Workspace::kMostMessages + 10; ++i) {
    from = origin("U1");
    from.request = RequestId("q" + std::to_string(i));
    answer(Answer{card(std::to_string(i))}, from);
  }
  EXPECT_EQ(seen("U1").size(), Workspace::kMostMessages);
  EXPECT_EQ(seen("U1").front()["content"]["card"]["title"], "10");
  EXPECT_EQ(seen("U1", "engineering").size(), 1U);
}

TEST_F(Playground, MakesLinksOnlyToSafeAddresses) {
  Card made = card("Links");
  made.blocks.emplace_back(Paragraph{
      {Inline{"good", false, false, false, "https://example.org/a"}, Inline{"bad", false, false, false, "javascript:alert(1)"}}});
  made.buttons.push_back(Button{"Read", {}, ButtonStyle::Default, {}, "https://example.org"});
  made.buttons.push_back(Button{"Bad", {}, ButtonStyle::Default, {}, "data:text/html,x"});
  answer(Answer{made}, origin("U1"));
  const Json shown = seen("U1")[0]["content"]["card"];
  EXPECT_EQ(shown["blocks"][1]["line"][0]["link"], "https://example.org/a");
  EXPECT_FALSE(shown["blocks"][1]["line"][1].contains("link"));
  ASSERT_EQ(shown["buttons"].size(), 2U);
  EXPECT_EQ(shown["buttons"][1]["url"], "https://example.org");
  EXPECT_FALSE(adapter->faults(made).empty());
  EXPECT_TRUE(adapter->faults(card("Fine")).empty());
}

TEST_F(Playground, RendersEveryKindOfBlock) {
  Card made;
  made.blocks.emplace_back(Bullets{{text_line("a")}, false});
  made.blocks.emplace_back(Bullets{{text_line("b")}, true});
  made.blocks.emplace_back(Quote{text_line("q")});
  made.blocks.emplace_back(Labelled{"This week", text_line("do")});
  made.blocks.emplace_back(Note{text_line("n")});
  made.blocks.emplace_back(Divider{});
  answer(Answer{made}, origin("U1"));
  std::string kinds;
  const Json message = seen("U1")[0];
  for (const Json& block : message["content"]["card"]["blocks"]) kinds += block["kind"].get<std::string>() + ' ';
  EXPECT_EQ(kinds, "bullets numbers quote labelled note divider ");
}

TEST_F(Playground, KnowsItsMembersAndChannels) {
  EXPECT_TRUE(adapter->member_facts(origin("U1").member)->admin);
  EXPECT_FALSE(adapter->member_facts(origin("U2").member)->admin);
  EXPECT_FALSE(adapter->member_facts(origin("U9").member).has_value());
  EXPECT_TRUE(adapter->channel_facts(origin("U1", "dads-and-allies").channel)->can_post);
  EXPECT_TRUE(adapter->channel_facts(origin("U1", "DU3").channel)->can_post);
  EXPECT_EQ(adapter->channel_facts(origin("U1", "nowhere").channel)->why_not, "not_found");
}

TEST_F(Playground, DeclaresItselfWithoutSettings) {
  const Platform& declared = declaration();
  EXPECT_EQ(declared.name, "playground");
  EXPECT_TRUE(declared.settings.empty());
  const auto alone = declared.make(environment);
  ASSERT_TRUE(alone.has_value());
  EXPECT_EQ((*alone)->connect().kind, Connection::Kind::On);
  ASSERT_TRUE((*alone)->authenticate(get("/"), clock.now()).has_value());
}

}  // namespace
}  // namespace allybot::platforms::playground
