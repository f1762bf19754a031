// Where answers go, and how text becomes Rocket.Chat's.
#include "bot/core/text.h"
#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

struct RocketChatAnswers : RocketChatRig {
  Origin in_room = receive_as<Command>(fakes::rocket_mention("tip")).origin;
  Origin in_direct = receive_as<Command>(fakes::rocket_direct("tip")).origin;

  std::string payload(const Reply& reply, const Origin& origin) {
    const Rendered rendered = adapter->render(reply, origin, Timing::Late, now);
    EXPECT_FALSE(rendered.response.has_value());
    return rendered.calls.at(0).payload;
  }
  std::string content(const Card& shown) {
    const std::string said = payload(Answer{shown}, in_direct);
    return said.substr(said.find('\n', said.find('\n') + 1) + 1);
  }
  std::string shown(const std::string& text) { return content(Card{{}, {Paragraph{text_line(text)}}, {}, {}}); }
};

TEST_F(RocketChatAnswers, NeverStandInTheAnswerToARequest) {
  for (const Origin& origin : {in_room, in_direct}) {
    for (const Reply& reply : {Reply(Answer{card("Do it.")}), Reply(Replace{card("Do it.")})}) {
      const Rendered rendered = adapter->render(reply, origin, Timing::InRequest, now);
      EXPECT_EQ(rendered.response->body, "{}") << "an integration may post it to another room, or under another name";
      EXPECT_EQ(rendered.response->status, 200);
      ASSERT_EQ(rendered.calls.size(), 1U);
      EXPECT_EQ(rendered.calls[0].payload.substr(0, 19), "@kimFAKE0000000001\n");
      EXPECT_EQ(rendered.calls[0].destination, "rocketchat/127.0.0.1/kimFAKE0000000001");
    }
  }
}

TEST_F(RocketChatAnswers, SayWhereItWasAsked) {
  EXPECT_EQ(payload(Answer{card("Do it.")}, in_room), "@kimFAKE0000000001\n\nYou asked in #\xE2\x80\x8Bops\n\n*A tip*\n\nDo it.");
  EXPECT_EQ(payload(Answer{card("Do it.")}, in_direct), "@kimFAKE0000000001\n\n*A tip*\n\nDo it.");
}

TEST_F(RocketChatAnswers, StayInAThreadOfTheMembersOwnRoomAlone) {
  fakes::RocketPlace place;
  place.thread = "begFAKE0000000001";
  EXPECT_EQ(payload(Answer{card("x")}, receive_as<Command>(fakes::rocket_direct("tip", place)).origin).substr(0, 37),
            "@kimFAKE0000000001\nbegFAKE0000000001\n");
  EXPECT_EQ(payload(Answer{card("x")}, receive_as<Command>(fakes::rocket_mention("tip", place)).origin).substr(0, 20),
            "@kimFAKE0000000001\n\n");
}

TEST_F(RocketChatAnswers, SayNothingForWhatRocketChatHasNot) {
  for (const Reply& reply : {Reply(Silence{}), Reply(HomePage{card("x")}), Reply(Completions{})}) {
    const Rendered rendered = adapter->render(reply, in_room, Timing::InRequest, now);
    EXPECT_EQ(rendered.response->body, "{}") << "an empty body would count as a failure";
    EXPECT_TRUE(rendered.calls.empty());
  }
  EXPECT_EQ(adapter->acknowledge(in_room).body, "{}");
}

/// "|" stands for the space that nobody sees, "%" for the star that is no mark, "^" for the underscore, "$" for the tilde.
std::string spelled(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '|'   ? "\xE2\x80\x8B"
           : c == '%' ? "\xE2\x88\x97"
           : c == '^' ? "\xCB\x8D"
           : c == '$' ? "\xE2\x88\xBC"
                      : std::string(1, c);
  return out;
}

TEST_F(RocketChatAnswers, ShowMarksAsTextThoughNothingEscapesThem) {
  const std::pair<std::string, std::string> rows[] = {
      {"plain words, 3.5 of 10: fine", "plain words, 3.5 of 10: fine"},
      {"back\\slash \\(a\\)", "back\\slash \\|(a\\)"},
      {"*bold* _it_ ~s~", "%bold% ^it^ $s$"},
      {"@kim @all a@b.com", "@|kim @|all a@|b.|com"},
      {"#ops # not", "|#|ops # not"},
      {"`x` ```y```", "'x' '''y'''"},
      {"[a](b) ![c](d)", "[a]|(b) ![c]|(d)"},
      {":tada: :+1: at 10:00, note:this", ":|tada: :|+|1: at 10:00, note:|this"},
      {"call +49 or 2+(1)", "call +|49 or 2+|(1)"},
      {"# h\n> q\n- l\n1. n\n- [ ] t", "|# h\n|> q\n|- l\n|1. n\n|- [ ] t"},
      {"color:#f00 (chapter 8) (y)", "color:|#|f00 (chapter 8|) (y|)"},
      {std::string("a\0b\tc", 5), "a b c"},
  };
  for (const auto& [text, wanted] : rows) {
    EXPECT_EQ(shown(text), spelled(wanted)) << text;
    EXPECT_EQ(fakes::rocket_complaints(shown(text)), std::vector<std::string>{}) << text;
  }
  for (const char* text : {"||x||", "<https://evil.example|x> <t:1630360800:R>", "3 < 4 <3"})
    EXPECT_EQ(fakes::rocket_complaints(shown(text)), std::vector<std::string>{}) << text;
}

TEST_F(RocketChatAnswers, MarkWithOneStarAndOneUnderscore) {
  const Line line{{"strong ", true, false, false, {}},
                  {"both", true, true, false, {}},
                  {" it", false, true, false, {}},
                  {" co`de", false, false, true, {}}};
  EXPECT_EQ(content(Card{{}, {Paragraph{line}, Labelled{"This week", text_line("go")}}, {}, {}}),
            "*strong* *_both_* _it_` co'de`\n\n*This week:* go");
}

TEST_F(RocketChatAnswers, CallNobodyByTwoRunsThatMeet) {
  for (const char* sign : {"@", "#"})
    EXPECT_EQ(fakes::rocket_complaints(content(Card{{}, {Paragraph{{text_line(sign)[0], text_line("all")[0]}}}, {}, {}})),
              std::vector<std::string>{});
}

TEST_F(RocketChatAnswers, LinkOnlyWhatTheCardLinks) {
  const Line line{{"a [study]", false, false, false, "https://example.org/study"}, {" of 2018", false, false, false, {}}};
  EXPECT_EQ(content(Card{{}, {Paragraph{line}}, {}, {}}), "[a (study)\xE2\x80\x8B](https://example.org/study) of 2018");
}

TEST_F(RocketChatAnswers, NameMembersWithoutCallingThem) {
  const Card list{
      {}, {Paragraph{{{"<@kimFAKE0000000001>", false, false, false, {}}, {" leads", false, false, false, {}}}}}, {}, {}};
  EXPECT_EQ(content(list),
            "kim.\xE2\x80\x8B"
            "fake leads");
}

TEST_F(RocketChatAnswers, StayBelowTheLengthThatTheServerRefuses) {
  for (const std::string& text : {std::string(20000, 'x'), [] {
                                    std::string faces;
                                    for (int i = 0; i < 4000; ++i) faces += "\xF0\x9F\x98\x80";
                                    return faces;
                                  }()}) {
    EXPECT_EQ(fakes::rocket_complaints(content(card(text))), std::vector<std::string>{});
    EXPECT_FALSE(adapter->faults(card(text)).empty());
  }
}

TEST_F(RocketChatAnswers, PostToARoomOrToAMember) {
  EXPECT_EQ(*adapter->post(card("Do it."), ops, "", now), "opsFAKE0000000001\n\n*A tip*\n\nDo it.");
  EXPECT_EQ(*adapter->post(card("Do it."), own, "", now), "@kimFAKE0000000001\n\n*A tip*\n\nDo it.");
  ChannelKey strange = ops;
  for (const char* id : {"", "@", "a b", "a/b", "@a/b", "a\nb", "#ops"}) {
    strange.channel = ChannelId(id);
    EXPECT_FALSE(adapter->post(card("x"), strange, "", now).has_value()) << id;
  }
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
