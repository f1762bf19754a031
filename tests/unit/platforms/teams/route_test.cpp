#include "bot/platforms/teams/route.h"

#include <gtest/gtest.h>
#include "bot/platforms/request_id.h"

namespace allybot::platforms::teams {
namespace {

TEST(TeamsRoute, KnowsGuids) {
  EXPECT_TRUE(is_guid("0A0a0a0a-1111-2222-3333-444444444444"));
  for (const char* bad : {"", "0a0a0a0a11112222333344444444444400", "0a0a0a0a-1111-2222-3333-44444444444",
                          "0a0a0a0a-1111-2222-3333-44444444444g", "0a0a0a0a-1111-2222-33334-44444444444"})
    EXPECT_FALSE(is_guid(bad)) << bad;
}

TEST(TeamsRoute, ComesBackAsItWasWritten) {
  const Route route{Asked::Press, "a:1", "17", "Name of a place"};
  const Route again = Route::read(route.text());
  EXPECT_EQ(again.asked, Asked::Press);
  EXPECT_EQ(again.conversation, "a:1");
  EXPECT_EQ(again.card, "17");
  EXPECT_EQ(again.place_name, "Name of a place");
  for (const char* text : {"", "p", "p\na", "x\na\nb\nc", "pp\na\nb\nc", "p\na\nb\nc\nd"})
    EXPECT_EQ(Route::read(text).asked, Asked::Nobody) << text;
}

TEST(TeamsRoute, ReadsItsOwnCallsAlone) {
  const Call call{Call::What::Update, "https://x/", "a:1", "17", "{\n}"};
  const Call again = Call::read(call.text());
  EXPECT_EQ(again.what, Call::What::Update);
  EXPECT_EQ(again.service, "https://x/");
  EXPECT_EQ(again.conversation, "a:1");
  EXPECT_EQ(again.activity, "17");
  EXPECT_EQ(again.body, "{\n}");
  for (const char* text : {"", "u", "u\n\n\n", "z\na\nb\nc\n{}"}) EXPECT_TRUE(Call::read(text).body.empty()) << text;
}

TEST(TeamsRoute, NamesRequestsSoThatNoKeyMinds) {
  EXPECT_EQ(request_id("").str(), "");
  EXPECT_EQ(request_id("a").str().size(), 24U);
  EXPECT_NE(request_id("a"), request_id("b"));
}

}  // namespace
}  // namespace allybot::platforms::teams
