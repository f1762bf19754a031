// A space of Google Chat that is posted to by its webhook alone: the real program, a plan kept as a file, the fake Google Chat.
#include <gtest/gtest.h>

#include "tests/fakes/fake_google_chat.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

using fakes::FakeGoogleChat;
constexpr std::chrono::seconds kPatience{10};
constexpr const char* kSpace = "AAAAfake";

class GoogleChatWebhookSession : public testing::Test {
 protected:
  const SystemClock clock{};
  FakeGoogleChat google{clock};
  const scenario::Folder folder;
  const ChannelKey channel{PlatformId("googlechat"), WorkspaceId("webhook"), ChannelId(kSpace)};
  scenario::Program program{folder,
                            {{"ALLYBOT_CONTENT", folder.path() + "/content"},
                             {"GOOGLECHAT_WEBHOOKS", google.webhook_of(kSpace)},
                             {"GOOGLECHAT_API_URL", google.platform().url()}}};

  void SetUp() override { scenario::keep_a_due_plan_in_a_file(channel, folder, clock, program); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(google.complaints(), std::vector<std::string>{});
    for (const char* secret : {"FAKEkey", "FAKEtoken"}) EXPECT_EQ(program.output().find(secret), std::string::npos) << secret;
  }
  std::size_t tried() { return google.platform().count(FakeGoogleChat::posts_of(kSpace)); }
};

TEST_F(GoogleChatWebhookSession, GetsAClaimWithItsEvidenceWhole) {
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return google.messages_in(kSpace).size() == 1; })) << program.output();
  const std::string body = google.messages_in(kSpace)[0].body;
  EXPECT_NE(body.find("How sure"), std::string::npos) << "nobody can press Myth or Fact: " << body;
  EXPECT_EQ(body.find("/ally"), std::string::npos) << "nor ask for more: " << body;
}

TEST_F(GoogleChatWebhookSession, WaitsWhenThereWereTooManyAndPostsOnce) {
  google.platform()
      .on_post(FakeGoogleChat::posts_of(kSpace))
      .reply(429, {{"Retry-After", "1"}}, R"({"error":{"status":"RESOURCE_EXHAUSTED"}})");
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return google.messages_in(kSpace).size() == 1; })) << program.output();
  EXPECT_EQ(tried(), 2U);
}

TEST_F(GoogleChatWebhookSession, StopsThePlanWhenTheWebhookIsTakenBack) {
  google.describe(kSpace, FakeGoogleChat::Standing::BotRemoved);
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] {
    return scenario::plan_of(channel, folder, clock).state == store::Plan::State::Broken;
  })) << program.output();
  EXPECT_EQ(tried(), 1U);
}

}  // namespace
}  // namespace allybot
