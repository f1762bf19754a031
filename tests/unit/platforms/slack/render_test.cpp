#include "bot/platforms/slack/route.h"
#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::slack_command;
using fakes::slack_event;
using fakes::slack_interaction;
using fakes::slack_press;

struct SlackRender : SlackTest {
  Origin command() { return receive_as<Command>(slack_command("tip", now)).origin; }
  Origin press(bool ephemeral = true) {
    return receive_as<Press>(slack_interaction(slack_press(sign({"more", "x", Binding::Anyone}), {}, ephemeral), now)).origin;
  }
  Origin home_press() {
    return receive_as<Press>(slack_interaction(fakes::slack_home_press(sign({"more", "x", Binding::Member}, "@U0FAKE001")), now))
        .origin;
  }
  Origin mention(const std::string& more = "") {
    return receive_as<Command>(
               slack_event(
                   R"({"type":"app_mention","user":"U0FAKE001","text":"<@U0FAKEBOT> tip","channel":"C0FAKE001")" + more + "}",
                   now))
        .origin;
  }
  Origin direct_message() {
    return receive_as<Command>(
               slack_event(R"({"type":"message","channel_type":"im","user":"U0FAKE001","text":"hi","channel":"D0FAKE001"})", now))
        .origin;
  }
  Origin added() {
    return receive_as<Lifecycle>(
               slack_event(R"({"type":"member_joined_channel","user":"U0FAKEBOT","channel":"C0FAKE001","inviter":"U0FAKE001"})",
                           now))
        .origin;
  }

  /// The one call, split into its target and its JSON.
  std::pair<std::string, nlohmann::json> only_call(const Rendered& made) {
    EXPECT_EQ(made.calls.size(), 1U);
    if (made.calls.size() != 1) return {};
    const std::string& payload = made.calls[0].payload;
    if (payload.front() == '{') return {"chat.postMessage", json(payload)};
    const std::size_t end = payload.find('\n');
    return {payload.substr(0, end), json(payload.substr(end + 1))};
  }
  static void expect_empty_answer(const Rendered& made) {
    ASSERT_TRUE(made.response.has_value());
    EXPECT_EQ(made.response->status, 200);
    EXPECT_TRUE(made.response->body.empty());
  }
  /// The value of the button whose label it is, opened at that place.
  Buttons::Opened opened(const nlohmann::json& message, const std::string& label, const std::string& channel,
                         const std::string& user = "U0FAKE001") {
    for (const auto& block : message.at("blocks"))
      if (block.at("type") == "actions")
        for (const auto& element : block.at("elements"))
          if (element.at("text").at("text") == label) {
            const ChannelKey where{PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId(channel)};
            const auto got = rig.buttons.open(element.at("value").get<std::string>(), where, MemberId(user), now);
            EXPECT_TRUE(got.has_value()) << label;
            return got.value_or(Buttons::Opened{});
          }
    ADD_FAILURE() << "no button " << label;
    return {};
  }
};

TEST_F(SlackRender, AnswersACommandInTheRequest) {
  const Rendered made = adapter->render(Answer{tip_card()}, command(), Timing::InRequest, now);
  EXPECT_TRUE(made.calls.empty());
  ASSERT_TRUE(made.response.has_value());
  EXPECT_EQ(made.response->status, 200);
  EXPECT_EQ(made.response->content_type.find("application/json"), 0U);
  const auto message = json(made.response->body);
  EXPECT_EQ(message.at("response_type"), "ephemeral");
  EXPECT_EQ(message.at("text").get<std::string>().find("Say whose idea it was.\nIdeas get lost"), 0U);
  EXPECT_NE(message.at("text").get<std::string>().find("This week: In one meeting, name the person who said it first."),
            std::string::npos);
  EXPECT_EQ(message.at("blocks").at(0).at("type"), "header");
  EXPECT_EQ(opened(message, "Another", "C0FAKE001").action, (Action{"more", "tips/say-whose-idea", Binding::Member}));
}

TEST_F(SlackRender, PatchesButtonsOfACardThatWasBuiltBefore) {
  const Origin first = command();
  fakes::SlackPlace other;
  other.user = "U0FAKE002";
  other.channel = "C0FAKE002";
  const Origin second = receive_as<Command>(slack_command("tip", now, other)).origin;
  const auto one = json(adapter->render(Answer{tip_card()}, first, Timing::InRequest, now).response->body);
  Card card = tip_card();
  card.buttons[0].action.object = "tips/other";
  const auto two = json(adapter->render(Answer{card}, second, Timing::InRequest, now).response->body);
  EXPECT_EQ(opened(one, "Another", "C0FAKE001").action.object, "tips/say-whose-idea");
  EXPECT_EQ(opened(two, "Another", "C0FAKE002", "U0FAKE002").action.object, "tips/other");
  EXPECT_EQ(opened(two, "Another", "C0FAKE002", "U0FAKE001").standing, Press::Standing::NotYours);
}

TEST_F(SlackRender, AnswersLateThroughTheRequestsAddress) {
  const Rendered made = adapter->render(Answer{tip_card()}, command(), Timing::Late, now);
  EXPECT_FALSE(made.response.has_value());
  const auto [target, message] = only_call(made);
  EXPECT_EQ(target, "https://hooks.slack.com/commands/T0FAKE001/1/fake");
  EXPECT_EQ(message.at("response_type"), "ephemeral");
  EXPECT_EQ(message.at("replace_original"), false);
  EXPECT_EQ(made.calls[0].destination, "slack/T0FAKE001/U0FAKE001");
  EXPECT_TRUE(adapter->acknowledge(command()).body.empty());
}

TEST_F(SlackRender, ReplacesThePressedMessage) {
  const Rendered made = adapter->render(Replace{tip_card()}, press(), Timing::InRequest, now);
  expect_empty_answer(made);
  const auto [target, message] = only_call(made);
  EXPECT_EQ(target, "https://hooks.slack.com/commands/T0FAKE001/1/fake");
  EXPECT_EQ(message.at("replace_original"), true);
  EXPECT_FALSE(message.contains("response_type"));
}

TEST_F(SlackRender, AnswersAPressBesideThePressedMessage) {
  const auto [target, message] = only_call(adapter->render(Answer{tip_card()}, press(false), Timing::InRequest, now));
  EXPECT_EQ(message.at("replace_original"), false);
  EXPECT_EQ(message.at("response_type"), "ephemeral");
}

TEST_F(SlackRender, ReplacingForACommandIsAnAnswer) {
  const auto message = json(adapter->render(Replace{tip_card()}, command(), Timing::InRequest, now).response->body);
  EXPECT_EQ(message.at("response_type"), "ephemeral");
  EXPECT_FALSE(message.contains("replace_original"));
}

TEST_F(SlackRender, AnswersAMentionToItsMemberAlone) {
  const Rendered made =
      adapter->render(Answer{tip_card()}, mention(R"(,"thread_ts":"1700000000.000100")"), Timing::InRequest, now);
  expect_empty_answer(made);
  const auto [target, message] = only_call(made);
  EXPECT_EQ(target, "chat.postEphemeral");
  EXPECT_EQ(message.at("channel"), "C0FAKE001");
  EXPECT_EQ(message.at("user"), "U0FAKE001");
  EXPECT_EQ(message.at("thread_ts"), "1700000000.000100");
  EXPECT_EQ(opened(message, "Another", "C0FAKE001").standing, Press::Standing::Good);
}

TEST_F(SlackRender, AnswersADirectMessageThere) {
  const auto [target, message] = only_call(adapter->render(Answer{tip_card()}, direct_message(), Timing::InRequest, now));
  EXPECT_EQ(target, "chat.postMessage");
  EXPECT_EQ(message.at("channel"), "D0FAKE001");
  EXPECT_EQ(opened(message, "Another", "D0FAKE001").action.binding, Binding::Member);
}

TEST_F(SlackRender, GreetsWhoAddedItDirectly) {
  const auto [target, message] = only_call(adapter->render(Answer{tip_card()}, added(), Timing::InRequest, now));
  EXPECT_EQ(target, "chat.postMessage");
  EXPECT_EQ(message.at("channel"), "U0FAKE001");
  EXPECT_EQ(opened(message, "Another", "@U0FAKE001").action.binding, Binding::Member);
}

TEST_F(SlackRender, SaysNothingWhereNobodyAsked) {
  Origin nobody = added();
  nobody.member.member = MemberId();
  const Rendered made = adapter->render(Answer{tip_card()}, nobody, Timing::InRequest, now);
  expect_empty_answer(made);
  EXPECT_TRUE(made.calls.empty());
  EXPECT_TRUE(log.has("slack.no_way_to_answer"));
}

TEST_F(SlackRender, AnswersInPrivateInTheThreadWhereItWasAsked) {
  Origin asked = command();
  Route route;
  route.asked = Asked::Message;
  route.thread = "1700000000.000100";
  route.response_url = "https://hooks.slack.com/app/T0FAKE001/1/fake";
  asked.route = route.text();
  {
    const auto [target, message] = only_call(adapter->render(Answer{tip_card()}, asked, Timing::InRequest, now));
    EXPECT_EQ(target, route.response_url);
    EXPECT_EQ(message.at("response_type"), "ephemeral");
    EXPECT_EQ(message.at("thread_ts"), route.thread);
  }
  route.response_url.clear();
  asked.route = route.text();
  const auto [target, message] = only_call(adapter->render(Answer{tip_card()}, asked, Timing::InRequest, now));
  EXPECT_EQ(target, "chat.postEphemeral");
  EXPECT_EQ(message.at("thread_ts"), route.thread);
  EXPECT_EQ(message.at("user"), "U0FAKE001");
}

TEST_F(SlackRender, AnswersOnTheHomePageDirectly) {
  const auto [target, message] = only_call(adapter->render(Replace{tip_card()}, home_press(), Timing::InRequest, now));
  EXPECT_EQ(target, "chat.postMessage");
  EXPECT_EQ(message.at("channel"), "U0FAKE001");
}

TEST_F(SlackRender, PublishesTheHomePageForItsMember) {
  const auto [target, message] = only_call(adapter->render(HomePage{tip_card()}, home_press(), Timing::InRequest, now));
  EXPECT_EQ(target, "views.publish");
  EXPECT_EQ(message.at("user_id"), "U0FAKE001");
  EXPECT_EQ(message.at("view").at("type"), "home");
  EXPECT_EQ(opened(message.at("view"), "Another", "@U0FAKE001").standing, Press::Standing::Good);
}

TEST_F(SlackRender, SilenceIsAnEmptyAnswer) {
  for (const Timing timing : {Timing::InRequest, Timing::Late}) {
    for (const Reply& reply : {Reply{Silence{}}, Reply{Completions{}}}) {
      const Rendered made = adapter->render(reply, command(), timing, now);
      EXPECT_EQ(made.response.has_value(), timing == Timing::InRequest);
      EXPECT_TRUE(made.response.value_or(http::Response{}).body.empty());
      EXPECT_TRUE(made.calls.empty());
    }
  }
}

Form wrong_form() {
  Form form;
  form.title = "This is wrong";
  form.intro = "Tell the admins <what> is wrong.";
  form.submit = "Send";
  form.fields.push_back({"what", "What is wrong", Field::Kind::LongText, "A sentence is enough", {}, {}, false, 1000});
  form.fields.push_back({"how", "How bad", Field::Kind::Choose, {}, "b", {{"a", "A little"}, {"b", "A lot"}}, true, 150});
  form.on_submit = {"wrng", "tips/a", Binding::Member};
  return form;
}

TEST_F(SlackRender, OpensAFormThatComesBackProven) {
  const Rendered made = adapter->render(OpenForm{wrong_form()}, command(), Timing::InRequest, now);
  expect_empty_answer(made);
  const auto [target, arguments] = only_call(made);
  EXPECT_EQ(target, "views.open");
  EXPECT_EQ(arguments.at("trigger_id"), "1111.2222.fake");
  const auto& view = arguments.at("view");
  EXPECT_EQ(view.at("type"), "modal");
  EXPECT_EQ(view.at("blocks").at(0).at("text").at("text"), "Tell the admins &lt;what&gt; is wrong.");
  EXPECT_EQ(view.at("blocks").at(1).at("block_id"), "what");
  EXPECT_EQ(view.at("blocks").at(1).at("element").at("max_length"), 1000);
  EXPECT_EQ(view.at("blocks").at(2).at("element").at("initial_option").at("value"), "b");
  const auto form = receive_as<FormSubmitted>(
      slack_interaction(fakes::slack_submission(view.at("private_metadata").get<std::string>(), {{"what", "the year"}}), now));
  EXPECT_EQ(form.action, wrong_form().on_submit);
  EXPECT_EQ(form.standing, Press::Standing::Good);
  EXPECT_EQ(form.values.at("what"), "the year");

  // The answer to it goes where the member asked.
  const auto [answer_target, answer] = only_call(adapter->render(Answer{tip_card()}, form.origin, Timing::InRequest, now));
  EXPECT_EQ(answer_target, "https://hooks.slack.com/commands/T0FAKE001/1/fake");
  // And what is wrong with it is said in the form.
  const Rendered problems =
      adapter->render(FormProblems{{{"what", "Please write a sentence."}}}, form.origin, Timing::InRequest, now);
  EXPECT_TRUE(problems.calls.empty());
  EXPECT_EQ(json(problems.response->body), json(R"({"response_action":"errors","errors":{"what":"Please write a sentence."}})"));
}

TEST_F(SlackRender, AsksInTextWhereNoFormCanOpen) {
  const auto [target, message] = only_call(adapter->render(OpenForm{wrong_form()}, mention(), Timing::InRequest, now));
  EXPECT_EQ(target, "chat.postEphemeral");
  EXPECT_NE(message.at("text").get<std::string>().find("What is wrong: A sentence is enough"), std::string::npos);
}

TEST_F(SlackRender, SaysProblemsInTextWhereThereIsNoForm) {
  const auto message = json(
      adapter->render(FormProblems{{{"what", "Please write a sentence."}}}, command(), Timing::InRequest, now).response->body);
  EXPECT_NE(message.at("text").get<std::string>().find("Please write a sentence."), std::string::npos);
}

TEST_F(SlackRender, PostsForAnyoneInAChannel) {
  const ChannelKey channel{PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("C0FAKE001")};
  const auto payload = adapter->post(tip_card(), channel, "", now);
  ASSERT_TRUE(payload.has_value());
  const auto message = json(*payload);
  EXPECT_EQ(message.at("channel"), "C0FAKE001");
  EXPECT_EQ(message.at("unfurl_links"), false);
  EXPECT_FALSE(message.contains("response_type"));
  EXPECT_EQ(opened(message, "Another", "C0FAKE001", "U0FAKE009").action.binding, Binding::Anyone);
}

TEST_F(SlackRender, PostsToAMemberAlone) {
  const ChannelKey own{PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("@U0FAKE001")};
  const auto message = json(*adapter->post(tip_card(), own, "", now));
  EXPECT_EQ(message.at("channel"), "U0FAKE001");
  EXPECT_EQ(opened(message, "Another", "@U0FAKE001").action.binding, Binding::Member);
  EXPECT_EQ(opened(message, "Another", "@U0FAKE001", "U0FAKE002").standing, Press::Standing::NotYours);
}

TEST_F(SlackRender, PostsNowhereElse) {
  for (const char* channel : {"", "@", "#general", "../C1", "@@U1", "c0fake"}) {
    const auto payload = adapter->post(tip_card(), {PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId(channel)}, "", now);
    ASSERT_FALSE(payload.has_value()) << channel;
    EXPECT_EQ(payload.error().code, Code::Invalid);
  }
}

TEST_F(SlackRender, TellsAnAuthorWhatWouldBeCut) {
  EXPECT_TRUE(adapter->faults(tip_card()).empty());
  Card card = tip_card();
  card.title = std::string(200, 't');
  card.blocks.push_back(Paragraph{{run(std::string(4000, 'p'))}});
  card.buttons[2].url = "http://example.org";
  const auto faults = adapter->faults(card);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_EQ(faults[0].field, "title");
  EXPECT_EQ(faults[1].field, "button 3");
  EXPECT_EQ(faults[2].field, "text");
}

TEST_F(SlackRender, PutsBlocksTogetherBeforeItCutsAny) {
  Card card{"Many", {}, {}, {}};
  for (int i = 0; i < 80; ++i) card.blocks.push_back(Paragraph{{run("paragraph " + std::to_string(i))}});
  EXPECT_TRUE(adapter->faults(card).empty());
  const std::string body = adapter->render(Answer{card}, command(), Timing::InRequest, now).response->body;
  EXPECT_LE(json(body).at("blocks").size(), 50U);
  EXPECT_NE(body.find("paragraph 79"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::slack
