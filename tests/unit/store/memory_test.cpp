#include <gtest/gtest.h>

#include "bot/store/store.h"
#include "tests/fakes/fake_clock.h"

namespace allybot::store {
namespace {

TEST(MemoryStore, ForgetsItsRowsWithTheStore) {
  fakes::FakeClock clock;
  {
    auto store = open("memory:", clock);
    ASSERT_TRUE(store.has_value());
    ASSERT_TRUE((*store)->write([](Writer& tx) { return tx.set_meta("name", "value"); }).has_value());
  }
  auto store = open("memory:", clock);
  ASSERT_TRUE(store.has_value());
  const auto kept = read<std::optional<std::string>>(**store, [](Reader& tx) { return tx.meta("name"); });
  ASSERT_TRUE(kept.has_value());
  EXPECT_FALSE(kept->has_value());
}

TEST(MemoryStore, SaysThatItHasNoFileToCopy) {
  fakes::FakeClock clock;
  auto store = open("memory:", clock);
  ASSERT_TRUE(store.has_value());
  const auto copied = (*store)->backup("somewhere.db");
  ASSERT_FALSE(copied.has_value());
  EXPECT_EQ(copied.error().code, Code::Unsupported);
}

TEST(OpenStore, RefusesAnAddressItDoesNotKnow) {
  fakes::FakeClock clock;
  for (const char* url : {"", "memory", "mysql://root@localhost/allybot", "var/allybot.db", "sqlite", "sqlite:"}) {
    const auto store = open(url, clock);
    ASSERT_FALSE(store.has_value()) << url;
    EXPECT_EQ(store.error().code, Code::Invalid) << url;
    EXPECT_FALSE(store.error().for_member.empty()) << url;
  }
}

}  // namespace
}  // namespace allybot::store
