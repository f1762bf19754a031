#include "bot/platforms/slack/envelope.h"

#include "bot/platforms/slack/envelopes.h"
#include "bot/platforms/slack/verify.h"
#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using Kind = SocketFrame::Kind;
using std::chrono::minutes;
using std::chrono::seconds;

std::string envelope(const std::string& type, const std::string& payload, const std::string& id = "dbdd0ef3") {
  return R"({"envelope_id":")" + id + R"(","type":")" + type + R"(","accepts_response_payload":true,"payload":)" + payload + '}';
}

/// What the parser of requests makes of it.
struct SlackSocketFrame : SlackTest {
  Inbound parsed(const std::string& text) {
    const SocketFrame frame = read_socket_frame(text);
    if (frame.kind != Kind::Envelope || !frame.request) {
      ADD_FAILURE() << "no request in " << text;
      return Ignored{};
    }
    auto all = adapter->parse(*frame.request, now);
    return std::get<std::vector<Inbound>>(*all).front();
  }
};

TEST_F(SlackSocketFrame, IsTheCommandThatARequestWouldBe) {
  nlohmann::json payload = nlohmann::json::object();
  for (const auto& [name, value] : fakes::slack_command_form("tip R&D + caf\xC3\xA9 100%")) payload[name] = value;
  const Inbound over_socket = parsed(envelope("slash_commands", payload.dump()));
  const auto& command = std::get<Command>(over_socket);
  const auto by_http = receive_as<Command>(fakes::slack_command("tip R&D + caf\xC3\xA9 100%", now));
  EXPECT_EQ(command.text, by_http.text);
  EXPECT_EQ(command.origin.request, by_http.origin.request);
  EXPECT_EQ(command.origin.route, by_http.origin.route);
  EXPECT_EQ(command.origin.channel, by_http.origin.channel);
  EXPECT_EQ(read_socket_frame(envelope("slash_commands", payload.dump())).response_url, fakes::SlackPlace().response_url);
}

TEST_F(SlackSocketFrame, IsThePressThatARequestWouldBe) {
  const std::string value = sign({"more", "tips/x", Binding::Member});
  const Inbound inbound = parsed(envelope("interactive", fakes::slack_press(value)));
  EXPECT_EQ(std::get<Press>(inbound).action.object, "tips/x");
  const Inbound forged = parsed(envelope("interactive", fakes::slack_press("more.forged")));
  EXPECT_TRUE(std::holds_alternative<Unusable>(forged));
}

TEST_F(SlackSocketFrame, IsTheEventThatARequestWouldBe) {
  const std::string event =
      fakes::slack_event(R"({"type":"app_mention","user":"U0FAKE001","text":"<@U0FAKEBOT> tip","channel":"C0FAKE001"})", now)
          .body;
  const Inbound inbound = parsed(envelope("events_api", event));
  EXPECT_EQ(std::get<Command>(inbound).text, "tip");
}

TEST_F(SlackSocketFrame, NamesARequestByItsEnvelopeWhereNothingElseDoes) {
  nlohmann::json payload{{"team_id", "T0FAKE001"}, {"channel_id", "C0FAKE001"}, {"user_id", "U0FAKE001"}, {"text", "tip"}};
  const Inbound inbound = parsed(envelope("slash_commands", payload.dump()));
  EXPECT_EQ(std::get<Command>(inbound).origin.request.str(), "dbdd0ef3");
}

TEST_F(SlackSocketFrame, OfTheConnectionIsToldFromAnEnvelope) {
  EXPECT_EQ(read_socket_frame(R"({"type":"hello","num_connections":1})").kind, Kind::Hello);
  for (const char* reason : {"warning", "refresh_requested", "link_disabled"}) {
    const auto frame = read_socket_frame(std::string(R"({"type":"disconnect","reason":")") + reason + "\"}");
    EXPECT_EQ(frame.kind, Kind::Disconnect);
    EXPECT_EQ(frame.word, reason);
  }
}

TEST_F(SlackSocketFrame, OfAKindWeDoNotKnowIsAcknowledgedAndNothingMore) {
  for (const std::string& text : {envelope("workflow_step", "{}"), envelope("slash_commands", "7"), envelope("", "{}")}) {
    const auto frame = read_socket_frame(text);
    EXPECT_EQ(frame.kind, Kind::Envelope) << text;
    EXPECT_FALSE(frame.request.has_value()) << text;
  }
}

TEST_F(SlackSocketFrame, ThatIsNoneIsPassedOver) {
  for (const std::string& text :
       {std::string(), std::string("nonsense"), std::string("[]"), std::string("{}"), std::string("null"),
        envelope("slash_commands", "{}", ""), envelope("slash_commands", "{}", "a\\nb"),
        envelope("slash_commands", "{}", std::string(200, 'e')), std::string(5000, '[')}) {
    const auto frame = read_socket_frame(text);
    EXPECT_EQ(frame.kind, Kind::Other) << text.substr(0, 80);
    EXPECT_FALSE(frame.request.has_value());
  }
}

TEST(Acknowledgement, HasAPayloadOnlyWhereOneIsTakenAndThereIsOne) {
  const auto answer = http::json_response(R"({"response_type":"ephemeral","text":"hi"})");
  EXPECT_EQ(nlohmann::json::parse(acknowledgement("e1", true, answer)),
            nlohmann::json::parse(R"({"envelope_id":"e1","payload":{"response_type":"ephemeral","text":"hi"}})"));
  EXPECT_EQ(acknowledgement("e1", false, answer), R"({"envelope_id":"e1"})");
  EXPECT_EQ(acknowledgement("e1", true, http::empty_response()), R"({"envelope_id":"e1"})");
  EXPECT_EQ(acknowledgement("e1", true, http::text_response(400, "no")), R"({"envelope_id":"e1"})");
}

using Came = Envelopes::Came;

TEST(EnvelopesTest, AreCarriedOutOnceAndAnsweredAgain) {
  Envelopes kept;
  EXPECT_EQ(kept.take("e1", 1, seconds(0)), Came::New);
  EXPECT_EQ(kept.take("e1", 2, seconds(1)), Came::AtWork);
  EXPECT_EQ(kept.wanted_on("e1"), 2) << "the answer goes to where it was asked for last";
  kept.answered("e1", "answer");
  EXPECT_EQ(kept.wanted_on("e1"), std::nullopt);
  EXPECT_EQ(kept.take("e1", 1, seconds(2)), Came::Answered);
  EXPECT_EQ(kept.answer_of("e1"), "answer");
}

TEST(EnvelopesTest, ThatNobodyTookMayComeAgain) {
  Envelopes kept;
  kept.take("e1", 1, seconds(0));
  EXPECT_EQ(kept.at_work(), 1U);
  kept.forget("e1");
  EXPECT_EQ(kept.at_work(), 0U);
  EXPECT_EQ(kept.take("e1", 1, seconds(1)), Came::New);
}

TEST(EnvelopesTest, AreForgottenAfterTenMinutesAndBeyondAThousand) {
  Envelopes kept;
  kept.take("old", 1, seconds(0));
  kept.answered("old", "x");
  kept.take("work", 1, seconds(0));
  EXPECT_EQ(kept.take("new", 1, minutes(10)), Came::New);
  EXPECT_EQ(kept.at_work(), 1U);
  EXPECT_EQ(kept.wanted_on("work"), std::nullopt);
  for (int i = 0; i < 5000; ++i) EXPECT_EQ(kept.take("e" + std::to_string(i), 1, minutes(10)), Came::New);
  EXPECT_LE(kept.at_work(), 1000U);
  EXPECT_EQ(kept.take("e4999", 1, minutes(10)), Came::AtWork);
  EXPECT_EQ(kept.take("e1", 1, minutes(10)), Came::New);
}

}  // namespace
}  // namespace allybot::platforms::slack
