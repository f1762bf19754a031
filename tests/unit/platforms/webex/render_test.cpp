// What is sent: to whom, in which form, and what a card may not become.
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

struct WebexRender : WebexRig {
  Origin asked_in_ops = say("tip", ops).origin;
  Origin at_home = say("tip", own).origin;

  static Card with_buttons(int count) {
    Card card{"Which one?", {}, {}, "test/which"};
    for (int i = 1; i <= count; ++i)
      card.buttons.push_back(
          {"Choice " + std::to_string(i), {"show", "tips/" + std::to_string(i), Binding::Member}, ButtonStyle::Default, {}, {}});
    return card;
  }
  static Json actions_of(const Json& message) { return card_of(message).at("body").back().at("actions"); }
};

TEST_F(WebexRender, AnswersInTheMembersOwnSpaceAlone) {
  for (const Origin& origin : {asked_in_ops, at_home})
    for (const Reply& reply :
         {Reply(Answer{fakes::sample_cards().front().second}), Reply(Replace{fakes::sample_cards().front().second}),
          Reply(OpenForm{fakes::sample_form()}), Reply(FormProblems{{{"what", "Too long"}}})})
      for (const Timing timing : {Timing::InRequest, Timing::Late}) {
        const Rendered made = adapter->render(reply, origin, timing, now);
        EXPECT_EQ(call_of(made).place, "@FAKEalicePerson");
        EXPECT_EQ(made.calls[0].destination, "webex/webex/FAKEalicePerson");
        EXPECT_EQ(made.response.value_or(http::Response{}).body, "");
      }
}

TEST_F(WebexRender, SaysInWordsWhatACardShows) {
  const Sending call = call_of(adapter->render(Answer{fakes::sample_cards().front().second}, at_home, Timing::InRequest, now));
  const std::string text = call.message.at("text");
  EXPECT_NE(text.find("Say whose idea it was"), std::string::npos);
  EXPECT_NE(text.find("name the person who said it first"), std::string::npos);
  const Sending shout =
      call_of(adapter->render(Answer{{"Ask <@all> & <@personId:x>", {}, {}, {}}}, at_home, Timing::InRequest, now));
  EXPECT_EQ(shout.message.at("text").get<std::string>().find("<@"), std::string::npos);
}

TEST_F(WebexRender, ShowsFiveButtonsInARowAndOthersBehindTheFifth) {
  const Json five = actions_of(call_of(adapter->render(Answer{with_buttons(5)}, at_home, Timing::InRequest, now)).message);
  EXPECT_EQ(five.size(), 5U);
  EXPECT_EQ(five[4].at("type"), "Action.Submit");
  Card six = with_buttons(6);
  six.cache_key = "test/six";
  const Json more = actions_of(call_of(adapter->render(Answer{six}, at_home, Timing::InRequest, now)).message);
  ASSERT_EQ(more.size(), 5U);
  EXPECT_EQ(more[4].at("type"), "Action.ShowCard");
  EXPECT_EQ(more[4].at("title"), "More");
  EXPECT_EQ(more[4].at("card").at("actions").size(), 2U);
  EXPECT_EQ(more[4].at("card").at("actions")[1].at("title"), "Choice 6");
}

TEST_F(WebexRender, LeavesOutWhatNoRowHoldsAndSaysSo) {
  EXPECT_TRUE(adapter->faults(with_buttons(9)).empty());
  const auto faults = adapter->faults(with_buttons(10));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].field, "buttons");
  const Json shown = actions_of(call_of(adapter->render(Answer{with_buttons(20)}, at_home, Timing::InRequest, now)).message);
  EXPECT_EQ(shown[4].at("card").at("actions").size(), 5U);
}

TEST_F(WebexRender, PostsToASpaceForAnyoneAndToAMemberForThemAlone) {
  const Card card = fakes::sample_cards().front().second;
  const Sending post = sending(*adapter->post(card, channel, "", now));
  EXPECT_EQ(post.place, "FAKEopsRoom");
  EXPECT_EQ(post.thread + post.replaces, "");
  const std::string value = actions_of(post.message)[0].at("data").at("allybot_value");
  EXPECT_EQ(rig.buttons.open(value, channel, MemberId("FAKEbobPerson"), now)->standing, Press::Standing::Good);
  const Sending letter = sending(*adapter->post(card, direct, "", now));
  EXPECT_EQ(letter.place, "@FAKEalicePerson");
  const std::string own_value = actions_of(letter.message)[0].at("data").at("allybot_value");
  EXPECT_EQ(rig.buttons.open(own_value, direct, MemberId("FAKEbobPerson"), now)->standing, Press::Standing::NotYours);
}

TEST_F(WebexRender, PostsNowhereThatIsNoPlace) {
  for (const char* place : {"", "@", "a b", "a/b", "@a\nb", "a\"b"})
    EXPECT_FALSE(adapter->post({"Tip", {}, {}, {}}, {channel.platform, channel.workspace, ChannelId(place)}, "", now).has_value())
        << place;
}

TEST_F(WebexRender, CutsALongCardAndKeepsItsButtons) {
  Card card = with_buttons(5);
  card.cache_key.clear();
  for (int i = 0; i < 40; ++i) card.blocks.emplace_back(Paragraph{{{std::string(1000, 'x'), false, false, false, {}}}});
  const Sending call = call_of(adapter->render(Answer{card}, at_home, Timing::InRequest, now));
  EXPECT_LE(call.message.dump().size(), 20000U);
  EXPECT_EQ(actions_of(call.message).size(), 5U);
  EXPECT_FALSE(adapter->faults(card).empty());
}

TEST_F(WebexRender, MakesAFormThatItsMemberAloneCanSend) {
  const Sending call = call_of(adapter->render(OpenForm{fakes::sample_form()}, asked_in_ops, Timing::InRequest, now));
  const Json data = actions_of(call.message)[0].at("data");
  EXPECT_EQ(data.at("allybot_kind"), "form");
  EXPECT_EQ(data.at("allybot_place"), "FAKEopsRoom");
  const auto opened = rig.buttons.open(std::string(data.at("allybot_value")), channel, alice.member, now);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->action.binding, Binding::Member);
}

TEST_F(WebexRender, AnswersNobodyWhoIsNotKnown) {
  Origin nobody = asked_in_ops;
  nobody.member.member = MemberId();
  EXPECT_TRUE(adapter->render(Answer{{"Tip", {}, {}, {}}}, nobody, Timing::InRequest, now).calls.empty());
}

}  // namespace
}  // namespace allybot::platforms::webex
