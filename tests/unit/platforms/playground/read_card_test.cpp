#include "bot/platforms/playground/read_card.h"

#include <gtest/gtest.h>

#include "bot/platforms/playground/render.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/playground/rig.h"

namespace allybot::platforms::playground {
namespace {

std::string written(const Card& card) {
  Cutter cutter;
  return card_content(
      card, [](const Action& action) { return action.name + ' ' + action.object; }, cutter);
}
Action opened(std::string_view value) {
  const auto space = value.find(' ');
  return {std::string(value.substr(0, space)), std::string(value.substr(space + 1)), Binding::Member};
}

TEST(ReadCard, GivesBackEveryKindOfCard) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    const auto read = read_card(written(card), opened);
    ASSERT_TRUE(read.has_value()) << name;
    EXPECT_EQ(written(*read), written(card)) << name;
    EXPECT_EQ(plain_text(*read), plain_text(card)) << name;
  }
}

TEST(ReadCard, IsNoneOfWhatAMemberTypedAndOfWhatIsBroken) {
  for (const char* content : {R"({"text":"/ally tip"})", "", "[]", R"({"card":7})", R"({"card":{"blocks":7}})"}) {
    const auto read = read_card(content, opened);
    EXPECT_TRUE(!read || (read->blocks.empty() && read->title.empty())) << content;
  }
}

struct AsSeen : PlaygroundTest {
  Json asked(const std::string& member, const Json& message) const {
    return Json::parse(take_as<Handshake>(get("/playground/seen", "member=" + member + "&message=" + message["id"].dump())).body);
  }
};

TEST_F(AsSeen, IsAskedForByWhoeverSeesTheMessageAlone) {
  Hooks hooks{clock, [this] { return told(next_nudge); }, [] {}, [] { return Result<void>(); }};
  struct {
    Card card;
    Origin origin;
    bool posted = false;
    int times = 0;
  } shown;
  hooks.as_seen = [&shown](const Card& card, const Origin& origin, bool posted) {
    shown = {card, origin, posted, shown.times + 1};
    return std::string(R"({"platforms":[]})");
  };
  adapter = *make(environment, hooks);
  token = token_of_page();
  answer(Answer{card("A tip")}, origin("U1"));
  EXPECT_EQ(asked("U1", seen("U1")[0]).size(), 1U);
  EXPECT_EQ(shown.card.title, "A tip");
  EXPECT_EQ(shown.card.buttons.at(0).action.object, "tips") << "where there are no buttons, words to type stand for them";
  EXPECT_EQ(shown.origin.member.member.str(), "U1");
  EXPECT_FALSE(shown.posted);
  EXPECT_TRUE(asked("U2", seen("U1")[0]).empty());
  const auto payload = adapter->post(card("A nudge"), origin().channel, "", clock.now());
  EXPECT_EQ(adapter->send({"general", *payload, "k1", clock.now()}).kind, SendOutcome::Kind::Sent);
  asked("U2", seen("U2")[0]);
  EXPECT_TRUE(shown.posted);
  EXPECT_EQ(shown.times, 2);
}

TEST_F(AsSeen, IsNothingWhereNobodyOffersIt) {
  answer(Answer{card("A tip")}, origin("U1"));
  EXPECT_TRUE(asked("U1", seen("U1")[0]).empty());
}

}  // namespace
}  // namespace allybot::platforms::playground
