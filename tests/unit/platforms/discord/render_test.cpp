#include "bot/platforms/discord/text.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

using fakes::discord_complaints;

const Card& tip() {
  static const Card card = fakes::sample_cards().front().second;
  return card;
}

Card long_card(std::size_t paragraphs) {
  Card card{"Long", {}, {}, {}};
  for (std::size_t i = 0; i < paragraphs; ++i)
    card.blocks.push_back(Paragraph{{run(std::string(450, static_cast<char>('a' + i)))}});
  return card;
}

struct DiscordRender : DiscordTest {
  Origin command = asked();
  Origin direct = receive_as<Command>(fakes::discord_command("tip", fakes::discord_direct())).origin;

  nlohmann::json shown(const Reply& reply, const Origin& origin) {
    return answered(adapter->render(reply, origin, Timing::InRequest, now));
  }
  /// The one call of a late answer.
  std::string late(const Reply& reply, const Origin& origin) {
    const Rendered rendered = adapter->render(reply, origin, Timing::Late, now);
    EXPECT_FALSE(rendered.response.has_value());
    EXPECT_EQ(rendered.calls.size(), 1U);
    return rendered.calls.empty() ? std::string() : rendered.calls[0].payload;
  }
  std::string content(const Card& card) { return shown(Answer{card}, command).at("data").at("content"); }
};

TEST_F(DiscordRender, AnswersACommandForItsMemberAlone) {
  const auto answer = shown(Answer{tip()}, command);
  EXPECT_EQ(answer.at("type"), 4);
  EXPECT_EQ(answer.at("data").at("flags"), 64);
  EXPECT_EQ(answer.at("data").at("allowed_mentions").at("parse"), nlohmann::json::array());
  EXPECT_EQ(discord_complaints(answer.dump()), std::vector<std::string>{});
}

TEST_F(DiscordRender, StaysInAConversationOfTwo) {
  const auto answer = shown(Answer{tip()}, direct);
  EXPECT_FALSE(answer.at("data").contains("flags")) << "nobody else reads there, and it shall stay";
  EXPECT_EQ(discord_complaints(answer.dump()), std::vector<std::string>{});
}

TEST_F(DiscordRender, ChangesAPrivateMessageInPlace) {
  const auto answer = shown(Replace{tip()}, pressed());
  EXPECT_EQ(answer.at("type"), 7);
  EXPECT_TRUE(answer.at("data").contains("embeds") && answer.at("data").contains("components")) << "what is not named would stay";
}

TEST_F(DiscordRender, NeverPutsAnAnswerIntoAMessageThatOthersSee) {
  const auto answer = shown(Replace{tip()}, pressed(false));
  EXPECT_EQ(answer.at("type"), 4);
  EXPECT_EQ(answer.at("data").at("flags"), 64);
  const std::string payload = late(Replace{tip()}, pressed(false));
  EXPECT_EQ(line_of(payload), std::string("f ") + fakes::kDiscordApplication + ' ' + place.token);
  EXPECT_EQ(json(body_of(payload)).at("flags"), 64);
}

TEST_F(DiscordRender, PutsAnAnswerOffInPrivate) {
  EXPECT_EQ(json(adapter->acknowledge(command).body), (nlohmann::json{{"type", 5}, {"data", {{"flags", 64}}}}));
  EXPECT_EQ(json(adapter->acknowledge(direct).body), (nlohmann::json{{"type", 5}}));
  EXPECT_EQ(json(adapter->acknowledge(pressed()).body), (nlohmann::json{{"type", 6}}));
}

TEST_F(DiscordRender, FillsTheAnswerThatWasPutOff) {
  const std::string original = std::string("o ") + fakes::kDiscordApplication + ' ' + place.token;
  const std::string payload = late(Answer{tip()}, command);
  EXPECT_EQ(line_of(payload), original);
  EXPECT_FALSE(json(body_of(payload)).contains("flags")) << "settled by the acknowledgement";
  EXPECT_EQ(discord_complaints(body_of(payload)), std::vector<std::string>{});
  EXPECT_EQ(line_of(late(Replace{tip()}, pressed())), original) << "of a press the message itself is the original";
  const std::string more = late(Answer{tip()}, pressed());
  EXPECT_EQ(line_of(more).substr(0, 2), "f ");
  EXPECT_EQ(json(body_of(more)).at("flags"), 64);
}

TEST_F(DiscordRender, CannotAnswerLateWithoutAToken) {
  fakes::DiscordPlace strange = place;
  strange.token = "../x";
  const Origin origin = receive_as<Command>(fakes::discord_command("tip", strange)).origin;
  EXPECT_TRUE(adapter->render(Answer{tip()}, origin, Timing::Late, now).calls.empty());
}

TEST_F(DiscordRender, SaysSomethingToACommandForSilence) {
  for (const Reply& reply : {Reply(Silence{}), Reply(HomePage{tip()}), Reply(Completions{})}) {
    EXPECT_EQ(shown(reply, command).at("type"), 4) << "Discord would tell that the application failed";
    EXPECT_EQ(shown(reply, pressed()).at("type"), 6);
    EXPECT_TRUE(adapter->render(reply, command, Timing::Late, now).calls.empty());
  }
}

TEST_F(DiscordRender, CompletesWithinLimits) {
  const Origin typing = receive_as<Completion>(fakes::discord_typing("t")).origin;
  Completions words;
  words.choices = {{"tip", "tip: one thing to do"},
                   {"topics", ""},
                   {std::string(101, 'x'), "too long"},
                   {"", "nothing"},
                   {"story", std::string(200, 'y')}};
  const auto answer = shown(words, typing);
  EXPECT_EQ(answer.at("type"), 8);
  ASSERT_EQ(answer.at("data").at("choices").size(), 3U);
  EXPECT_EQ(answer.at("data").at("choices").at(1).at("name"), "topics");
  EXPECT_EQ(discord_complaints(answer.dump()), std::vector<std::string>{});
  for (int i = 0; i < 40; ++i) words.choices.push_back({"w" + std::to_string(i), "word"});
  EXPECT_EQ(shown(words, typing).at("data").at("choices").size(), 25U);
  EXPECT_EQ(json(adapter->acknowledge(typing).body).at("type"), 8);
  EXPECT_EQ(shown(Answer{tip()}, typing).at("type"), 8) << "no answer can be shown while somebody types";
}

TEST_F(DiscordRender, CompletesWithoutTheSubcommandThatWasChosen) {
  const Origin typing =
      receive_as<Completion>(
          fakes::discord_interaction(
              4,
              R"({"name":"ally","type":1,"options":[{"name":"me","type":1,"options":[{"name":"words","type":3,"value":"","focused":true}]}]})"))
          .origin;
  const auto choices =
      shown(Completions{{{"me zone", "me zone: your zone"}, {"meet", "meet"}, {"me ", "me "}}}, typing).at("data").at("choices");
  EXPECT_EQ(choices, json(R"([{"name":"zone: your zone","value":"zone"},{"name":"meet","value":"meet"}])"));
}

TEST_F(DiscordRender, OpensAFormThatComesBack) {
  const auto answer = shown(OpenForm{fakes::sample_form()}, command);
  EXPECT_EQ(answer.at("type"), 9);
  EXPECT_EQ(discord_complaints(answer.dump()), std::vector<std::string>{});
  const auto sent = receive_as<FormSubmitted>(fakes::discord_form(answer.at("data").at("custom_id"), {{"what", "the year"}}));
  EXPECT_EQ(sent.action.name, "wrng");
  EXPECT_EQ(sent.action.object, "tips/say-whose-idea");
  EXPECT_EQ(sent.values.at("what"), "the year");
  const auto at_home = shown(OpenForm{fakes::sample_form()}, direct);
  const auto back = receive_as<FormSubmitted>(
      fakes::discord_form(at_home.at("data").at("custom_id"), {{"what", "x"}}, fakes::discord_direct()));
  EXPECT_EQ(back.standing, Press::Standing::Good);
}

TEST_F(DiscordRender, AsksItsQuestionsWhereNoFormCanOpen) {
  EXPECT_EQ(line_of(late(OpenForm{fakes::sample_form()}, command)).front(), 'o');
  const std::string id = sign({"note", "tips/a", Binding::Member}, channel()) + "@.a";
  const Origin form = receive_as<FormSubmitted>(fakes::discord_form(id, {{"text", "x"}})).origin;
  EXPECT_EQ(shown(OpenForm{fakes::sample_form()}, form).at("type"), 4) << "no form follows a form";
  Form many = fakes::sample_form();
  for (int i = 0; i < 5; ++i) many.fields.push_back(many.fields.front());
  EXPECT_EQ(shown(OpenForm{many}, command).at("type"), 4);
  Form none = fakes::sample_form();
  none.fields.clear();
  EXPECT_EQ(shown(OpenForm{none}, command).at("type"), 4);
}

TEST_F(DiscordRender, KeepsAFormWithinLimits) {
  Form form = fakes::sample_form();
  form.title = form.intro = std::string(9000, 't');
  for (Field& field : form.fields) {
    field.label = field.hint = field.initial = std::string(9000, 'x');
    field.max_length = 9000;
    for (Choice& choice : field.choices) choice.label = std::string(500, 'c');
  }
  Field many = form.fields[1];
  many.name = "many";
  for (int i = 0; i < 60; ++i) many.choices.push_back({"v" + std::to_string(i), "choice"});
  form.fields.push_back(many);
  EXPECT_EQ(discord_complaints(shown(OpenForm{form}, command).dump()), std::vector<std::string>{});
  while (form.fields.size() < 5) {
    form.fields.push_back(form.fields[0]);
    form.fields.back().name += std::to_string(form.fields.size());
  }
  const auto full = shown(OpenForm{form}, command);
  EXPECT_EQ(full.at("data").at("components").size(), 5U) << "the explanation makes room for a question";
  EXPECT_EQ(discord_complaints(full.dump()), std::vector<std::string>{});
}

TEST_F(DiscordRender, ShowsWhatIsWrongWithAFormPrivately) {
  const std::string id = sign({"note", "tips/a", Binding::Member}, channel()) + "@.a";
  const Origin form = receive_as<FormSubmitted>(fakes::discord_form(id, {{"text", ""}})).origin;
  const auto answer = shown(FormProblems{{{"text", "Write a sentence"}}}, form);
  EXPECT_EQ(answer.at("type"), 4);
  EXPECT_EQ(answer.at("data").at("flags"), 64);
  EXPECT_NE(answer.at("data").at("content").get<std::string>().find("Write a sentence"), std::string::npos);
}

TEST_F(DiscordRender, PostsForAnyoneWithoutCallingAnybody) {
  const auto payload = adapter->post(tip(), channel(), "", now);
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(line_of(*payload), "p " + place.channel);
  EXPECT_EQ(discord_complaints(body_of(*payload)), std::vector<std::string>{});
  EXPECT_FALSE(json(body_of(*payload)).contains("flags"));
  for (const std::string& channel :
       {std::string(), std::string("general"), std::string("@"), std::string("@kim"), std::string("1/2")})
    EXPECT_FALSE(adapter->post(tip(), {PlatformId("discord"), WorkspaceId(place.guild), ChannelId(channel)}, "", now).has_value())
        << channel;
}

TEST_F(DiscordRender, TellsADirectMessagesButtonsWhichServerItIsAbout) {
  const auto payload = adapter->post(tip(), conversation(place.guild), "", now);
  ASSERT_TRUE(payload.has_value());
  const std::string id = json(body_of(*payload)).at("components").at(0).at("components").at(0).at("custom_id");
  EXPECT_LE(id.size(), 100U);
  EXPECT_EQ(receive_as<Press>(fakes::discord_press(id, fakes::discord_direct())).origin.channel, conversation(place.guild));
}

TEST_F(DiscordRender, FitsTheLongestValueWithTheLongestServer) {
  Card card = tip();
  card.cache_key.clear();
  card.buttons.assign(25, {"Same", {"abcd", std::string(300, 'o'), Binding::Member}, ButtonStyle::Default, {}, {}});
  const auto payload = adapter->post(card, conversation("18446744073709551615"), "", now);
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(discord_complaints(body_of(*payload)), std::vector<std::string>{}) << "25 equal buttons are 25 custom_ids";
}

TEST_F(DiscordRender, LetsLongAnswersFlowIntoAnEmbedAndCutsPosts) {
  const auto short_one = shown(Answer{long_card(4)}, command);
  EXPECT_TRUE(short_one.at("data").at("embeds").empty());
  const auto answer = shown(Answer{long_card(12)}, command);
  ASSERT_EQ(answer.at("data").at("embeds").size(), 1U);
  EXPECT_NE(answer.at("data").at("embeds").at(0).at("description").get<std::string>().find("llll"), std::string::npos)
      << "the last is there";
  EXPECT_EQ(discord_complaints(answer.dump()), std::vector<std::string>{});
  const auto posted = json(body_of(*adapter->post(long_card(12), channel(), "", now)));
  EXPECT_TRUE(posted.at("embeds").empty()) << "a right to embed is not asked for";
  EXPECT_EQ(discord_complaints(posted.dump()), std::vector<std::string>{});
  EXPECT_TRUE(adapter->faults(long_card(4)).empty());
  EXPECT_FALSE(adapter->faults(long_card(5)).empty());
  Card keyed = long_card(12);
  keyed.cache_key = "r1/long/en";
  EXPECT_EQ(shown(Answer{keyed}, command).at("data").at("embeds").size(), 1U);
  EXPECT_TRUE(json(body_of(*adapter->post(keyed, channel(), "", now))).at("embeds").empty()) << "two renderings, two keys";
}

TEST_F(DiscordRender, WritesEachBlockInItsOwnWay) {
  EXPECT_EQ(content({"A title",
                     {Paragraph{{run("one")}}, Divider{}, Quote{{run("a\nb")}}, Labelled{"This week", {run("do")}},
                      Note{{run("small\nprint")}}},
                     {},
                     {}}),
            "### A title\n\none\n\n> a\n> b\n\n**This week:** do\n\n-# small print");
  EXPECT_EQ(content({"", {Bullets{{{run("x")}, {run("y")}}, true}}, {}, {}}), "1. x\n2. y");
  EXPECT_EQ(content({"",
                     {Paragraph{{{"bold", true, false, false, {}},
                                 run(" and "),
                                 {"it", false, true, false, {}},
                                 run(" and "),
                                 {"a*b", false, false, true, {}}}}},
                     {},
                     {}}),
            "**bold** and *it* and `a*b`");
  EXPECT_EQ(content({"", {}, {}, {}}), "\xE2\x80\xA6");
}

TEST_F(DiscordRender, LinksWithoutAPreview) {
  const Card card{"",
                  {Paragraph{{{"study", false, false, false, "https://example.org/a?b=1&c=2"},
                              run(" "),
                              {"mail us", false, false, false, "mailto:help@example.org"}}}},
                  {},
                  {}};
  EXPECT_EQ(content(card), "[study](<https://example.org/a?b=1&c=2>) mail us (help\\@example.org)");
}

TEST_F(DiscordRender, PutsAddressesThatNoButtonTakesIntoTheText) {
  const Card card{"",
                  {Paragraph{{run("text")}}},
                  {{"Write", {}, ButtonStyle::Default, {}, "mailto:help@example.org"},
                   {"Far", {}, ButtonStyle::Default, {}, "https://example.org/" + std::string(600, 'x')},
                   {"Near", {}, ButtonStyle::Default, {}, "https://example.org/near"}},
                  {}};
  const auto answer = shown(Answer{card}, command);
  EXPECT_NE(answer.at("data").at("content").get<std::string>().find(
                "Write (help\\@example.org) \xC2\xB7 [Far](<https://example.org/xxx"),
            std::string::npos);
  EXPECT_EQ(answer.at("data").at("components").at(0).at("components").size(), 1U);
  EXPECT_EQ(discord_complaints(answer.dump()), std::vector<std::string>{});
}

TEST(DiscordText, EscapesWhatWouldBeAFormatAndNothingElse) {
  const std::pair<const char*, const char*> rows[] = {
      {"plain words, 10:30, a-b, c#1, d+e (f)!", "plain words, 10:30, a-b, c#1, d+e (f)!"},
      {"*a* _b_ ~c~ `d` |e|", "\\*a\\* \\_b\\_ \\~c\\~ \\`d\\` \\|e\\|"},
      {"# h\n## h\n- l\n+ l\n-# s", "\\# h\n\\## h\n\\- l\n\\+ l\n\\-# s"},
      {"> q\n>>> q", "\\> q\n\\>\\>\\> q"},
      {"1. l\n  12. l\nv1.2", "1\\. l\n  12\\. l\nv1.2"},
      {"@everyone <@1> <#2> </a:3> <t:0:R>", "\\@everyone \\<\\@1\\> \\<#2\\> \\</a:3\\> \\<t\\:0:R\\>"},
      {"https://x http: https:", "https\\://x http: https\\:"},
      {":tada: 10:30:00 a:b", "\\:tada: 10\\:30:00 a:b"},
      {"[a](https://b) \\*", "\\[a\\](https\\://b) \\\\\\*"},
      {"a\tb\x1B[31m\x7F", "a b \\[31m "},
      {"@", "\\@"},
  };
  for (const auto& [text, escaped] : rows) EXPECT_EQ(escape(text), escaped) << text;
}

}  // namespace
}  // namespace allybot::platforms::discord
