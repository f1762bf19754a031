// What every adapter makes of replies and cards.
#include "tests/contract/platforms/hostile_cards.h"
#include "tests/contract/platforms/rig.h"

namespace allybot::platforms::contract {
namespace {

struct PlatformOutbound : PlatformContract {
  Origin asked = receive_as<Command>(specimen.command("tip", now)).origin;

  /// Where there are no buttons all is asked.
  Origin pressed() {
    if (!specimen.has_buttons()) return asked;
    const std::string value =
        rig.buttons.sign({"more", "tips/a", Binding::Anyone}, specimen.channel(), specimen.member(0).member, now);
    return receive_as<Press>(specimen.press(value, 0, now)).origin;
  }

  void expect_no_complaints(const Rendered& rendered, const std::string& label) {
    for (const std::string& message : specimen.messages(rendered))
      for (const std::string& complaint : specimen.complaints(message)) ADD_FAILURE() << label << ": " << complaint;
  }
};

struct PlatformPatching : PlatformOutbound {};
/// What holds where nobody is heard, too.
struct PlatformPosting : PlatformContract {};
/// What holds of all.
struct PlatformDeclaration : PlatformContract {};

TEST_P(PlatformOutbound, ShowsAnAnswerOnce) {
  for (const Timing timing : {Timing::InRequest, Timing::Late}) {
    const Rendered rendered = render(Answer{plain_card()}, asked, timing);
    EXPECT_EQ(rendered.response.has_value(), timing == Timing::InRequest);
    const bool too_late = timing == Timing::Late && specimen.answers_openly();
    EXPECT_EQ(specimen.messages(rendered).size(), too_late ? 0U : 1U);
    expect_no_complaints(rendered, "plain card");
  }
}

TEST_P(PlatformOutbound, AcknowledgesWithoutShowingAnything) {
  const http::Response response = adapter->acknowledge(asked);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(specimen.messages(Rendered{response, {}}).empty() || response.body == "{}") << response.body;
}

TEST_P(PlatformOutbound, SaysNothingForSilence) {
  const Rendered rendered = render(Silence{}, asked, Timing::InRequest);
  ASSERT_TRUE(rendered.response.has_value());
  EXPECT_EQ(rendered.response->status, 200);
  EXPECT_TRUE(rendered.calls.empty());
}

TEST_P(PlatformOutbound, StaysWithinLimitsWhateverTheCard) {
  const Origin press = pressed();
  for (const auto& [label, card] : hostile_cards()) {
    for (const Timing timing : {Timing::InRequest, Timing::Late}) {
      expect_no_complaints(render(Answer{card}, asked, timing), label + ", answered");
      expect_no_complaints(render(Replace{card}, press, timing), label + ", replaced");
      expect_no_complaints(render(HomePage{card}, asked, timing), label + ", at home");
    }
  }
}

TEST_P(PlatformPosting, StaysWithinLimitsWhateverTheCard) {
  std::vector<ChannelKey> targets{specimen.channel()};
  if (specimen.declaration().capabilities.hears) {
    targets.push_back(specimen.channel());
    targets.back().channel = ChannelId('@' + specimen.member(0).member.str());
  }
  for (const auto& [label, card] : hostile_cards()) {
    for (const ChannelKey& channel : targets) {
      const auto payload = post(card, channel);
      ASSERT_TRUE(payload.has_value()) << label;
      for (const std::string& complaint : specimen.complaints(specimen.message_of_post(*payload)))
        ADD_FAILURE() << label << ", posted: " << complaint;
    }
  }
}

TEST_P(PlatformOutbound, ReusesARenderingForNoOtherCard) {
  Card other = plain_card();
  other.title = "Another card";
  other.cache_key = "r1/tips/another/en";
  const auto first = specimen.messages(render(Answer{plain_card()}, asked, Timing::InRequest));
  const auto second = specimen.messages(render(Answer{other}, asked, Timing::InRequest));
  const auto third = specimen.messages(render(Answer{plain_card()}, asked, Timing::InRequest));
  EXPECT_NE(first, second);
  EXPECT_EQ(first, third);
}

TEST_P(PlatformPatching, PatchesTheValuesOfAReusedRendering) {
  Card card = plain_card();
  render(Answer{card}, asked, Timing::InRequest);
  card.buttons[0].action.object = "tips/other";
  const auto messages = specimen.messages(render(Answer{card}, asked, Timing::InRequest));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(receive_as<Press>(specimen.press(specimen.values(messages[0]).at(0), 0, now)).action.object, "tips/other");
}

void expect_title_and_action(const std::string& said) {
  EXPECT_NE(said.find("Say whose idea it was"), std::string::npos);
  EXPECT_NE(said.find("name the person who said it first"), std::string::npos);
}

TEST_P(PlatformOutbound, SpeaksTitleAndActionInItsFallback) {
  for (const std::string& message : specimen.messages(render(Answer{plain_card()}, asked, Timing::InRequest)))
    expect_title_and_action(specimen.fallback(message));
}

TEST_P(PlatformPosting, SpeaksTitleAndActionInItsFallback) {
  const auto payload = post(plain_card(), specimen.channel());
  ASSERT_TRUE(payload.has_value());
  expect_title_and_action(specimen.fallback(specimen.message_of_post(*payload)));
}

TEST_P(PlatformDeclaration, TellsAuthorsWhatWouldBeCut) {
  EXPECT_TRUE(adapter->faults(plain_card()).empty());
  EXPECT_TRUE(specimen.declaration().faults(plain_card()).empty());
  Card card = plain_card();
  card.title = std::string(20000, 'x');
  card.blocks = {Paragraph{{{std::string(200000, 'x'), false, false, false, {}}}}};
  const auto faults = adapter->faults(card);
  ASSERT_FALSE(faults.empty());
  for (const CardFault& fault : faults) {
    EXPECT_FALSE(fault.field.empty());
    EXPECT_FALSE(fault.message.empty());
  }
}

TEST_P(PlatformOutbound, AsksNoOtherHostWhileItRenders) {
  for (const Timing timing : {Timing::InRequest, Timing::Late}) {
    render(Answer{plain_card()}, asked, timing);
    render(Replace{plain_card()}, pressed(), timing);
    render(HomePage{plain_card()}, asked, timing);
  }
}

TEST_P(PlatformPosting, AsksNoOtherHostWhileItRenders) {
  EXPECT_TRUE(post(plain_card(), specimen.channel()).has_value());
  EXPECT_TRUE(client.requests().empty());
}

TEST_P(PlatformDeclaration, Holds) {
  const Platform& declared = specimen.declaration();
  EXPECT_EQ(declared.name, adapter->platform().str());
  EXPECT_EQ(adapter->routes().empty(), !declared.capabilities.hears);
  for (const InboundRoute& route : adapter->routes()) {
    EXPECT_EQ(route.path.front(), '/');
    EXPECT_GT(route.most_body_bytes, 0U);
    EXPECT_GT(route.deadline.count(), 0);
  }
  for (const Setting& setting : declared.settings) {
    EXPECT_FALSE(setting.name.empty());
    EXPECT_FALSE(setting.meaning.empty()) << setting.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, PlatformPatching, testing::ValuesIn(specimens_with_buttons()), platform_name);
INSTANTIATE_TEST_SUITE_P(All, PlatformOutbound, testing::ValuesIn(specimens_that_hear()), platform_name);
INSTANTIATE_TEST_SUITE_P(All, PlatformPosting, testing::ValuesIn(specimens_that_post()), platform_name);
INSTANTIATE_TEST_SUITE_P(All, PlatformDeclaration, testing::ValuesIn(specimens()), platform_name);

TEST(PlatformRegistry, HasASpecimenOfEveryPlatform) {
  for (const Platform& platform : registry()) {
    bool found = false;
    for (const auto& specimen : specimens()) found = found || specimen->declaration().name == platform.name;
    EXPECT_TRUE(found) << platform.name << ": add a specimen to tests/contract/platforms/specimens.cpp";
  }
}

}  // namespace
}  // namespace allybot::platforms::contract
