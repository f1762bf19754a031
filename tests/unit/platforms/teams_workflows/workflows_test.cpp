#include "bot/platforms/teams_workflows/workflows.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/platforms/teams_workflows/adapter.h"
#include "bot/platforms/teams_workflows/send.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_judge.h"

namespace allybot::platforms::teams_workflows {
namespace {

using Kind = SendOutcome::Kind;
using nlohmann::json;

const std::string kAddress = "https://prod-01.example.org:443/workflows/abc/triggers/manual/paths/invoke?sig=s3cret";

TEST(TeamsWorkflows, ReadsANameForEachAddress) {
  const auto all = read_workflows("\n engineering=" + kAddress + "\r\n\thr-2=https://example.org/b?x=1&sig=a=b \n");
  ASSERT_TRUE(all.has_value()) << all.error().for_log;
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at("engineering").reveal(), kAddress);
  EXPECT_EQ(all->at("hr-2").reveal(), "https://example.org/b?x=1&sig=a=b");
}

TEST(TeamsWorkflows, RefusesWhatIsNoListAndNeverRepeatsAnAddress) {
  struct Row {
    std::string setting, said;
  };
  for (const Row& row : {Row{"", "names no workflow"},
                         {" \n ", "names no workflow"},
                         {kAddress, "name=address"},
                         {"Engineering=" + kAddress, "small letters"},
                         {"eng ineering=" + kAddress, "name=address"},
                         {"=" + kAddress, "name=address"},
                         {std::string(41, 'a') + '=' + kAddress, "40 at most"},
                         {"a=http://example.org/s3cret", "https address for a"},
                         {"a=ftp://example.org/s3cret", "https address for a"},
                         {"a=", "https address for a"},
                         {"a=https:///s3cret", "https address for a"},
                         {"a=https://user:s3cret@example.org/", "https address for a"},
                         {"a=https://example.org/s3cr\xC3\xA9t", "https address for a"},
                         {"a=" + kAddress + " a=https://example.org/s3cret", "names a twice"},
                         {"a=" + kAddress + " b=" + kAddress, "gives b the address of another name"}}) {
    const auto all = read_workflows(row.setting);
    ASSERT_FALSE(all.has_value()) << row.setting;
    EXPECT_EQ(all.error().code, Code::Invalid);
    EXPECT_NE(all.error().for_log.find(row.said), std::string::npos) << row.setting << ": " << all.error().for_log;
    EXPECT_EQ(all.error().for_log.find("s3cr"), std::string::npos) << all.error().for_log;
  }
}

http::ClientOutcome answered(int status, const std::string& body = {}) {
  http::ClientOutcome outcome;
  outcome.kind = http::ClientOutcome::Kind::Answered;
  outcome.status = status;
  outcome.body = body;
  return outcome;
}

TEST(TeamsWorkflows, SortsWhatAWorkflowAnswers) {
  const auto coded = [](const std::string& code) { return json{{"error", {{"code", code}, {"message", "x"}}}}.dump(); };
  struct {
    int status;
    std::string body;
    Kind kind;
    const char* reason;
  } rows[] = {
      {202, "", Kind::Sent, ""},
      {202, "<html>", Kind::Sent, ""},
      {200, "", Kind::Sent, ""},
      {200, "1", Kind::Sent, ""},
      {200, " <!doctype html>", Kind::Unknown, "garbage"},
      {302, "", Kind::NeedsCare, "workflow_moved"},
      {400, "", Kind::Refused, "workflow_refused"},
      {400, "{", Kind::Refused, "workflow_refused"},
      {400, coded("TriggerInputSchemaMismatch"), Kind::Refused, "workflow_refused"},
      {400, coded("WorkflowTriggerIsNotEnabled"), Kind::NeedsCare, "workflow_off"},
      {401, "", Kind::NeedsCare, "workflow_address_refused"},
      {401, coded("DirectApiAuthorizationRequired"), Kind::NeedsCare, "workflow_not_for_anyone"},
      {403, "", Kind::NeedsCare, "workflow_address_refused"},
      {404, coded("WorkflowNotFound"), Kind::Gone, "workflow_gone"},
      {404, "", Kind::Gone, "workflow_gone"},
      {410, "", Kind::Gone, "workflow_gone"},
      {413, "", Kind::Refused, "too_large"},
      {429, "", Kind::Wait, "over_limit"},
      {500, "", Kind::Unknown, "server_fault"},
      {502, "", Kind::Unknown, "server_fault"},
      {503, "", Kind::NotSent, "away"},
      {504, "", Kind::Unknown, "server_fault"},
  };
  for (const auto& row : rows) {
    const SendOutcome outcome = outcome_of_post(answered(row.status, row.body));
    EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << row.body;
    EXPECT_EQ(outcome.reason, row.reason) << row.status << ' ' << row.body;
    EXPECT_EQ(outcome.remote.empty(), row.kind != Kind::Sent) << row.status << ' ' << row.body;
  }
}

TEST(TeamsWorkflows, KeepsTheNameOfTheRunForSupport) {
  http::ClientOutcome outcome = answered(202);
  outcome.headers.add("x-ms-workflow-run-id", "08584000000000000000000000000CU01");
  EXPECT_EQ(outcome_of_post(outcome).remote, "08584000000000000000000000000CU01");
}

struct WorkflowsAdapterTest : testing::Test {
  fakes::PlatformRig rig{{{"TEAMS_WORKFLOW_URLS", "engineering=" + kAddress}}};
  fakes::ScriptedClient client;
  std::unique_ptr<Adapter> adapter = std::move(*declaration().make(rig.environment(client)));
  ChannelKey engineering{PlatformId("teamsworkflows"), WorkspaceId("teams"), ChannelId("engineering")};

  Result<std::string> post_to(const ChannelKey& channel) {
    return adapter->post(fakes::sample_cards().front().second, channel, "", rig.clock.now());
  }
};

TEST_F(WorkflowsAdapterTest, PostsCardsThatAWorkflowTakes) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    const auto payload = adapter->post(card, engineering, "", rig.clock.now());
    ASSERT_TRUE(payload.has_value());
    EXPECT_EQ(payload->substr(0, 12), "engineering\n");
    EXPECT_EQ(payload->find("Action.Submit"), std::string::npos) << name;
    EXPECT_EQ(fakes::workflow_complaints(payload->substr(12)), std::vector<std::string>{}) << name;
  }
}

TEST_F(WorkflowsAdapterTest, PostsNowhereElse) {
  for (const ChannelKey& channel : {ChannelKey{engineering.platform, engineering.workspace, ChannelId("hr")},
                                    ChannelKey{engineering.platform, WorkspaceId("T1"), engineering.channel},
                                    ChannelKey{PlatformId("teams"), engineering.workspace, engineering.channel},
                                    ChannelKey{engineering.platform, engineering.workspace, ChannelId("@29:x")}, ChannelKey{}}) {
    EXPECT_FALSE(post_to(channel).has_value()) << channel.str();
    EXPECT_FALSE(adapter->channel_facts(channel)->can_post) << channel.str();
  }
  EXPECT_TRUE(adapter->channel_facts(engineering)->can_post);
}

TEST_F(WorkflowsAdapterTest, WritesNoAddressDown) { EXPECT_EQ(post_to(engineering)->find("s3cret"), std::string::npos); }

TEST_F(WorkflowsAdapterTest, SendsOnlyWhatIsStillNamed) {
  EXPECT_EQ(adapter->send({"x", "hr\n{}", "", {}}).reason, "workflow_not_named");
  EXPECT_EQ(adapter->send({"x", "engineering", "", {}}).reason, "workflow_not_named");
  EXPECT_EQ(adapter->send({"x", "", "", {}}).reason, "workflow_not_named");
  EXPECT_TRUE(client.requests().empty());
  adapter->send({"x", "engineering\n{\"a\":1}", "", {}});
  ASSERT_EQ(client.requests().size(), 1U);
  EXPECT_EQ(client.requests()[0].url, kAddress);
  EXPECT_EQ(client.requests()[0].body, "{\"a\":1}");
  EXPECT_EQ(client.requests()[0].content_type, "application/json");
}

TEST_F(WorkflowsAdapterTest, TakesNothingIn) {
  EXPECT_TRUE(adapter->routes().empty());
  EXPECT_EQ(adapter->authenticate({}, rig.clock.now()).error().code, Code::Unauthorized);
  EXPECT_FALSE(adapter->member_facts({}).has_value());
}

TEST_F(WorkflowsAdapterTest, ChecksTheHostWithoutStartingTheWorkflow) {
  const auto checks = adapter->checks();
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].level, Check::Level::Failure) << "nobody answers here";
  EXPECT_NE(checks[0].what.find("engineering"), std::string::npos);
  ASSERT_EQ(client.requests().size(), 1U);
  EXPECT_EQ(client.requests()[0].url, "https://prod-01.example.org:443/");
  EXPECT_EQ(client.requests()[0].method, http::Method::Get);
  for (const std::string& said : {checks[0].what, checks[0].mend}) EXPECT_EQ(said.find("s3cret"), std::string::npos) << said;
}

TEST_F(WorkflowsAdapterTest, ItsChecklistNamesTheChannelsAndNoAddress) {
  ManifestInput input;
  EXPECT_NE(declaration().manifest(input)->find("\"teamsworkflows:teams:engineering\""), std::string::npos);
  input.setting = [](std::string_view) { return std::optional<std::string>("hr=" + kAddress); };
  const std::string text = *declaration().manifest(input);
  EXPECT_NE(text.find("\"teamsworkflows:teams:hr\""), std::string::npos);
  EXPECT_EQ(text.find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::teams_workflows
