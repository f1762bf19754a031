#include "bot/platforms/dialogue.h"

#include <gtest/gtest.h>

#include "bot/platforms/sentences.h"
#include "tests/fakes/fake_clock.h"

namespace allybot::platforms {
namespace {

const MemberKey kKim{PlatformId("p"), WorkspaceId("w"), MemberId("kim")};
const MemberKey kLee{PlatformId("p"), WorkspaceId("w"), MemberId("lee")};

ChannelKey channel(const char* id) { return {PlatformId("p"), WorkspaceId("w"), ChannelId(id)}; }

Origin in_room(const MemberKey& member) { return {member, channel("ops"), false, RequestId("r0"), "address", "route", {}, {}}; }

Origin in_direct(const MemberKey& member, const std::string& request) {
  return {member, channel(('@' + member.member.str()).c_str()), true, RequestId(request), {}, {}, {}, {}};
}

Button button(const char* label, const char* action) {
  return {label, {action, "tips/a", Binding::Member}, ButtonStyle::Default, {}, {}};
}

std::string key_itself(std::string_view /*language*/, std::string_view key) { return key == "colon" ? ":" : std::string(key); }

/// With the language before it; its colon stands behind a blank.
std::string key_in(std::string_view language, std::string_view key) {
  return key == "colon" ? " :" : std::string(language) + '/' + std::string(key);
}

std::string language_itself(const Origin& origin) { return origin.language; }

std::string typed_for(const Action& action) {
  if (action.name == "more") return "myth";
  return action.name == "myth" || action.name == "fact" ? "myth a" : "";
}

Card card_with(std::vector<Button> buttons) { return {"A tip", {}, std::move(buttons), "key"}; }

std::string text_of(const std::optional<Reply>& reply) {
  const auto* answer = reply ? std::get_if<Answer>(&*reply) : nullptr;
  return answer == nullptr ? "no answer" : plain_text(answer->card);
}

class TalkTest : public testing::Test {
 protected:
  Dialogue::Heard hear(const std::string& text, const MemberKey& member = kKim) {
    return hear_again(text, std::to_string(++requests), member);
  }
  Dialogue::Heard hear_again(const std::string& text, const std::string& request, const MemberKey& member = kKim) {
    return dialogue.hear(Command{in_direct(member, request), text, Command::Entry::Direct});
  }
  /// The name of the action that was pressed; else what is said.
  std::string pressed(const std::string& text, const MemberKey& member = kKim) { return name_of(hear(text, member)); }
  static std::string name_of(const Dialogue::Heard& heard) {
    if (!heard) return "nothing";
    if (const auto* reply = std::get_if<Reply>(&*heard)) return text_of(*reply);
    const auto* press = std::get_if<Press>(&std::get<Inbound>(*heard));
    return press == nullptr ? "no press" : press->action.name;
  }
  std::string said(const std::string& text) {
    const auto heard = hear(text);
    const auto* reply = heard ? std::get_if<Reply>(&*heard) : nullptr;
    return reply == nullptr ? "nothing" : text_of(*reply);
  }
  FormSubmitted sent(const std::string& text) {
    const auto heard = hear(text);
    const auto* inbound = heard ? std::get_if<Inbound>(&*heard) : nullptr;
    const auto* form = inbound == nullptr ? nullptr : std::get_if<FormSubmitted>(inbound);
    EXPECT_NE(form, nullptr) << text;
    return form == nullptr ? FormSubmitted{} : *form;
  }

  static Capabilities of_talk() {
    Capabilities able;
    able.direct_messages = true;
    return able;
  }

  fakes::FakeClock clock;
  Capabilities able = of_talk();
  int requests = 0;
  Dialogue dialogue{able, clock, key_itself, language_itself, typed_for, 3};
};

using Numbers = TalkTest;

TEST_F(Numbers, StandUnderAnAnswerAndAreItsButtons) {
  const auto shown = dialogue.say(Answer{card_with({button("Another", "more"), button("Share here", "shar")})}, in_room(kKim));
  EXPECT_EQ(text_of(shown), "A tip\n\nadapter.number\n\n- 1 Another\n- 2 Share here");
  EXPECT_TRUE(std::get<Answer>(*shown).card.buttons.empty());
  EXPECT_TRUE(std::get<Answer>(*shown).card.cache_key.empty());
  EXPECT_EQ(pressed("1"), "more");
  EXPECT_EQ(pressed(" 2. "), "shar");
  EXPECT_EQ(pressed("2)"), "shar") << "as often as one likes";
}

TEST_F(Numbers, PressWhereTheAnswerWasAskedFor) {
  dialogue.say(Answer{card_with({button("Share here", "shar")})}, in_room(kKim));
  const auto heard = hear_again("1", "r7");
  const auto& press = std::get<Press>(std::get<Inbound>(*heard));
  EXPECT_EQ(press.origin.channel, channel("ops"));
  EXPECT_EQ(press.origin.address, "address");
  EXPECT_EQ(press.origin.route, "route");
  EXPECT_EQ(press.origin.request, RequestId("r7")) << "the number's, or a repeat would be taken for the command";
  EXPECT_FALSE(press.origin.direct);
  EXPECT_TRUE(press.message_is_private);
  EXPECT_EQ(press.standing, Press::Standing::Good);
}

TEST_F(Numbers, OfTheNextAnswerReplaceThem) {
  dialogue.say(Answer{card_with({button("Another", "more"), button("Share here", "shar")})}, in_room(kKim));
  dialogue.say(Replace{card_with({button("Useful", "good")})}, in_direct(kKim, "9"));
  EXPECT_EQ(pressed("1"), "good");
  EXPECT_EQ(pressed("2"), "adapter.unknown-number help");
}

TEST_F(Numbers, StayWhenAnAnswerHasNoButtons) {
  dialogue.say(Answer{card_with({button("Another", "more")})}, in_room(kKim));
  EXPECT_FALSE(dialogue.say(Answer{card_with({})}, in_room(kKim)).has_value());
  EXPECT_EQ(pressed("1"), "more");
}

TEST_F(Numbers, OfWhatComesByItselfLeaveThoseOfTheAnswerAlone) {
  dialogue.say(Answer{card_with({button("Share here", "shar")})}, in_room(kKim));
  const auto nudge = dialogue.post(card_with({button("Useful", "good"), button("Stop", "stop")}), channel("@kim"));
  EXPECT_EQ(plain_text(*nudge), "A tip\n\nadapter.number\n\n- 21 Useful\n- 22 Stop");
  const auto second = dialogue.post(card_with({button("Leave", "leav")}), channel("@kim"));
  EXPECT_EQ(plain_text(*second), "A tip\n\nadapter.number\n\n- 23 Leave");
  EXPECT_EQ(pressed("1"), "shar");
  EXPECT_EQ(pressed("22"), "stop");
  EXPECT_EQ(pressed("23"), "leav");
  const auto heard = hear_again("21", "r8");
  EXPECT_EQ(std::get<Press>(std::get<Inbound>(*heard)).origin.channel, channel("@kim"));
}

TEST_F(Numbers, OfWhatComesByItselfBeginAgainAfterTheLast) {
  for (int i = 0; i < 79; ++i) dialogue.post(card_with({button("Old", "old")}), channel("@kim"));
  EXPECT_EQ(pressed("99"), "old");
  dialogue.post(card_with({button("New", "newa"), button("New", "newb")}), channel("@kim"));
  EXPECT_EQ(pressed("21"), "newa");
  EXPECT_EQ(pressed("22"), "newb");
  EXPECT_EQ(pressed("23"), "old");
}

TEST_F(Numbers, BecomeLinksWhereTheButtonIsOne) {
  Button link = button("Read", "");
  link.url = "https://example.org";
  const auto shown = dialogue.say(Answer{card_with({link, button("Another", "more")})}, in_room(kKim));
  EXPECT_EQ(text_of(shown), "A tip\n\nRead (https://example.org)\n\nadapter.number\n\n- 1 Another");
}

TEST_F(Numbers, AreNeverShownInARoom) {
  Button quiet = button("Quiet", "quie");
  const auto shown = dialogue.post(
      card_with({button("Myth", "myth"), button("Fact", "fact"), button("One for me", "more"), quiet}), channel("ops"));
  EXPECT_EQ(plain_text(*shown), "A tip\n\nadapter.write-direct\n\n- myth a: Myth, Fact\n- myth: One for me");
  EXPECT_EQ(plain_text(*dialogue.post(card_with({quiet}), channel("ops"))), "A tip") << "no words, no line";
}

TEST_F(Numbers, AndWordsToTypeComeInTheLanguageOfWhatIsPosted) {
  Dialogue speaking{able, clock, key_in, language_itself, typed_for, 3};
  const Card card = card_with({button("Myth", "myth")});
  EXPECT_EQ(plain_text(*speaking.post(card, channel("ops"), "fr")), "A tip\n\nfr/adapter.write-direct\n\n- myth a : Myth");
  EXPECT_EQ(plain_text(*speaking.post(card, channel("@kim"), "de")), "A tip\n\nde/adapter.number\n\n- 21 Myth");
  EXPECT_EQ(plain_text(*speaking.post(card, channel("@kim"))), "A tip\n\n/adapter.number\n\n- 22 Myth");
}

TEST_F(Numbers, CountNowhereButInTheDirectConversation) {
  dialogue.say(Answer{card_with({button("Another", "more")})}, in_room(kKim));
  for (const auto entry : {Command::Entry::Mention, Command::Entry::Slash})
    EXPECT_EQ(name_of(dialogue.hear(Command{in_room(kKim), "1", entry})), "adapter.number-in-room");
}

TEST_F(Numbers, AreOneMembersAlone) {
  dialogue.say(Answer{card_with({button("Another", "more")})}, in_room(kKim));
  EXPECT_EQ(pressed("1", kLee), "adapter.unknown-number help");
  dialogue.say(Answer{card_with({button("Useful", "good")})}, in_room(kLee));
  EXPECT_EQ(pressed("1", kLee), "good");
  EXPECT_EQ(pressed("1"), "more");
}

TEST_F(Numbers, AreForgottenInTime) {
  dialogue.say(Answer{card_with({button("Another", "more")})}, in_room(kKim));
  clock.advance(Dialogue::kOffersKept - milliseconds(1));
  EXPECT_EQ(pressed("1"), "more");
  dialogue.post(card_with({button("Useful", "good")}), channel("@kim"));
  clock.advance(milliseconds(1));
  EXPECT_EQ(pressed("1"), "adapter.unknown-number help");
  EXPECT_EQ(pressed("21"), "good");
}

TEST_F(Numbers, OfWhoeverWasSilentLongestGoFirst) {
  for (const char* name : {"kim", "a", "b", "c"}) {
    clock.advance(milliseconds(1));
    dialogue.say(Answer{card_with({button("Another", "more")})}, in_room({PlatformId("p"), WorkspaceId("w"), MemberId(name)}));
  }
  EXPECT_EQ(pressed("1"), "adapter.unknown-number help");
  EXPECT_EQ(pressed("1", {PlatformId("p"), WorkspaceId("w"), MemberId("a")}), "more");
}

TEST_F(Numbers, MeanTheSameInARepeatOfARequest) {
  dialogue.say(Answer{card_with({button("Another", "more")})}, in_room(kKim));
  EXPECT_EQ(name_of(hear_again("1", "r1")), "more");
  dialogue.say(Answer{card_with({button("Useful", "good")})}, in_room(kKim));
  EXPECT_EQ(name_of(hear_again("1", "r1")), "more");
  EXPECT_EQ(name_of(hear_again("1", "r2")), "good");
}

TEST_F(Numbers, AreNotWordsWithOneInThem) {
  dialogue.say(Answer{card_with({button("Another", "more")})}, in_room(kKim));
  for (const char* text : {"tip", "1 tip", "100", "-1", "1.5", "", ".", "2018", "1\n2"})
    EXPECT_FALSE(hear(text).has_value()) << text;
}

TEST_F(Numbers, StayAwayWhereThereAreButtons) {
  able.buttons = able.forms = true;
  Dialogue none{able, clock, {}, {}, {}};
  EXPECT_FALSE(none.say(Answer{card_with({button("Another", "more")})}, in_room(kKim)).has_value());
  EXPECT_FALSE(none.say(OpenForm{}, in_room(kKim)).has_value());
  EXPECT_FALSE(none.post(card_with({button("Another", "more")}), channel("ops")).has_value());
  EXPECT_FALSE(none.hear(Command{in_direct(kKim, "1"), "1", Command::Entry::Direct}).has_value());
}

TEST_F(Numbers, AndQuestionsStayAwayWhereEverybodyReadsTheAnswers) {
  able.direct_messages = false;
  Dialogue none{able, clock, {}, {}, {}};
  EXPECT_FALSE(none.say(Answer{card_with({button("Another", "more")})}, in_room(kKim)).has_value());
  EXPECT_FALSE(none.say(OpenForm{}, in_room(kKim)).has_value());
  EXPECT_FALSE(none.hear(Command{in_room(kKim), "1", Command::Entry::Mention}).has_value()) << "a number is a word there";
}

TEST_F(Numbers, SendToTheDirectConversationWhoSeesThemInARoom) {
  able.private_answers = true;
  Dialogue here{able, clock, key_itself, language_itself, typed_for};
  const Answer answer{card_with({button("Another", "more")})};
  EXPECT_NE(text_of(here.say(answer, in_room(kKim))).find("adapter.number-direct"), std::string::npos);
  EXPECT_EQ(text_of(here.say(answer, in_direct(kKim, "1"))).find("adapter.number-direct"), std::string::npos);
}

TEST_F(Numbers, AreOfferedInTheLanguageOfTheMember) {
  Dialogue spoken{able, clock, [](std::string_view language, std::string_view) { return std::string(language); },
                  [](const Origin& to) { return to.member == kKim ? "de" : "fr"; }, typed_for};
  EXPECT_EQ(text_of(spoken.say(Answer{card_with({button("Andere", "more")})}, in_room(kKim))), "A tip\n\nde\n\n- 1 Andere");
  EXPECT_EQ(name_of(spoken.hear(Command{in_direct(kLee, "r"), "7", Command::Entry::Direct})), "fr help");
}

struct FormTest : TalkTest {
  static Form form() {
    Form made;
    made.title = "Edit a plan";
    made.intro = "Say when.";
    made.fields.push_back({"when", "When", Field::Kind::Text, "such as weekdays 9:30", "daily 10:00", {}, false, 20});
    made.fields.push_back({"kind", "Kind", Field::Kind::Choose, {}, {}, {{"tips", "Tips"}, {"myths", "Myths"}}, true, 150});
    made.fields.push_back({"zone", "Zone", Field::Kind::Text, {}, {}, {}, true, 150});
    made.on_submit = {"psav", "p1", Binding::Anyone};
    return made;
  }
  FormTest() { dialogue.say(OpenForm{form()}, in_room(kKim)); }
};
using Forms = FormTest;

TEST_F(Forms, AreAskedOneQuestionAtATime) {
  EXPECT_EQ(text_of(dialogue.say(OpenForm{form()}, in_room(kKim))),
            "Edit a plan\n\nSay when.\n\nWhen: such as weekdays 9:30\n\n= adapter.keeps: daily 10:00 \xC2\xB7 adapter.cancel "
            "adapter.stops");
  EXPECT_EQ(said("weekdays 9:30"),
            "Edit a plan\n\nKind: \n\n- 1 Tips\n- 2 Myths\n\n- adapter.leaves-empty \xC2\xB7 adapter.cancel "
            "adapter.stops");
  EXPECT_EQ(said("2"), "Edit a plan\n\nZone: \n\n- adapter.leaves-empty \xC2\xB7 adapter.cancel adapter.stops");
  const FormSubmitted form = sent("Europe/Berlin");
  EXPECT_EQ(form.action, (Action{"psav", "p1", Binding::Member}));
  EXPECT_EQ(form.standing, Press::Standing::Good);
  EXPECT_EQ(form.origin.channel, channel("ops")) << "it is about the place where it was opened";
  EXPECT_EQ(form.origin.request, RequestId("3"));
  EXPECT_EQ(form.values,
            (std::map<std::string, std::string>{{"when", "weekdays 9:30"}, {"kind", "myths"}, {"zone", "Europe/Berlin"}}));
  EXPECT_FALSE(hear("tip").has_value()) << "what comes then is a command again";
}

TEST_F(Forms, TakeDefaultsAndNothing) {
  said("=");
  said("-");
  EXPECT_EQ(sent(" - ").values, (std::map<std::string, std::string>{{"when", "daily 10:00"}, {"kind", ""}, {"zone", ""}}));
}

TEST_F(Forms, TakeAChoiceByItsNameToo) {
  said("=");
  said("mYTHS");
  EXPECT_EQ(sent("-").values.at("kind"), "myths");
}

TEST_F(Forms, AskAgainForWhatCannotBe) {
  EXPECT_NE(said("-").find("adapter.needed"), std::string::npos) << "it may not be empty";
  EXPECT_NE(said("").find("adapter.needed"), std::string::npos);
  EXPECT_NE(said("every second Tuesday at 10:00").find("adapter.too-long 20"), std::string::npos);
  EXPECT_NE(said("daily").find("Kind"), std::string::npos);
  for (const char* text : {"3", "0", "stories"}) EXPECT_NE(said(text).find("adapter.one-of-these"), std::string::npos) << text;
  EXPECT_EQ(said("=").find("adapter.one-of-these"), std::string::npos) << "there was nothing: so be it";
}

TEST_F(Forms, AskAgainForWhatTheHandlerRefuses) {
  said("whenever");
  said("1");
  sent("Mars");
  const FormProblems problems{{{"zone", "No such zone."}, {"when", "I do not understand that."}}};
  for (int twice = 0; twice < 2; ++twice)
    EXPECT_NE(text_of(dialogue.say(problems, in_room(kKim))).find("I do not understand that."), std::string::npos);
  EXPECT_NE(said("daily").find("No such zone."), std::string::npos);
  EXPECT_EQ(sent("UTC").values, (std::map<std::string, std::string>{{"when", "daily"}, {"kind", "tips"}, {"zone", "UTC"}}));
}

TEST_F(Forms, SayWhatIsWrongWhereNobodyWasAsked) {
  EXPECT_EQ(text_of(dialogue.say(FormProblems{{{"zone", "No such zone."}}}, in_room(kLee))),
            "adapter.form-problems\n\n- No such zone.");
  EXPECT_EQ(text_of(dialogue.say(FormProblems{{{"moon", "No such moon."}}}, in_room(kKim))),
            "adapter.form-problems\n\n- No such moon.");
}

TEST_F(Forms, StopWhenToldTo) {
  for (const char* word : {"cancel", " Cancel ", "ADAPTER.CANCEL"}) {
    dialogue.say(OpenForm{form()}, in_room(kKim));
    EXPECT_EQ(said(word), "adapter.cancelled") << word;
    EXPECT_FALSE(hear("tip").has_value());
  }
}

TEST_F(Forms, AreForgottenInTime) {
  clock.advance(Dialogue::kFormKept - milliseconds(1));
  EXPECT_NE(said("daily").find("Kind"), std::string::npos);
  clock.advance(Dialogue::kFormKept);
  EXPECT_FALSE(hear("tips").has_value());
}

TEST_F(Forms, TakeNoAnswerFromARoomOrAnybodyElse) {
  EXPECT_FALSE(dialogue.hear(Command{in_room(kKim), "daily", Command::Entry::Mention}).has_value());
  EXPECT_FALSE(hear("daily", kLee).has_value());
  EXPECT_FALSE(dialogue.hear(Command{in_direct(kKim, "s"), "daily", Command::Entry::Slash}).has_value());
  EXPECT_NE(said("daily").find("Kind"), std::string::npos);
}

TEST_F(Forms, TakeARepeatedAnswerOnce) {
  hear_again("daily", "m1");
  EXPECT_EQ(name_of(hear_again("daily", "m1")).find("Zone"), std::string::npos) << "the second question again";
  hear_again("1", "m2");
  for (int twice = 0; twice < 2; ++twice) {
    const auto heard = hear_again("-", "m3");
    EXPECT_TRUE(std::holds_alternative<FormSubmitted>(std::get<Inbound>(*heard)));
  }
}

}  // namespace
}  // namespace allybot::platforms
