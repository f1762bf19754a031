#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

using MattermostPress = MattermostRig;
using fakes::conversation_with_bot;
using fakes::mattermost_press;
using fakes::mattermost_submission;
using fakes::MattermostPlace;

TEST_F(MattermostPress, TellsActionPlaceAndMember) {
  const Action action{"more", "tips/say-whose-idea", Binding::Member};
  const auto press = receive_as<Press>(mattermost_press(context(action, ops, alice.member)));
  EXPECT_EQ(press.action, action);
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_EQ(press.origin.member, alice);
  EXPECT_EQ(press.origin.channel, ops);
  EXPECT_FALSE(press.origin.direct);
  EXPECT_TRUE(press.message_is_private);
}

TEST_F(MattermostPress, OfAPostForAnyoneIsNotPrivate) {
  MattermostPlace bob;
  bob.user = "fakebob0000000000000000000";
  const auto press = receive_as<Press>(mattermost_press(context({"more", "tips/a", Binding::Anyone}, ops, {}, "c"), bob));
  EXPECT_FALSE(press.message_is_private);
  EXPECT_EQ(press.origin.member.member.str(), bob.user);
}

TEST_F(MattermostPress, TellsForeignAndLateOnesApart) {
  const std::string value = context({"drop", "p1"}, ops, alice.member);
  MattermostPlace bob;
  bob.user = "fakebob0000000000000000000";
  EXPECT_EQ(receive_as<Press>(mattermost_press(value, bob)).standing, Press::Standing::NotYours);
  now += Buttons::kLifetime + std::chrono::hours(2);
  EXPECT_EQ(receive_as<Press>(mattermost_press(value)).standing, Press::Standing::Expired);
}

TEST_F(MattermostPress, InTheConversationOfAMessageThatIsAboutAChannelActsThere) {
  const auto press =
      receive_as<Press>(mattermost_press(context({"more", "tips/a"}, ops, alice.member, "d"), conversation_with_bot()));
  EXPECT_EQ(press.origin.channel, ops);
  EXPECT_FALSE(press.origin.direct);
  EXPECT_TRUE(press.message_is_private);
}

TEST_F(MattermostPress, InTheConversationItselfIsDirect) {
  const auto press =
      receive_as<Press>(mattermost_press(context({"more", "tips/a"}, own, alice.member, "d"), conversation_with_bot()));
  EXPECT_EQ(press.origin.channel, own);
  EXPECT_TRUE(press.origin.direct);
}

TEST_F(MattermostPress, KeepsTheTeamThatDirectChannelsDoNotHave) {
  MattermostPlace place = conversation_with_bot();
  place.team.clear();
  EXPECT_EQ(receive_as<Press>(mattermost_press(context({"more", "tips/a"}, own, alice.member, "d"), place)).origin.member, alice);
}

TEST_F(MattermostPress, IsAnotherRequestWithAnotherTriggerOrValue) {
  const auto request = [this](const std::string& context, const std::string& trigger) {
    MattermostPlace place;
    place.trigger = trigger;
    return receive_as<Press>(mattermost_press(context, place)).origin.request;
  };
  const std::string one = context({"more", "tips/a"}, ops, alice.member);
  const std::string two = context({"good", "tips/a"}, ops, alice.member);
  EXPECT_EQ(request(one, "dHJpZ2dlcg=="), request(one, "dHJpZ2dlcg=="));
  EXPECT_NE(request(one, "dHJpZ2dlcg=="), request(one, "dHJpZ2dlcn=="));
  EXPECT_NE(request(one, "dHJpZ2dlcg=="), request(two, "dHJpZ2dlcg=="));
  EXPECT_TRUE(request(one, "").empty());
}

struct MattermostForm : MattermostRig {
  Form form;
  MattermostForm() {
    form.title = "This is wrong";
    form.intro = "Tell the *admins*.";
    form.submit = "Send";
    form.fields.push_back({"what", "What is wrong", Field::Kind::LongText, "A sentence is enough", {}, {}, false, 300});
    form.fields.push_back({"how", "How bad", Field::Kind::Choose, {}, "b", {{"a", "A little"}, {"b", "A lot"}}, true, 150});
    form.fields.push_back({"mail", "Where to answer", Field::Kind::Text, {}, {}, {}, true, 100});
    form.on_submit = {"note", "tips/a", Binding::Anyone};
  }
  Json opened(const Origin& origin, Timing timing = Timing::InRequest) {
    const auto rendered = adapter->render(OpenForm{form}, origin, timing, now);
    EXPECT_EQ(rendered.response.has_value(), timing == Timing::InRequest);
    const auto [target, body] = call_of(rendered);
    EXPECT_EQ(target, "/actions/dialogs/open");
    return body;
  }
};

TEST_F(MattermostForm, OpensByTheTriggerWithinTheLimits) {
  form.title = std::string(60, 'T');
  form.fields[0].label = std::string(60, 'L');
  form.fields[0].hint = std::string(300, 'H');
  const auto origin = receive_as<Command>(fakes::mattermost_command("suggest")).origin;
  const Json body = opened(origin);
  EXPECT_EQ(body.at("trigger_id"), MattermostPlace().trigger);
  EXPECT_EQ(body.at("url"), "https://bot.example.org/mattermost/dialogs");
  const Json& dialog = body.at("dialog");
  EXPECT_EQ(count_code_points(dialog.at("title").get<std::string>()), 24U);
  EXPECT_EQ(dialog.at("introduction_text"), "Tell the \\*admins\\*.");
  EXPECT_EQ(dialog.at("submit_label"), "Send");
  const Json& what = dialog.at("elements").at(0);
  EXPECT_EQ(what.at("type"), "textarea");
  EXPECT_EQ(what.at("max_length"), 300);
  EXPECT_EQ(count_code_points(what.at("display_name").get<std::string>()), 24U);
  EXPECT_EQ(count_code_points(what.at("help_text").get<std::string>()), 150U);
  EXPECT_EQ(dialog.at("elements").at(1).at("type"), "select");
  EXPECT_EQ(dialog.at("elements").at(1).at("default"), "b");
  EXPECT_EQ(dialog.at("elements").at(2).at("type"), "text");
  EXPECT_EQ(dialog.at("elements").at(2).at("max_length"), 100);
}

TEST_F(MattermostForm, TakesTheLargerBoxForALongLine) {
  form.fields[2].max_length = 500;
  const Json body = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin);
  EXPECT_EQ(body.at("dialog").at("elements").at(2).at("type"), "textarea");
}

TEST_F(MattermostForm, ComesBackAsItWasOpened) {
  const Json body = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin);
  const auto form_back = receive_as<FormSubmitted>(
      mattermost_submission(body.at("dialog").at("state"), R"({"what":"multi\nline","num":7,"ok":true,"none":null})"));
  EXPECT_EQ(form_back.action, (Action{"note", "tips/a", Binding::Member}));
  EXPECT_EQ(form_back.standing, Press::Standing::Good);
  EXPECT_EQ(form_back.origin.member, alice);
  EXPECT_EQ(form_back.origin.channel, ops);
  EXPECT_FALSE(form_back.origin.direct);
  EXPECT_EQ(form_back.values,
            (std::map<std::string, std::string>{{"what", "multi\nline"}, {"num", "7"}, {"ok", "true"}, {"none", ""}}));
}

TEST_F(MattermostForm, BelongsToItsMemberAlone) {
  const Json body = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin);
  MattermostPlace bob;
  bob.user = "fakebob0000000000000000000";
  EXPECT_EQ(receive_as<FormSubmitted>(mattermost_submission(body.at("dialog").at("state"), "{}", bob)).standing,
            Press::Standing::NotYours);
}

TEST_F(MattermostForm, CannotBeMovedToAnotherPlace) {
  const Json body = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin);
  std::string state = body.at("dialog").at("state");
  const std::size_t at = state.find(ops.channel.str());
  ASSERT_NE(at, std::string::npos);
  // The state can be read and changed by the member: neither another channel nor "this is our own conversation" passes.
  for (const std::string& place : {std::string("fakechannelother0000000000"), own.channel.str()}) {
    std::string moved = state;
    moved.replace(at, ops.channel.str().size(), place);
    EXPECT_FALSE(receive(mattermost_submission(moved, "{}")).has_value()) << place;
  }
}

TEST_F(MattermostForm, IsAnotherRequestWhenItSaysSomethingElse) {
  const auto origin = receive_as<Command>(fakes::mattermost_command("suggest")).origin;
  const std::string state = opened(origin).at("dialog").at("state");
  const auto request = [&](const char* values) {
    return receive_as<FormSubmitted>(mattermost_submission(state, values)).origin.request;
  };
  EXPECT_EQ(request(R"({"what":"a"})"), request(R"({"what":"a"})"));
  EXPECT_NE(request(R"({"what":"a"})"), request(R"({"what":"b"})"));
  MattermostPlace later;
  later.trigger = "bGF0ZXI=";
  const std::string again =
      opened(receive_as<Command>(fakes::mattermost_command("suggest", later)).origin).at("dialog").at("state");
  EXPECT_NE(receive_as<FormSubmitted>(mattermost_submission(again, R"({"what":"a"})")).origin.request,
            request(R"({"what":"a"})"));
}

TEST_F(MattermostForm, ThatWasCancelledIsIgnored) {
  const std::string state = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin).at("dialog").at("state");
  auto raw = mattermost_submission(state, "{}");
  raw.body.replace(raw.body.find("\"cancelled\":false"), 17, "\"cancelled\":true");
  EXPECT_EQ(receive_as<Ignored>(std::move(raw)).why, "cancelled");
}

TEST_F(MattermostForm, AnswersWhereItWasAskedWhileTheAddressLives) {
  const std::string state = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin).at("dialog").at("state");
  const Answer thanks{Card{"Thank you", {}, {}, {}}};
  auto rendered =
      adapter->render(thanks, receive_as<FormSubmitted>(mattermost_submission(state, "{}")).origin, Timing::InRequest, now);
  EXPECT_EQ(rendered.response->body, "{}");
  EXPECT_EQ(call_of(rendered).first, MattermostPlace().response_url);
  now += std::chrono::minutes(31);
  rendered =
      adapter->render(thanks, receive_as<FormSubmitted>(mattermost_submission(state, "{}")).origin, Timing::InRequest, now);
  EXPECT_EQ(call_of(rendered).second.at("channel_id"), own.channel.str());
}

TEST_F(MattermostForm, ShowsProblemsUnderItsFields) {
  const std::string state = opened(receive_as<Command>(fakes::mattermost_command("suggest")).origin).at("dialog").at("state");
  const auto origin = receive_as<FormSubmitted>(mattermost_submission(state, "{}")).origin;
  const FormProblems problems{{{"what", "Please say \"what\"."}, {"mail", "That is no address."}}};
  EXPECT_EQ(body_of(adapter->render(problems, origin, Timing::InRequest, now)),
            Json::parse(R"({"errors":{"what":"Please say \"what\".","mail":"That is no address."}})"));
  const auto late = call_of(adapter->render(problems, origin, Timing::Late, now)).second;
  EXPECT_NE(late.at("text").get<std::string>().find("That is no address."), std::string::npos);
}

TEST_F(MattermostForm, AsksItsQuestionsInTextWhereItCannotBeOpened) {
  MattermostPlace place;
  place.trigger.clear();
  const auto rendered = adapter->render(OpenForm{form}, receive_as<Command>(fakes::mattermost_command("suggest", place)).origin,
                                        Timing::InRequest, now);
  EXPECT_TRUE(rendered.calls.empty());
  EXPECT_NE(body_of(rendered).at("text").get<std::string>().find("What is wrong: A sentence is enough"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::mattermost
