// What the Chat API's answers mean, and how a token comes and goes; over real connections to a fake.
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/google_chat/rig.h"

namespace allybot::platforms::google_chat {
namespace {

using Kind = SendOutcome::Kind;

constexpr const char* kPosts = "/v1/spaces/AAAAfake/messages";
constexpr const char* kSent = R"({"name":"spaces/AAAAfake/messages/M2.M2"})";

struct GoogleChatSend : GoogleChatRig {
  fakes::FakePlatform google;
  std::unique_ptr<http::Client> wire = http::make_client();
  std::vector<std::string> bearers;

  void SetUp() override {
    rig.settings["GOOGLECHAT_API_URL"] = google.url();
    auto made = declaration().make(rig.environment(*wire));
    ASSERT_TRUE(made.has_value());
    adapter = std::move(*made);
  }
  void give_tokens() {
    google.on_post("/token").then([this](const fakes::Call&) {
      return http::json_response(R"({"access_token":"fake-)" + std::to_string(++tokens_) + R"(","expires_in":3599})");
    });
  }
  Outgoing nudge(const ChannelKey& to) {
    return {to.str(), *adapter->post(fakes::sample_cards().front().second, to, "", now), "mark-1", now};
  }

 private:
  int tokens_ = 0;
};

TEST_F(GoogleChatSend, TellsEachAnswerApart) {
  give_tokens();
  const auto error = [](int code, const std::string& status) {
    return R"({"error":{"code":)" + std::to_string(code) + R"(,"message":"fake","status":")" + status + R"("}})";
  };
  struct {
    int status;
    std::string body;
    Kind kind;
    const char* reason;
  } rows[] = {
      {200, kSent, Kind::Sent, ""},
      {200, R"({"name":"elsewhere"})", Kind::Unknown, "garbage"},
      {200, "[]", Kind::Unknown, "garbage"},
      {400, error(400, "INVALID_ARGUMENT"), Kind::Refused, "invalid_argument"},
      {400, error(400, "FAILED_PRECONDITION"), Kind::Refused, "failed_precondition"},
      {403, error(403, "PERMISSION_DENIED"), Kind::NeedsCare, "not_permitted"},
      {404, error(404, "NOT_FOUND"), Kind::Gone, "channel_not_found"},
      {404, "<html>", Kind::NotSent, "http_404"},
      {409, error(409, "ALREADY_EXISTS"), Kind::Refused, "already_exists"},
      {413, "", Kind::Refused, "too_big"},
      {429, error(429, "RESOURCE_EXHAUSTED"), Kind::Wait, "ratelimited"},
      {500, error(500, "INTERNAL"), Kind::Unknown, "internal"},
      {502, "", Kind::Unknown, "http_502"},
      {503, error(503, "UNAVAILABLE"), Kind::NotSent, "unavailable"},
      {504, error(504, "DEADLINE_EXCEEDED"), Kind::Unknown, "deadline_exceeded"},
      {302, "", Kind::NotSent, "http_302"},
  };
  for (const auto& row : rows) {
    google.on_post(kPosts).reply(row.status, row.body);
    const SendOutcome outcome = adapter->send(nudge(channel));
    EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << row.body;
    EXPECT_EQ(outcome.reason, row.reason) << row.status;
  }
}

TEST_F(GoogleChatSend, ReplacesATokenThatWasRefusedOnceAndGivesUpThen) {
  give_tokens();
  google.on_post(kPosts).reply(401, "{}").reply(200, kSent);
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::Sent);
  EXPECT_EQ(google.count("/token"), 2U);
  google.on_post(kPosts).reply(401, "{}").reply(401, "{}");
  EXPECT_EQ(adapter->send(nudge(channel)).kind, Kind::TokenDead);
}

TEST_F(GoogleChatSend, RefreshesItsTokenBeforeItEnds) {
  give_tokens();
  google.on_post(kPosts).reply(200, kSent).reply(200, kSent);
  adapter->send(nudge(channel));
  rig.clock.advance(std::chrono::minutes(50));
  for (const BackgroundTask& task : adapter->background_tasks())
    if (task.name == "googlechat.token") task.step();
  EXPECT_EQ(google.count("/token"), 2U);
  adapter->send(nudge(channel));
  EXPECT_EQ(google.count("/token"), 2U);
}

TEST_F(GoogleChatSend, SaysWhyThereIsNoToken) {
  google.on_post("/token").reply(400, R"({"error":"invalid_grant","error_description":"Invalid JWT Signature."})");
  const SendOutcome outcome = adapter->send(nudge(channel));
  EXPECT_EQ(outcome.kind, Kind::TokenDead);
  EXPECT_EQ(outcome.reason, "invalid_grant");
  EXPECT_EQ(google.count(kPosts), 0U);
}

TEST_F(GoogleChatSend, FindsAMembersConversationOnceAndAgainWhenItIsGone) {
  give_tokens();
  google.on("GET", "/v1/spaces:findDirectMessage")
      .reply(200, R"({"name":"spaces/DMfake"})")
      .reply(200, R"({"name":"spaces/DMnew"})");
  google.on_post("/v1/spaces/DMfake/messages")
      .reply(200, R"({"name":"spaces/DMfake/messages/M1.M1"})")
      .reply(404, R"({"error":{"status":"NOT_FOUND"}})");
  google.on_post("/v1/spaces/DMnew/messages").reply(200, R"({"name":"spaces/DMnew/messages/M1.M1"})");
  EXPECT_EQ(adapter->send(nudge(direct)).kind, Kind::Sent);
  EXPECT_EQ(adapter->send(nudge(direct)).kind, Kind::NotSent);
  EXPECT_EQ(adapter->send(nudge(direct)).kind, Kind::Sent);
  EXPECT_EQ(google.count("/v1/spaces:findDirectMessage"), 2U);
}

TEST_F(GoogleChatSend, WhoHasNoConversationWithUsHasToBeginOne) {
  give_tokens();
  google.on("GET", "/v1/spaces:findDirectMessage").reply(404, R"({"error":{"status":"NOT_FOUND"}})");
  const SendOutcome outcome = adapter->send(nudge(direct));
  EXPECT_EQ(outcome.kind, Kind::NeedsCare);
  EXPECT_EQ(outcome.reason, "no_conversation");
}

TEST_F(GoogleChatSend, AsksAboutASpaceBeforeAPlanIsSaved) {
  give_tokens();
  google.on("GET", "/v1/spaces/AAAAfake")
      .reply(200, R"({"name":"spaces/AAAAfake","externalUserAllowed":true})")
      .reply(403, R"({"error":{"status":"PERMISSION_DENIED"}})")
      .reply(404, R"({"error":{"status":"NOT_FOUND"}})")
      .reply(500, "oops");
  EXPECT_TRUE(adapter->channel_facts(channel)->has_outsiders);
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "not_invited");
  EXPECT_EQ(adapter->channel_facts(channel)->why_not, "not_found");
  EXPECT_FALSE(adapter->channel_facts(channel).has_value());
  EXPECT_TRUE(adapter->channel_facts(direct)->can_post);
}

TEST_F(GoogleChatSend, RefusesAPayloadThatIsNone) {
  for (const char* payload : {"", "p", "p\nAAAA", "x\nAAAA\n{}", "u\nspaces/AAAA\n{}", "p\n../AAAA\n{}"})
    EXPECT_EQ(adapter->send({"d", payload, "", now}).kind, Kind::Refused) << payload;
  EXPECT_EQ(google.count("/token"), 0U);
}

}  // namespace
}  // namespace allybot::platforms::google_chat
