#include "bot/platforms/teams/route.h"

#include <gtest/gtest.h>
#include "bot/platforms/request_id.h"

namespace allybot::platforms::teams {
namespace {

TEST(TeamsRoute, KnowsIdsOfTeams) {
  struct Row {
    bool (*is)(std::string_view);
    const char* good;
    std::vector<std::string> bad;
  };
  const Row rows[] = {
      {is_member_id,
       "29:1abc-_D",
       {"", "29:", "28:1abc", "29:a/b", "29:a b", "29:a\n", "x29:a", "29:" + std::string(201, 'a'), "29:\xC3\xA9"}},
      {is_conversation_id,
       "19:abc-_1@thread.tacv2",
       {"", "general", "@29:a", "19:a/b", "19:a;messageid=1", "19:a\nb", "../x", "19:" + std::string(300, 'a'), "19:a%2F"}},
      {is_activity_id, "f:1700-1_|x.y", {"", "a/b", "a?b", "a b", "a\n", std::string(129, '1')}},
      {is_guid,
       "0A0a0a0a-1111-2222-3333-444444444444",
       {"", "0a0a0a0a11112222333344444444444400", "0a0a0a0a-1111-2222-3333-44444444444", "0a0a0a0a-1111-2222-3333-44444444444g",
        "0a0a0a0a-1111-2222-33334-44444444444"}},
  };
  for (const Row& row : rows) {
    EXPECT_TRUE(row.is(row.good)) << row.good;
    for (const std::string& bad : row.bad) EXPECT_FALSE(row.is(bad)) << bad;
  }
}

TEST(TeamsRoute, CutsAThreadOffAConversation) {
  EXPECT_EQ(without_thread("19:abc@thread.tacv2;messageid=1"), "19:abc@thread.tacv2");
  EXPECT_EQ(without_thread("a:1"), "a:1");
  EXPECT_EQ(without_thread(";x"), "");
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
