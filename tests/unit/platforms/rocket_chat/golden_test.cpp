// What Rocket.Chat is sent for each kind of card, as files that people read in review (tests/golden/rocketchat).
#include "tests/fakes/golden.h"
#include "bot/platforms/dialogue.h"
#include "bot/platforms/sentences.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

struct RocketChatGolden : RocketChatRig {
  const Environment environment = rig.environment(client);
  Dialogue dialogue{adapter->capabilities(), rig.clock,
                    [this](std::string_view language, std::string_view key) { return sentence(environment, language, key); },
                    [](const Origin& to) { return to.language; },
                    [](const Action& action) { return action.name == "more" ? "tip" : "tip say-whose-idea"; }};
  const Origin in_room = receive_as<Command>(fakes::rocket_mention("tip")).origin;
  const Origin in_direct = receive_as<Command>(fakes::rocket_direct("tip")).origin;

  /// Two lines say where it goes.
  static void expect_payload(const std::string& name, const std::string& payload) {
    const std::string content = payload.substr(payload.find('\n', payload.find('\n') + 1) + 1);
    EXPECT_EQ(fakes::rocket_complaints(content), std::vector<std::string>{}) << name;
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "rocketchat/" + name + ".md", payload + '\n'), "");
  }
  std::string answered(const Reply& reply, const Origin& origin) {
    const auto said = dialogue.say(reply, origin);
    const Rendered rendered = adapter->render(said ? *said : reply, origin, Timing::InRequest, now);
    EXPECT_EQ(rendered.response->body, "{}");
    return rendered.calls.at(0).payload;
  }
};

TEST_F(RocketChatGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_payload(name, answered(Answer{card}, in_direct));
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

/// Read by the clients' own parser, too (tests/judges).
TEST_F(RocketChatGolden, OfWhatSomebodyTyped) {
  const char* typed[] = {"*a* **b** _c_ __d__ ~e~ ~~f~~ `g` ```h``` [i](https://evil.example) ![k](l) ||m|| color:#f00",
                         "@all @here @kim.fake a@b.com mailto:a@b.com #ops <https://s.example|t> <t:1630360800:R>",
                         "https://evil.example www.evil.com +49-123 +(49)1 \\(x\\) \\[y\\] :tada: :+1: :) (chapter 8) (y) >:(",
                         "# h\n> q\n- l\n- [ ] t\n1. n\n||\nx\n||"};
  Card card;
  for (const char* text : typed) card.blocks.emplace_back(Paragraph{text_line(text)});
  expect_payload("typed", answered(Answer{card}, in_direct));
}

TEST_F(RocketChatGolden, OfAFormsQuestions) {
  const Form form = fakes::sample_form();
  expect_payload("form-first", answered(OpenForm{form}, in_direct));
  expect_payload("form-problems", answered(FormProblems{{{form.fields.back().name, "Nobody understands that."}}}, in_direct));
}

TEST_F(RocketChatGolden, OfAnAnswerToWhatWasAskedInARoom) {
  expect_payload("asked-in-room", answered(Answer{fakes::sample_cards().front().second}, in_room));
}

TEST_F(RocketChatGolden, OfAPostAndANudgeOfOnesOwn) {
  const Card card = fakes::sample_cards().front().second;
  expect_payload("post", *adapter->post(*dialogue.post(card, ops), ops, "", now));
  expect_payload("direct", *adapter->post(*dialogue.post(card, own), own, "", now));
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
