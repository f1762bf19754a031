#include "handlers/memory.h"

#include <gtest/gtest.h>

#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using std::chrono::minutes;

MemberKey someone(const std::string& id) { return {PlatformId("slack"), WorkspaceId("T1"), MemberId(id)}; }

TEST(RateLimit, CountsInASlidingWindow) {
  fakes::FakeClock clock;
  RateLimit limit(2, minutes(1));
  EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
  clock.advance(milliseconds(40000));
  EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
  EXPECT_FALSE(limit.take(someone("U1"), clock.now()));
  clock.advance(milliseconds(20000));  // the first is a minute old now, the second is not
  EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
  EXPECT_FALSE(limit.take(someone("U1"), clock.now()));
}

TEST(RateLimit, CountsOverWeeksAndOverAClockThatIsSet) {
  fakes::FakeClock clock;
  RateLimit limit(3, minutes(1));
  for (int day = 0; day < 200; ++day) {
    EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
    EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
    clock.advance(milliseconds(59'000));
    EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
    EXPECT_FALSE(limit.take(someone("U1"), clock.now()));
    clock.advance(milliseconds(1000));
    EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
    EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
    EXPECT_FALSE(limit.take(someone("U1"), clock.now()));
    clock.advance(std::chrono::hours(24));
  }
  EXPECT_TRUE(limit.take(someone("U1"), clock.now()));
  EXPECT_TRUE(limit.take(someone("U1"), clock.now() - minutes(5)));
  EXPECT_TRUE(limit.take(someone("U1"), clock.now() - minutes(5)));
  EXPECT_FALSE(limit.take(someone("U1"), clock.now() - minutes(5))) << "a clock set back frees nobody";
  EXPECT_TRUE(limit.take(someone("U1"), clock.now() + std::chrono::hours(24 * 900)));
}

TEST(RateLimit, CountsEachMemberAlone) {
  RateLimit limit(1, minutes(1));
  EXPECT_TRUE(limit.take(someone("U1"), TimePoint{}));
  EXPECT_TRUE(limit.take(someone("U2"), TimePoint{}));
  EXPECT_FALSE(limit.take(someone("U1"), TimePoint{}));
}

TEST(RateLimit, DoesNotCountWhenAskedForRoom) {
  RateLimit limit(1, minutes(1));
  EXPECT_TRUE(limit.has_room(someone("U1"), TimePoint{}));
  EXPECT_TRUE(limit.has_room(someone("U1"), TimePoint{}));
  EXPECT_TRUE(limit.take(someone("U1"), TimePoint{}));
  EXPECT_FALSE(limit.has_room(someone("U1"), TimePoint{}));
}

TEST(RateLimit, KeepsItsCountForMembersUnderTheBound) {
  RateLimit limit(1, minutes(1), 3);
  for (const char* id : {"U1", "U2", "U3"}) EXPECT_TRUE(limit.take(someone(id), TimePoint{}));
  EXPECT_TRUE(limit.take(someone("U4"), TimePoint{}));  // one of the others made room
  EXPECT_FALSE(limit.take(someone("U4"), TimePoint{}));
}

class Choosing : public BotTest {
 protected:
  const Defaults defaults_{"en", "", "UTC"};
  const std::shared_ptr<const library::Library> library_ = content();  // speaks English alone
};

TEST_F(Choosing, TakesTheMembersOwnZoneFirstInPrivate) {
  store::MemberSettings member;
  store::ChannelSettings channel;
  Origin origin;
  channel.zone = "Asia/Tokyo";
  EXPECT_EQ(private_preferences(member, channel, origin, defaults_, *library_).zone, "Asia/Tokyo");
  origin.zone = "Europe/Paris";
  EXPECT_EQ(private_preferences(member, channel, origin, defaults_, *library_).zone, "Europe/Paris");
  member.zone = "Europe/Berlin";
  const Preferences found = private_preferences(member, channel, origin, defaults_, *library_);
  EXPECT_EQ(found.zone, "Europe/Berlin");
  EXPECT_EQ(found.zone_from, From::Member);
}

TEST_F(Choosing, TakesTheChannelsZoneFirstInPublic) {
  store::MemberSettings member;
  store::ChannelSettings channel;
  Origin origin;
  EXPECT_EQ(public_preferences(member, channel, origin, defaults_, *library_).zone_from, From::Setting);
  origin.zone = "Europe/Paris";
  EXPECT_EQ(public_preferences(member, channel, origin, defaults_, *library_).zone_from, From::Platform);
  member.zone = "Europe/Berlin";
  EXPECT_EQ(public_preferences(member, channel, origin, defaults_, *library_).zone, "Europe/Berlin");
  channel.zone = "Asia/Tokyo";
  EXPECT_EQ(public_preferences(member, channel, origin, defaults_, *library_).zone, "Asia/Tokyo");
}

TEST_F(Choosing, PassesOverLanguagesThatTheLibraryDoesNotSpeak) {
  store::MemberSettings member;
  member.language = "xx";
  Origin origin;
  origin.language = "en-GB";
  EXPECT_EQ(private_preferences(member, {}, origin, defaults_, *library_).language, "en-GB");
  origin.language = "yy";
  EXPECT_EQ(private_preferences(member, {}, origin, defaults_, *library_).language, "en");
}

TEST_F(Choosing, ReadsAgainAfterAMinute) {
  Choices choices(*store_);
  EXPECT_EQ(choices.of(member("U1"), clock_.now()).zone, "");
  store::MemberSettings settings;
  settings.zone = "Europe/Berlin";
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.set_member_settings(member("U1"), settings); }));
  EXPECT_EQ(choices.of(member("U1"), clock_.now()).zone, "");
  clock_.advance(minutes(1));
  EXPECT_EQ(choices.of(member("U1"), clock_.now()).zone, "Europe/Berlin");
}

TEST_F(Choosing, RemembersNoMoreThanItsBound) {
  store::MemberSettings settings;
  settings.zone = "Europe/Berlin";
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.set_member_settings(member("U1"), settings); }));
  Choices choices(*store_, 2);
  for (int round = 0; round < 3; ++round)
    for (const char* id : {"U1", "U2", "U3"})
      EXPECT_EQ(choices.of(member(id), clock_.now()).zone, std::string(id) == "U1" ? "Europe/Berlin" : "");
  EXPECT_GT(store_->reads, 3) << "one of the three is always read again";
}

TEST_F(Choosing, GoesOnWithoutChoicesWhenTheStoreIsAway) {
  Choices choices(*store_);
  store_->refuse_reads = true;
  EXPECT_EQ(choices.of(member("U1"), clock_.now()).zone, "");
  EXPECT_TRUE(log_.has("settings-unread"));
}

}  // namespace
}  // namespace allybot::handlers
