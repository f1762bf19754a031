#include "bot/platforms/buttons.h"

#include <gtest/gtest.h>

#include <map>

#include "bot/core/text.h"
#include "tests/fakes/fake_clock.h"

namespace allybot::platforms {
namespace {

const ChannelKey kPlace{PlatformId("slack"), WorkspaceId("T1"), ChannelId("C1")};
const MemberId kKim("U1");
const MemberId kSam("U2");

struct ButtonValues : testing::Test {
  std::map<std::string, std::string> kept;
  ObjectHandles handles{[this](const std::string& handle, const std::string& object, TimePoint) { kept[handle] = object; },
                        [this](const std::string& handle) -> std::optional<std::string> {
                          const auto found = kept.find(handle);
                          if (found == kept.end()) return std::nullopt;
                          return found->second;
                        }};
  Secret secret{"a master secret of thirty-two bytes"};
  Buttons buttons{secret, std::nullopt, handles};
  TimePoint now = fakes::FakeClock().now();
};

TEST_F(ButtonValues, OpenForTheSameMemberAndPlace) {
  const Action action{"more", "tips/say-whose-idea", Binding::Member};
  const auto opened = buttons.open(buttons.sign(action, kPlace, kKim, now), kPlace, kKim, now);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->action, action);
  EXPECT_EQ(opened->standing, Press::Standing::Good);
  EXPECT_TRUE(kept.empty());
}

TEST_F(ButtonValues, NeverPassSeventyFiveHarmlessCharacters) {
  const std::string objects[] = {"",
                                 "x",
                                 "myths/most-men-here-against-it",
                                 std::string(42, 'a'),
                                 std::string(43, 'a'),
                                 std::string(4000, 'z'),
                                 "caf\xC3\xA9",
                                 "a\"b",
                                 "<@U1>",
                                 "line\nbreak",
                                 std::string("zero\0byte", 9)};
  for (const std::string& object : objects) {
    for (const Binding binding : {Binding::Member, Binding::Anyone}) {
      const Action action{"abcd", object, binding};
      const std::string value = buttons.sign(action, kPlace, kKim, now);
      EXPECT_LE(value.size(), Buttons::kMostCharacters) << object;
      EXPECT_EQ(json_quoted(value), '"' + value + '"');
      EXPECT_EQ(value.find_first_of("<>&\""), std::string::npos);
      const auto opened = buttons.open(value, kPlace, kKim, now);
      ASSERT_TRUE(opened.has_value()) << object;
      EXPECT_EQ(opened->action, action);
    }
  }
}

TEST_F(ButtonValues, KeepOneHandleForOneObject) {
  const Action action{"find", "many words \xE2\x80\x94 and more of them than fit", Binding::Member};
  buttons.sign(action, kPlace, kKim, now);
  buttons.sign(action, kPlace, kSam, now);
  EXPECT_EQ(kept.size(), 1U);
}

TEST_F(ButtonValues, AreExpiredWhenTheirObjectWasSweptAway) {
  const std::string value = buttons.sign({"find", std::string(100, 'w'), Binding::Member}, kPlace, kKim, now);
  kept.clear();
  const auto opened = buttons.open(value, kPlace, kKim, now);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->standing, Press::Standing::Expired);
}

TEST_F(ButtonValues, TellAForeignPressFromAForgedOne) {
  const std::string value = buttons.sign({"drop", "p1", Binding::Member}, kPlace, kKim, now);
  const auto foreign = buttons.open(value, kPlace, kSam, now);
  ASSERT_TRUE(foreign.has_value());
  EXPECT_EQ(foreign->standing, Press::Standing::NotYours);
  EXPECT_EQ(foreign->action.object, "p1");
}

TEST_F(ButtonValues, ForAnyoneOpenForEverybodyInThePlace) {
  const std::string value = buttons.sign({"more", "tips/a", Binding::Anyone}, kPlace, kKim, now);
  for (const MemberId& member : {kKim, kSam, MemberId()}) {
    const auto opened = buttons.open(value, kPlace, member, now);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->standing, Press::Standing::Good);
    EXPECT_EQ(opened->action.binding, Binding::Anyone);
  }
}

TEST_F(ButtonValues, ExpireAfterThirtyDays) {
  const std::string value = buttons.sign({"more", "tips/a", Binding::Anyone}, kPlace, kKim, now);
  EXPECT_EQ(buttons.open(value, kPlace, kKim, now + Buttons::kLifetime - std::chrono::hours(1))->standing, Press::Standing::Good);
  EXPECT_EQ(buttons.open(value, kPlace, kKim, now + Buttons::kLifetime + std::chrono::hours(1))->standing,
            Press::Standing::Expired);
}

TEST_F(ButtonValues, AreRefusedInAnotherPlace) {
  const std::string value = buttons.sign({"more", "tips/a", Binding::Anyone}, kPlace, kKim, now);
  for (const ChannelKey& elsewhere : {ChannelKey{PlatformId("slack"), WorkspaceId("T1"), ChannelId("C2")},
                                      ChannelKey{PlatformId("slack"), WorkspaceId("T2"), ChannelId("C1")},
                                      ChannelKey{PlatformId("mattermost"), WorkspaceId("T1"), ChannelId("C1")},
                                      ChannelKey{PlatformId("slack"), WorkspaceId("T1C"), ChannelId("1")}}) {
    const auto opened = buttons.open(value, elsewhere, kKim, now);
    ASSERT_FALSE(opened.has_value()) << elsewhere.str();
    EXPECT_EQ(opened.error().code, Code::Unauthorized);
  }
}

TEST_F(ButtonValues, AreRefusedWhenAnyCharacterIsChanged) {
  const std::string value = buttons.sign({"drop", "p1", Binding::Member}, kPlace, kKim, now);
  for (std::size_t at = 0; at < value.size(); ++at) {
    std::string changed = value;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    const auto opened = buttons.open(changed, kPlace, kKim, now);
    ASSERT_FALSE(opened.has_value()) << at;
    EXPECT_EQ(opened.error().code, Code::Unauthorized);
  }
}

TEST_F(ButtonValues, AreRefusedWhenCutLengthenedOrStrange) {
  const std::string value = buttons.sign({"drop", "p1", Binding::Member}, kPlace, kKim, now);
  for (std::size_t length = 0; length < value.size(); ++length)
    EXPECT_FALSE(buttons.open(value.substr(0, length), kPlace, kKim, now).has_value()) << length;
  for (const std::string& strange :
       {value + "A", "x" + value, std::string(75, 'v'), std::string(5000, 'v'), std::string("\0", 1), std::string("v")})
    EXPECT_FALSE(buttons.open(strange, kPlace, kKim, now).has_value());
}

TEST_F(ButtonValues, SayNothingAboutWhichPartDidNotFit) {
  const std::string value = buttons.sign({"drop", "p1", Binding::Member}, kPlace, kKim, now);
  const auto place = buttons.open(value, {PlatformId("slack"), WorkspaceId("T1"), ChannelId("C2")}, kKim, now);
  const auto garbage = buttons.open("garbage", kPlace, kKim, now);
  ASSERT_FALSE(place.has_value());
  ASSERT_FALSE(garbage.has_value());
  EXPECT_EQ(place.error().for_log, garbage.error().for_log);
}

TEST_F(ButtonValues, OfThePreviousSecretStillOpen) {
  const std::string old = buttons.sign({"more", "tips/a", Binding::Member}, kPlace, kKim, now);
  const Buttons rotated(Secret("another master secret, thirty-two bytes"), secret, handles);
  const auto opened = rotated.open(old, kPlace, kKim, now);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->standing, Press::Standing::Good);
  EXPECT_NE(rotated.sign({"more", "tips/a", Binding::Member}, kPlace, kKim, now), old);
  const Buttons forgotten(Secret("another master secret, thirty-two bytes"), std::nullopt, handles);
  EXPECT_FALSE(forgotten.open(old, kPlace, kKim, now).has_value());
}

TEST_F(ButtonValues, DoNotShowWhoTheyAreFor) {
  const std::string value = buttons.sign({"more", "tips/a", Binding::Member}, kPlace, MemberId("U0SECRETID"), now);
  EXPECT_EQ(value.find("U0SECRETID"), std::string::npos);
  // The same member has another mark in another workspace.
  const ChannelKey other{PlatformId("slack"), WorkspaceId("T2"), ChannelId("C1")};
  EXPECT_NE(value.substr(6, 6),
            buttons.sign({"more", "tips/a", Binding::Member}, other, MemberId("U0SECRETID"), now).substr(6, 6));
}

}  // namespace
}  // namespace allybot::platforms
