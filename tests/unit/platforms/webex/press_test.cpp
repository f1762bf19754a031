// What counts as a press or a form of ours, and where.
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

struct WebexPress : WebexRig {
  const Action more{"more", "tips/a", Binding::Member};
  const Action anyone{"more", "tips/a", Binding::Anyone};

  void SetUp() override { say("help", ops); }  // who we are is known from the start on

  void expect_old_button(const std::string& body, const std::string& what) {
    const auto unusable = receive_as<Unusable>(body);
    EXPECT_EQ(unusable.error.code, Code::Unauthorized) << what;
    EXPECT_EQ(unusable.error.for_member, "This button no longer works. Please ask again and use the new one.") << what;
    EXPECT_EQ(unusable.origin.member, alice) << what;
  }
};

TEST_F(WebexPress, IsOpenedInTheMembersOwnSpace) {
  const auto press = receive_as<Press>(told.action(inputs(more, direct, alice.member), own));
  EXPECT_EQ(press.action, more);
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_TRUE(press.origin.direct);
  EXPECT_TRUE(press.message_is_private);
  EXPECT_EQ(press.origin.channel, direct);
  EXPECT_FALSE(press.origin.request.empty());
}

TEST_F(WebexPress, IsReadByABotThatKnowsNothingYet) {
  adapter = make();
  asked.clear();
  EXPECT_EQ(receive_as<Press>(told.action(inputs(anyone, channel, {}), ops)).action, anyone);
  EXPECT_EQ(asked.size(), 4U) << "who we are, what was pressed, where and by whom";
}

TEST_F(WebexPress, StaysAboutTheSpaceThatItWasAskedIn) {
  const auto press = receive_as<Press>(told.action(inputs(more, channel, alice.member), own));
  EXPECT_EQ(press.origin.channel, channel);
  EXPECT_FALSE(press.origin.direct);
  const Sending call = call_of(adapter->render(Answer{{"Shared", {}, {}, {}}}, press.origin, Timing::InRequest, now));
  EXPECT_EQ(call.place, "@FAKEalicePerson");
  EXPECT_NE(call.message.dump().find("You asked in Operations"), std::string::npos);
}

TEST_F(WebexPress, IsEverybodysWhereItWasPostedForAll) {
  fakes::WebexPlace bob = ops;
  bob.person = "FAKEbobPerson";
  for (const fakes::WebexPlace& by : {ops, bob}) {
    const auto press = receive_as<Press>(told.action(inputs(anyone, channel, {}), by));
    EXPECT_EQ(press.standing, Press::Standing::Good);
    EXPECT_FALSE(press.message_is_private);
    EXPECT_EQ(press.origin.member.member.str(), by.person);
  }
}

TEST_F(WebexPress, OfAnotherMembersButtonIsToldApart) {
  fakes::WebexPlace bob = ops;
  bob.person = "FAKEbobPerson";
  EXPECT_EQ(receive_as<Press>(told.action(inputs(more, channel, alice.member), bob)).standing, Press::Standing::NotYours);
  now += Buttons::kLifetime + std::chrono::hours(2);
  const std::string late = inputs(more, channel, alice.member);
  now += Buttons::kLifetime + std::chrono::hours(2);
  EXPECT_EQ(receive_as<Press>(told.action(late, ops)).standing, Press::Standing::Expired);
}

TEST_F(WebexPress, CountsNowhereElse) {
  fakes::WebexPlace other = ops;
  other.room = "FAKEotherRoom";
  told.resources["/rooms/FAKEotherRoom"] = fakes::webex_room(other);
  expect_old_button(told.action(inputs(more, channel, alice.member), other), "another space");
  expect_old_button(told.action(inputs(anyone, channel, {}), other), "another space, anyone's");
  expect_old_button(told.action(inputs(anyone, channel, {}), own), "anyone's, carried into a space of two");
  expect_old_button(told.action(inputs(more, direct, alice.member), ops), "a private one, in a space of several");
  const ChannelKey bobs{channel.platform, channel.workspace, ChannelId("@FAKEbobPerson")};
  expect_old_button(told.action(inputs(more, bobs, alice.member), own), "another member's space");
  expect_old_button(told.action(Json{{"allybot_value", "x"}, {"allybot_place", "FAKEopsRoom"}}.dump(), ops), "nonsense");
  expect_old_button(told.action(Json{{"allybot_value", "x"}, {"allybot_place", "a b"}}.dump(), ops), "no place");
  expect_old_button(told.action(Json{{"allybot_value", 7}}.dump(), ops), "no text");
}

TEST_F(WebexPress, LeavesWhatIsNoneOfOurs) {
  EXPECT_EQ(why_ignored(told.action(R"({"answer":"yes"})", ops)), "foreign-value");
  fakes::WebexPlace us = ops;
  us.person = fakes::kWebexBot;
  EXPECT_EQ(why_ignored(told.action("{}", us)), "own");
  const std::string body = told.action(inputs(more, channel, alice.member), ops);
  for (auto& [path, json] : told.resources)
    if (path.compare(0, 12, "/attachment/") == 0)
      json = Json::parse(json).patch(Json::parse(R"([{"op":"replace","path":"/type","value":"other"}])")).dump();
  EXPECT_EQ(why_ignored(body), "other-action");
}

TEST_F(WebexPress, OfAStrangerIsLeftAlone) {
  fakes::WebexPlace eve = ops;
  eve.person = "FAKEevePerson";
  eve.email = "eve@example.com";
  EXPECT_EQ(why_ignored(told.action(inputs(anyone, channel, {}), eve)), "foreign-domain") << "nobody tells who that is";
  told.resources["/people/FAKEevePerson"] = fakes::webex_person(eve);
  EXPECT_EQ(why_ignored(told.action(inputs(anyone, channel, {}), eve)), "foreign-domain");
}

TEST_F(WebexPress, SaysWhenItCouldNotBeRead) {
  receive_as<Press>(told.action(inputs(anyone, channel, {}), ops));
  const std::string body = told.action(inputs(more, channel, alice.member), ops, "FAKEotherCard");
  std::erase_if(told.resources, [](const auto& one) { return one.first.compare(0, 12, "/attachment/") == 0; });
  const auto unusable = receive_as<Unusable>(body);
  EXPECT_EQ(unusable.error.for_member, "I could not read that. Please try again.");
  EXPECT_EQ(unusable.origin.member, alice);
  const Rendered said = adapter->render(Answer{{"Sorry", {}, {}, {}}}, unusable.origin, Timing::Late, now);
  EXPECT_EQ(call_of(said).place, "@FAKEalicePerson");
}

TEST_F(WebexPress, SendsAFormWithItsValuesAndNothingOfOurs) {
  const Action save{"save", "tips/a", Binding::Member};
  const auto sent = receive_as<FormSubmitted>(
      told.action(form_inputs(save, channel, {{"what", "cafe\xCC\x81"}, {"sure", true}, {"count", 3}, {"list", {"x"}}}), own));
  EXPECT_EQ(sent.action, save);
  EXPECT_EQ(sent.standing, Press::Standing::Good);
  EXPECT_EQ(sent.origin.channel, channel);
  EXPECT_EQ(sent.values,
            (std::map<std::string, std::string>{{"what", "caf\xC3\xA9"}, {"sure", "true"}, {"count", "3"}, {"list", ""}}));
}

TEST_F(WebexPress, TakesNoFormThatAnybodyCouldSend) {
  Json all = Json::parse(inputs(anyone, channel, {}));
  all["allybot_kind"] = "form";
  expect_old_button(told.action(all.dump(), ops), "anyone's");
}

TEST_F(WebexPress, ReplacesTheMessageThatItWasMadeIn) {
  const auto press = receive_as<Press>(told.action(inputs(more, direct, alice.member), own, "FAKEcard1"));
  const Card next{"Next", {}, {}, {}};
  EXPECT_EQ(call_of(adapter->render(Replace{next}, press.origin, Timing::InRequest, now)).replaces, "FAKEcard1");
  EXPECT_EQ(call_of(adapter->render(Answer{next}, press.origin, Timing::InRequest, now)).replaces, "");
  const auto sent = receive_as<FormSubmitted>(told.action(form_inputs(more, direct, {{"what", "x"}}), own, "FAKEcard2"));
  EXPECT_EQ(call_of(adapter->render(Answer{next}, sent.origin, Timing::InRequest, now)).replaces, "FAKEcard2")
      << "a form becomes what its answer says";
  EXPECT_EQ(call_of(adapter->render(FormProblems{{{"what", "Too long"}}}, sent.origin, Timing::InRequest, now)).replaces, "")
      << "one to be mended stays";
  const auto posted = receive_as<Press>(told.action(inputs(anyone, channel, {}), ops, "FAKEcard3"));
  EXPECT_EQ(call_of(adapter->render(Replace{next}, posted.origin, Timing::InRequest, now)).replaces, "")
      << "what all see is nobody's to change";
}

}  // namespace
}  // namespace allybot::platforms::webex
