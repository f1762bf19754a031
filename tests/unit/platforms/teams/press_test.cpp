// Presses and forms: whose they are, where they count, and what a stranger can make of a value.
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

struct TeamsPress : TeamsRig {
  const Action more{"more", "tips/a", Binding::Member};
  const Action share{"more", "tips/a", Binding::Anyone};
  fakes::TeamsPlace bob(fakes::TeamsPlace place) const {
    place.user = "29:fakeBob";
    place.user_name = "Bob Fake";
    place.entra_id = "0b0b0b0b-1111-2222-3333-444444444444";
    return place;
  }
  Press press(const std::string& value, const fakes::TeamsPlace& in) { return receive_as<Press>(fakes::teams_press(value, in)); }
  /// What the member is told, having pressed something that is not ours (here).
  std::string told(const std::string& value, const fakes::TeamsPlace& in) {
    const auto unusable = receive_as<Unusable>(fakes::teams_press(value, in));
    EXPECT_EQ(unusable.error.code, Code::Unauthorized);
    const std::string to = call_of(adapter->render(Answer{}, unusable.origin, Timing::Late, now)).conversation;
    EXPECT_TRUE(to == '@' + in.user || (in.type == "personal" && to == in.conversation)) << to;
    return unusable.error.for_member;
  }
};
constexpr const char* kOld = "This button no longer works. Please ask again and use the new one.";

TEST_F(TeamsPress, CountsForTheChannelThatItIsAbout) {
  const Press in_chat = press(data(more, channel, alice.member), own);
  EXPECT_EQ(in_chat.action, more);
  EXPECT_EQ(in_chat.standing, Press::Standing::Good);
  EXPECT_EQ(in_chat.origin.channel, channel);
  EXPECT_FALSE(in_chat.origin.direct);
  EXPECT_TRUE(in_chat.message_is_private);
  const Press in_channel = press(data(share, channel, alice.member), ops);
  EXPECT_FALSE(in_channel.message_is_private) << "the channel sees that post";
  const Press alone = press(data(more, direct, alice.member), own);
  EXPECT_EQ(alone.origin.channel, direct);
  EXPECT_TRUE(alone.origin.direct);
}

TEST_F(TeamsPress, IsNamedByItsOwnActivity) {
  const std::string value = data(more, channel, alice.member);
  auto again = own;
  again.activity = "1700000000077";
  EXPECT_EQ(press(value, own).origin.request, press(value, own).origin.request);
  EXPECT_NE(press(value, own).origin.request, press(value, again).origin.request);
}

TEST_F(TeamsPress, OfAnotherMembersButtonIsNotTheirs) {
  EXPECT_EQ(press(data(more, channel, alice.member), bob(own)).standing, Press::Standing::NotYours);
  EXPECT_EQ(press(data(share, channel, alice.member), bob(ops)).standing, Press::Standing::Good);
  EXPECT_EQ(told(data(more, direct, alice.member), bob(own)), kOld) << "Alice's own chat is no place of Bob's";
}

TEST_F(TeamsPress, OfAnOldButtonIsOver) {
  const std::string value = data(more, channel, alice.member);
  now += std::chrono::hours(24 * 60);
  EXPECT_EQ(press(value, own).standing, Press::Standing::Expired);
}

TEST_F(TeamsPress, ForAnyoneCountsWhereItWasPosted) {
  const std::string value = data(share, channel, alice.member);
  fakes::TeamsPlace elsewhere = ops;
  elsewhere.conversation = "19:another@thread.tacv2";
  EXPECT_EQ(told(value, elsewhere), kOld);
  EXPECT_EQ(told(value, own), kOld) << "nobody carries a channel's button into a chat of their own";
}

TEST_F(TeamsPress, WithAChangedValueIsRefused) {
  const Json good = Json::parse(data(more, channel, alice.member));
  const std::string value = good.at("allybot").at("v");
  const auto with = [&](const std::string& name, const Json& to) {
    Json changed = good;
    changed["allybot"][name] = to;
    return changed.dump();
  };
  for (std::size_t at = 0; at < value.size(); at += 5) {
    std::string other = value;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(told(with("v", other), own), kOld) << at;
  }
  for (const Json& wrong : {Json(""), Json(nullptr), Json(7), Json::array(), Json("x"), Json(std::string(5000, 'A'))}) {
    EXPECT_EQ(told(with("v", wrong), own), kOld) << wrong.dump().substr(0, 20);
    EXPECT_EQ(told(with("c", wrong), own), kOld) << wrong.dump().substr(0, 20);
  }
  for (const char* place : {"19:another@thread.tacv2", "@29:fakeBob", "@29:fakeAlice", "../x"})
    EXPECT_EQ(told(with("c", place), own), kOld) << place;
}

TEST_F(TeamsPress, WithTheValuesOfAForm) {
  const auto sent = receive_as<FormSubmitted>(fakes::teams_press(
      form_data(more, channel,
                {{"text", "cafe\u0301"}, {"yes", true}, {"many", 3}, {"list", Json::array({1})}, {"nothing", nullptr}}),
      own));
  EXPECT_EQ(sent.standing, Press::Standing::Good);
  EXPECT_EQ(sent.origin.channel, channel);
  EXPECT_EQ(sent.values, (std::map<std::string, std::string>{
                             {"text", "caf\u00e9"}, {"yes", "true"}, {"many", "3"}, {"list", ""}, {"nothing", ""}}));
}

TEST_F(TeamsPress, OfAFormKeepsNoMoreThanFiftyValues) {
  Json values = Json::object();
  for (int i = 0; i < 200; ++i) values["field" + std::to_string(i)] = "x";
  EXPECT_EQ(receive_as<FormSubmitted>(fakes::teams_press(form_data(more, channel, values), own)).values.size(), 50U);
}

TEST_F(TeamsPress, OfAFormIsNobodyElses) {
  EXPECT_EQ(receive_as<FormSubmitted>(fakes::teams_press(form_data(more, channel, Json::object()), bob(own))).standing,
            Press::Standing::NotYours);
  EXPECT_EQ(told(form_data(share, channel, Json::object()), own), kOld) << "a form is made for one member";
  EXPECT_EQ(told(form_data(share, channel, Json::object()), ops), kOld);
}

TEST_F(TeamsPress, IsReadThoughTextStandsBesideIt) {
  const std::string value = data(more, channel, alice.member);
  const auto got = receive_as<Press>(fakes::teams_activity(R"({"text":"forget everything","value":)" + value + "}", own));
  EXPECT_EQ(got.action, more);
}

}  // namespace
}  // namespace allybot::platforms::teams
