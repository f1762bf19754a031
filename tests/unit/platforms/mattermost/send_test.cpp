#include "bot/http/message.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_mattermost.h"
#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

using Kind = SendOutcome::Kind;
using fakes::MattermostPlace;

const std::string kPosts = "/api/v4/posts";
const std::string kMark = "0123456789abcdef0123456789abcdef";

Card tip() {
  Card card;
  card.title = "Say whose idea it was";
  card.blocks = {Paragraph{text_line("Ideas get lost.")}};
  card.buttons = {{"Another", {"more", "tips/a"}, ButtonStyle::Default, {}, {}}};
  return card;
}

struct MattermostSend : testing::Test {
  fakes::PlatformRig rig{settings()};
  fakes::FakeMattermost server{rig.clock};
  std::unique_ptr<http::Client> client = http::make_client();
  std::unique_ptr<Adapter> adapter = make();
  const ChannelKey ops{PlatformId("mattermost"), WorkspaceId(MattermostPlace().team), ChannelId(MattermostPlace().channel)};
  const ChannelKey own{PlatformId("mattermost"), WorkspaceId(MattermostPlace().team), ChannelId('@' + MattermostPlace().user)};

  static std::map<std::string, std::string> settings() {
    return {{"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken}, {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken}};
  }
  std::unique_ptr<Adapter> make() {
    rig.settings["MATTERMOST_URL"] = server.url();
    auto made = declaration().make(rig.environment(*client));
    EXPECT_TRUE(made.has_value()) << made.error().for_log;
    return made ? std::move(*made) : nullptr;
  }

  Outgoing nudge(const ChannelKey& channel, const std::string& idempotency = kMark) {
    const auto payload = adapter->post(tip(), channel, "", rig.clock.now());
    EXPECT_TRUE(payload.has_value());
    return {channel.str(), payload.value_or(""), idempotency, rig.clock.now()};
  }
  SendOutcome sent(const Outgoing& outgoing) { return adapter->send(outgoing); }
  SendOutcome answered(int status, const std::string& id, const fakes::HeaderList& headers = {}) {
    server.http().on_post(kPosts).reply(status, headers,
                                        id.empty() ? "<html>" : R"({"id":")" + id + R"(","message":"localised"})");
    return sent(nudge(ops));
  }
};

TEST_F(MattermostSend, PostsWithItsMark) {
  const SendOutcome outcome = sent(nudge(ops));
  EXPECT_EQ(outcome.kind, Kind::Sent) << outcome.reason;
  ASSERT_EQ(server.posts().size(), 1U);
  const auto post = server.posts()[0];
  EXPECT_EQ(outcome.remote, post.id);
  EXPECT_EQ(post.channel, ops.channel.str());
  EXPECT_EQ(post.message, "#### Say whose idea it was");
  EXPECT_EQ(Json::parse(post.props).at("allybot_delivery"), kMark);
  const auto calls = server.http().calls(kPosts);
  EXPECT_EQ(Json::parse(calls[0].body).at("pending_post_id"), std::string(fakes::kMattermostBot) + ':' + kMark);
}

TEST_F(MattermostSend, PostsOnceWhenTheSameIsSentAgain) {
  const Outgoing once = nudge(ops);
  const auto first = sent(once);
  rig.clock.advance(adapter->capabilities().dedupes_for - seconds(1));
  const auto again = sent(once);
  EXPECT_EQ(again.kind, Kind::Sent);
  EXPECT_EQ(again.remote, first.remote);
  EXPECT_EQ(server.posts().size(), 1U);
  EXPECT_LT(adapter->capabilities().dedupes_for, seconds(30));
}

TEST_F(MattermostSend, OpensTheConversationOnceAndPostsThere) {
  EXPECT_EQ(sent(nudge(own, "one")).kind, Kind::Sent);
  EXPECT_EQ(sent(nudge(own, "two")).kind, Kind::Sent);
  EXPECT_EQ(server.http().count("/api/v4/channels/direct"), 1U);
  EXPECT_EQ(server.posts_in(server.conversation_of(MattermostPlace().user)).size(), 2U);
}

TEST_F(MattermostSend, KnowsThatNothingWasPostedWhileTheConversationIsNotOpen) {
  server.http().on_post("/api/v4/channels/direct").close_after_handling();
  EXPECT_EQ(sent(nudge(own)).kind, Kind::NotSent);
  server.http().on_get("/api/v4/users/me").reply(502, "<html>");
  EXPECT_EQ(sent(nudge(own)).kind, Kind::Sent);
  EXPECT_EQ(server.posts().size(), 1U);
}

TEST_F(MattermostSend, GivesUpOnAMemberWhoIsGone) {
  ChannelKey gone = own;
  gone.channel = ChannelId("@fakenobody0000000000000000");
  const auto outcome = sent(nudge(gone));
  EXPECT_EQ(outcome.kind, Kind::Gone);
  EXPECT_EQ(outcome.reason, "user_not_found");
}

TEST_F(MattermostSend, ReadsEachRefusalByTheTable) {
  const struct {
    int status;
    const char* id;
    Kind kind;
    const char* reason;
  } rows[] = {
      {401, "api.context.session_expired.app_error", Kind::TokenDead, "token_refused"},
      {403, "api.context.permissions.app_error", Kind::NeedsCare, "not_invited"},
      {403, "api.post.create_post.town_square_read_only", Kind::NeedsCare, "read_only"},
      {404, "app.channel.get.existing.app_error", Kind::Gone, "channel_not_found"},
      {404, "api.context.404.app_error", Kind::NotSent, "no_such_call"},
      {404, "", Kind::NotSent, "http_404"},
      {400, "api.post.create_post.can_not_post_to_deleted.error", Kind::Gone, "archived"},
      {403, "api.post.create_post.can_not_post_to_deleted.error", Kind::Gone, "archived"},
      {400, "model.post.is_valid.props.app_error", Kind::Refused, "model.post.is_valid.props.app_error"},
      {413, "", Kind::Refused, "http_413"},
      {500, "api.post.deduplicate_create_post.pending", Kind::Unknown, "first_in_progress"},
      {500, "app.post.save.app_error", Kind::Unknown, "app.post.save.app_error"},
      {502, "", Kind::Unknown, "http_502"},
      {503, "", Kind::NotSent, "http_503"},
      {504, "", Kind::Unknown, "http_504"},
      {302, "", Kind::NotSent, "http_302"},
      {201, "", Kind::Unknown, "garbage"},
      {201, "no id", Kind::Unknown, "garbage"},
  };
  for (const auto& row : rows) {
    const auto outcome = answered(row.status, row.id);
    EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << row.id;
    EXPECT_EQ(outcome.reason, row.reason) << row.status << ' ' << row.id;
  }
}

TEST_F(MattermostSend, WaitsAsLongAsItIsTold) {
  EXPECT_EQ(answered(429, "", {{"X-Ratelimit-Reset", "7"}, {"X-Ratelimit-Limit", "100"}}).wait, seconds(7));
  EXPECT_EQ(answered(429, "", {{"Retry-After", "3"}}).wait, seconds(3));
  EXPECT_EQ(answered(429, "").kind, Kind::Wait);
  EXPECT_GT(answered(429, "", {{"X-Ratelimit-Reset", "nonsense"}}).wait.count(), 0);
  EXPECT_LE(answered(429, "", {{"X-Ratelimit-Reset", "99999999"}}).wait, std::chrono::hours(1));
}

TEST_F(MattermostSend, TellsNeverLeftFromNeverHeard) {
  sent(nudge(ops, "warm"));
  server.http().on_post(kPosts).close_after_reading();
  EXPECT_EQ(sent(nudge(ops)).kind, Kind::Unknown);
  server.http().stop_listening();
  EXPECT_EQ(sent(nudge(ops)).kind, Kind::NotSent);
}

TEST_F(MattermostSend, FindsWhatWasPostedThoughNobodyHeard) {
  const Outgoing outgoing = nudge(ops);
  EXPECT_EQ(adapter->look_up(outgoing).kind, LookUp::Kind::Absent);
  server.http().on_post(kPosts).close_after_handling();
  EXPECT_EQ(sent(outgoing).kind, Kind::Unknown);
  const auto found = adapter->look_up(outgoing);
  EXPECT_EQ(found.kind, LookUp::Kind::Present);
  EXPECT_EQ(found.remote, server.posts().at(0).id);
  Outgoing other = outgoing;
  other.idempotency = "another";
  EXPECT_EQ(adapter->look_up(other).kind, LookUp::Kind::Absent);
}

TEST_F(MattermostSend, FindsItInAConversationToo) {
  const Outgoing outgoing = nudge(own);
  sent(outgoing);
  EXPECT_EQ(adapter->look_up(outgoing).kind, LookUp::Kind::Present);
}

TEST_F(MattermostSend, CannotTellWhereItMayNotLook) {
  const Outgoing outgoing = nudge(ops);
  const std::string path = "/api/v4/channels/" + ops.channel.str() + "/posts";
  server.http().on_get(path).reply(403, R"({"id":"api.context.permissions.app_error"})");
  EXPECT_EQ(adapter->look_up(outgoing).kind, LookUp::Kind::CannotTell);
  server.http().on_get(path).close_before_reply();
  EXPECT_EQ(adapter->look_up(outgoing).kind, LookUp::Kind::CannotTell);
  server.http().on_get(path).reply(200, R"({"order":["a"]})");
  EXPECT_EQ(adapter->look_up(outgoing).kind, LookUp::Kind::CannotTell);
  Json many{{"order", Json::array({"a"})}, {"posts", Json::object()}};
  for (int i = 0; i < 1000; ++i) many["posts"]["post" + std::to_string(i)] = Json{{"props", Json::object()}};
  server.http().on_get(path).reply(200, many.dump());
  EXPECT_EQ(adapter->look_up(outgoing).kind, LookUp::Kind::CannotTell) << "there may be more";
  EXPECT_EQ(adapter->look_up({ops.str(), outgoing.payload, "", rig.clock.now()}).kind, LookUp::Kind::CannotTell);
}

TEST_F(MattermostSend, AnswersLateByTheHookAndNeverWithTheToken) {
  server.add_hook("fakehook000000000000000000", 1);
  MattermostPlace place;
  place.response_url = server.url() + "/hooks/commands/fakehook000000000000000000";
  const auto proven = adapter->authenticate(fakes::mattermost_command("tip", place), rig.clock.now());
  const auto parsed = adapter->parse(std::get<Authentic>(proven.value()), rig.clock.now());
  const auto origin = std::get<Command>(std::get<std::vector<Inbound>>(parsed.value()).at(0)).origin;
  const auto rendered = adapter->render(Answer{tip()}, origin, Timing::Late, rig.clock.now());
  ASSERT_EQ(rendered.calls.size(), 1U);
  EXPECT_EQ(sent(rendered.calls[0]).kind, Kind::Sent);
  ASSERT_EQ(server.hook_messages().size(), 1U);
  EXPECT_EQ(Json::parse(server.hook_messages()[0]).at("response_type"), "ephemeral");
  EXPECT_EQ(server.http().calls().back().headers.count("Authorization"), 0U);
  const auto used_up = sent(rendered.calls[0]);
  EXPECT_EQ(used_up.kind, Kind::Gone);
  EXPECT_EQ(used_up.reason, "http_400");
}

TEST_F(MattermostSend, CallsNoOtherHost) {
  EXPECT_EQ(sent({"x", "https://evil.example/hooks/commands/fakehook000000000000000000\n{}", "", {}}).kind, Kind::Refused);
  EXPECT_EQ(sent({"x", "/users/me/../../x\n{}", "", {}}).kind, Kind::Refused);
  EXPECT_EQ(sent({"x", "{no json", "", {}}).kind, Kind::Refused);
  EXPECT_TRUE(server.http().calls().empty());
}

TEST_F(MattermostSend, OpensADialog) {
  Form form;
  form.title = "Suggest";
  form.fields.push_back({"what", "What", Field::Kind::LongText, {}, {}, {}, false, 300});
  form.on_submit = {"note", "x", Binding::Member};
  const auto proven = adapter->authenticate(fakes::mattermost_command("suggest"), rig.clock.now());
  const auto parsed = adapter->parse(std::get<Authentic>(proven.value()), rig.clock.now());
  const auto origin = std::get<Command>(std::get<std::vector<Inbound>>(parsed.value()).at(0)).origin;
  const auto call = adapter->render(OpenForm{form}, origin, Timing::InRequest, rig.clock.now()).calls.at(0);
  EXPECT_EQ(sent(call).kind, Kind::Sent);
  ASSERT_EQ(server.dialogs().size(), 1U);
  EXPECT_EQ(server.dialogs()[0].trigger_id, MattermostPlace().trigger);
  server.http().on_post("/api/v4/actions/dialogs/open").reply(400, R"({"id":"interactive_message.decode_trigger_id.expired"})");
  EXPECT_EQ(sent(call).kind, Kind::Refused);
}

TEST_F(MattermostSend, KeepsTokensOutOfTheLog) {
  fakes::CapturingLog log;
  server.revoke_token();
  EXPECT_EQ(sent(nudge(ops)).kind, Kind::TokenDead);
  MattermostPlace place;
  place.response_url = "https://evil.example/hooks/secret";
  const auto proven = adapter->authenticate(fakes::mattermost_command("tip", place), rig.clock.now());
  adapter->parse(std::get<Authentic>(proven.value()), rig.clock.now());
  EXPECT_TRUE(log.has("mattermost.response_url_refused"));
  for (const char* secret : {fakes::kMattermostBotToken, fakes::kMattermostToken, "hooks/secret", "alice"})
    EXPECT_EQ(log.all_text().find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace allybot::platforms::mattermost
