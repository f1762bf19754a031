#include "tests/unit/platforms/playground/rig.h"

namespace allybot::platforms::playground {
namespace {

struct PlaygroundParse : PlaygroundTest {
  http::RawRequest typing(const std::string& text, const std::string& member = "U1", const std::string& channel = "general",
                          const std::string& request = "r1") const {
    return post("/playground/commands", sent(member, channel, {{"text", text}, {"request", request}}));
  }
  http::RawRequest pressing(const std::string& value, Json message = 0, const std::string& member = "U1",
                            const std::string& channel = "general") const {
    return post("/playground/presses", sent(member, channel, {{"value", value}, {"message", std::move(message)}}));
  }
  std::string signed_for(const std::string& member, const std::string& channel = "general",
                         Binding binding = Binding::Member) const {
    const Origin made = origin(member, channel);
    return rig.buttons.sign(Action{"more", "tips", binding}, made.channel, made.member.member, clock.now());
  }
  Code refusal(http::RawRequest raw) const {
    const auto taken = take(std::move(raw));
    EXPECT_FALSE(taken.has_value());
    return taken ? Code::Internal : taken.error().code;
  }
};

TEST_F(PlaygroundParse, ReadsASlashCommandWithWhereAndWho) {
  const auto command = take_as<Command>(typing("  /ally tip  meetings "));
  EXPECT_EQ(command.text, "tip  meetings");
  EXPECT_EQ(command.entry, Command::Entry::Slash);
  EXPECT_EQ(command.origin.member.str(), "playground/W1/U1");
  EXPECT_EQ(command.origin.channel.str(), "playground/W1/general");
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(command.origin.request.str(), "r1");
  EXPECT_EQ(command.origin.zone, "Europe/Berlin");
}

TEST_F(PlaygroundParse, ReadsTheBareCommandAsEmpty) { EXPECT_EQ(take_as<Command>(typing("/ally")).text, ""); }

TEST_F(PlaygroundParse, ShowsASlashCommandToItsMemberAlone) {
  take_as<Command>(typing("/ally tip"));
  ASSERT_EQ(seen("U1").size(), 1U);
  EXPECT_EQ(seen("U1")[0]["content"]["text"], "/ally tip");
  EXPECT_EQ(seen("U1")[0]["private"], true);
  EXPECT_TRUE(seen("U2").empty());
}

TEST_F(PlaygroundParse, ShowsWhatMembersSayToEverybodyAndKeepsItFromTheBot) {
  EXPECT_EQ(take_as<Ignored>(typing("hello all")).why, "chat");
  ASSERT_EQ(seen("U2").size(), 1U);
  EXPECT_EQ(seen("U2")[0]["author"], "U1");
  EXPECT_EQ(seen("U2")[0]["private"], false);
}

TEST_F(PlaygroundParse, KeepsARepeatedRequestOnce) {
  take_as<Command>(typing("/ally tip"));
  take_as<Command>(typing("/ally tip"));
  EXPECT_EQ(seen("U1").size(), 1U);
  take_as<Command>(typing("/ally tip", "U1", "general", "r2"));
  EXPECT_EQ(seen("U1").size(), 2U);
}

TEST_F(PlaygroundParse, HearsAMentionAtTheStartOnly) {
  const auto command = take_as<Command>(typing("@Allybot myth pay"));
  EXPECT_EQ(command.text, "myth pay");
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(take_as<Command>(typing("@allybot", "U1", "general", "r2")).text, "");
  take_as<Ignored>(typing("ask @allybot tip", "U1", "general", "r3"));
  take_as<Ignored>(typing("@allybots tip", "U1", "general", "r4"));
}

TEST_F(PlaygroundParse, TakesAllOfADirectMessage) {
  const auto command = take_as<Command>(typing("tip meetings", "U2", "DU2"));
  EXPECT_EQ(command.text, "tip meetings");
  EXPECT_EQ(command.entry, Command::Entry::Direct);
  EXPECT_TRUE(command.origin.direct);
}

TEST_F(PlaygroundParse, NamesMentionedMembersByTheirId) {
  EXPECT_EQ(take_as<Command>(typing("/ally lead add @jonas")).text, "lead add <@U2>");
  EXPECT_EQ(take_as<Command>(typing("/ally lead add @Priya, please", "U1", "general", "r2")).text, "lead add <@U3>, please");
  EXPECT_EQ(take_as<Command>(typing("/ally find @jonasson a@maya", "U1", "general", "r3")).text, "find @jonasson a@maya");
}

TEST_F(PlaygroundParse, AnswersWhatItCannotUsePolitely) {
  EXPECT_FALSE(take_as<Unusable>(typing("/other thing")).error.for_member.empty());
  EXPECT_FALSE(take_as<Unusable>(typing("/allyx", "U1", "general", "r2")).error.for_member.empty());
  EXPECT_FALSE(take_as<Unusable>(typing("   ", "U1", "general", "r3")).error.for_member.empty());
  EXPECT_FALSE(take_as<Unusable>(typing(std::string(5000, 'x'), "U1", "general", "r4")).error.for_member.empty());
}

TEST_F(PlaygroundParse, AnswersBytesThatAreNoTextPolitely) {
  http::RawRequest raw = typing("/ally tip");
  raw.body.replace(raw.body.find("tip"), 3, "t\xFFp");
  EXPECT_FALSE(take_as<Unusable>(raw).error.for_member.empty());
  EXPECT_TRUE(seen("U1").empty());
}

TEST_F(PlaygroundParse, RefusesWhatOurPageNeverSends) {
  EXPECT_EQ(refusal(typing("/ally", "U9")), Code::Invalid);
  EXPECT_EQ(refusal(typing("/ally", "U1", "nowhere")), Code::Invalid);
  EXPECT_EQ(refusal(typing("/ally", "U1", "DU2")), Code::Invalid) << "another member's conversation";
  EXPECT_EQ(refusal(typing("/ally", "", "")), Code::Invalid);
  EXPECT_EQ(refusal(typing("/ally", "U1", "general", "")), Code::Invalid);
  EXPECT_EQ(refusal(typing("/ally", "U1", "general", "a/b")), Code::Invalid);
  http::RawRequest raw = typing("/ally");
  for (const std::string& body : {std::string("no json"), std::string(), std::string("[]"), std::string(500, '[')}) {
    raw.body = body;
    EXPECT_EQ(refusal(raw), Code::Invalid) << body.substr(0, 20);
  }
}

TEST_F(PlaygroundParse, LeavesOutAZoneOrLanguageThatIsNone) {
  const auto command = take_as<Command>(post(
      "/playground/commands", sent("U1", "general", {{"text", "/ally"}, {"zone", "../../etc passwd"}, {"language", "en\"x"}})));
  EXPECT_EQ(command.origin.zone, "");
  EXPECT_EQ(command.origin.language, "");
}

TEST_F(PlaygroundParse, OpensAButtonForItsMember) {
  const auto press = take_as<Press>(pressing(signed_for("U1")));
  EXPECT_EQ(press.action.name, "more");
  EXPECT_EQ(press.action.object, "tips");
  EXPECT_EQ(press.standing, Press::Standing::Good);
}

TEST_F(PlaygroundParse, TellsAForeignAndALatePressFromAForgedOne) {
  const std::string value = signed_for("U1");
  EXPECT_EQ(take_as<Press>(pressing(value, 0, "U2")).standing, Press::Standing::NotYours);
  take_as<Unusable>(pressing(value, 0, "U1", "engineering"));
  take_as<Unusable>(pressing(value + "x"));
  take_as<Unusable>(pressing(""));
  rig.clock.advance(std::chrono::hours(24 * 40));
  EXPECT_EQ(take_as<Press>(pressing(value)).standing, Press::Standing::Expired);
}

TEST_F(PlaygroundParse, KnowsWhetherTheMessageOfAPressWasPrivate) {
  answer(Answer{card("Yours")}, origin("U1"));
  const auto own = seen("U1").back()["id"];
  EXPECT_TRUE(take_as<Press>(pressing(signed_for("U1"), own)).message_is_private);
  const auto posted = adapter->post(card("For all"), origin().channel, "", clock.now());
  ASSERT_TRUE(posted.has_value());
  ASSERT_EQ(adapter->send({"x", *posted, "k1", clock.now()}).kind, SendOutcome::Kind::Sent);
  const auto shared = seen("U2").back()["id"];
  EXPECT_FALSE(take_as<Press>(pressing(signed_for("U2", "general", Binding::Anyone), shared, "U2")).message_is_private);
}

TEST_F(PlaygroundParse, ReadsAFormThatItOpened) {
  const auto form = take_as<FormSubmitted>(
      post("/playground/forms", sent("U1", "general", {{"value", signed_for("U1")}, {"values", {{"note", "cafe\xCC\x81"}}}})));
  EXPECT_EQ(form.action.name, "more");
  EXPECT_EQ(form.standing, Press::Standing::Good);
  EXPECT_EQ(form.values.at("note"), "caf\xC3\xA9");
}

TEST_F(PlaygroundParse, RefusesAFormWithOddValues) {
  const std::string value = signed_for("U1");
  for (const Json& values :
       {Json(), Json(1), Json::array(), Json{{"note", 7}}, Json{{"no te", "x"}}, Json{{"note", {{"a", "b"}}}}})
    EXPECT_EQ(refusal(post("/playground/forms", sent("U1", "general", {{"value", value}, {"values", values}}))), Code::Invalid)
        << values;
  EXPECT_EQ(refusal(post("/playground/forms",
                         sent("U1", "general", {{"value", value}, {"values", {{"note", std::string(20000, 'x')}}}}))),
            Code::TooLarge);
  Json many = Json::object();
  for (int i = 0; i < 30; ++i) many["f" + std::to_string(i)] = "x";
  EXPECT_EQ(refusal(post("/playground/forms", sent("U1", "general", {{"value", value}, {"values", many}}))), Code::Invalid);
  take_as<Unusable>(post("/playground/forms", sent("U1", "general", {{"value", "forged"}, {"values", {{"note", "x"}}}})));
}

TEST_F(PlaygroundParse, AsksForCompletionsWithoutKeepingThem) {
  const auto completion = take_as<Completion>(post("/playground/completions", sent("U1", "general", {{"text", "ti"}})));
  EXPECT_EQ(completion.text, "ti");
  EXPECT_TRUE(completion.origin.request.empty());
  EXPECT_TRUE(seen("U1").empty());
}

}  // namespace
}  // namespace allybot::platforms::playground
