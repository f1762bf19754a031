// What Teams is sent for each kind of card, as files that people read in review (tests/golden/teams).
#include "tests/fakes/golden.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

/// Values differ from run to run; what is around them does not.
void blur(Json& at) {
  if (at.is_object() && at.contains("allybot")) at["allybot"]["v"] = "SIGNED";
  if (at.is_structured())
    for (Json& inner : at) blur(inner);
}

struct TeamsGolden : TeamsRig {
  Origin home = receive_as<Command>(fakes::teams_message("tip", own)).origin;
  Origin asked = receive_as<Command>(fakes::teams_message("tip", ops)).origin;

  void expect_golden(const std::string& name, Json message) {
    EXPECT_EQ(fakes::teams_complaints(message.dump()), std::vector<std::string>{}) << name;
    blur(message);
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "teams/" + name + ".json", message.dump(2) + '\n'), "");
  }
  Json answer(const Reply& reply, const Origin& to) {
    return call_of(adapter->render(reply, to, Timing::InRequest, now)).message;
  }
};

TEST_F(TeamsGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_golden(name, answer(Answer{card}, home));
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(TeamsGolden, OfWhatWasAskedInAChannel) {
  expect_golden("asked-in-channel", answer(Answer{fakes::sample_cards().front().second}, asked));
}

TEST_F(TeamsGolden, OfAPost) {
  expect_golden("post", sending(*adapter->post(fakes::sample_cards().front().second, channel, "", now)).message);
}

TEST_F(TeamsGolden, OfADirectMessage) {
  expect_golden("direct", sending(*adapter->post(fakes::sample_cards().front().second, direct, "", now)).message);
}

TEST_F(TeamsGolden, OfManyButtons) {
  Card card{"Which one?", {}, {}, {}};
  for (int i = 1; i <= 20; ++i)
    card.buttons.push_back(
        {"Choice " + std::to_string(i), {"show", "tips/" + std::to_string(i), Binding::Member}, ButtonStyle::Default, {}, {}});
  expect_golden("buttons", answer(Answer{card}, home));
}

TEST_F(TeamsGolden, OfAForm) { expect_golden("form", answer(OpenForm{fakes::sample_form()}, asked)); }

TEST_F(TeamsGolden, OfWhatIsWrongWithAForm) {
  expect_golden("form-problems", answer(FormProblems{{{"what", "Write a sentence"}, {"kind", "Choose one"}}}, home));
}

TEST_F(TeamsGolden, OfTheManifest) {
  const ManifestInput input{"https://bot.example.org",
                            "ally",
                            {{"tip", "[words]", "A tip."}, {"help", "[verb]", "Help."}},
                            [](std::string_view name) -> std::optional<std::string> {
                              if (name == std::string_view("TEAMS_CLIENT_ID")) return fakes::kTeamsClient;
                              return std::nullopt;
                            }};
  EXPECT_EQ(
      fakes::golden_difference(fakes::source_dir(), "teams/manifest.json", declaration().manifest(input).value_or("") + '\n'),
      "");
}

}  // namespace
}  // namespace allybot::platforms::teams
