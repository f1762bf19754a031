// What an operator is told, and what the server tells of members and channels.
#include "tests/fakes/fake_zulip.h"
#include "tests/fakes/golden.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/zulip/rig.h"

namespace allybot::platforms::zulip {
namespace {

struct ZulipOperator : testing::Test {
  fakes::PlatformRig rig;
  fakes::FakeZulip zulip{rig.clock};
  std::unique_ptr<http::Client> wire = http::make_client();
  std::unique_ptr<Adapter> adapter;

  ZulipOperator() {
    rig.settings = zulip.settings();
    adapter = std::move(*declaration().make(rig.environment(*wire)));
  }
  std::string why_not_made() {
    auto made = declaration().make(rig.environment(*wire));
    return made ? "made" : made.error().for_log;
  }
  static MemberKey member(const char* id) { return {PlatformId("zulip"), WorkspaceId("acme"), MemberId(id)}; }
  static ChannelKey channel(const char* id) { return {PlatformId("zulip"), WorkspaceId("acme"), ChannelId(id)}; }
};

TEST_F(ZulipOperator, IsToldWhichSettingCannotBeRight) {
  const std::pair<const char*, std::string> rows[] = {
      {"ZULIP_URL", ""},
      {"ZULIP_URL", "chat.example.org"},
      {"ZULIP_URL", "http://chat.example.org"},
      {"ZULIP_URL", "https://chat.example.org/?x"},
      {"ZULIP_BOT_EMAIL", ""},
      {"ZULIP_BOT_EMAIL", "ally"},
      {"ZULIP_BOT_EMAIL", "a:b@example.org"},
      {"ZULIP_API_KEY", ""},
      {"ZULIP_API_KEY", "FAKE KEY"},
      {"ZULIP_WEBHOOK_TOKEN", ""},
      {"ZULIP_WEBHOOK_TOKEN", "FAKE TOKEN"},
      {"ZULIP_TOPIC", std::string(61, 'x')},
      {"ZULIP_TOPIC", "two\nlines"},
  };
  EXPECT_EQ(why_not_made(), "made");
  for (const auto& [name, value] : rows) {
    rig.settings = zulip.settings();
    rig.settings[name] = value;
    EXPECT_NE(why_not_made().find(name), std::string::npos) << name << '=' << value;
    EXPECT_EQ(why_not_made().find("FAKE"), std::string::npos);
  }
}

TEST_F(ZulipOperator, LearnsWhetherTheKeyIsTaken) {
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  zulip.deactivate_bot(true);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  zulip.deactivate_bot(false);
  zulip.platform().on_get("/api/v1/users/me").reply(502, "oops").reply(200, "<html>").reply(200, R"({"result":"success"})");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  zulip.platform().stop_listening();
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
}

TEST_F(ZulipOperator, DoctorSaysWhatIsGoodAndWhatToMend) {
  for (const Check& check : adapter->checks()) EXPECT_EQ(check.level, Check::Level::Good) << check.what;
  const auto to_mend = [&] {
    std::size_t count = 0;
    for (const Check& check : adapter->checks()) {
      count += check.level == Check::Level::Good ? 0U : 1U;
      EXPECT_EQ(check.mend.empty(), check.level == Check::Level::Good) << check.what;
      EXPECT_EQ((check.what + check.mend).find(fakes::kZulipKey), std::string::npos);
    }
    return count;
  };
  zulip.platform().on_get("/api/v1/users/me").reply(200, R"({"result":"success","user_id":5,"is_bot":false,"is_admin":true})");
  EXPECT_EQ(to_mend(), 2U) << "a person's account, and an administrator's";
  zulip.platform().on_get("/api/v1/streams").reply(500, "oops");
  EXPECT_EQ(to_mend(), 1U);
  zulip.platform().on_get("/api/v1/users/me").reply(200, "<html>");
  EXPECT_EQ(to_mend(), 1U);
  zulip.deactivate_bot(true);
  EXPECT_EQ(to_mend(), 1U);
  zulip.platform().stop_listening();
  EXPECT_EQ(to_mend(), 1U);
}

TEST_F(ZulipOperator, SeesWhoAdministersAndWhereTheyAre) {
  const auto kim = adapter->member_facts(member("5"));
  ASSERT_TRUE(kim.has_value());
  EXPECT_TRUE(kim->admin);
  EXPECT_EQ(kim->zone, "Europe/Berlin");
  EXPECT_FALSE(adapter->member_facts(member("6"))->admin);
  EXPECT_FALSE(adapter->member_facts(member("8"))->admin) << "deactivated";
  EXPECT_EQ(adapter->member_facts(member("77")).error().code, Code::NotFound);
  EXPECT_EQ(adapter->member_facts(member("../5")).error().code, Code::Invalid);
  zulip.platform().on_get("/api/v1/users/6").reply(200, R"({"result":"success","user":{"user_id":6,"role":200}})");
  EXPECT_TRUE(adapter->member_facts(member("6"))->admin);
  zulip.platform().on_get("/api/v1/users/6").reply(500, "oops");
  EXPECT_EQ(adapter->member_facts(member("6")).error().code, Code::Unavailable) << "not known is no role";
}

TEST_F(ZulipOperator, SeesWhereTheBotMayPost) {
  using Standing = fakes::FakeZulip::Standing;
  const std::pair<Standing, const char*> rows[] = {{Standing::NotSubscribed, "not_invited"},
                                                   {Standing::Gone, "not_invited"},
                                                   {Standing::AdministratorsOnly, "read_only"},
                                                   {Standing::Archived, "archived"}};
  for (const auto& [standing, why] : rows) {
    zulip.describe(7, standing);
    const auto facts = adapter->channel_facts(channel("7"));
    ASSERT_TRUE(facts.has_value());
    EXPECT_FALSE(facts->can_post);
    EXPECT_EQ(facts->why_not, why);
  }
  zulip.describe(7, Standing::Usual);
  EXPECT_TRUE(adapter->channel_facts(channel("7"))->can_post);
  EXPECT_FALSE(adapter->channel_facts(channel("7"))->has_outsiders);
  zulip.describe(7, Standing::WebPublic);
  EXPECT_TRUE(adapter->channel_facts(channel("7"))->has_outsiders) << "the whole web reads there";
  for (const char* conversation : {"@5", "d5,6"}) EXPECT_TRUE(adapter->channel_facts(channel(conversation))->can_post);
  EXPECT_FALSE(adapter->channel_facts(channel("x")).has_value());
  zulip.platform().on_get("/api/v1/streams").reply(500, "oops");
  EXPECT_FALSE(adapter->channel_facts(channel("7")).has_value());
}

TEST_F(ZulipOperator, GetsAChecklist) {
  const ManifestInput input{
      "https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"help", "[verb]", "Help."}}, nullptr};
  EXPECT_EQ(
      fakes::golden_difference(fakes::source_dir(), "zulip/checklist.txt", declaration().manifest(input).value_or("") + '\n'),
      "");
}

}  // namespace
}  // namespace allybot::platforms::zulip
