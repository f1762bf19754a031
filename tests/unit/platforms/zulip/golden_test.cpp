// What Zulip is sent for each kind of card, as files that people read in review (tests/golden/zulip).
#include "tests/fakes/golden.h"
#include "bot/platforms/dialogue.h"
#include "bot/platforms/sentences.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/zulip/rig.h"

namespace allybot::platforms::zulip {
namespace {

struct ZulipGolden : ZulipRig {
  const Environment environment = rig.environment(client);
  Dialogue dialogue{adapter->capabilities(), rig.clock,
                    [this](std::string_view language, std::string_view key) { return sentence(environment, language, key); },
                    [](const Origin& to) { return to.language; },
                    [](const Action& action) { return action.name == "more" ? "tip" : "tip say-whose-idea"; }};
  const Origin in_channel = receive_as<Command>(fakes::zulip_mention("tip")).origin;
  const Origin in_direct = receive_as<Command>(fakes::zulip_direct("tip")).origin;

  static void expect_golden(const std::string& name, const std::string& text) {
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "zulip/" + name + ".md", text + '\n'), "");
  }
  static void expect_content(const std::string& name, const std::string& content) {
    EXPECT_EQ(fakes::zulip_complaints(content), std::vector<std::string>{}) << name;
    expect_golden(name, content);
  }
  std::string answered(const Reply& reply) {
    const auto said = dialogue.say(reply, in_direct);
    const Rendered rendered = adapter->render(said ? *said : reply, in_direct, Timing::InRequest, now);
    return Json::parse(rendered.response->body).value("content", "");
  }
};

TEST_F(ZulipGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_content(name, answered(Answer{card}));
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(ZulipGolden, OfAFormsQuestions) {
  const Form form = fakes::sample_form();
  expect_content("form-first", answered(OpenForm{form}));
  expect_content("form-problems", answered(FormProblems{{{form.fields.back().name, "Nobody understands that."}}}));
}

TEST_F(ZulipGolden, OfAnAnswerToWhatWasAskedInAChannel) {
  const auto said = dialogue.say(Answer{fakes::sample_cards().front().second}, in_channel);
  expect_golden("asked-in-channel", adapter->render(*said, in_channel, Timing::InRequest, now).calls.at(0).payload);
}

TEST_F(ZulipGolden, OfAPostAndANudgeOfOnesOwn) {
  const Card card = fakes::sample_cards().front().second;
  expect_golden("post", *adapter->post(*dialogue.post(card, ops), ops, "stand-up", now));
  expect_golden("direct", *adapter->post(*dialogue.post(card, own), own, "", now));
}

}  // namespace
}  // namespace allybot::platforms::zulip
