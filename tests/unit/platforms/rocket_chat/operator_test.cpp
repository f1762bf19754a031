// What an operator is told, and what the server tells of members and rooms.
#include "tests/fakes/fake_rocket_chat.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/rocket_chat/rig.h"

namespace allybot::platforms::rocket_chat {
namespace {

struct RocketChatOperator : testing::Test {
  fakes::PlatformRig rig;
  fakes::FakeRocketChat server;
  std::unique_ptr<http::Client> wire = http::make_client();
  std::unique_ptr<Adapter> adapter;
  const std::string ops = fakes::RocketPlace{}.room;

  RocketChatOperator() {
    rig.settings = server.settings();
    adapter = std::move(*declaration().make(rig.environment(*wire)));
  }
  std::string why_not_made() {
    auto made = declaration().make(rig.environment(*wire));
    return made ? "made" : made.error().for_log;
  }
  static MemberKey member(const char* id) { return {PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), MemberId(id)}; }
  static ChannelKey channel(const std::string& id) { return {PlatformId("rocketchat"), WorkspaceId("127.0.0.1"), ChannelId(id)}; }
};

TEST_F(RocketChatOperator, IsToldWhichSettingCannotBeRight) {
  const std::pair<const char*, const char*> rows[] = {
      {"ROCKETCHAT_URL", ""},
      {"ROCKETCHAT_URL", "chat.example.org"},
      {"ROCKETCHAT_URL", "http://chat.example.org"},
      {"ROCKETCHAT_URL", "https://chat.example.org/?x"},
      {"ROCKETCHAT_USER_ID", ""},
      {"ROCKETCHAT_USER_ID", "@ally"},
      {"ROCKETCHAT_USER_ID", "a b"},
      {"ROCKETCHAT_AUTH_TOKEN", ""},
      {"ROCKETCHAT_AUTH_TOKEN", "FAKE TOKEN"},
      {"ROCKETCHAT_WEBHOOK_TOKENS", ""},
      {"ROCKETCHAT_WEBHOOK_TOKENS", " , "},
      {"ROCKETCHAT_WEBHOOK_TOKENS", "good,FAKE TOKEN"},
  };
  EXPECT_EQ(why_not_made(), "made");
  for (const auto& [name, value] : rows) {
    rig.settings = server.settings();
    rig.settings[name] = value;
    EXPECT_NE(why_not_made().find(name), std::string::npos) << name << '=' << value;
    EXPECT_EQ(why_not_made().find("FAKE"), std::string::npos);
  }
}

TEST_F(RocketChatOperator, LearnsWhetherTheTokenIsTaken) {
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  server.deactivate_bot(true);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  server.deactivate_bot(false);
  server.platform()
      .on_get("/api/v1/me")
      .reply(502, "oops")
      .reply(200, "<html>")
      .reply(200, R"({"success":true})")
      .reply(200, R"({"success":true,"_id":"somebody"})");
  for (int i = 0; i < 4; ++i) EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  server.platform().stop_listening();
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
}

TEST_F(RocketChatOperator, DoctorSaysWhatIsGoodAndWhatToMend) {
  for (const Check& check : adapter->checks()) EXPECT_EQ(check.level, Check::Level::Good) << check.what;
  const auto to_mend = [&] {
    std::size_t count = 0;
    for (const Check& check : adapter->checks()) {
      count += check.level == Check::Level::Good ? 0U : 1U;
      EXPECT_EQ(check.mend.empty(), check.level == Check::Level::Good) << check.what;
      for (const char* secret : {fakes::kRocketToken, fakes::kRocketHook, fakes::kRocketDirectHook})
        EXPECT_EQ((check.what + check.mend).find(secret), std::string::npos);
    }
    return count;
  };
  server.give_roles({"user", "admin"}, true);
  EXPECT_EQ(to_mend(), 2U) << "no bot, and an administrator";
  server.give_roles({"user", "bot"}, false);
  EXPECT_EQ(to_mend(), 1U) << "it is not told who administers";
  server.give_roles({"user", "bot"}, true);
  server.take_at_most(2000);
  EXPECT_EQ(to_mend(), 1U);
  server.take_at_most(100000);
  EXPECT_EQ(to_mend(), 0U);
  server.platform().on_get("/api/v1/settings.public").reply(500, "oops");
  EXPECT_EQ(to_mend(), 0U) << "not told is nothing to mend";
  server.platform().on_get("/api/v1/me").reply(200, "<html>");
  EXPECT_EQ(to_mend(), 1U);
  server.deactivate_bot(true);
  EXPECT_EQ(to_mend(), 1U);
  server.platform().stop_listening();
  EXPECT_EQ(to_mend(), 1U);
}

TEST_F(RocketChatOperator, SeesWhoAdministers) {
  const auto kim = adapter->member_facts(member("kimFAKE0000000001"));
  ASSERT_TRUE(kim.has_value());
  EXPECT_TRUE(kim->admin);
  EXPECT_EQ(kim->zone, "") << "an offset is no zone";
  EXPECT_FALSE(adapter->member_facts(member("leeFAKE0000000001"))->admin);
  EXPECT_FALSE(adapter->member_facts(member("offFAKE0000000001"))->admin) << "deactivated";
  EXPECT_EQ(adapter->member_facts(member("nobody")).error().code, Code::NotFound);
  EXPECT_EQ(adapter->member_facts(member("../kim")).error().code, Code::Invalid);
  server.give_roles({"user", "bot"}, false);
  EXPECT_FALSE(adapter->member_facts(member("kimFAKE0000000001"))->admin) << "not told is no role";
  server.platform().on_get("/api/v1/users.info").reply(500, "oops");
  EXPECT_EQ(adapter->member_facts(member("kimFAKE0000000001")).error().code, Code::Unavailable);
}

TEST_F(RocketChatOperator, SeesWhereTheBotMayPost) {
  using Standing = fakes::FakeRocketChat::Standing;
  const std::pair<Standing, const char*> rows[] = {{Standing::NotIn, "not_invited"},
                                                   {Standing::PrivateNotIn, "not_invited"},
                                                   {Standing::Gone, "not_invited"},
                                                   {Standing::ReadOnly, "read_only"},
                                                   {Standing::Archived, "archived"}};
  for (const auto& [standing, why] : rows) {
    server.describe(ops, standing);
    const auto facts = adapter->channel_facts(channel(ops));
    ASSERT_TRUE(facts.has_value());
    EXPECT_FALSE(facts->can_post);
    EXPECT_EQ(facts->why_not, why);
  }
  for (const Standing standing : {Standing::Usual, Standing::ReadOnlyModerator}) {
    server.describe(ops, standing);
    EXPECT_TRUE(adapter->channel_facts(channel(ops))->can_post);
    EXPECT_FALSE(adapter->channel_facts(channel(ops))->has_outsiders);
  }
  server.describe(ops, Standing::Federated);
  EXPECT_TRUE(adapter->channel_facts(channel(ops))->has_outsiders);
  EXPECT_TRUE(adapter->channel_facts(channel("@kimFAKE0000000001"))->can_post);
  EXPECT_FALSE(adapter->channel_facts(channel("a/b")).has_value());
  server.platform().on_get("/api/v1/rooms.info").reply(500, "oops");
  EXPECT_FALSE(adapter->channel_facts(channel(ops)).has_value());
  server.platform().on_get("/api/v1/subscriptions.getOne").reply(500, "oops");
  EXPECT_FALSE(adapter->channel_facts(channel(ops)).has_value());
}

TEST_F(RocketChatOperator, WritesToWhoeverHasTheIdAndNotToWhoeverHasTheirOldName) {
  server.rename("kimFAKE0000000001", "kim.new");
  server.rename("leeFAKE0000000001", "kim.fake");
  const auto sent = adapter->send({"d", "@kimFAKE0000000001\n\nDo it.", "m", rig.clock.now()});
  EXPECT_EQ(sent.kind, SendOutcome::Kind::Sent) << sent.reason;
  EXPECT_EQ(server.messages_to(fakes::rocket_direct_room("kimFAKE0000000001")).size(), 1U);
}

TEST_F(RocketChatOperator, GetsAChecklist) {
  const ManifestInput input{
      "https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"help", "[verb]", "Help."}}, nullptr};
  EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "rocketchat/checklist.txt",
                                     declaration().manifest(input).value_or("") + '\n'),
            "");
}

}  // namespace
}  // namespace allybot::platforms::rocket_chat
