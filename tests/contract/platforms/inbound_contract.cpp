// What every adapter does with what comes in.
#include <set>

#include "bot/core/text.h"
#include "tests/contract/platforms/hostile_cards.h"
#include "tests/contract/platforms/rig.h"

namespace allybot::platforms::contract {
namespace {

struct PlatformInbound : PlatformContract {};
struct PlatformButtons : PlatformContract {};
struct PlatformNumbers : PlatformContract {};

TEST_P(PlatformInbound, RefusesWhatIsNotProven) {
  std::set<std::string> wanted{"wrong secret", "missing proof", "doubled proof", "oversized proof"};
  if (specimen.signs_bodies()) wanted.insert("changed body");
  if (specimen.has_time()) wanted.insert({"old", "future"});
  for (const Unproven& row : specimen.unproven(now)) {
    wanted.erase(row.label);
    const auto got = adapter->authenticate(row.request, now);
    ASSERT_FALSE(got.has_value()) << row.label;
    EXPECT_EQ(got.error().code, Code::Unauthorized) << row.label;
  }
  EXPECT_TRUE(wanted.empty()) << "no row for: " << *wanted.begin();
}

TEST_P(PlatformInbound, RefusesTheSameAlikeForTheSender) {
  std::set<std::string> told;
  for (const Unproven& row : specimen.unproven(now)) {
    const auto got = adapter->authenticate(row.request, now);
    ASSERT_FALSE(got.has_value()) << row.label;
    told.insert(got.error().for_member);
  }
  EXPECT_LE(told.size(), 1U);
}

TEST_P(PlatformInbound, ReadsTheTextOfACommand) {
  for (const char* text : {"tip", "", "resource parental leave", "find caf\xC3\xA9 & <b> \"q\" 'r' 100% a+b=c",
                           "say \xF0\x9F\x98\x80", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", "two\nlines"}) {
    const auto command = receive_as<Command>(specimen.command(text, now));
    EXPECT_EQ(command.text, text);
    EXPECT_EQ(command.origin.member, specimen.member(0));
    EXPECT_EQ(command.origin.channel, specimen.channel());
  }
}

TEST_P(PlatformInbound, NamesEachRequest) {
  const auto first = receive_as<Command>(specimen.command("tip", now));
  const auto again = receive_as<Command>(specimen.command("tip", now));
  EXPECT_EQ(first.origin.request, again.origin.request);
}

TEST_P(PlatformInbound, TakesOneUnicodeForm) {
  EXPECT_EQ(receive_as<Command>(specimen.command("find cafe\xCC\x81", now)).text, "find caf\xC3\xA9");
}

TEST_P(PlatformInbound, IsPoliteAboutBytesThatAreNoText) {
  for (const char* text : {"tip \xFF", "caf\xE9", "\xED\xA0\x80"}) {
    const auto all = receive(specimen.command(text, now));
    ASSERT_TRUE(all.has_value()) << all.error().for_log;
    ASSERT_EQ(all->size(), 1U);
    const auto* unusable = std::get_if<Unusable>(&all->front());
    ASSERT_NE(unusable, nullptr);
    EXPECT_FALSE(unusable->error.for_member.empty());
    EXPECT_EQ(unusable->origin.member, specimen.member(0));
  }
}

TEST_P(PlatformButtons, OpensItsOwnButtons) {
  const auto command = receive_as<Command>(specimen.command("tip", now));
  const auto messages = specimen.messages(render(Answer{plain_card()}, command.origin, Timing::InRequest));
  ASSERT_EQ(messages.size(), 1U);
  const auto values = specimen.values(messages[0]);
  ASSERT_EQ(values.size(), 2U) << "a link has no value";
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto press = receive_as<Press>(specimen.press(values[i], 0, now));
    EXPECT_EQ(press.action, plain_card().buttons[i].action);
    EXPECT_EQ(press.standing, Press::Standing::Good);
    EXPECT_TRUE(press.message_is_private);
    EXPECT_EQ(press.origin.member, specimen.member(0));
    EXPECT_EQ(press.origin.channel, specimen.channel());
  }
}

TEST_P(PlatformButtons, OpensButtonsWhoseObjectIsLongOrStrange) {
  const auto command = receive_as<Command>(specimen.command("tip", now));
  for (const std::string& object : {std::string(3000, 'x'), std::string("caf\xC3\xA9 \"<&>\"\n"), std::string()}) {
    Card card = plain_card();
    card.buttons[0].action.object = object;
    const auto messages = specimen.messages(render(Answer{card}, command.origin, Timing::InRequest));
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(receive_as<Press>(specimen.press(specimen.values(messages[0]).at(0), 0, now)).action.object, object);
  }
}

TEST_P(PlatformButtons, TellsForeignLateAndForgedPressesApart) {
  const Action action{"more", "tips/a", Binding::Member};
  const std::string value = rig.buttons.sign(action, specimen.channel(), specimen.member(0).member, now);
  EXPECT_EQ(receive_as<Press>(specimen.press(value, 1, now)).standing, Press::Standing::NotYours);

  for (const std::string& forged : {std::string("tips/a"), value + "x", value.substr(1), std::string(75, 'v')}) {
    const auto got = receive(specimen.press(forged, 0, now));
    if (!got) {
      EXPECT_EQ(got.error().code, Code::Unauthorized);
      continue;
    }
    for (const Inbound& inbound : *got) EXPECT_FALSE(std::holds_alternative<Press>(inbound)) << forged;
  }

  ChannelKey elsewhere = specimen.channel();
  elsewhere.channel = ChannelId(elsewhere.channel.str() + "9");
  const auto moved = receive(specimen.press(rig.buttons.sign(action, elsewhere, specimen.member(0).member, now), 0, now));
  if (moved) {
    for (const Inbound& inbound : *moved) EXPECT_FALSE(std::holds_alternative<Press>(inbound));
  }

  now += Buttons::kLifetime + std::chrono::hours(2);
  EXPECT_EQ(receive_as<Press>(specimen.press(value, 0, now)).standing, Press::Standing::Expired);
}

TEST_P(PlatformButtons, OpensWhatWasPostedForAnyone) {
  const auto payload = post(plain_card(), specimen.channel());
  ASSERT_TRUE(payload.has_value());
  const auto values = specimen.values(specimen.message_of_post(*payload));
  ASSERT_FALSE(values.empty());
  for (const int by : {0, 1}) {
    const auto press = receive_as<Press>(specimen.press(values[0], by, now));
    EXPECT_EQ(press.standing, Press::Standing::Good);
    EXPECT_EQ(press.action.binding, Binding::Anyone);
  }
}

TEST_P(PlatformNumbers, ArePressesInTheDirectConversationAlone) {
  const auto command = receive_as<Command>(specimen.command("tip", now));
  ASSERT_EQ(specimen.messages(render(Answer{plain_card()}, command.origin, Timing::InRequest)).size(), 1U);
  const auto number = receive_as<Command>(*specimen.direct_message("2", now));
  EXPECT_TRUE(number.origin.direct);
  EXPECT_EQ(number.entry, Command::Entry::Direct);
  const auto heard = dialogue.hear(number);
  ASSERT_TRUE(heard.has_value());
  const auto& press = std::get<Press>(std::get<Inbound>(*heard));
  EXPECT_EQ(press.action, plain_card().buttons[1].action);
  EXPECT_EQ(press.origin.member, specimen.member(0));
  EXPECT_EQ(press.origin.channel, specimen.channel()) << "it was asked there";
  const auto in_room = dialogue.hear(receive_as<Command>(specimen.command("2", now)));
  ASSERT_TRUE(in_room.has_value());
  EXPECT_TRUE(std::holds_alternative<Reply>(*in_room)) << "where others read a number is no press";
}

TEST_P(PlatformInbound, AsksNoOtherHostWhileItReads) {
  receive(specimen.command("tip", now));
  receive(specimen.command("tip \xFF", now));
  if (specimen.has_buttons()) receive(specimen.press("forged", 0, now));
  for (const Unproven& row : specimen.unproven(now)) receive(row.request);
  EXPECT_TRUE(client.requests().empty());
}

std::vector<std::shared_ptr<const Specimen>> specimens_with_numbers() {
  std::vector<std::shared_ptr<const Specimen>> some = specimens_that_hear();
  std::erase_if(some, [](const auto& one) { return one->has_buttons() || !one->direct_message({}, {}); });
  return some;
}

INSTANTIATE_TEST_SUITE_P(All, PlatformNumbers, testing::ValuesIn(specimens_with_numbers()), platform_name);
INSTANTIATE_TEST_SUITE_P(All, PlatformButtons, testing::ValuesIn(specimens_with_buttons()), platform_name);
INSTANTIATE_TEST_SUITE_P(All, PlatformInbound, testing::ValuesIn(specimens_that_hear()), platform_name);

}  // namespace
}  // namespace allybot::platforms::contract
