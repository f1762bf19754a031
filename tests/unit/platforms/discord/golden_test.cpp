// What Discord is sent for each kind of card, as files that people read in review (tests/golden/discord).
#include "tests/fakes/golden.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

/// Values differ from run to run; what is around them does not.
std::string blurred(std::string text) {
  const std::string sign = R"("custom_id":"v)";
  for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
    const std::size_t from = at + sign.size() - 1;
    text.replace(from, text.rfind('@', text.find('"', from)) - from, "SIGNED");
  }
  return text;
}

struct DiscordGolden : DiscordTest {
  Origin origin = asked();

  void expect_golden(const std::string& name, const std::string& body) {
    EXPECT_EQ(fakes::discord_complaints(body), std::vector<std::string>{}) << name;
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "discord/" + name + ".json", fakes::laid_out(blurred(body))), "");
  }
  std::string answer(const Reply& reply, const Origin& to) {
    return adapter->render(reply, to, Timing::InRequest, now).response->body;
  }
};

TEST_F(DiscordGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_golden(name, answer(Answer{card}, origin));
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(DiscordGolden, OfAPressAnsweredInPlace) {
  expect_golden("update", answer(Replace{fakes::sample_cards()[2].second}, pressed()));
}

TEST_F(DiscordGolden, OfAnAnswerThatFlowsOver) {
  Card card{"A long answer", {}, {}, {}};
  for (int i = 1; i <= 6; ++i) card.blocks.push_back(Labelled{"Part " + std::to_string(i), {run(std::string(450, 'x'))}});
  expect_golden("long", answer(Answer{card}, origin));
}

TEST_F(DiscordGolden, OfAPost) {
  expect_golden("post", body_of(*adapter->post(fakes::sample_cards().front().second, channel(), "", now)));
}

TEST_F(DiscordGolden, OfADirectMessage) {
  expect_golden("direct", body_of(*adapter->post(fakes::sample_cards().front().second, conversation(place.guild), "", now)));
}

TEST_F(DiscordGolden, OfALateAnswer) {
  expect_golden(
      "late",
      body_of(adapter->render(Answer{fakes::sample_cards().back().second}, origin, Timing::Late, now).calls.at(0).payload));
}

TEST_F(DiscordGolden, OfAForm) { expect_golden("form", answer(OpenForm{fakes::sample_form()}, origin)); }

TEST_F(DiscordGolden, OfCompletions) {
  const Origin typing = receive_as<Completion>(fakes::discord_typing("t")).origin;
  expect_golden("completions",
                answer(Completions{{{"tip", "tip: one thing to do this week"}, {"topics", "topics: what there is"}}}, typing));
}

TEST_F(DiscordGolden, OfTheManifest) {
  const ManifestInput input{
      "https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"find", "words", "Find."}, {"stop", "", ""}}, nullptr};
  const Tongue german{"de", "W\xC3\xB6rter", {{{"tipp"}, "[W\xC3\xB6rter]", "Ein Tipp."}, {{"suche"}, "W\xC3\xB6rter", "Such."}}};
  const Tongue spanish{"es", "palabras", {{{"consejo"}, "", ""}}};
  EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "discord/manifest.json",
                                     registration().text({input, {german, spanish}, {}}) + '\n'),
            "");
}

}  // namespace
}  // namespace allybot::platforms::discord
