// Added, removed, renamed.
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

using Kind = Lifecycle::Kind;

struct WebexLifecycle : WebexRig {
  std::string changed(const std::string& kind, Json fields, const std::string& actor = "FAKEalicePerson") {
    Json data{{"id", "FAKEmembership"}, {"roomId", ops.room}, {"roomType", "group"}, {"personId", fakes::kWebexBot}};
    data.merge_patch(fields);
    return fakes::webex_event("memberships", kind, data.dump(), actor);
  }
};

TEST_F(WebexLifecycle, TellsWhoAddedUs) {
  const auto added = receive_as<Lifecycle>(told.membership("created", ops));
  EXPECT_EQ(added.kind, Kind::AddedToChannel);
  EXPECT_EQ(added.origin.channel, channel);
  EXPECT_EQ(added.origin.member, alice);
  EXPECT_FALSE(added.origin.direct);
}

TEST_F(WebexLifecycle, TellsTheNextInviteFromARepeatOfTheLast) {
  const auto request = [this](const char* created) {
    return receive_as<Lifecycle>(changed("created", {{"created", created}})).origin.request;
  };
  EXPECT_EQ(request("2026-01-05T09:30:00.000Z"), request("2026-01-05T09:30:00.000Z"));
  EXPECT_NE(request("2026-01-05T09:30:00.000Z"), request("2026-02-05T09:30:00.000Z")) << "a membership has the same id each time";
}

TEST_F(WebexLifecycle, TellsThatSomebodyOpenedASpaceWithUs) {
  const auto added = receive_as<Lifecycle>(told.membership("created", own));
  EXPECT_EQ(added.origin.channel, direct);
  EXPECT_TRUE(added.origin.direct);
}

TEST_F(WebexLifecycle, TellsThatWeWereRemovedAndNotByWhom) {
  const auto removed = receive_as<Lifecycle>(told.membership("deleted", ops));
  EXPECT_EQ(removed.kind, Kind::RemovedFromChannel);
  EXPECT_EQ(removed.origin.channel, channel);
  EXPECT_TRUE(removed.origin.member.member.empty());
  EXPECT_EQ(receive_as<Lifecycle>(told.membership("deleted", own)).origin.channel, direct);
}

TEST_F(WebexLifecycle, LeavesWhatConcernsOthersOrWasOurDoing) {
  EXPECT_EQ(why_ignored(changed("created", {{"personId", "FAKEbobPerson"}})), "member");
  EXPECT_EQ(why_ignored(changed("deleted", {{"personId", "FAKEbobPerson"}})), "member");
  EXPECT_EQ(why_ignored(changed("created", {{"roomType", "direct"}}, fakes::kWebexBot)), "own");
  EXPECT_EQ(why_ignored(changed("created", {{"roomType", "direct"}}, "")), "no-member");
  EXPECT_EQ(why_ignored(changed("updated", Json::object())), "event");
  EXPECT_EQ(why_ignored(changed("created", {{"roomId", nullptr}})), "event");
  EXPECT_TRUE(receive_as<Lifecycle>(changed("created", Json::object(), "")).origin.member.member.empty())
      << "nobody to introduce us to";
}

TEST_F(WebexLifecycle, TakesNoInviteOfAStranger) {
  fakes::WebexPlace eve = ops;
  eve.person = "FAKEevePerson";
  eve.email = "eve@example.com";
  told.resources["/people/FAKEevePerson"] = fakes::webex_person(eve);
  EXPECT_EQ(why_ignored(told.membership("created", eve)), "foreign-domain");
  rig.settings.erase("WEBEX_DOMAINS");
  adapter = make();
  EXPECT_EQ(receive_as<Lifecycle>(told.membership("created", eve)).kind, Kind::AddedToChannel);
}

TEST_F(WebexLifecycle, LearnsTheNewNameOfASpace) {
  const auto above = [&] {
    return call_of(adapter->render(Answer{{"Tip", {}, {}, {}}}, say("tip", ops).origin, Timing::InRequest, now)).message.dump();
  };
  EXPECT_NE(above().find("You asked in Operations"), std::string::npos);
  fakes::WebexPlace renamed = ops;
  renamed.title = "Ops & more";
  EXPECT_EQ(why_ignored(fakes::webex_event("rooms", "updated", fakes::webex_room(renamed), "FAKEalicePerson")), "renamed");
  EXPECT_NE(above().find("You asked in Ops & more"), std::string::npos);
  renamed.title = "Third name";
  told.resources["/rooms/" + ops.room] = fakes::webex_room(renamed);
  EXPECT_EQ(why_ignored(fakes::webex_event("rooms", "updated", R"({"id":"FAKEopsRoom"})", "FAKEalicePerson")), "renamed");
  EXPECT_NE(above().find("You asked in Third name"), std::string::npos) << "asked for where it is not told";
}

}  // namespace
}  // namespace allybot::platforms::webex
