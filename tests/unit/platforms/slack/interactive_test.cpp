#include "bot/platforms/slack/parse.h"
#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::slack_home_press;
using fakes::slack_interaction;
using fakes::slack_press;
using fakes::slack_request;
using fakes::slack_submission;
using SlackPress = SlackTest;
using SlackForm = SlackTest;
using SlackInteraction = SlackTest;

const Action kMore{"more", "tips/a", Binding::Member};

TEST_F(SlackPress, OpensWhatWasSigned) {
  const auto press = receive_as<Press>(slack_interaction(slack_press(sign(kMore)), now));
  EXPECT_EQ(press.action, kMore);
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_TRUE(press.message_is_private);
  EXPECT_EQ(press.origin.member.str(), "slack/T0FAKE001/U0FAKE001");
  EXPECT_EQ(press.origin.channel.str(), "slack/T0FAKE001/C0FAKE001");
  EXPECT_EQ(press.origin.request.str(), "1111.2222.fake");
}

TEST_F(SlackPress, KnowsAPublicMessage) {
  const auto press = receive_as<Press>(slack_interaction(slack_press(sign({"more", "tips/a", Binding::Anyone}), {}, false), now));
  EXPECT_FALSE(press.message_is_private);
  EXPECT_EQ(press.action.binding, Binding::Anyone);
}

TEST_F(SlackPress, OfAnotherMembersButtonIsNotTheirs) {
  const auto press = receive_as<Press>(slack_interaction(slack_press(sign(kMore, "C0FAKE001", "U0FAKE002")), now));
  EXPECT_EQ(press.standing, Press::Standing::NotYours);
}

TEST_F(SlackPress, OfAnOldButtonIsExpired) {
  const std::string value = sign(kMore);
  now += Buttons::kLifetime + std::chrono::hours(2);
  EXPECT_EQ(receive_as<Press>(slack_interaction(slack_press(value), now)).standing, Press::Standing::Expired);
}

TEST_F(SlackPress, OfAForgedValueIsNoPress) {
  for (const std::string& forged : {std::string("v"), std::string("tips/a"), sign(kMore, "C0FAKE002"), sign(kMore) + "x"}) {
    const auto unusable = receive_as<Unusable>(slack_interaction(slack_press(forged), now));
    EXPECT_EQ(unusable.error.code, Code::Unauthorized);
    EXPECT_EQ(unusable.error.for_member, "This button no longer works. Please ask again and use the new one.");
  }
}

TEST_F(SlackPress, InTheMembersOwnConversationOpensWhatWasPostedThere) {
  fakes::SlackPlace place;
  place.channel = "D0FAKE001";
  const auto press = receive_as<Press>(slack_interaction(slack_press(sign(kMore, "@U0FAKE001"), place, false), now));
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_TRUE(press.origin.direct);
  EXPECT_TRUE(press.message_is_private);
  EXPECT_EQ(press.origin.channel.channel.str(), "D0FAKE001");
  // The same value is nothing in a channel, nor in somebody else's conversation.
  receive_as<Unusable>(slack_interaction(slack_press(sign(kMore, "@U0FAKE001")), now));
  place.user = "U0FAKE002";
  receive_as<Unusable>(slack_interaction(slack_press(sign(kMore, "@U0FAKE001"), place, false), now));
}

TEST_F(SlackPress, OnTheHomePageBelongsToTheMember) {
  const auto press = receive_as<Press>(slack_interaction(slack_home_press(sign(kMore, "@U0FAKE001")), now));
  EXPECT_EQ(press.origin.channel.channel.str(), "@U0FAKE001");
  EXPECT_TRUE(press.origin.direct);
}

TEST_F(SlackPress, OfALinkOrASelectIsNothingForUs) {
  auto link = json(slack_press("x"));
  link["actions"][0].erase("value");
  EXPECT_EQ(ignored(slack_interaction(link.dump(), now)), "link");
  auto select = json(slack_press("x"));
  select["actions"][0]["type"] = "static_select";
  EXPECT_EQ(ignored(slack_interaction(select.dump(), now)), "not-a-button");
  auto none = json(slack_press("x"));
  none["actions"] = nlohmann::json::array();
  EXPECT_EQ(ignored(slack_interaction(none.dump(), now)), "no-action");
}

TEST_F(SlackPress, OfSixtyFourKilobytesWorks) {
  auto payload = json(slack_press(sign(kMore)));
  payload["message"] = {{"text", std::string(64U << 10U, 'x')}};
  EXPECT_EQ(receive_as<Press>(slack_interaction(payload.dump(), now)).action, kMore);
}

TEST_F(SlackForm, BringsItsValuesAndWhatItWasFor) {
  const Action wrong{"wrng", "tips/a", Binding::Member};
  const std::string ticket = FormTicket{sign(wrong), "C0FAKE001", "https://hooks.slack.com/commands/T0FAKE001/1/fake"}.text();
  const auto form =
      receive_as<FormSubmitted>(slack_interaction(slack_submission(ticket, {{"what", "e\xCC\x81"}, {"how", "b"}}), now));
  EXPECT_EQ(form.action, wrong);
  EXPECT_EQ(form.standing, Press::Standing::Good);
  EXPECT_EQ(form.values, (std::map<std::string, std::string>{{"what", "\xC3\xA9"}, {"how", "b"}}));
  EXPECT_EQ(form.origin.channel.channel.str(), "C0FAKE001");
  EXPECT_NE(form.origin.route.find("hooks.slack.com"), std::string::npos);
}

TEST_F(SlackForm, ReadsChoicesAndEmptyFields) {
  auto payload = json(slack_submission(FormTicket{sign({"wrng", "x", Binding::Member}), "C0FAKE001", ""}.text(), {}));
  payload["view"]["state"]["values"] = {{"how", {{"value", {{"type", "static_select"}, {"selected_option", {{"value", "b"}}}}}}},
                                        {"none", {{"value", {{"type", "static_select"}, {"selected_option", nullptr}}}}},
                                        {"blank", {{"value", {{"type", "plain_text_input"}, {"value", nullptr}}}}},
                                        {"other", {{"foreign", {{"value", "x"}}}}}};
  const auto form = receive_as<FormSubmitted>(slack_interaction(payload.dump(), now));
  EXPECT_EQ(form.values, (std::map<std::string, std::string>{{"how", "b"}, {"none", ""}, {"blank", ""}}));
}

TEST_F(SlackForm, OfAnotherMemberIsNotTheirs) {
  const std::string ticket = FormTicket{sign({"wrng", "x", Binding::Member}, "C0FAKE001", "U0FAKE002"), "C0FAKE001", ""}.text();
  EXPECT_EQ(receive_as<FormSubmitted>(slack_interaction(slack_submission(ticket, {}), now)).standing, Press::Standing::NotYours);
}

TEST_F(SlackForm, WithAStrangeTicketIsAnsweredPolitely) {
  const std::string token = sign({"wrng", "x", Binding::Member});
  for (const std::string& ticket :
       {std::string(), std::string("{}"), FormTicket{token, "C0FAKE002", ""}.text(), FormTicket{token, "@U0FAKE002", ""}.text(),
        FormTicket{"x", "C0FAKE001", ""}.text(), FormTicket{token, "../C1", ""}.text(),
        FormTicket{sign({"wrng", "x", Binding::Anyone}), "C0FAKE001", ""}.text()}) {
    const auto unusable = receive_as<Unusable>(slack_interaction(slack_submission(ticket, {}), now));
    EXPECT_EQ(unusable.error.code, Code::Unauthorized) << ticket;
  }
}

TEST_F(SlackForm, AnswersNoForeignAddress) {
  const std::string ticket = FormTicket{sign({"wrng", "x", Binding::Member}), "C0FAKE001", "https://evil.example/x"}.text();
  const auto form = receive_as<FormSubmitted>(slack_interaction(slack_submission(ticket, {}), now));
  EXPECT_EQ(form.origin.route.find("evil"), std::string::npos);
}

/// message_action, as Slack sends it.
nlohmann::json shortcut(const std::string& thread = {}) {
  nlohmann::json payload{{"type", "message_action"},
                         {"callback_id", "allybot_ask"},
                         {"team", {{"id", "T0FAKE001"}}},
                         {"user", {{"id", "U0FAKE001"}}},
                         {"channel", {{"id", "C0FAKE001"}, {"name", "general"}}},
                         {"message_ts", "1700000000.000200"},
                         {"message", {{"type", "message"}, {"user", "U0FAKE002"}, {"text", "schedule add daily 9:00"}}},
                         {"trigger_id", "1111.3333.fake"},
                         {"response_url", "https://hooks.slack.com/app/T0FAKE001/1/fake"}};
  if (!thread.empty()) payload["message"]["thread_ts"] = thread;
  return payload;
}

TEST_F(SlackInteraction, TheShortcutOnAMessageAsksForWhatNothingTypedAsksForAndReadsNoMessage) {
  const auto command = receive_as<Command>(slack_interaction(shortcut().dump(), now));
  EXPECT_EQ(command.text, "");
  EXPECT_EQ(command.origin.channel.channel, ChannelId("C0FAKE001"));
  EXPECT_EQ(command.origin.member.member, MemberId("U0FAKE001"));
  EXPECT_FALSE(command.origin.direct);
  const Route route = Route::read(command.origin.route);
  EXPECT_EQ(route.response_url, "https://hooks.slack.com/app/T0FAKE001/1/fake");
  EXPECT_EQ(route.thread, "");
  EXPECT_EQ(Route::read(receive_as<Command>(slack_interaction(shortcut("1700000000.000100").dump(), now)).origin.route).thread,
            "1700000000.000100");
}

TEST_F(SlackInteraction, AShortcutOfSomebodyElseOrWithoutAChannelIsNotOurs) {
  auto foreign = shortcut();
  foreign["callback_id"] = "somebody_elses";
  EXPECT_EQ(ignored(slack_interaction(foreign.dump(), now)), "foreign-shortcut");
  auto nowhere = shortcut();
  nowhere["channel"]["id"] = "../C1";
  EXPECT_EQ(ignored(slack_interaction(nowhere.dump(), now)), "no-channel");
  auto odd = shortcut("1700\n");
  EXPECT_EQ(Route::read(receive_as<Command>(slack_interaction(odd.dump(), now)).origin.route).thread, "");
}

TEST_F(SlackInteraction, OfAButtonInAThreadStaysInTheThread) {
  auto payload = json(slack_press(sign(kMore)));
  payload["container"]["thread_ts"] = "1700000000.000100";
  EXPECT_EQ(Route::read(receive_as<Press>(slack_interaction(payload.dump(), now)).origin.route).thread, "1700000000.000100");
}

TEST_F(SlackInteraction, OfOtherKindsIsIgnoredByName) {
  for (const char* type : {"view_closed", "shortcut", "block_suggestion"}) {
    auto payload = json(slack_press("x"));
    payload["type"] = type;
    EXPECT_EQ(ignored(slack_interaction(payload.dump(), now)), type);
  }
  auto unknown = json(slack_press("x"));
  unknown["type"] = "something_new";
  EXPECT_EQ(ignored(slack_interaction(unknown.dump(), now)), "interaction");
  auto foreign = json(slack_submission("", {}));
  foreign["view"]["callback_id"] = "somebody_elses";
  EXPECT_EQ(ignored(slack_interaction(foreign.dump(), now)), "foreign-view");
}

TEST_F(SlackInteraction, OfNonsenseIsIgnored) {
  EXPECT_EQ(ignored(slack_request("/slack/interactivity", "payload=%7B", now)), "not-json");
  EXPECT_EQ(ignored(slack_request("/slack/interactivity", "other=1", now)), "no-payload");
  EXPECT_EQ(ignored(slack_request("/slack/interactivity", "", now)), "no-payload");
  EXPECT_EQ(ignored(slack_interaction("[]", now)), "no-member");
  EXPECT_EQ(ignored(slack_interaction("null", now)), "no-member");
  EXPECT_EQ(ignored(slack_interaction(std::string(100000, '['), now)), "not-json");
  EXPECT_EQ(ignored(slack_interaction(R"({"type":"block_actions","team":{"id":["T1"]},"user":"U1","actions":{}})", now)),
            "no-member");
}

TEST_F(SlackInteraction, WithoutAWorkspaceBelongsToItsOrganisation) {
  auto payload = json(slack_press("x"));
  payload["team"] = nullptr;
  payload["enterprise"] = {{"id", "E0FAKE001"}, {"name", "fake"}};
  const ChannelKey where{PlatformId("slack"), WorkspaceId("E0FAKE001"), ChannelId("C0FAKE001")};
  payload["actions"][0]["value"] = rig.buttons.sign(kMore, where, MemberId("U0FAKE001"), now);
  EXPECT_EQ(receive_as<Press>(slack_interaction(payload.dump(), now)).origin.channel, where);
}

TEST_F(SlackInteraction, WithBytesThatAreNoTextIsAnsweredPolitely) {
  std::string payload = slack_press(sign(kMore));
  payload.replace(payload.find("general"), 7, "gen\xFFral");
  const auto unusable = receive_as<Unusable>(slack_interaction(payload, now));
  EXPECT_EQ(unusable.error.code, Code::Invalid);
  EXPECT_EQ(unusable.origin.member.member.str(), "U0FAKE001");
  EXPECT_NE(unusable.origin.route.find("hooks.slack.com"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::slack
