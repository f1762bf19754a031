// What Webex is sent for each kind of card, as files that people read in review (tests/golden/webex).
#include "tests/fakes/golden.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

/// Values differ from run to run; what is around them does not.
void blur(Json& at) {
  if (at.is_object() && at.contains("allybot_value")) at["allybot_value"] = "SIGNED";
  if (at.is_structured())
    for (Json& inner : at) blur(inner);
}

struct WebexGolden : WebexRig {
  Origin asked_in_ops = say("tip", ops).origin;
  Origin at_home = say("tip", own).origin;

  void expect_golden(const std::string& name, Json message) {
    EXPECT_EQ(fakes::webex_complaints(message.dump()), std::vector<std::string>{}) << name;
    blur(message);
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "webex/" + name + ".json", message.dump(2) + '\n'), "");
  }
  Json answer(const Reply& reply, const Origin& to) {
    return call_of(adapter->render(reply, to, Timing::InRequest, now)).message;
  }
};

TEST_F(WebexGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_golden(name, answer(Answer{card}, at_home));
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(WebexGolden, OfWhatWasAskedInASpace) {
  expect_golden("asked-in-channel", answer(Answer{fakes::sample_cards().front().second}, asked_in_ops));
}

TEST_F(WebexGolden, OfAPost) {
  expect_golden("post", sending(*adapter->post(fakes::sample_cards().front().second, channel, "", now)).message);
}

TEST_F(WebexGolden, OfADirectMessage) {
  expect_golden("direct", sending(*adapter->post(fakes::sample_cards().front().second, direct, "", now)).message);
}

TEST_F(WebexGolden, OfManyButtons) {
  Card card{"Which one?", {}, {}, {}};
  for (int i = 1; i <= 8; ++i)
    card.buttons.push_back(
        {"Choice " + std::to_string(i), {"show", "tips/" + std::to_string(i), Binding::Member}, ButtonStyle::Default, {}, {}});
  expect_golden("buttons", answer(Answer{card}, at_home));
}

TEST_F(WebexGolden, OfAForm) { expect_golden("form", answer(OpenForm{fakes::sample_form()}, asked_in_ops)); }

TEST_F(WebexGolden, OfWhatIsWrongWithAForm) {
  expect_golden("form-problems", answer(FormProblems{{{"what", "Write a sentence"}, {"kind", "Choose one"}}}, at_home));
}

TEST_F(WebexGolden, OfTheChecklist) {
  const ManifestInput input{
      "https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"help", "[verb]", "Help."}}, [](std::string_view) {
        return std::optional<std::string>();
      }};
  EXPECT_EQ(
      fakes::golden_difference(fakes::source_dir(), "webex/checklist.txt", declaration().manifest(input).value_or("") + '\n'),
      "");
}

}  // namespace
}  // namespace allybot::platforms::webex
