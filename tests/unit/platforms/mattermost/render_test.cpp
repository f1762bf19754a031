#include "tests/fakes/golden.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

const std::string kApart = "\xE2\x80\x8B";

Inline run(std::string text) { return {std::move(text), false, false, false, {}}; }

Card tip() {
  Card card;
  card.title = "Say whose idea it was";
  card.blocks = {Paragraph{{run("Ideas get "), {"lost", true, false, false, {}}, run(" in meetings.")}},
                 Labelled{"This week", {run("Name one person whose idea you use.")}},
                 Note{{run("Source: "), {"A study", false, false, false, "https://example.org/study"}, run(", 2019.")}}};
  card.buttons = {{"Another", {"more", "tips/a"}, ButtonStyle::Primary, {}, {}},
                  {"Share here", {"shar", "tips/a"}, ButtonStyle::Default, {}, {}},
                  {"Remove", {"drop", "p1"}, ButtonStyle::Danger, "Really?", {}},
                  {"Open", {}, ButtonStyle::Default, {}, "https://example.org/a"}};
  return card;
}

Card note(std::string text) {
  Card card;
  card.blocks.emplace_back(Paragraph{text_line(std::move(text))});
  return card;
}

struct MattermostRender : MattermostRig {
  Origin asked = receive_as<Command>(fakes::mattermost_command("tip")).origin;
  Origin pressed(const char* shown = "e") {
    const auto place = std::string(shown) == "d" ? fakes::conversation_with_bot() : fakes::MattermostPlace();
    return receive_as<Press>(fakes::mattermost_press(context({"more", "tips/a"}, ops, alice.member, shown), place)).origin;
  }
  void expect_golden(const std::string& name, const std::string& json) {
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "mattermost/" + name + ".json", fakes::laid_out(json)), "");
  }
};

TEST_F(MattermostRender, AnswersACommandForTheMemberAlone) {
  const auto rendered = adapter->render(Answer{tip()}, asked, Timing::InRequest, now);
  EXPECT_TRUE(rendered.calls.empty());
  EXPECT_EQ(rendered.response->status, 200);
  EXPECT_EQ(rendered.response->content_type.substr(0, 16), "application/json");
  const Json body = body_of(rendered);
  EXPECT_EQ(body.at("response_type"), "ephemeral");
  EXPECT_EQ(body.at("skip_slack_parsing"), true);
  EXPECT_EQ(body.at("text"), "#### Say whose idea it was");
  const Json& attachment = body.at("attachments").at(0);
  EXPECT_EQ(attachment.at("text"),
            "Ideas get **lost** in meetings.\n\n**This week:** Name one person whose idea you use.\n\nSource: [A "
            "study](https://example.org/study), 2019\\.\n\n[Open](https://example.org/a)");
  EXPECT_EQ(attachment.at("fallback").get<std::string>().substr(0, 22), "Say whose idea it was.");
  ASSERT_EQ(attachment.at("actions").size(), 3U) << "a link is no action";
  for (const Json& action : attachment.at("actions")) {
    EXPECT_EQ(action.at("integration").at("url"), "https://bot.example.org/mattermost/actions");
    for (const char c : action.at("id").get<std::string>()) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)));
  }
  expect_golden("tip", rendered.response->body);
}

TEST_F(MattermostRender, OpensTheButtonsOfItsAnswer) {
  const Json body = body_of(adapter->render(Answer{tip()}, asked, Timing::InRequest, now));
  for (std::size_t i = 0; i < 3; ++i) {
    const auto press = receive_as<Press>(fakes::mattermost_press(context_of(body.at("attachments"), i)));
    EXPECT_EQ(press.action, tip().buttons[i].action);
    EXPECT_EQ(press.standing, Press::Standing::Good);
  }
}

TEST_F(MattermostRender, SaysNothingWithAnEmptyObjectAndNever204) {
  for (const Reply& reply : {Reply(Silence{}), Reply(HomePage{tip()}), Reply(Completions{})}) {
    const auto rendered = adapter->render(reply, asked, Timing::InRequest, now);
    EXPECT_EQ(rendered.response->status, 200);
    EXPECT_EQ(rendered.response->body, "{}");
    EXPECT_TRUE(rendered.calls.empty());
    EXPECT_FALSE(adapter->render(reply, asked, Timing::Late, now).response.has_value());
  }
  EXPECT_EQ(adapter->acknowledge(asked).status, 200);
  EXPECT_EQ(adapter->acknowledge(asked).body, "{}");
}

TEST_F(MattermostRender, SendsALateAnswerToTheResponseUrl) {
  const auto rendered = adapter->render(Answer{tip()}, asked, Timing::Late, now);
  EXPECT_FALSE(rendered.response.has_value());
  const auto [target, body] = call_of(rendered);
  EXPECT_EQ(target, fakes::MattermostPlace().response_url);
  EXPECT_EQ(body.at("response_type"), "ephemeral");
}

TEST_F(MattermostRender, MovesTheSecondCardToTheConversationAndSaysSo) {
  for (const Reply& reply : {Reply(Answer{tip()}), Reply(Replace{tip()})}) {
    for (const char* shown : {"e", "c"}) {
      const auto rendered = adapter->render(reply, pressed(shown), Timing::InRequest, now);
      EXPECT_EQ(
          body_of(rendered),
          Json::parse(
              R"({"ephemeral_text":"I answered in our direct messages, so that only you see it.","skip_slack_parsing":true})"));
      const auto [target, body] = call_of(rendered);
      EXPECT_EQ(target, "/posts");
      EXPECT_EQ(body.at("channel_id"), own.channel.str());
      EXPECT_EQ(body.at("message"), "You asked in ~ops\n\n#### Say whose idea it was");
      expect_golden("moved", body.dump());
    }
  }
}

TEST_F(MattermostRender, LetsTheMovedCardActOnTheChannelItWasAskedIn) {
  const auto [target, body] = call_of(adapter->render(Answer{tip()}, pressed(), Timing::InRequest, now));
  const auto press = receive_as<Press>(
      fakes::mattermost_press(context_of(body.at("props").at("attachments"), 1), fakes::conversation_with_bot()));
  EXPECT_EQ(press.origin.channel, ops);
  EXPECT_EQ(press.action.name, "shar");
}

TEST_F(MattermostRender, ReplacesInPlaceInsideTheConversation) {
  const auto rendered = adapter->render(Replace{tip()}, pressed("d"), Timing::InRequest, now);
  EXPECT_TRUE(rendered.calls.empty());
  const Json body = body_of(rendered);
  EXPECT_EQ(body.at("update").at("message"), "#### Say whose idea it was");
  const auto again = receive_as<Press>(
      fakes::mattermost_press(context_of(body.at("update").at("props").at("attachments")), fakes::conversation_with_bot()));
  EXPECT_EQ(again.standing, Press::Standing::Good);
  expect_golden("update", rendered.response->body);
}

TEST_F(MattermostRender, TakesTheButtonsAwayWhenTheNewCardHasNone) {
  const Json body = body_of(adapter->render(Replace{note("Done.")}, pressed("d"), Timing::InRequest, now));
  EXPECT_EQ(body.at("update"), Json::parse(R"({"message":"Done.","props":{"attachments":[]}})"));
}

TEST_F(MattermostRender, AnswersBelowInsideTheConversation) {
  const auto rendered = adapter->render(Answer{tip()}, pressed("d"), Timing::InRequest, now);
  EXPECT_EQ(rendered.response->body, "{}");
  EXPECT_EQ(call_of(rendered).second.at("message"), "#### Say whose idea it was");
}

TEST_F(MattermostRender, ShowsAShortNoteBesideTheMessage) {
  const auto rendered = adapter->render(Answer{note("Thank you, that *helps*.")}, pressed(), Timing::InRequest, now);
  EXPECT_TRUE(rendered.calls.empty());
  EXPECT_EQ(body_of(rendered).at("ephemeral_text"), "Thank you, that \\*helps\\*.");
  const auto longer = adapter->render(Answer{note(std::string(600, 'x'))}, pressed(), Timing::InRequest, now);
  EXPECT_EQ(longer.calls.size(), 1U);
}

TEST_F(MattermostRender, AnswersALatePressInTheConversation) {
  const auto rendered = adapter->render(Replace{tip()}, pressed("d"), Timing::Late, now);
  EXPECT_FALSE(rendered.response.has_value());
  EXPECT_EQ(call_of(rendered).first, "/posts");
}

TEST_F(MattermostRender, PostsForAnyoneInAChannel) {
  const auto payload = adapter->post(tip(), ops, "", now);
  ASSERT_TRUE(payload.has_value());
  const Json body = Json::parse(*payload);
  EXPECT_EQ(body.at("channel_id"), ops.channel.str());
  EXPECT_FALSE(body.contains("response_type"));
  fakes::MattermostPlace bob;
  bob.user = "fakebob0000000000000000000";
  const auto press = receive_as<Press>(fakes::mattermost_press(context_of(body.at("props").at("attachments")), bob));
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_FALSE(press.message_is_private);
  expect_golden("post", *payload);
}

TEST_F(MattermostRender, PostsForOneMemberInTheirConversation) {
  const auto payload = adapter->post(tip(), own, "", now);
  ASSERT_TRUE(payload.has_value());
  const Json body = Json::parse(*payload);
  const auto press =
      receive_as<Press>(fakes::mattermost_press(context_of(body.at("props").at("attachments")), fakes::conversation_with_bot()));
  EXPECT_TRUE(press.origin.direct);
  EXPECT_EQ(press.action.binding, Binding::Member);
}

TEST_F(MattermostRender, PostsNowhereElse) {
  for (const char* channel : {"", "@", "C0FAKE001", "@short", "fakechannelops0000000000000", "../users"}) {
    ChannelKey where = ops;
    where.channel = ChannelId(channel);
    const auto payload = adapter->post(tip(), where, "", now);
    ASSERT_FALSE(payload.has_value()) << channel;
    EXPECT_EQ(payload.error().code, Code::Invalid);
  }
}

TEST_F(MattermostRender, NeverCallsAnybody) {
  Card card = tip();
  card.title = "@all and ~ops";
  card.blocks.emplace_back(
      Paragraph{text_line("@channel @here <!channel> <@U1> **bold** [x](https://evil.example) :tada: https://evil.example")});
  const Json answer = body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now));
  const Json& attachment = answer.at("attachments").at(0);
  const std::string body = answer.at("text").get<std::string>() + '\n' + attachment.at("text").get<std::string>();
  EXPECT_EQ(attachment.at("fallback").get<std::string>().find("@all"), std::string::npos);
  for (const char* call : {"@all", "@channel", "@here", "~ops", "<@U1", "](https://evil.example)", " https://evil"})
    EXPECT_EQ(body.find(call), std::string::npos) << call;
  EXPECT_NE(body.find("@" + kApart + "all"), std::string::npos);
}

TEST_F(MattermostRender, ShowsMembersByTheNameTheyAreCalled) {
  auto fields = fakes::mattermost_command_fields("lead add @admin");
  fields.insert(fields.end(), {{"user_mentions", "admin"}, {"user_mentions_ids", "fakeadmin00000000000000000"}});
  receive_as<Command>(fakes::mattermost_form_request(fields));
  Card card;
  card.blocks.emplace_back(
      Bullets{{text_line("<@fakeadmin00000000000000000>"), text_line("<@fakebob0000000000000000000>")}, false});
  EXPECT_EQ(body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now)).at("text"),
            "- @" + kApart + "admin\n- \\<@" + kApart + "fakebob0000000000000000000\\>");
}

TEST_F(MattermostRender, PutsACardThatIsTooLongForPropertiesIntoTheText) {
  Card card = tip();
  card.blocks.emplace_back(Paragraph{text_line(std::string(7000, 'w'))});
  const Json body = body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now));
  EXPECT_GT(body.at("text").get<std::string>().size(), 7000U);
  EXPECT_FALSE(body.at("attachments").at(0).contains("text"));
  EXPECT_EQ(body.at("attachments").at(0).at("actions").size(), 3U);
  EXPECT_LT(body.at("attachments").dump().size(), 7600U);
  EXPECT_TRUE(adapter->faults(card).empty());
}

TEST_F(MattermostRender, CutsWhatNoMessageHoldsAndTellsTheAuthor) {
  Card card = tip();
  card.blocks.emplace_back(Paragraph{{run(std::string(20000, 'w')), {"link", false, false, false, "https://example.org/z"}}});
  card.blocks.emplace_back(Paragraph{text_line("never shown")});
  const Json body = body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now));
  const std::string text = body.at("text");
  EXPECT_LE(count_code_points(text), 16383U);
  EXPECT_GT(count_code_points(text), 16000U);
  EXPECT_EQ(text.find("never shown"), std::string::npos);
  EXPECT_EQ(text.substr(text.size() - 31), "\n\n[Open](https://example.org/a)" + std::string()) << "links stay";
  const auto faults = adapter->faults(card);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults[0].field, "text");
}

TEST_F(MattermostRender, KeepsTheButtonsWithinTheProperties) {
  Card card = tip();
  card.buttons.clear();
  for (int i = 0; i < 40; ++i)
    card.buttons.push_back({std::string(80, 'b'), {"more", "tips/" + std::string(30, 'a')}, ButtonStyle::Default, {}, {}});
  const Json body = body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now));
  EXPECT_LT(body.at("attachments").dump().size(), 7600U);
  EXPECT_GT(body.at("attachments").at(0).at("actions").size(), 10U);
  EXPECT_FALSE(adapter->faults(card).empty());
}

TEST_F(MattermostRender, PatchesOnlyTheValuesOfACardThatIsKept) {
  Card card = tip();
  card.cache_key = "revision/tips/a/en";
  const Json first = body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now));
  card.buttons[0].action.object = "tips/b";
  card.title = "not looked at again";
  const Json second = body_of(adapter->render(Answer{card}, asked, Timing::InRequest, now));
  EXPECT_EQ(second.at("text"), first.at("text"));
  EXPECT_EQ(receive_as<Press>(fakes::mattermost_press(context_of(second.at("attachments")))).action.object, "tips/b");
}

TEST_F(MattermostRender, HasNoWayToAnswerNobody) {
  Origin nobody;
  nobody.channel = ops;
  const auto rendered = adapter->render(Answer{tip()}, nobody, Timing::Late, now);
  EXPECT_TRUE(rendered.calls.empty());
}

}  // namespace
}  // namespace allybot::platforms::mattermost
