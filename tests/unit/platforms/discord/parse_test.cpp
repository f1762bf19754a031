#include "bot/platforms/discord/route.h"
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

using fakes::DiscordPlace;
using DiscordParse = DiscordTest;

TEST_F(DiscordParse, AnswersAPing) {
  const auto answer = receive_as<Handshake>(R"({"type":1})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"type":1})");
}

TEST_F(DiscordParse, ReadsWhoAskedWhereAndInWhichLanguage) {
  const auto command = receive_as<Command>(fakes::discord_command("tip parental leave"));
  EXPECT_EQ(command.text, "tip parental leave");
  EXPECT_EQ(command.entry, Command::Entry::Slash);
  EXPECT_EQ(command.origin.channel, channel());
  EXPECT_EQ(command.origin.member.str(), "discord/100000000000000333/100000000000000555");
  EXPECT_EQ(command.origin.request.str(), place.interaction);
  EXPECT_EQ(command.origin.language, "de");
  EXPECT_EQ(command.origin.zone, "") << "Discord tells none";
  EXPECT_FALSE(command.origin.direct);
}

TEST_F(DiscordParse, NamesAConversationAfterTheMember) {
  const auto command = receive_as<Command>(fakes::discord_command("tip", fakes::discord_direct()));
  EXPECT_TRUE(command.origin.direct);
  EXPECT_EQ(command.origin.channel, conversation(""));
  EXPECT_EQ(command.origin.member.workspace.str(), "");
}

TEST_F(DiscordParse, IsInNoConversationOfItsOwnWhereAMemberBroughtItAlong) {
  std::string body = fakes::discord_command("tip", fakes::discord_direct());
  body.replace(body.find(R"("context":1)"), 11, R"("context":2)");
  const auto command = receive_as<Command>(body);
  EXPECT_FALSE(command.origin.direct) << "others read there";
  EXPECT_EQ(command.origin.channel.channel.str(), fakes::discord_direct().channel);
}

TEST_F(DiscordParse, ReadsSubcommandsAsWords) {
  const auto words = [this](const std::string& options) {
    return receive_as<Command>(fakes::discord_interaction(2, R"({"id":"666","name":"ally","type":1,"options":)" + options + '}'))
        .text;
  };
  EXPECT_EQ(
      words(
          R"([{"name":"rule","type":2,"options":[{"name":"add","type":1,"options":[{"name":"term","type":3,"value":"guys"}]}]}])"),
      "rule add guys");
  EXPECT_EQ(words(R"([{"name":"help","type":1}])"), "help");
  EXPECT_EQ(words(R"([{"name":"help","type":1,"options":[]}])"), "help");
  EXPECT_EQ(words(R"([{"name":"n","type":4,"value":3},{"name":"b","type":5,"value":true},{"name":"w","type":3,"value":"x"}])"),
            "3 true x");
  EXPECT_EQ(
      words(
          R"([{"name":"a","options":[{"name":"b","options":[{"name":"c","options":[{"name":"d","options":[{"name":"e"}]}]}]}]}])"),
      "a b c d")
      << "deeper than Discord nests";
  for (const char* strange :
       {"7", "\"tip\"", "{}", "null", "[7]", "[null]", "[[]]", R"([{"value":{}}])", R"([{"value":["tip"]}])"})
    EXPECT_EQ(words(strange), "") << strange;
}

TEST_F(DiscordParse, ReadsMentionsAndPicturesInOneForm) {
  const std::pair<const char*, const char*> rows[] = {
      {"lead add <@!12345>", "lead add <@12345>"},
      {"lead add <@12345>", "lead add <@12345>"},
      {"<:party:123> tip", ":party: tip"},
      {"<a:party:123>", ":party:"},
      {"a < b > c", "a < b > c"},
      {"<", "<"},
      {"<<@!1>", "<<@1>"},
      {"<@!x>", "<@!x>"},
      {"<:x>", "<:x>"},
      {"<#444> <@&9>", "<#444> <@&9>"},
  };
  for (const auto& [typed, text] : rows) EXPECT_EQ(receive_as<Command>(fakes::discord_command(typed)).text, text);
}

TEST_F(DiscordParse, CompletesWithTheBlankAtTheEnd) {
  EXPECT_EQ(receive_as<Completion>(fakes::discord_typing("sched")).text, "sched");
  EXPECT_EQ(receive_as<Completion>(fakes::discord_typing("schedule ")).text, "schedule ");
  EXPECT_EQ(receive_as<Completion>(fakes::discord_typing("")).text, "");
}

TEST_F(DiscordParse, CompletesBehindASubcommand) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"name":"me","type":1,"options":[{"name":"words","type":3,"value":"","focused":true}]})", "me "},
      {R"({"name":"me","type":1,"options":[{"name":"words","type":3,"value":"zo","focused":true}]})", "me zo"},
      {R"({"name":"me","type":1,"options":[{"name":"words","type":3,"value":"zone ","focused":true}]})", "me zone "},
      {R"({"name":"me","type":1,"options":[]})", "me"},
      {R"({"name":7,"type":1,"options":[{"value":{},"focused":true}]})", ""},
  };
  for (const auto& [option, text] : rows)
    EXPECT_EQ(receive_as<Completion>(
                  fakes::discord_interaction(4, R"({"id":"666","name":"ally","type":1,"options":[)" + std::string(option) + "]}"))
                  .text,
              text)
        << option;
}

TEST_F(DiscordParse, OpensItsButtonsInTheirPlaceAlone) {
  const Action action{"more", "tips/a@b", Binding::Member};
  const std::string value = sign(action, channel());
  const auto press = receive_as<Press>(fakes::discord_press(value + "@.a"));
  EXPECT_EQ(press.action, action);
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_TRUE(press.message_is_private);
  EXPECT_FALSE(receive_as<Press>(fakes::discord_press(value + "@.a", place, false)).message_is_private);

  DiscordPlace other = place;
  other.user = "100000000000000556";
  EXPECT_EQ(receive_as<Press>(fakes::discord_press(value + "@.b", other)).standing, Press::Standing::NotYours);
  other = place;
  other.guild = "100000000000000334";
  const auto moved = receive_as<Unusable>(fakes::discord_press(value + "@" + place.guild + ".a", other));
  EXPECT_EQ(moved.error.code, Code::Unauthorized) << "a server is told by Discord, never by the button";
  for (const std::string& forged :
       {value, value + "@", value + ".a", std::string("@.a"), value + "@x.a", value + "x@.a", value + "@.a "})
    EXPECT_EQ(receive_as<Unusable>(fakes::discord_press(forged)).error.for_member,
              "This button no longer works. Please ask again and use the new one.")
        << forged;
}

TEST_F(DiscordParse, LearnsFromAButtonWhichServerADirectMessageIsAbout) {
  const std::string value = sign({"good", "tips/a", Binding::Member}, conversation(place.guild));
  const auto press = receive_as<Press>(fakes::discord_press(value + "@" + place.guild + ".a", fakes::discord_direct(), false));
  EXPECT_EQ(press.standing, Press::Standing::Good);
  EXPECT_TRUE(press.message_is_private);
  EXPECT_TRUE(press.origin.direct);
  EXPECT_EQ(press.origin.channel, conversation(place.guild));
  EXPECT_EQ(press.origin.member.workspace.str(), place.guild);
  for (const char* ending : {"@.a", "@100000000000000334.a"})
    EXPECT_EQ(receive_as<Unusable>(fakes::discord_press(value + ending, fakes::discord_direct())).error.code, Code::Unauthorized);
}

TEST_F(DiscordParse, ReadsFormsOfTodayAndOfOld) {
  const Action action{"note", "tips/a", Binding::Member};
  const std::string id = sign(action, channel()) + "@.a";
  const auto sent = receive_as<FormSubmitted>(fakes::discord_form(id, {{"text", "caf\xC3\xA9"}, {"kind", "number"}}));
  EXPECT_EQ(sent.action, action);
  EXPECT_EQ(sent.values, (std::map<std::string, std::string>{{"text", "caf\xC3\xA9"}, {"kind", "number"}}));
  const auto form = [&](const std::string& components) {
    return receive_as<FormSubmitted>(
               fakes::discord_interaction(5, R"({"custom_id":")" + id + R"(","components":)" + components + '}'))
        .values;
  };
  EXPECT_EQ(form(R"([{"type":1,"components":[{"type":4,"custom_id":"text","value":"old"}]}])").at("text"), "old");
  EXPECT_EQ(form(R"([{"type":10,"id":1},{"type":18,"component":{"type":3,"custom_id":"kind","values":["words"]}}])").at("kind"),
            "words");
  EXPECT_EQ(form(R"([{"type":18,"component":{"type":3,"custom_id":"kind","values":[]}}])").at("kind"), "");
  for (const char* strange : {"7", "{}", "null", "[1]", R"([{"type":18}])", R"([{"type":1,"components":3}])",
                              R"([{"type":18,"component":{"value":"x"}}])"})
    EXPECT_TRUE(form(strange).empty()) << strange;
}

TEST_F(DiscordParse, RefusesAFormThatWasNotMadeForThisMember) {
  const std::string anyones = sign({"note", "tips/a", Binding::Anyone}, channel()) + "@.a";
  EXPECT_EQ(receive_as<Unusable>(fakes::discord_form(anyones, {{"text", "x"}})).error.code, Code::Unauthorized);
  EXPECT_EQ(receive_as<Unusable>(fakes::discord_form("forged", {{"text", "x"}})).error.code, Code::Unauthorized);
}

TEST_F(DiscordParse, IsPoliteAboutBytesThatAreNoText) {
  EXPECT_EQ(receive_as<Unusable>(fakes::discord_command("caf\xE9")).error.for_member,
            "Some of those characters did not reach me as text. Please type it again.");
  const std::string id = sign({"note", "tips/a", Binding::Member}, channel()) + "@.a";
  EXPECT_EQ(receive_as<Unusable>(fakes::discord_form(id, {{"text", "\xFF"}})).error.for_member,
            "Some of those characters did not reach me as text. Please type it again.");
}

TEST_F(DiscordParse, IgnoresWhatIsNotForIt) {
  EXPECT_EQ(receive_as<Ignored>("not json").why, "not-json");
  EXPECT_EQ(receive_as<Ignored>("[]").why, "no-member");
  EXPECT_EQ(receive_as<Ignored>(R"({"type":2})").why, "no-member");
  EXPECT_EQ(receive_as<Ignored>(fakes::discord_interaction(2, R"({"id":"1","name":"Check","type":3,"target_id":"9"})")).why,
            "not-slash");
  EXPECT_EQ(receive_as<Ignored>(fakes::discord_interaction(3, R"({"component_type":3,"custom_id":"x","values":["a"]})")).why,
            "not-a-button");
  EXPECT_EQ(receive_as<Ignored>(fakes::discord_interaction(99, "{}")).why, "interaction");
  DiscordPlace strange = place;
  strange.user = "kim";
  EXPECT_EQ(receive_as<Ignored>(fakes::discord_command("tip", strange)).why, "no-member");
  strange = place;
  strange.channel = "../general";
  EXPECT_EQ(receive_as<Ignored>(fakes::discord_command("tip", strange)).why, "no-channel");
  EXPECT_EQ(receive_as<Ignored>(std::string(100, '[') + std::string(100, ']')).why, "not-json");
}

TEST_F(DiscordParse, KeepsNoTokenThatCouldLeadAnywhereElse) {
  for (const char* token : {"", "../../channels/1", "a b", "a?b", "..", "a/b"}) {
    DiscordPlace strange = place;
    strange.token = token;
    EXPECT_EQ(Route::read(receive_as<Command>(fakes::discord_command("tip", strange)).origin.route).token, "") << token;
  }
}

TEST_F(DiscordParse, TakesAStrangeLanguageForNone) {
  for (const char* locale : {"", "de_DE", "../de", "d e"}) {
    DiscordPlace strange = place;
    strange.locale = locale;
    EXPECT_EQ(receive_as<Command>(fakes::discord_command("tip", strange)).origin.language, "") << locale;
  }
  DiscordPlace chinese = place;
  chinese.locale = "zh-CN";
  EXPECT_EQ(receive_as<Command>(fakes::discord_command("tip", chinese)).origin.language, "zh-CN");
}

struct DiscordEvents : DiscordTest {
  Inbound event(const std::string& body) { return receive(fakes::discord_event(body, now)); }
  void expect_quiet(const Inbound& inbound) {
    const auto* answer = std::get_if<Handshake>(&inbound);
    ASSERT_NE(answer, nullptr);
    EXPECT_EQ(answer->status, 204);
    EXPECT_TRUE(answer->body.empty());
  }
};

TEST_F(DiscordEvents, GreetsWhoeverBroughtItToAServer) {
  const Inbound inbound = event(
      R"({"type":"APPLICATION_AUTHORIZED","timestamp":"2024-10-18T14:42:53.064834","data":{"integration_type":0,"scopes":["bot"],)"
      R"("user":{"id":"100000000000000555"},"guild":{"id":"100000000000000333","preferred_locale":"fr"}}})");
  const auto* added = std::get_if<Lifecycle>(&inbound);
  ASSERT_NE(added, nullptr);
  EXPECT_EQ(added->kind, Lifecycle::Kind::AddedToChannel);
  EXPECT_EQ(added->origin.channel, conversation(place.guild));
  EXPECT_EQ(added->origin.member.member.str(), place.user);
  EXPECT_EQ(added->origin.language, "fr");
  const Rendered rendered = adapter->render(Silence{}, added->origin, Timing::InRequest, now);
  EXPECT_EQ(rendered.response->status, 204);
  EXPECT_EQ(adapter->acknowledge(added->origin).status, 204);
}

TEST_F(DiscordEvents, AcknowledgesAllOthersWithoutAWord) {
  expect_quiet(receive(fakes::discord_request("/discord/events", R"({"version":1,"type":0})", now)));
  expect_quiet(receive(fakes::discord_request("/discord/events", "not json", now)));
  expect_quiet(receive(fakes::discord_request("/discord/events", R"({"type":7})", now)));
  expect_quiet(event(R"({"type":"APPLICATION_DEAUTHORIZED","data":{"user":{"id":"100000000000000555"}}})"));
  expect_quiet(event(R"({"type":"ENTITLEMENT_CREATE","data":{}})"));
  expect_quiet(event(R"({"type":"APPLICATION_AUTHORIZED","data":{"integration_type":1,"user":{"id":"100000000000000555"}}})"));
  expect_quiet(event(R"({"type":"APPLICATION_AUTHORIZED","data":{"user":{"id":"kim"},"guild":{"id":"/"}}})"));
  expect_quiet(event("7"));
}

}  // namespace
}  // namespace allybot::platforms::discord
