// What is read of messages: who said what where, and what is none of our business.
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

struct WebexCommand : WebexRig {
  /// A message of the API's, `fields` over a usual one.
  std::string told_as(const Json& fields, const fakes::WebexPlace& place) {
    Json message = Json::parse(fakes::webex_message("FAKEmessage", "tip", place));
    message.merge_patch(fields);
    return told.message_as(message.dump(), place);
  }
  static std::string mention(const std::string& id, const std::string& name, const char* quote = "\"") {
    return "<spark-mention data-object-type=" + std::string(quote) + "person" + quote + " data-object-id=" + quote + id + quote +
           '>' + name + "</spark-mention>";
  }
};

TEST_F(WebexCommand, AsksWhoWeAreWhereItIsAndWhatWasSaid) {
  const Command command = say("resource parental leave", ops);
  EXPECT_EQ(command.text, "resource parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Mention);
  EXPECT_EQ(command.origin.member, alice);
  EXPECT_EQ(command.origin.channel, channel);
  EXPECT_FALSE(command.origin.direct);
  EXPECT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0], "/people/me");
  EXPECT_EQ(asked[1], "/rooms/FAKEopsRoom");
  EXPECT_EQ(asked[2].substr(0, 10), "/messages/");
  asked.clear();
  say("myth", ops);
  EXPECT_EQ(asked.size(), 1U) << "the others are known by now";
}

TEST_F(WebexCommand, TakesAllThatIsSaidInTheMembersOwnSpace) {
  const Command command = say("tip", own);
  EXPECT_EQ(command.entry, Command::Entry::Direct);
  EXPECT_TRUE(command.origin.direct);
  EXPECT_EQ(command.origin.channel, direct);
  for (const std::string& one : asked) EXPECT_EQ(one.find("/rooms/"), std::string::npos) << "its kind is told";
}

TEST_F(WebexCommand, IsTheSameForTheSameMessage) {
  const Command first = say("tip", ops), again = say("tip", ops), other = say("myth", ops);
  EXPECT_FALSE(first.origin.request.empty());
  EXPECT_EQ(first.origin.request, again.origin.request);
  EXPECT_NE(first.origin.request, other.origin.request);
}

TEST_F(WebexCommand, StripsOurNameHoweverItIsWritten) {
  const std::pair<Json, const char*> rows[] = {
      {{{"text", "Ally Bot tip"}}, "tip"},
      {{{"text", "Ally Bot   tip"}, {"html", "<p>" + mention(fakes::kWebexBot, "Ally Bot", "'") + " tip</p>"}}, "tip"},
      {{{"text", "Ally tip"}, {"html", "<p>" + mention(fakes::kWebexBot, "Ally") + " tip</p>"}}, "tip"},
      {{{"text", "Ally tip"}, {"html", nullptr}}, "tip"},
      {{{"text", "Ally Bot tip"}, {"html", "<p><spark-mention>Ally Bot</spark-mention> tip</p>"}}, "tip"},
      {{{"text", " \n Ally Bot\ntip"}, {"html", nullptr}}, "tip"},
      {{{"text", "Ally Bot"}, {"html", "<p>" + mention(fakes::kWebexBot, "Ally Bot")}}, ""},
      {{{"text", "Ally Bot Ally Bot tip"}, {"html", mention(fakes::kWebexBot, "Ally Bot") + " Ally Bot tip"}}, "Ally Bot tip"},
  };
  for (const auto& [fields, text] : rows) EXPECT_EQ(receive_as<Command>(told_as(fields, ops)).text, text) << fields.dump();
  EXPECT_EQ(receive_as<Command>(told_as({{"text", "Ally Bot tip"}, {"mentionedPeople", {fakes::kWebexBot}}}, own)).text, "tip");
}

TEST_F(WebexCommand, KeepsOthersWhoAreMentionedByTheirIds) {
  const Json people{fakes::kWebexBot, "FAKEbobPerson"};
  const std::string html =
      "<p>" + mention(fakes::kWebexBot, "Ally Bot") + " lead add " + mention("FAKEbobPerson", "Bob &amp; Fake") + "</p>";
  const Command command = receive_as<Command>(
      told_as({{"text", "Ally Bot lead add Bob & Fake now"}, {"html", html}, {"mentionedPeople", people}}, ops));
  EXPECT_EQ(command.text, "lead add <@FAKEbobPerson> now");
  const Card shown{"Lead", {Paragraph{{{"<@FAKEbobPerson>", false, false, false, {}}}}}, {}, {}};
  const Sending call = call_of(adapter->render(Answer{shown}, command.origin, Timing::InRequest, now));
  EXPECT_NE(call.message.dump().find("Bob & Fake"), std::string::npos) << "is shown by the name that was seen";
}

TEST_F(WebexCommand, BelievesNoNameThatIsBesideTheText) {
  const std::string html =
      "<p>" + mention(fakes::kWebexBot, "Ally Bot") + " lead add " + mention("FAKEbobPerson", "Bob Fake") + "</p>";
  EXPECT_EQ(receive_as<Command>(told_as({{"text", "Ally Bot lead add Bob Fake"}, {"html", html}}, ops)).text, "lead add Bob Fake")
      << "an id that the API does not list";
  const std::string all = mention(fakes::kWebexBot, "Ally Bot") +
                          " find <spark-mention data-object-type=\"groupMention\" data-group-type=\"all\">All</spark-mention>";
  EXPECT_EQ(receive_as<Command>(told_as({{"text", "Ally Bot find All"}, {"html", all}}, ops)).text, "find All");
  EXPECT_EQ(say("lead add <@FAKEbobPerson>", ops).text, "lead add < @FAKEbobPerson>") << "typed, not mentioned";
}

TEST_F(WebexCommand, LeavesWhatIsNotForUs) {
  const Json bob{"FAKEbobPerson"};
  EXPECT_EQ(why_ignored(told_as({{"text", "hello Ally Bot"}, {"html", "hello " + mention(fakes::kWebexBot, "Ally Bot")}}, ops)),
            "mention-not-first");
  EXPECT_EQ(why_ignored(told_as({{"mentionedPeople", bob}}, ops)), "mention-not-first");
  EXPECT_EQ(why_ignored(told_as({{"mentionedPeople", nullptr}, {"html", nullptr}, {"text", "Ally Bot tip"}}, ops)),
            "mention-not-first");
  EXPECT_EQ(why_ignored(told_as({{"text", nullptr}}, own)), "no-text");
  fakes::WebexPlace us = ops;
  us.person = fakes::kWebexBot;
  asked.clear();
  EXPECT_EQ(why_ignored(told.message("tip", us)), "own");
  fakes::WebexPlace bot = ops;
  bot.person = "FAKEotherBot";
  bot.email = "other@webex.bot";
  EXPECT_EQ(why_ignored(told.message("tip", bot)), "bot");
  EXPECT_TRUE(asked.empty()) << "nothing is asked about those";
  for (const char* body : {"[]", "{}", R"({"data":[]})", R"({"resource":"messages","event":"created","data":{"id":"a/b"}})"})
    EXPECT_EQ(why_ignored(body), "not-an-event") << body;
  EXPECT_EQ(why_ignored(fakes::webex_event("messages", "deleted", R"({"id":"FAKE1"})", "FAKEalicePerson")), "event");
  EXPECT_EQ(why_ignored(fakes::webex_event("meetings", "started", R"({"id":"FAKE1"})", "FAKEalicePerson")), "event");
}

TEST_F(WebexCommand, AnswersOnlyTheDomainsThatAreNamed) {
  fakes::WebexPlace stranger = ops;
  for (const char* email : {"eve@example.com", "eve@evil-example.org", "eve@example.org.evil.test", "eve", ""}) {
    stranger.email = email;
    EXPECT_EQ(why_ignored(told.message("tip", stranger)), "foreign-domain") << email;
  }
  stranger.email = "Eve@Example.ORG";
  EXPECT_EQ(say("tip", stranger).text, "tip");
  rig.settings.erase("WEBEX_DOMAINS");
  adapter = make();
  stranger.email = "eve@example.com";
  EXPECT_EQ(say("tip", stranger).text, "tip");
}

TEST_F(WebexCommand, BelievesTheApiAndNotTheWebhookAboutAMessage) {
  for (const Json& other : {Json{{"personId", "FAKEbobPerson"}}, Json{{"roomId", "FAKEother"}}, Json{{"roomType", "direct"}}})
    EXPECT_EQ(why_ignored(told_as(other, ops)), "other-message") << other.dump();
}

TEST_F(WebexCommand, SaysThatAMessageCouldNotBeRead) {
  say("help", ops);
  const std::string body = told.message("tip", ops);
  for (const int status : {429, 500, 401}) {
    const auto proof = adapter->authenticate(fakes::webex_request(body), now);
    const auto wanted = adapter->parse(std::get<Authentic>(*proof), now);
    adapter->fetched(std::get<Fetch>(*wanted).purpose, fakes::ScriptedClient::answered(status, "{}"));
    const auto parsed = adapter->parse(std::get<Authentic>(*proof), now);
    const auto& unusable = std::get<Unusable>(std::get<std::vector<Inbound>>(*parsed).front());
    EXPECT_EQ(unusable.error.code, Code::Unavailable) << status;
    EXPECT_EQ(unusable.error.for_member, "I could not read that. Please try again.");
    EXPECT_EQ(unusable.origin.member, alice);
  }
  EXPECT_EQ(receive_as<Command>(body).text, "tip") << "and asks anew the next time";
}

TEST_F(WebexCommand, LeavesAMessageThatIsGone) {
  const std::string body = told.message("tip", own);
  std::erase_if(told.resources, [](const auto& one) { return one.first.compare(0, 10, "/messages/") == 0; });
  EXPECT_EQ(why_ignored(body), "message-gone");
}

TEST_F(WebexCommand, GoesOnWithoutTheNameOfASpace) {
  told.resources.erase("/rooms/" + ops.room);
  const Command command = say("tip", ops);
  EXPECT_EQ(command.text, "tip");
  const Sending call = call_of(adapter->render(Answer{{"Tip", {}, {}, {}}}, command.origin, Timing::InRequest, now));
  EXPECT_EQ(call.message.dump().find("You asked in"), std::string::npos);
}

TEST_F(WebexCommand, IsUnavailableWhileNobodyTellsWhoWeAre) {
  told.resources.erase("/people/me");
  const auto got = receive(told.message("tip", ops));
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().code, Code::Unavailable);
  told.resources["/people/me"] = fakes::webex_own();
  EXPECT_EQ(say("tip", ops).text, "tip");
}

TEST_F(WebexCommand, AnswersInTheThreadOfTheMembersOwnSpaceAndInNoOther) {
  fakes::WebexPlace thread = own;
  thread.parent = "FAKEparent";
  const Sending call = call_of(adapter->render(Answer{{"Tip", {}, {}, {}}}, say("tip", thread).origin, Timing::InRequest, now));
  EXPECT_EQ(call.place, own.room);
  EXPECT_EQ(call.thread, "FAKEparent");
  thread = ops;
  thread.parent = "FAKEparent";
  const Sending private_call =
      call_of(adapter->render(Answer{{"Tip", {}, {}, {}}}, say("tip", thread).origin, Timing::InRequest, now));
  EXPECT_EQ(private_call.place, "@FAKEalicePerson");
  EXPECT_EQ(private_call.thread, "");
}

}  // namespace
}  // namespace allybot::platforms::webex
