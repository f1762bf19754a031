#include "bot/platforms/slack/send.h"

#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::ScriptedClient;
using Kind = SendOutcome::Kind;

const std::string kAccepted = R"({"ok":true,"channel":"C0FAKE001","ts":"1700000000.000100"})";

struct SlackSend : SlackTest {
  Outgoing nudge{"slack/T0FAKE001/C0FAKE001", R"({"channel":"C0FAKE001","text":"A tip."})", "mark-1", now};

  SendOutcome send(http::ClientOutcome outcome) {
    client.answer(std::move(outcome));
    return adapter->send(nudge);
  }
  static http::ClientOutcome refusal(const std::string& word) {
    return ScriptedClient::answered(200, R"({"ok":false,"error":")" + word + "\"}");
  }
};

TEST_F(SlackSend, PostsWithTokenAndMark) {
  const SendOutcome outcome = send(ScriptedClient::answered(200, kAccepted));
  EXPECT_EQ(outcome.kind, Kind::Sent);
  EXPECT_EQ(outcome.remote, "C0FAKE001:1700000000.000100");
  ASSERT_EQ(client.requests().size(), 1U);
  const http::ClientRequest request = client.requests()[0];
  EXPECT_EQ(request.url, "https://slack.com/api/chat.postMessage");
  EXPECT_EQ(request.headers.only("Authorization"), std::string("Bearer ") + fakes::kSlackToken);
  EXPECT_EQ(request.content_type, "application/json; charset=utf-8");
  EXPECT_EQ(
      json(request.body),
      json(
          R"({"channel":"C0FAKE001","text":"A tip.","metadata":{"event_type":"allybot_delivery","event_payload":{"id":"mark-1"}}})"));
}

TEST_F(SlackSend, MarksOnlyWhatHasAMark) {
  nudge.idempotency.clear();
  send(ScriptedClient::answered(200, kAccepted));
  EXPECT_EQ(client.requests()[0].body, nudge.payload);
  nudge = {"slack/T0FAKE001/U0FAKE001", "chat.postEphemeral\n{\"channel\":\"C0FAKE001\",\"user\":\"U0FAKE001\",\"text\":\"x\"}",
           "mark-1", now};
  send(ScriptedClient::answered(200, R"({"ok":true,"message_ts":"1.2"})"));
  EXPECT_EQ(client.requests()[1].url, "https://slack.com/api/chat.postEphemeral");
  EXPECT_EQ(client.requests()[1].body.find("metadata"), std::string::npos);
}

// The table of slack.md 9.1, from the lists of errors on the methods' pages.
TEST_F(SlackSend, SortsEveryErrorOfTheTable) {
  const std::pair<Kind, std::vector<std::string>> rows[] = {
      {Kind::Wait, {"ratelimited", "rate_limited", "message_limit_exceeded", "team_added_to_org", "org_login_required"}},
      {Kind::NotSent, {"service_unavailable", "request_timeout"}},
      {Kind::Unknown, {"internal_error", "fatal_error"}},
      {Kind::Gone,
       {"channel_not_found", "is_archived", "user_not_in_channel", "user_disabled", "message_not_found", "edit_window_closed",
        "is_inactive", "cant_update_message"}},
      {Kind::NeedsCare,
       {"not_in_channel", "restricted_action", "restricted_action_read_only_channel", "messages_tab_disabled", "missing_scope",
        "no_permission", "not_allowed_token_type"}},
      {Kind::TokenDead,
       {"account_inactive", "token_revoked", "invalid_auth", "not_authed", "team_access_not_granted", "ekm_access_denied",
        "token_expired"}},
      {Kind::Refused,
       {"no_text", "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "too_many_attachments",
        "metadata_too_large", "invalid_arguments", "invalid_json", "expired_trigger_id", "something_new"}},
  };
  for (const auto& [kind, words] : rows) {
    for (const std::string& word : words) {
      const SendOutcome outcome = send(refusal(word));
      EXPECT_EQ(outcome.kind, kind) << word;
      EXPECT_EQ(outcome.reason, word);
      EXPECT_EQ(outcome.wait.count() > 0, kind == Kind::Wait) << word;
    }
  }
}

TEST_F(SlackSend, WaitsAsLongAsItIsTold) {
  SendOutcome outcome = send(ScriptedClient::answered(429, R"({"ok":false,"error":"ratelimited"})", {{"Retry-After", "7"}}));
  EXPECT_EQ(outcome.kind, Kind::Wait);
  EXPECT_EQ(outcome.wait, seconds(7));
  EXPECT_EQ(send(ScriptedClient::answered(429, "", {{"retry-after", "120"}})).wait, seconds(120));
  for (const char* strange : {"", "soon", "-5", "0", "99999999999999"}) {
    outcome = send(ScriptedClient::answered(429, "<html>", {{"Retry-After", strange}}));
    EXPECT_EQ(outcome.kind, Kind::Wait);
    EXPECT_GE(outcome.wait, seconds(1)) << strange;
    EXPECT_LE(outcome.wait, std::chrono::hours(6)) << strange;
  }
}

TEST_F(SlackSend, KeepsNeverLeftAndNeverHeardApart) {
  EXPECT_EQ(send(ScriptedClient::never_left("refused")).kind, Kind::NotSent);
  EXPECT_EQ(send(ScriptedClient::never_left("tls")).kind, Kind::NotSent);
  EXPECT_EQ(send(ScriptedClient::unheard("timeout")).kind, Kind::Unknown);
  EXPECT_EQ(send(ScriptedClient::unheard("cut")).kind, Kind::Unknown);
}

TEST_F(SlackSend, ReadsStatusesAndGarbage) {
  for (const int status : {500, 502, 503, 400, 404, 302})
    EXPECT_EQ(send(ScriptedClient::answered(status, "<html>oops")).kind, Kind::NotSent) << status;
  EXPECT_EQ(send(ScriptedClient::answered(504, "")).kind, Kind::Unknown);
  EXPECT_EQ(send(ScriptedClient::answered(500, R"({"ok":false,"error":"fatal_error"})")).kind, Kind::Unknown);
  for (const char* garbage : {"", "<html>", "[]", "{}", "{\"ok\":\"yes\"}", "null", "{\"ok\":true"})
    EXPECT_EQ(send(ScriptedClient::answered(200, garbage)).kind, Kind::Unknown) << garbage;
  EXPECT_EQ(send(ScriptedClient::answered(200, R"({"ok":false,"error":"two\nlines"})")).reason, "two lines");
}

TEST_F(SlackSend, AnswersOnlyThroughSlacksHost) {
  for (const char* url :
       {"https://evil.example/x", "http://hooks.slack.com/x", "https://hooks.slack.com:444/x", "http://127.0.0.1:1/x"}) {
    nudge.payload = std::string(url) + "\n{\"text\":\"x\"}";
    const SendOutcome outcome = send(ScriptedClient::answered(200, "ok"));
    EXPECT_EQ(outcome.kind, Kind::Refused) << url;
    EXPECT_EQ(outcome.reason, "foreign_host");
  }
  EXPECT_TRUE(client.requests().empty());
  nudge.payload = "https://hooks.slack.com/commands/1\n{\"text\":\"x\"}";
  EXPECT_EQ(send(ScriptedClient::answered(200, "ok")).kind, Kind::Sent);
  EXPECT_EQ(client.requests()[0].headers.count("Authorization"), 0U) << "a response_url gets no token";
}

TEST_F(SlackSend, GivesAResponseAddressUpForGood) {
  nudge.payload = "https://hooks.slack.com/commands/1\n{\"text\":\"x\"}";
  for (const int status : {400, 403, 404, 410})
    EXPECT_EQ(send(ScriptedClient::answered(status, "used_url")).kind, Kind::Gone) << status;
  EXPECT_EQ(send(ScriptedClient::answered(429, "", {{"Retry-After", "3"}})).kind, Kind::Wait);
  EXPECT_EQ(send(ScriptedClient::answered(500, "")).kind, Kind::NotSent);
  EXPECT_EQ(send(ScriptedClient::unheard("timeout")).kind, Kind::Unknown);
}

TEST_F(SlackSend, CannotTellWithoutLeaveToLook) {
  client.answer(ScriptedClient::answered(200, R"({"ok":true,"messages":[]})"));
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::CannotTell);
  EXPECT_TRUE(client.requests().empty());
  EXPECT_FALSE(adapter->capabilities().look_up);
}

struct SlackLookUp : SlackSend {
  SlackLookUp() {
    rig.settings["SLACK_VERIFY_DELIVERY"] = "history";
    adapter = make();
  }
  static std::string page(const std::string& messages, const std::string& cursor = "", bool has_more = false) {
    return R"({"ok":true,"messages":[)" + messages + R"(],"has_more":)" + (has_more ? "true" : "false") +
           R"(,"response_metadata":{"next_cursor":")" + cursor + "\"}}";
  }
  static std::string marked(const std::string& mark) {
    return R"({"ts":"1700000001.000200","text":"A tip.","metadata":{"event_type":"allybot_delivery","event_payload":{"id":")" +
           mark + "\"}}}";
  }
};

TEST_F(SlackLookUp, FindsItsMark) {
  EXPECT_TRUE(adapter->capabilities().look_up);
  client.answer(ScriptedClient::answered(200, page(marked("other") + "," + marked("mark-1"))));
  const LookUp found = adapter->look_up(nudge);
  EXPECT_EQ(found.kind, LookUp::Kind::Present);
  EXPECT_EQ(found.remote, "C0FAKE001:1700000001.000200");
  const http::ClientRequest request = client.requests().at(0);
  EXPECT_EQ(request.url, "https://slack.com/api/conversations.history");
  EXPECT_EQ(http::form_field(request.body, "channel"), "C0FAKE001");
  EXPECT_EQ(http::form_field(request.body, "include_all_metadata"), "true");
  EXPECT_EQ(http::form_field(request.body, "oldest"), std::to_string(to_unix_seconds(now) - 600));
}

TEST_F(SlackLookUp, ReadsAllPagesBeforeItSaysAbsent) {
  client.answer([](const http::ClientRequest& request) {
    const auto cursor = http::form_field(request.body, "cursor");
    return ScriptedClient::answered(200, !cursor            ? page(marked("a"), "two", true)
                                         : *cursor == "two" ? page("", "three", true)
                                                            : page(marked("b")));
  });
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::Absent);
  EXPECT_EQ(client.requests().size(), 3U);
}

TEST_F(SlackLookUp, SaysAbsentOnlyWhenItSawEverything) {
  for (const auto& outcome : {ScriptedClient::answered(200, page("", "", true)),
                              ScriptedClient::answered(200, R"({"ok":false,"error":"missing_scope"})"),
                              ScriptedClient::answered(429, "", {{"Retry-After", "60"}}), ScriptedClient::answered(500, ""),
                              ScriptedClient::answered(200, "garbage"), ScriptedClient::answered(200, R"({"ok":true})"),
                              ScriptedClient::never_left("refused"), ScriptedClient::unheard("timeout"),
                              ScriptedClient::answered(200, page("", "always", true))}) {
    client.answer(outcome);
    EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::CannotTell);
  }
}

TEST_F(SlackLookUp, FindsAMembersConversationFirst) {
  nudge.payload = R"({"channel":"U0FAKE001","text":"A tip."})";
  client.answer([](const http::ClientRequest& request) {
    if (request.url.find("conversations.open") != std::string::npos)
      return ScriptedClient::answered(
          200, http::form_field(request.body, "users") == "U0FAKE001" ? R"({"ok":true,"channel":{"id":"D0FAKE001"}})" : "{}");
    return ScriptedClient::answered(200, page(http::form_field(request.body, "channel") == "D0FAKE001" ? marked("mark-1") : ""));
  });
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::Present);
}

TEST_F(SlackLookUp, CannotTellWhatHasNoMark) {
  client.answer(ScriptedClient::answered(200, page("")));
  nudge.idempotency.clear();
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::CannotTell);
  nudge.idempotency = "mark-1";
  nudge.payload = "chat.postEphemeral\n{\"channel\":\"C0FAKE001\"}";
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::CannotTell);
  nudge.payload = "{\"channel\":";
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::CannotTell);
}

TEST_F(SlackLookUp, FindsWhatSendMarked) {
  send(ScriptedClient::answered(200, kAccepted));
  const std::string posted = client.requests().at(0).body;
  client.answer(ScriptedClient::answered(200, page(posted.substr(0, posted.size() - 1) + ",\"ts\":\"1.2\"}")));
  EXPECT_EQ(adapter->look_up(nudge).kind, LookUp::Kind::Present);
}

TEST_F(SlackSend, LogsNoSecret) {
  send(refusal("invalid_auth"));
  nudge.payload = "https://hooks.slack.com/commands/SECRETPATH\n{\"text\":\"private words\"}";
  send(ScriptedClient::answered(404, ""));
  for (const char* secret : {fakes::kSlackToken, "SECRETPATH", "private words"})
    EXPECT_EQ(log.all_text().find(secret), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::slack
