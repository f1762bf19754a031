// What is read of a request, and what is answered.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/platforms/teams_outgoing/adapter.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/replay.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms::teams_outgoing {
namespace {

using Json = nlohmann::ordered_json;

struct TeamsOutgoingRead : testing::Test {
  fakes::PlatformRig rig{{{"TEAMS_OUTGOING_WEBHOOKS", std::string("engineering=") + fakes::kTeamsWebhookKey}}};
  fakes::ScriptedClient client;
  std::unique_ptr<Adapter> adapter = std::move(*declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();

  Inbound receive(const http::RawRequest& raw) {
    auto proven = adapter->authenticate(raw, now);
    EXPECT_TRUE(proven.has_value()) << (proven ? "" : proven.error().for_log);
    if (!proven) return Ignored{"refused"};
    auto parsed = adapter->parse(std::get<Authentic>(*proven), now);
    return std::get<std::vector<Inbound>>(*parsed).at(0);
  }
  std::string read(const std::string& fields) {
    return fakes::described(receive(fakes::teams_outgoing_request(fakes::teams_activity(fields))));
  }
  Origin asked() { return std::get<Command>(receive(fakes::teams_outgoing_request(fakes::teams_message("tip")))).origin; }
};

TEST_F(TeamsOutgoingRead, ReadsEveryRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "teamsoutgoing");
  ASSERT_GE(cases.size(), 12U);
  for (const std::string& name : cases) {
    const auto raw = fakes::replay_request(fakes::source_dir(), "teamsoutgoing", name);
    ASSERT_TRUE(raw.has_value()) << name;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "teamsoutgoing", name, fakes::described(receive(*raw))), "");
    auto changed = *raw;
    changed.body.back() = ']';
    EXPECT_FALSE(adapter->authenticate(changed, now).has_value()) << name;
  }
}

TEST_F(TeamsOutgoingRead, IsCalledByWhatComesFirstHoweverTeamsTellsWhoIsMeant) {
  const auto text_of = [this](const std::string& fields) {
    const std::string line = read(fields);
    const std::size_t at = line.find("text=");
    return at == std::string::npos ? line : line.substr(at + 5);
  };
  const std::string nobody = R"("recipient":null,"entities":[{"type":"clientInfo","locale":"de-DE"}])";
  EXPECT_EQ(text_of(R"({"text":"<at>Ally</at> tip",)" + nobody + '}'), "tip");
  EXPECT_EQ(text_of(R"({"text":"<at>Ally</at>&nbsp;tip R&amp;D\n",)" + nobody + '}'), "tip R&D");
  EXPECT_EQ(text_of(R"({"text":"<at>Our Ally</at>",)" + nobody + '}'), "");
  EXPECT_EQ(text_of(R"({"text":"thanks <at>Ally</at>",)" + nobody + '}'), "ignored mention-not-first");
  EXPECT_EQ(text_of(R"({"text":"<at>Ally tip",)" + nobody + '}'), "ignored mention-not-first");
  EXPECT_EQ(text_of(R"({"text":"tip",)" + nobody + '}'), "ignored mention-not-first");
  const std::string told = R"("recipient":null,"entities":[{"type":"mention","text":"<at>Ally</at>","mentioned":{"id":"28:x"}},)"
                           R"({"type":"mention","text":"<at>Bob</at>","mentioned":{"id":"29:fakeBob"}}])";
  EXPECT_EQ(text_of(R"({"text":"<at>Ally</at> tip for <at>Bob</at>",)" + told + '}'), "tip for <@29:fakeBob>");
  EXPECT_EQ(text_of(R"({"text":"<at>Bob</at> <at>Ally</at> tip",)" + told + '}'), "ignored mention-not-first");
  const std::string known = R"("recipient":{"id":"28:us"},"entities":[{"type":"mention","text":"<at>Ally</at>","mentioned":)"
                            R"({"id":"28:us"}},{"type":"mention","text":"<at>Other</at>","mentioned":{"id":"28:other"}}])";
  EXPECT_EQ(text_of(R"({"text":"<at>Ally</at> tip",)" + known + '}'), "tip");
  EXPECT_EQ(text_of(R"({"text":"<at>Other</at> <at>Ally</at> tip",)" + known + '}'), "ignored mention-not-first");
}

TEST_F(TeamsOutgoingRead, LeavesAloneWhatIsNoWordOfAMember) {
  EXPECT_EQ(read(R"({"type":"messageReaction"})"), "ignored messagereaction");
  EXPECT_EQ(read(R"({"type":"made up by somebody"})"), "ignored activity");
  EXPECT_EQ(read(R"({"from":{"role":"bot"}})"), "ignored bot");
  EXPECT_EQ(read(R"({"conversation":{"id":"../x"}})"), "ignored no-conversation");
  EXPECT_EQ(read(R"({"conversation":null})"), "ignored no-conversation");
  EXPECT_EQ(read(R"({"text":5})"), "ignored mention-not-first");
  EXPECT_EQ(fakes::described(receive(fakes::teams_outgoing_request("[]"))), "ignored not-an-activity");
  EXPECT_EQ(fakes::described(receive(fakes::teams_outgoing_request("tip"))), "ignored not-an-activity");
}

TEST_F(TeamsOutgoingRead, KnowsOneWebhooksPeopleAndRequestsFromAnothers) {
  rig.settings["TEAMS_OUTGOING_WEBHOOKS"] += " hr=QgyNSToQjf4p6+YzDpjKks1/tXeJQ7FhVHqRwTnugVI=";
  adapter = std::move(*declaration().make(rig.environment(client)));
  const Origin here = asked();
  EXPECT_EQ(here.member.str(), "teamsoutgoing/engineering/29:fakeAlice");
  EXPECT_EQ(here.channel.str(), "teamsoutgoing/engineering/19:fakeops@thread.tacv2");
  EXPECT_FALSE(here.direct);
  EXPECT_TRUE(here.address.empty());
  EXPECT_FALSE(adapter->authenticate(fakes::teams_outgoing_request(fakes::teams_message("tip"), "hr"), now).has_value());
}

TEST_F(TeamsOutgoingRead, AnswersCardsThatTeamsTakes) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    const Rendered made = adapter->render(Answer{card}, asked(), Timing::InRequest, now);
    ASSERT_TRUE(made.response.has_value());
    EXPECT_EQ(made.response->status, 200);
    EXPECT_EQ(made.response->content_type.find("application/json"), 0U);
    EXPECT_EQ(fakes::workflow_complaints(made.response->body), std::vector<std::string>{}) << name;
    const std::string text = Json::parse(made.response->body).dump(2) + '\n';
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "teamsoutgoing/" + name + ".json", text), "");
  }
}

TEST_F(TeamsOutgoingRead, AnswersNothingElseAndNothingLater) {
  const Card card = fakes::sample_cards().front().second;
  const auto body_of = [&](const Reply& reply) { return adapter->render(reply, asked(), Timing::InRequest, now).response->body; };
  EXPECT_EQ(body_of(Replace{card}), body_of(Answer{card}));
  for (const Reply& reply : {Reply(Silence{}), Reply(OpenForm{fakes::sample_form()}), Reply(FormProblems{{{"what", "x"}}}),
                             Reply(HomePage{card}), Reply(Completions{})})
    EXPECT_EQ(body_of(reply), "") << reply.index();
  const Rendered late = adapter->render(Answer{card}, asked(), Timing::Late, now);
  EXPECT_FALSE(late.response.has_value());
  EXPECT_TRUE(late.calls.empty());
}

}  // namespace
}  // namespace allybot::platforms::teams_outgoing
