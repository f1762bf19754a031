// A channel of Microsoft Teams that a workflow posts to: the real program, a plan kept as a file, a fake workflow.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bot/schedule/zone.h"
#include "bot/store/store.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/teams_judge.h"
#include "tests/scenario/program.h"

namespace allybot {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr std::chrono::seconds kPatience{10};
constexpr const char* kPath = "/workflows/fake/triggers/manual/paths/invoke";

class TeamsWorkflowSession : public testing::Test {
 protected:
  const SystemClock clock{};
  const TimePoint due_at = std::chrono::floor<std::chrono::minutes>(clock.now()) - std::chrono::minutes(1);
  fakes::FakePlatform workflow;
  const scenario::Folder folder;
  const ChannelKey channel{PlatformId("teamsworkflows"), WorkspaceId("teams"), ChannelId("engineering")};
  scenario::Program program{folder,
                            {{"ALLYBOT_CONTENT", folder.path() + "/content"},
                             {"TEAMS_WORKFLOW_URLS", "engineering=" + workflow.url() + kPath + "?sig=s3cret"}}};

  std::string due_local() const { return schedule::Zone::load("UTC")->local(due_at).str(); }
  void SetUp() override {
    fs::copy(fakes::source_dir() + "/content", folder.path() + "/content", fs::copy_options::recursive);
    std::ofstream(folder.path() + "/content/schedules.yaml")
        << "- slug: claims\n  channel: \"teamsworkflows:teams:engineering\"\n  words: daily " << due_local().substr(11)
        << "\n  zone: UTC\n  kinds: [myths]\n";
    ASSERT_TRUE(program.start()) << program.output();
    ASSERT_EQ(program.stop(), 0) << program.output();
    make_due();
  }
  void TearDown() override {
    EXPECT_EQ(program.stop(), 0);
    EXPECT_EQ(program.output().find("s3cret"), std::string::npos);
  }
  /// The plan's next date is tomorrow; it becomes today's, a minute ago.
  void make_due() {
    auto store = store::open(folder.database(), clock);
    ASSERT_TRUE(store.has_value());
    const auto done = (*store)->write([&](store::Writer& tx) -> Result<void> {
      auto plans = tx.plans_of(channel);
      if (!plans || plans->size() != 1) return fail(Code::NotFound, "not one plan");
      plans->front().next_at = due_at;
      plans->front().next_local = due_local();
      return tx.update_plan(plans->front());
    });
    ASSERT_TRUE(done.has_value()) << done.error().for_log;
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
