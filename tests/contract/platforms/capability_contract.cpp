// Each row of the capability table is what the adapter does: what it declares drives the fallbacks, and stands in the README.
#include <algorithm>

#include "tests/contract/platforms/hostile_cards.h"
#include "tests/contract/platforms/rig.h"

namespace allybot::platforms::contract {
namespace {

/// What platforms call a message in a channel that one member alone sees.
constexpr const char* kForOneAlone[] = {R"("response_type":"ephemeral")", R"("flags":64)", R"("privateMessageViewer")"};

struct PlatformCapabilities : PlatformContract {
  const Capabilities& able = specimen.declaration().capabilities;
  Origin asked = receive_as<Command>(specimen.command("tip", now)).origin;

  static std::string everything(const Rendered& rendered) {
    std::string all = rendered.response ? rendered.response->body : std::string();
    for (const Outgoing& call : rendered.calls) all += '\n' + call.payload;
    return all;
  }
  static bool is_for_one_alone(const std::string& sent) {
    return std::any_of(std::begin(kForOneAlone), std::end(kForOneAlone),
                       [&](const char* mark) { return sent.find(mark) != std::string::npos; });
  }
  static Card with_text(std::size_t characters) {
    Card card{"A title", {}, {}, {}};
    for (std::size_t left = characters; left > 0; left -= std::min<std::size_t>(left, 1000))
      card.blocks.emplace_back(Paragraph{{{std::string(std::min<std::size_t>(left, 1000), 'Q'), false, false, false, {}}}});
    return card;
  }
  static Card with_buttons(std::size_t count) {
    Card card = plain_card();
    card.buttons.assign(count, {"Press", {"more", "tips/a", Binding::Member}, ButtonStyle::Default, {}, {}});
    return card;
  }
  /// A post; where there are none, an answer.
  std::string posted(const Card& card) {
    if (specimen.answers_openly()) return specimen.messages(render(Answer{card}, asked, Timing::InRequest)).at(0);
    const auto payload = post(card, specimen.channel());
    EXPECT_TRUE(payload.has_value());
    return payload ? specimen.message_of_post(*payload) : std::string();
  }
};

/// Of those that post by themselves.
struct PlatformPostCapabilities : PlatformCapabilities {};

TEST_P(PlatformCapabilities, AreThoseOfTheDeclaration) {
  const Capabilities& made = adapter->capabilities();
  EXPECT_EQ(made.slash, able.slash);
  EXPECT_EQ(made.hears, able.hears);
  EXPECT_EQ(made.private_answers, able.private_answers);
  EXPECT_EQ(made.buttons, able.buttons);
  EXPECT_EQ(made.forms, able.forms);
  EXPECT_EQ(made.update, able.update);
  EXPECT_EQ(made.threads, able.threads);
  EXPECT_EQ(made.direct_messages, able.direct_messages);
  EXPECT_EQ(made.dedupes_for, able.dedupes_for);
  EXPECT_EQ(made.look_up, able.look_up);
  EXPECT_EQ(made.most_text, able.most_text);
  EXPECT_EQ(made.most_buttons, able.most_buttons);
}

TEST_P(PlatformCapabilities, SlashMeansACommandOfItsOwn) {
  EXPECT_EQ(receive_as<Command>(specimen.command("tip", now)).entry == Command::Entry::Slash, able.slash);
}

TEST_P(PlatformCapabilities, AnswerOneMemberAlone) {
  EXPECT_FALSE(is_for_one_alone(posted(plain_card()))) << "a post is for all";
  const Rendered answer = render(Answer{plain_card()}, asked, Timing::InRequest);
  EXPECT_EQ(is_for_one_alone(everything(answer)), able.private_answers);
  if (able.private_answers) return;
  if (specimen.answers_openly()) {
    EXPECT_NE(answer.response->body.find(plain_card().title), std::string::npos) << "there is no other way";
    EXPECT_TRUE(answer.calls.empty());
    return;
  }
  EXPECT_EQ((answer.response ? answer.response->body : "").find(plain_card().title), std::string::npos)
      << "the answer to a request from a room is seen by the room";
  ASSERT_EQ(answer.calls.size(), 1U);
  const std::string& payload = answer.calls[0].payload;
  const std::string where = payload.substr(0, payload.size() - specimen.message_of_post(payload).size());
  EXPECT_EQ(where.find(specimen.channel().channel.str()), std::string::npos) << "it goes to their own conversation";
}

TEST_P(PlatformCapabilities, FormsAreShownOrAsked) {
  const Form form{"A form",
                  {},
                  "Send",
                  {{"qfirst", "First question", Field::Kind::Text, {}, {}, {}},
                   {"qsecond", "Second question", Field::Kind::LongText, {}, {}, {}}},
                  {"note", "tips/a", Binding::Member}};
  const std::string shown = everything(render(OpenForm{form}, asked, Timing::InRequest));
  EXPECT_EQ(shown.find("First question") == std::string::npos, specimen.answers_openly())
      << "nobody is asked before everybody: " << shown;
  for (const char* part : {"qfirst", "qsecond", "Second question"})
    EXPECT_EQ(shown.find(part) != std::string::npos, able.forms) << part << " in " << shown;
}

TEST_P(PlatformCapabilities, WithoutUpdateAReplacementIsANewMessage) {
  Origin from = asked;
  if (specimen.has_buttons()) {
    const std::string value =
        rig.buttons.sign({"more", "tips/a", Binding::Member}, specimen.channel(), specimen.member(0).member, now);
    from = receive_as<Press>(specimen.press(value, 0, now)).origin;
  }
  const std::string answered = everything(render(Answer{plain_card()}, from, Timing::InRequest));
  EXPECT_EQ(answered, everything(render(Answer{plain_card()}, from, Timing::InRequest)));
  // Where it can, it may leave this one alone: what is the channel's stays as it is.
  if (!able.update) {
    EXPECT_EQ(everything(render(Replace{plain_card()}, from, Timing::InRequest)), answered);
  }
}

TEST_P(PlatformCapabilities, DirectMessagesHaveTheirOwnDestination) {
  ChannelKey own = specimen.channel();
  own.channel = ChannelId('@' + specimen.member(0).member.str());
  EXPECT_EQ(post(plain_card(), own).has_value(), able.direct_messages);
}

TEST_P(PlatformCapabilities, ButtonsAreAsManyAsItSays) {
  if (!specimen.has_buttons()) {
    EXPECT_EQ(posted(plain_card()).find(plain_card().buttons[0].label + "\""), std::string::npos)
        << "no button is there to press";
    return;
  }
  EXPECT_TRUE(adapter->faults(with_buttons(able.most_buttons)).empty());
  EXPECT_EQ(specimen.values(posted(with_buttons(able.most_buttons))).size(), able.most_buttons);
  EXPECT_FALSE(adapter->faults(with_buttons(able.most_buttons + 1)).empty());
  EXPECT_LE(specimen.values(posted(with_buttons(able.most_buttons + 1))).size(), able.most_buttons);
}

TEST_P(PlatformCapabilities, TextIsAsLongAsItSays) {
  const auto count = [](const std::string& message) {
    return static_cast<std::size_t>(std::count(message.begin(), message.end(), 'Q'));
  };
  const std::size_t fitting = able.most_text * 7 / 10;  // what is around it takes room, too
  EXPECT_TRUE(adapter->faults(with_text(fitting)).empty());
  EXPECT_GE(count(posted(with_text(fitting))), fitting);
  EXPECT_FALSE(adapter->faults(with_text(able.most_text + 1)).empty());
  EXPECT_LE(count(specimen.fallback(posted(with_text(able.most_text + 1)))), able.most_text);
}

TEST_P(PlatformPostCapabilities, LookUpAsksThePlatform) {
  const auto payload = post(plain_card(), specimen.channel());
  ASSERT_TRUE(payload.has_value());
  adapter->look_up({specimen.channel().str(), *payload, "mark-1", now});
  EXPECT_EQ(!client.requests().empty(), able.look_up);
}

TEST_P(PlatformPostCapabilities, RepeatedSendsAreKnownByTheirKey) {
  fakes::FakePlatform platform;
  const auto wire = http::make_client();
  rig.settings = specimen.settings(platform.url());
  specimen.prepare(platform);
  const auto sending = make(*wire);
  const auto payload = sending->post(plain_card(), specimen.channel(), "", now);
  ASSERT_TRUE(payload.has_value());
  std::vector<std::string> sent;
  for (const char* mark : {"mark-1", "mark-1", "mark-2"}) {
    sending->send({specimen.channel().str(), *payload, mark, now});
    const auto calls = platform.calls();
    ASSERT_FALSE(calls.empty());
    sent.push_back(calls.back().path + '?' + calls.back().query + '\n' + calls.back().body);
  }
  EXPECT_EQ(sent[0], sent[1]);
  if (able.dedupes_for.count() > 0) {
    EXPECT_NE(sent[1], sent[2]) << "the key is nowhere in the call";
  }
}

std::vector<std::shared_ptr<const Specimen>> registered() {
  std::vector<std::shared_ptr<const Specimen>> kept;
  for (const auto& one : specimens_that_hear())
    if (std::any_of(registry().begin(), registry().end(), [&](const auto& row) { return row.name == one->declaration().name; }))
      kept.push_back(one);
  return kept;
}

std::vector<std::shared_ptr<const Specimen>> registered_that_post() {
  std::vector<std::shared_ptr<const Specimen>> kept = registered();
  std::erase_if(kept, [](const auto& one) { return one->answers_openly(); });
  return kept;
}

INSTANTIATE_TEST_SUITE_P(All, PlatformCapabilities, testing::ValuesIn(registered()), platform_name);
INSTANTIATE_TEST_SUITE_P(All, PlatformPostCapabilities, testing::ValuesIn(registered_that_post()), platform_name);

}  // namespace
}  // namespace allybot::platforms::contract
