// Where answers go, and how text becomes Zulip's.
#include "bot/core/text.h"
#include "tests/unit/platforms/zulip/rig.h"

namespace allybot::platforms::zulip {
namespace {

constexpr const char* kNothing = R"({"response_not_required":true})";

struct ZulipAnswers : ZulipRig {
  Origin in_channel = receive_as<Command>(fakes::zulip_mention("tip")).origin;
  Origin in_direct = receive_as<Command>(fakes::zulip_direct("tip")).origin;
  Origin in_group = receive_as<Command>(fakes::zulip_direct("@**Ally** tip", {}, "6")).origin;

  std::string content(const Reply& reply) {
    const Rendered rendered = adapter->render(reply, in_direct, Timing::InRequest, now);
    return Json::parse(rendered.response->body).value("content", "");
  }
  std::string shown(const std::string& text) { return content(Answer{Card{{}, {Paragraph{text_line(text)}}, {}, {}}}); }
  std::string late(const Origin& origin) {
    return adapter->render(Answer{card("Do it.")}, origin, Timing::Late, now).calls.at(0).payload;
  }
};

TEST_F(ZulipAnswers, ToADirectMessageStandInTheRequest) {
  const Rendered rendered = adapter->render(Answer{card("Do it.")}, in_direct, Timing::InRequest, now);
  EXPECT_EQ(rendered.response->body, R"({"content":"**A tip**\n\nDo it."})");
  EXPECT_TRUE(rendered.calls.empty());
}

TEST_F(ZulipAnswers, NeverStandWhereOthersRead) {
  for (const Origin& origin : {in_channel, in_group}) {
    for (const Reply& reply : {Reply(Answer{card("Do it.")}), Reply(Replace{card("Do it.")})}) {
      const Rendered rendered = adapter->render(reply, origin, Timing::InRequest, now);
      EXPECT_EQ(rendered.response->body, kNothing);
      ASSERT_EQ(rendered.calls.size(), 1U);
      EXPECT_EQ(rendered.calls[0].payload.substr(0, 4), "@5\n\n");
      EXPECT_EQ(rendered.calls[0].destination, "zulip/acme/5");
    }
  }
}

TEST_F(ZulipAnswers, SayWhereItWasAsked) {
  EXPECT_EQ(late(in_channel), "@5\n\nYou asked in #ops\n\n**A tip**\n\nDo it.");
  EXPECT_EQ(late(in_direct), "@5\n\n**A tip**\n\nDo it.") << "late answers are calls of our own";
}

TEST_F(ZulipAnswers, SayNothingForWhatZulipHasNot) {
  for (const Reply& reply : {Reply(Silence{}), Reply(HomePage{card("x")}), Reply(Completions{})}) {
    const Rendered rendered = adapter->render(reply, in_channel, Timing::InRequest, now);
    EXPECT_EQ(rendered.response->body, kNothing);
    EXPECT_TRUE(rendered.calls.empty());
  }
  EXPECT_EQ(adapter->acknowledge(in_channel).body, kNothing);
}

/// "|" stands for the space that nobody sees, "%" for the star that is no mark.
std::string spelled(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\xE2\x80\x8B" : c == '%' ? "\xE2\x88\x97" : std::string(1, c);
  return out;
}

TEST_F(ZulipAnswers, ShowMarksAsTextThoughNothingEscapesThem) {
  const std::pair<std::string, std::string> rows[] = {
      {"plain words, 3.5 of 10: fine", "plain words, 3.5 of 10: fine"},
      {"back\\slash", "back\\slash"},
      {"**bold** *it*", "%%bold%% %it%"},
      {"@**Kim** @all a@b.com", "@|%%Kim%% @|all a@|b.|com"},
      {"#**ops**", "|#%%ops%%"},
      {"`x` ```y```", "'x' '''y'''"},
      {"~~s~~ $$t$$", "~|~s~|~ $|$t$|$"},
      {"[a](b)", "[a]|(b)"},
      {"<time:2026> &lt; &#60;", "<|time:2026> &|lt; &|#60;"},
      {"https://evil.example www.evil.example", "https:|//evil.|example www.|evil.|example"},
      {":tada: :+1: at 10:00, note:this", ":|tada: :|+1: at 10:00, note:this"},
      {"# h\n> q\n- l\n1. n\n2) n\n/me\n    code", "|# h\n|> q\n|- l\n|1. n\n|2) n\n|/me\ncode"},
      {"!avatar(a) !gravatar(b) hi!all", "|!|avatar(a) !|gravatar(b) hi!all"},
      {std::string("a\0b\tc", 5), "a b c"},
  };
  for (const auto& [text, wanted] : rows) {
    EXPECT_EQ(shown(text), spelled(wanted)) << text;
    EXPECT_EQ(fakes::zulip_complaints(shown(text)), std::vector<std::string>{}) << text;
  }
  EXPECT_EQ(fakes::zulip_complaints(shown("|a|b|\n|-|-|")), std::vector<std::string>{});
}

TEST_F(ZulipAnswers, LinkOnlyWhatTheCardLinks) {
  const Line line{{"a [study]", false, false, false, "https://example.org/study"}, {" of 2018", false, false, false, {}}};
  EXPECT_EQ(content(Answer{Card{{}, {Paragraph{line}}, {}, {}}}), "[a (study)](https://example.org/study) of 2018");
}

TEST_F(ZulipAnswers, NameMembersWithoutCallingThem) {
  const Card list{{}, {Paragraph{{{"<@5>", false, false, false, {}}, {" leads", false, false, false, {}}}}}, {}, {}};
  EXPECT_EQ(content(Answer{list}), "Kim Fake leads");
}

TEST_F(ZulipAnswers, StayBelowTheLengthThatZulipCuts) {
  const Rendered rendered = adapter->render(Answer{card(std::string(20000, 'x'))}, in_channel, Timing::Late, now);
  EXPECT_LE(count_code_points(rendered.calls.at(0).payload), 10000U);
  EXPECT_FALSE(adapter->faults(card(std::string(20000, 'x'))).empty());
}

TEST_F(ZulipAnswers, PostToTheTopicOfAPlanOrTheUsualOne) {
  EXPECT_EQ(*adapter->post(card("Do it."), ops, "stand-up", now), "7\nstand-up\n**A tip**\n\nDo it.");
  EXPECT_EQ(*adapter->post(card("Do it."), ops, "", now), "7\nallybot\n**A tip**\n\nDo it.");
  EXPECT_EQ(*adapter->post(card("Do it."), own, "", now), "@5\n\n**A tip**\n\nDo it.");
  rig.settings["ZULIP_TOPIC"] = "small steps";
  EXPECT_EQ(make()->post(card("x"), ops, "", now)->substr(0, 14), "7\nsmall steps\n");
  ChannelKey strange = ops;
  for (const char* id : {"", "x", "07", "@", "@x", "d5", "d5,x", "7\n8"}) {
    strange.channel = ChannelId(id);
    EXPECT_FALSE(adapter->post(card("x"), strange, "", now).has_value()) << id;
  }
}

}  // namespace
}  // namespace allybot::platforms::zulip
