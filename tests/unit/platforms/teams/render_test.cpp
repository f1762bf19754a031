#include "tests/fakes/capturing_log.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

const Card& tip() {
  static const Card card = fakes::sample_cards().front().second;
  return card;
}

Inline run(std::string text) { return {std::move(text), false, false, false, {}}; }

struct TeamsRender : TeamsRig {
  fakes::CapturingLog log;
  Origin command = receive_as<Command>(fakes::teams_message("tip", ops)).origin;
  Origin home = receive_as<Command>(fakes::teams_message("tip", own)).origin;

  Origin pressed(const fakes::TeamsPlace& in, Binding binding = Binding::Member) {
    return receive_as<Press>(fakes::teams_press(data({"more", "tips/a", binding}, channel, alice.member), in)).origin;
  }
  Origin sent(const fakes::TeamsPlace& in) {
    return receive_as<FormSubmitted>(fakes::teams_press(form_data({"note", "tips/a"}, channel, {{"text", "x"}}), in)).origin;
  }
  Sending late(const Reply& reply, const Origin& origin) {
    const Rendered rendered = adapter->render(reply, origin, Timing::Late, now);
    EXPECT_FALSE(rendered.response.has_value());
    return call_of(rendered);
  }
  Json body(const Card& card) { return body_of(late(Answer{card}, home).message); }
  /// Every button of a message, in order.
  static std::vector<Json> buttons(const Json& message) {
    std::vector<Json> all;
    for (const Json& element : body_of(message))
      for (const Json& action : element.value("actions", Json::array())) all.push_back(action);
    return all;
  }
};

TEST_F(TeamsRender, AnswersACallInAChannelInTheMembersOwnChat) {
  const Rendered rendered = adapter->render(Answer{tip()}, command, Timing::InRequest, now);
  ASSERT_TRUE(rendered.response.has_value());
  EXPECT_EQ(rendered.response->status, 200);
  EXPECT_EQ(rendered.response->body, "") << "the channel gets nothing";
  const Sending call = call_of(rendered);
  EXPECT_EQ(call.what, "p");
  EXPECT_EQ(call.conversation, "@29:fakeAlice");
  EXPECT_EQ(call.service, fakes::kTeamsService);
  EXPECT_NE(call.message.dump().find("You asked in Operations"), std::string::npos);
  EXPECT_EQ(rendered.calls[0].destination, alice.str()) << "one member's answers wait for nobody else's";
}

TEST_F(TeamsRender, SaysNothingOfAPlaceInTheMembersOwnChat) {
  EXPECT_EQ(late(Answer{tip()}, home).message.dump().find("You asked in"), std::string::npos);
}

TEST_F(TeamsRender, ChangesTheMessageThatWasPressedInOnlyInTheMembersOwnChat) {
  const Sending call = late(Replace{tip()}, pressed(own));
  EXPECT_EQ(call.what, "u");
  EXPECT_EQ(call.conversation, own.conversation);
  EXPECT_EQ(call.activity, "1700000000001");
  EXPECT_EQ(late(Answer{tip()}, pressed(own)).what, "p") << "an answer is a message of its own";
}

TEST_F(TeamsRender, NeverPutsAnAnswerIntoAMessageThatOthersSee) {
  for (const Reply& reply : {Reply(Replace{tip()}), Reply(Answer{tip()}), Reply(OpenForm{fakes::sample_form()}),
                             Reply(FormProblems{{{"text", "Write a sentence"}}})})
    for (const Origin& origin : {pressed(ops, Binding::Anyone), pressed(ops), sent(ops), command}) {
      const Sending call = late(reply, origin);
      EXPECT_EQ(call.what, "p");
      EXPECT_EQ(call.conversation, "@29:fakeAlice");
    }
}

TEST_F(TeamsRender, TurnsAFormIntoItsAnswer) {
  const Sending done = late(Answer{tip()}, sent(own));
  EXPECT_EQ(done.what, "u");
  EXPECT_EQ(done.activity, "1700000000001");
  const Sending wrong = late(FormProblems{{{"text", "Write a sentence"}}}, sent(own));
  EXPECT_EQ(wrong.what, "p") << "the form stays, with what was typed";
  EXPECT_NE(wrong.message.dump().find("Write a sentence"), std::string::npos);
}

TEST_F(TeamsRender, OpensAFormThatComesBack) {
  const Sending call = late(OpenForm{fakes::sample_form()}, command);
  const Json action = buttons(call.message).at(0);
  Json values = action.at("data");
  values["what"] = "the year";
  values["kind"] = "source";
  const auto back = receive_as<FormSubmitted>(fakes::teams_press(values.dump(), own));
  EXPECT_EQ(back.standing, Press::Standing::Good);
  EXPECT_EQ(back.action.name, "wrng");
  EXPECT_EQ(back.origin.channel, channel) << "the form stays about the channel that it was asked in";
  EXPECT_EQ(back.values, (std::map<std::string, std::string>{{"kind", "source"}, {"what", "the year"}}));
}

TEST_F(TeamsRender, KeepsAFormWithinLimits) {
  Form form = fakes::sample_form();
  form.title = form.intro = form.submit = std::string(9000, 't');
  for (Field& field : form.fields) {
    field.label = field.hint = field.initial = std::string(9000, 'x');
    field.max_length = 900000;
    for (Choice& choice : field.choices) choice.label = std::string(500, 'c');
  }
  for (int i = 0; i < 300; ++i) form.fields[1].choices.push_back({"v" + std::to_string(i), ""});
  const Json body = body_of(late(OpenForm{form}, command).message);
  for (const Json& element : body) {
    EXPECT_EQ(element.value("choices", Json::array()).size(), element.at("type") == "Input.ChoiceSet" ? 100U : 0U);
    EXPECT_EQ(element.value("maxLength", 3000), 3000);
  }
}

TEST_F(TeamsRender, HasNothingToSayForWhatTeamsHasNot) {
  for (const Reply& reply :
       {Reply(Silence{}), Reply(HomePage{tip()}), Reply(Completions{{{"tip", "tip"}}}), Reply(Offers{{{tip(), "tip"}}})})
    for (const Timing timing : {Timing::InRequest, Timing::Late}) {
      const Rendered rendered = adapter->render(reply, command, timing, now);
      EXPECT_TRUE(rendered.calls.empty());
      EXPECT_EQ(rendered.response.has_value(), timing == Timing::InRequest);
    }
}

TEST_F(TeamsRender, CannotAnswerNobody) {
  Origin nobody = command;
  nobody.member.member = MemberId();
  EXPECT_TRUE(adapter->render(Answer{tip()}, nobody, Timing::Late, now).calls.empty());
  EXPECT_TRUE(log.has("teams.no_way_to_answer"));
}

TEST_F(TeamsRender, CallsNoAddressThatIsNotMicrosofts) {
  Origin stored = command;
  for (const char* address : {"https://evil.example/", "http://smba.trafficmanager.net/amer/", "nonsense", ""}) {
    stored.address = address;
    EXPECT_EQ(late(Answer{tip()}, stored).service, "https://smba.trafficmanager.net/teams/") << address;
    EXPECT_EQ(sending(*adapter->post(tip(), channel, address, now)).service, "https://smba.trafficmanager.net/teams/");
  }
  EXPECT_EQ(sending(*adapter->post(tip(), channel, "https://smba.trafficmanager.net/emea/", now)).service,
            "https://smba.trafficmanager.net/emea/");
}

TEST_F(TeamsRender, PostsForAnyoneIntoAChannelAndForOneIntoTheirChat) {
  const Sending posted = sending(*adapter->post(tip(), channel, "", now));
  EXPECT_EQ(posted.what, "p");
  EXPECT_EQ(posted.conversation, channel.channel.str());
  const auto by_bob = [&](const Json& value) {
    fakes::TeamsPlace bob = ops;
    bob.user = "29:fakeBob";
    return receive_as<Press>(fakes::teams_press(value.dump(), bob)).standing;
  };
  EXPECT_EQ(by_bob(buttons(posted.message).at(0).at("data")), Press::Standing::Good);
  const Sending told = sending(*adapter->post(tip(), direct, "", now));
  EXPECT_EQ(told.conversation, "@29:fakeAlice");
  EXPECT_EQ(receive_as<Press>(fakes::teams_press(buttons(told.message).at(0).at("data").dump(), own)).standing,
            Press::Standing::Good);
}

TEST_F(TeamsRender, PostsNowhereElse) {
  for (const char* id : {"", "general", "@", "@kim", "@28:bot", "../x", "19:a/b@thread.tacv2", "19:abc@thread.tacv2;messageid=1"})
    EXPECT_FALSE(
        adapter->post(tip(), {PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant), ChannelId(id)}, "", now).has_value())
        << id;
}

TEST_F(TeamsRender, SignsTheButtonsOfACardThatIsKeptForEachMemberAnew) {
  Card kept = tip();
  kept.cache_key = "r1/tips/a/en";
  auto bob = own;
  bob.user = "29:fakeBob";
  const Origin other = receive_as<Command>(fakes::teams_message("tip", bob)).origin;
  const Json first = buttons(late(Answer{kept}, home).message).at(0).at("data");
  const Json second = buttons(late(Answer{kept}, other).message).at(0).at("data");
  EXPECT_NE(first, second);
  EXPECT_EQ(receive_as<Press>(fakes::teams_press(first.dump(), own)).standing, Press::Standing::Good);
  EXPECT_EQ(receive_as<Press>(fakes::teams_press(second.dump(), bob)).standing, Press::Standing::Good);
}

TEST_F(TeamsRender, ShowsTextAsText) {
  const std::string hostile = "**b** _i_ [x](https://evil.example) <at>Bob</at> {{DATE(2026-01-01)}} `c` &amp; \\ 1. # @all";
  const Json shown = body({hostile, {Paragraph{{run(hostile)}}, Note{{run(hostile)}}}, {}, {}});
  ASSERT_EQ(shown.size(), 3U);
  for (const Json& element : shown) {
    EXPECT_EQ(element.at("type"), "RichTextBlock") << "a TextBlock reads Markdown";
    EXPECT_EQ(element.at("inlines").at(0).at("text"), hostile);
  }
}

TEST_F(TeamsRender, GivesAPlainTitleToScreenReadersAsAHeading) {
  const Json heading = body({"A plain title", {}, {}, {}}).at(0);
  EXPECT_EQ(heading.at("type"), "TextBlock");
  EXPECT_EQ(heading.at("style"), "heading");
  for (const char* title : {"- list", "1 thing", "a www.example.org", "a:b", "#x"})
    EXPECT_EQ(body({title, {}, {}, {}}).at(0).at("type"), "RichTextBlock") << title;
}

TEST_F(TeamsRender, LinksToHttpsAndMailAlone) {
  const auto link_of = [&](const std::string& address) {
    const Json shown = body({"", {Paragraph{{{"there", false, false, false, address}}}}, {}, {}});
    return shown.at(0).at("inlines").at(0).value("/selectAction/url"_json_pointer, "");
  };
  EXPECT_EQ(link_of("https://example.org/a?b=1&c=2"), "https://example.org/a?b=1&c=2");
  for (const char* address :
       {"http://example.org/", "javascript:alert(1)", "file:///etc/passwd", "msteams:/l/x", "//example.org"})
    EXPECT_EQ(link_of(address), "") << address;
  EXPECT_EQ(link_of("https://example.org/" + std::string(3000, 'x')), "");
}

TEST_F(TeamsRender, SplitsButtonsIntoSetsThatTeamsShowsWhole) {
  Card card{"Which?", {}, {}, {}};
  for (int i = 0; i < 25; ++i)
    card.buttons.push_back({std::string(100, 'b'), {"show", "tips/" + std::to_string(i)}, ButtonStyle::Default, {}, {}});
  const Json shown = body(card);
  ASSERT_EQ(shown.size(), 5U);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(shown.at(i).at("actions").size(), 5U);
  EXPECT_EQ(shown.at(4).at("actions").size(), 3U) << "of 18 that are shown at most";
  const auto faults = adapter->faults(card);
  EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [](const CardFault& one) { return one.field == "buttons"; }));
  EXPECT_TRUE(std::any_of(faults.begin(), faults.end(), [](const CardFault& one) { return one.field == "button 1"; }));
}

TEST_F(TeamsRender, CutsALongCardAndKeepsItsButtons) {
  Card card{"Long", {}, tip().buttons, {}};
  for (int i = 0; i < 100; ++i) card.blocks.push_back(Paragraph{{run(std::string(900, static_cast<char>('a' + i % 26)))}});
  const Sending call = late(Answer{card}, home);
  EXPECT_LE(call.message.dump().size(), 28000U);
  EXPECT_GT(call.message.dump().size(), 24000U) << "no more than has to be is cut";
  EXPECT_EQ(buttons(call.message).size(), card.buttons.size());
  EXPECT_EQ(adapter->faults(card).at(0).field, "text");
  Card wide{"Wide", {}, {}, {}};
  std::string faces;
  for (int i = 0; i < 30000; ++i) faces += "\xF0\x9F\x98\x80";
  wide.blocks.push_back(Paragraph{{run(faces)}});
  late(Answer{wide}, home);  // judged
}

TEST_F(TeamsRender, ShowsAnEllipsisForACardOfNothing) {
  const Json shown = body({"", {Paragraph{}, Bullets{}, Quote{}, Divider{}}, {}, {}});
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown.at(0).at("inlines").at(0).at("text"), "\xE2\x80\xA6");
}

TEST_F(TeamsRender, WritesEachBlockInItsOwnWay) {
  const Json shown = body({"",
                           {Paragraph{{run("one"), {"two", true, true, true, {}}}}, Divider{}, Quote{{run("said")}},
                            Labelled{"This week", {run("do")}}, Bullets{{{run("x")}, {run("")}, {run("y")}}, true},
                            Bullets{{{run("z")}}, false}, Note{{run("small")}}},
                           {},
                           {}});
  ASSERT_EQ(shown.size(), 7U);
  EXPECT_EQ(shown[0].at("inlines").at(1),
            (Json{{"type", "TextRun"}, {"text", "two"}, {"weight", "Bolder"}, {"italic", true}, {"fontType", "Monospace"}}));
  EXPECT_EQ(shown[1].at("type"), "Container");
  EXPECT_EQ(shown[1].at("separator"), true);
  EXPECT_EQ(shown[2].at("inlines").at(0).at("text"), "This week: ");
  EXPECT_EQ(shown[3].at("inlines").at(0).at("text"), "1. ");
  EXPECT_EQ(shown[4].at("inlines").at(0).at("text"), "3. ") << "an empty one is counted and not shown";
  EXPECT_EQ(shown[5].at("inlines").at(0).at("text"), "\xE2\x80\xA2 ");
  EXPECT_EQ(shown[6].at("inlines").at(0).at("size"), "Small");
}

TEST_F(TeamsRender, CallsMembersByNameAndNotifiesNobody) {
  const Sending call = late(Answer{{"", {Paragraph{{run("by "), run("<@29:fakeAlice>"), run("<@29:stranger>")}}}, {}, {}}}, home);
  const Json runs = body_of(call.message).at(0).at("inlines");
  EXPECT_EQ(runs.at(1).at("text"), "Alice Fake");
  EXPECT_EQ(runs.at(2).at("text"), "<@29:stranger>");
  EXPECT_FALSE(call.message.contains("entities"));
}

TEST_F(TeamsRender, AcknowledgesWithNothing) {
  const http::Response response = adapter->acknowledge(command);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.body.empty());
}

}  // namespace
}  // namespace allybot::platforms::teams
