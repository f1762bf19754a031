#include "bot/platforms/activity.h"

#include <gtest/gtest.h>

namespace allybot::platforms {
namespace {

TEST(Activity, KnowsIdsOfTeams) {
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
  };
  for (const Row& row : rows) {
    EXPECT_TRUE(row.is(row.good)) << row.good;
    for (const std::string& bad : row.bad) EXPECT_FALSE(row.is(bad)) << bad;
  }
}

TEST(Activity, CutsAThreadOffAConversation) {
  EXPECT_EQ(without_thread("19:abc@thread.tacv2;messageid=1"), "19:abc@thread.tacv2");
  EXPECT_EQ(without_thread("a:1"), "a:1");
  EXPECT_EQ(without_thread(";x"), "");
}

}  // namespace
}  // namespace allybot::platforms
