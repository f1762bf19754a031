// A channel of Microsoft Teams that a workflow posts to: the real program, a plan kept as a file, a fake workflow.
#include <gtest/gtest.h>

#include "tests/fakes/fake_platform.h"
#include "tests/fakes/teams_judge.h"
#include "tests/scenario/program.h"
#include "tests/scenario/stored.h"

namespace allybot {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr const char* kPath = "/workflows/fake/triggers/manual/paths/invoke";

class TeamsWorkflowSession : public testing::Test {
 protected:
  const SystemClock clock{};
  fakes::FakePlatform workflow;
  const scenario::Folder folder;
  const ChannelKey channel{PlatformId("teamsworkflows"), WorkspaceId("teams"), ChannelId("engineering")};
  scenario::Program program{folder,
                            {{"ALLYBOT_CONTENT", folder.path() + "/content"},
                             {"TEAMS_WORKFLOW_URLS", "engineering=" + workflow.url() + kPath + "?sig=s3cret"}}};

  void SetUp() override { scenario::keep_a_due_plan_in_a_file(channel, folder, clock, program); }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(program.output().find("s3cret"), std::string::npos);
  }
};

TEST_F(TeamsWorkflowSession, GetsAClaimWithItsEvidenceWhole) {
  workflow.on_post(kPath).reply(202, "");
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_NE(program.output().find("teamsworkflows"), std::string::npos) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return workflow.count(kPath) == 1; })) << program.output();
  const std::string body = workflow.calls().at(0).body;
  for (const std::string& complaint : fakes::workflow_complaints(body))
    if (complaint.find("a link to ") != 0) ADD_FAILURE() << complaint;  // the library leads to its sources
  EXPECT_NE(body.find("How sure"), std::string::npos) << "nobody can press Myth or Fact: " << body;
  EXPECT_EQ(body.find("/ally"), std::string::npos) << "nor ask for more: " << body;
}

TEST_F(TeamsWorkflowSession, WaitsWhenThereWereTooManyAndPostsOnce) {
  workflow.on_post(kPath).reply(429, {{"Retry-After", "1"}}, "{}").reply(202, "");
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return workflow.count(kPath) == 2; })) << program.output();
  EXPECT_EQ(workflow.calls().at(0).body, workflow.calls().at(1).body);
}

TEST_F(TeamsWorkflowSession, StopsThePlanWhenTheWorkflowIsGone) {
  workflow.on_post(kPath).reply(404, R"({"error":{"code":"WorkflowNotFound","message":"x"}})");
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_TRUE(scenario::wait_until(kPatience, [&] { return program.output().find("workflow_gone") != std::string::npos; }))
      << program.output();
  EXPECT_EQ(workflow.count(kPath), 1U);
}

}  // namespace
}  // namespace allybot
