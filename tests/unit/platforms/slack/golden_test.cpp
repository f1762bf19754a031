// What Slack is sent for each kind of card, as files that people read in review (tests/golden/slack).
#include "tests/fakes/golden.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/slack_judge.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

struct SlackGolden : SlackTest {
  Origin origin = receive_as<Command>(fakes::slack_command("tip", now)).origin;

  static void expect_golden(const std::string& name, const std::string& json) {
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "slack/" + name + ".json", fakes::laid_out(json)), "");
  }
  static std::string body_of(const Rendered& rendered) {
    if (rendered.calls.empty()) return rendered.response ? rendered.response->body : "";
    const std::string& payload = rendered.calls[0].payload;
    return payload.substr(payload.front() == '{' ? 0 : payload.find('\n') + 1);
  }
};

TEST_F(SlackGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    const std::string body = body_of(adapter->render(Answer{card}, origin, Timing::InRequest, now));
    expect_golden(name, body);
    EXPECT_EQ(fakes::slack_complaints_of_message(json(body)), std::vector<std::string>{}) << name;
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(SlackGolden, OfAPost) {
  const auto payload = adapter->post(fakes::sample_cards().front().second,
                                     {PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("C0FAKE001")}, "", now);
  ASSERT_TRUE(payload.has_value());
  expect_golden("post", *payload);
}

TEST_F(SlackGolden, OfAForm) {
  const std::string body = body_of(adapter->render(OpenForm{fakes::sample_form()}, origin, Timing::InRequest, now));
  expect_golden("form", body);
  EXPECT_EQ(fakes::slack_complaints_of_view(json(body).at("view")), std::vector<std::string>{});
}

TEST_F(SlackGolden, OfTheHomePage) {
  const std::string body = body_of(adapter->render(HomePage{fakes::sample_home()}, origin, Timing::InRequest, now));
  expect_golden("home", body);
  EXPECT_EQ(fakes::slack_complaints_of_view(json(body).at("view")), std::vector<std::string>{});
}

TEST_F(SlackGolden, OfTheManifest) {
  const ManifestInput input{
      "https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"help", "[verb]", "Help."}}, nullptr};
  expect_golden("manifest", declaration().manifest(input).value_or(""));
}

}  // namespace
}  // namespace allybot::platforms::slack
