#include "bot/http/message.h"
#include "tests/fakes/fake_mattermost.h"
#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

using fakes::MattermostChannel;
using fakes::MattermostPlace;
using fakes::MattermostUser;

struct MattermostPeople : testing::Test {
  fakes::PlatformRig rig{
      {{"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken}, {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken}}};
  fakes::FakeMattermost server{rig.clock};
  std::unique_ptr<http::Client> client = http::make_client();
  std::unique_ptr<Adapter> adapter = make("https://bot.example.org");
  const MemberKey alice{PlatformId("mattermost"), WorkspaceId(MattermostPlace().team), MemberId(MattermostPlace().user)};
  const ChannelKey ops{PlatformId("mattermost"), WorkspaceId(MattermostPlace().team), ChannelId(MattermostPlace().channel)};

  std::unique_ptr<Adapter> make(const std::string& public_url) {
    rig.settings["MATTERMOST_URL"] = server.url() + "/";
    auto environment = rig.environment(*client);
    environment.public_url = public_url;
    auto made = declaration().make(environment);
    EXPECT_TRUE(made.has_value()) << made.error().for_log;
    return made ? std::move(*made) : nullptr;
  }
  MemberFacts facts_of(const MattermostUser& user) {
    server.set_user(MattermostPlace().user, user);
    rig.clock.advance(std::chrono::hours(1));
    const auto facts = adapter->member_facts(alice);
    EXPECT_TRUE(facts.has_value()) << facts.error().for_log;
    return facts.value_or(MemberFacts{});
  }
  ChannelFacts facts_of(const MattermostChannel& channel) {
    server.set_channel(MattermostPlace().channel, channel);
    rig.clock.advance(std::chrono::hours(1));
    const auto facts = adapter->channel_facts(ops);
    EXPECT_TRUE(facts.has_value()) << facts.error().for_log;
    return facts.value_or(ChannelFacts{});
  }
};

TEST_F(MattermostPeople, TellZoneAndLanguageOfAMember) {
  MattermostUser user;
  user.name = "alice";
  user.locale = "pt-BR";
  EXPECT_EQ(facts_of(user).zone, "Europe/Berlin");
  EXPECT_EQ(facts_of(user).language, "pt-BR");
  user.timezone = R"({"useAutomaticTimezone":true,"automaticTimezone":"Asia/Kolkata","manualTimezone":"Europe/Oslo"})";
  EXPECT_EQ(facts_of(user).zone, "Asia/Kolkata");
  user.timezone = R"({"useAutomaticTimezone":"false","automaticTimezone":"Asia/Kolkata","manualTimezone":"Europe/Oslo"})";
  EXPECT_EQ(facts_of(user).zone, "Europe/Oslo");
  user.timezone = R"({"useAutomaticTimezone":false,"automaticTimezone":"Asia/Kolkata","manualTimezone":""})";
  EXPECT_EQ(facts_of(user).zone, "");
  user.timezone = "{}";
  EXPECT_EQ(facts_of(user).zone, "");
  user.locale = "no such \" language";
  EXPECT_EQ(facts_of(user).language, "");
}

TEST_F(MattermostPeople, AreAdminsOfTheServerOrOfTheTeam) {
  MattermostUser user;
  user.name = "alice";
  EXPECT_FALSE(facts_of(user).admin);
  user.roles = "system_user system_admin";
  EXPECT_TRUE(facts_of(user).admin);
  user.roles = "system_user no_system_admin";
  EXPECT_FALSE(facts_of(user).admin);
  user.team_roles = "team_user team_admin";
  EXPECT_TRUE(facts_of(user).admin);
  user.team_roles = "team_user";
  user.is_team_admin = true;
  EXPECT_TRUE(facts_of(user).admin);
}

TEST_F(MattermostPeople, HaveNoRoleWhereTheTeamDoesNotTell) {
  const std::string path = "/api/v4/teams/" + alice.workspace.str() + "/members/" + alice.member.str();
  server.http().on_get(path).reply(404, R"({"id":"app.team.get_member.missing.app_error"})");
  EXPECT_FALSE(adapter->member_facts(alice)->admin);
  rig.clock.advance(std::chrono::hours(1));
  server.http().on_get(path).reply(500, "{}");
  EXPECT_FALSE(adapter->member_facts(alice).has_value()) << "no answer is no answer about a role";
}

TEST_F(MattermostPeople, AreKeptForSomeMinutes) {
  ASSERT_TRUE(adapter->member_facts(alice).has_value());
  ASSERT_TRUE(adapter->member_facts(alice).has_value());
  EXPECT_EQ(server.http().count("/api/v4/users/" + alice.member.str()), 1U);
  rig.clock.advance(std::chrono::minutes(10));
  ASSERT_TRUE(adapter->member_facts(alice).has_value());
  EXPECT_EQ(server.http().count("/api/v4/users/" + alice.member.str()), 2U);
}

TEST_F(MattermostPeople, AreUnknownWhenTheServerIsAwayOrKnowsNone) {
  MemberKey nobody = alice;
  nobody.member = MemberId("fakenobody0000000000000000");
  EXPECT_EQ(adapter->member_facts(nobody).error().code, Code::NotFound);
  nobody.member = MemberId("../../config");
  EXPECT_EQ(adapter->member_facts(nobody).error().code, Code::Invalid);
  server.http().stop_listening();
  EXPECT_EQ(adapter->member_facts(alice).error().code, Code::Unavailable);
}

TEST_F(MattermostPeople, TellWhetherTheBotMayPost) {
  MattermostChannel channel;
  channel.members = {fakes::kMattermostBot};
  EXPECT_TRUE(facts_of(channel).can_post);
  EXPECT_FALSE(facts_of(channel).has_outsiders);
  channel.guests = 1;
  EXPECT_TRUE(facts_of(channel).has_outsiders);
  channel.guests = 0;
  channel.is_shared = true;
  EXPECT_TRUE(facts_of(channel).has_outsiders);
  channel.members.clear();
  EXPECT_EQ(facts_of(channel).why_not, "not_invited");
  channel.archived = true;
  EXPECT_EQ(facts_of(channel).why_not, "archived");
  EXPECT_FALSE(facts_of(channel).can_post);

  ChannelKey unknown = ops;
  unknown.channel = ChannelId("fakechannelnone00000000000");
  EXPECT_EQ(adapter->channel_facts(unknown)->why_not, "not_found");
  server.http().on_get("/api/v4/channels/" + ops.channel.str()).reply(403, R"({"id":"api.context.permissions.app_error"})");
  EXPECT_EQ(adapter->channel_facts(ops)->why_not, "not_invited");
  server.http().stop_listening();
  EXPECT_EQ(adapter->channel_facts(ops).error().code, Code::Unavailable);
}

TEST_F(MattermostPeople, MayAlwaysBeWrittenToDirectly) {
  ChannelKey own = ops;
  own.channel = ChannelId('@' + MattermostPlace().user);
  EXPECT_TRUE(adapter->channel_facts(own)->can_post);
  EXPECT_TRUE(server.http().calls().empty());
}

TEST_F(MattermostPeople, ConnectSaysOnRefusedOrUnreachable) {
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  server.http().on_get("/api/v4/users/me").reply(200, "<html>hello</html>");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  server.http().on_get("/api/v4/users/me").reply(503, "");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  server.revoke_token();
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  EXPECT_EQ(adapter->connect().detail, "api.context.session_expired.app_error");
  server.http().stop_listening();
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
}

TEST_F(MattermostPeople, LearnTheBotsIdWhenTheServerComesBack) {
  server.http().on_get("/api/v4/users/me").reply(503, "");
  adapter->connect();
  const auto is_direct = [this] {
    const auto proven = adapter->authenticate(fakes::mattermost_command("tip", fakes::conversation_with_bot()), rig.clock.now());
    const auto parsed = adapter->parse(std::get<Authentic>(proven.value()), rig.clock.now());
    return std::get<Command>(std::get<std::vector<Inbound>>(parsed.value()).at(0)).origin.direct;
  };
  EXPECT_FALSE(is_direct());
  const auto tasks = adapter->background_tasks();
  ASSERT_EQ(tasks.size(), 1U);
  tasks[0].step();
  EXPECT_TRUE(is_direct());
}

struct MattermostDoctor : MattermostPeople {
  bool says(const std::vector<Check>& checks, Check::Level level, const std::string& part) {
    for (const Check& check : checks)
      if (check.level == level && check.what.find(part) != std::string::npos)
        return level == Check::Level::Good || !check.mend.empty();
    return false;
  }
  std::vector<Check> with_command(const std::string& trigger, const std::string& url, const char* method, const char* token) {
    server.set_commands(Json::array({Json{{"trigger", trigger}, {"url", url}, {"method", method}, {"token", token}}}).dump());
    return adapter->checks();
  }
};

TEST_F(MattermostDoctor, IsContentWithASoundSetUp) {
  const auto checks = with_command("ally", "https://bot.example.org/mattermost/commands", "P", fakes::kMattermostToken);
  for (const Check& check : checks) EXPECT_EQ(check.level, Check::Level::Good) << check.what;
  EXPECT_TRUE(says(checks, Check::Level::Good, "calls us"));
}

TEST_F(MattermostDoctor, FindsWhatIsWrongWithTheCommand) {
  const std::string url = "https://bot.example.org/mattermost/commands";
  EXPECT_TRUE(says(with_command("ally", "https://old.example.org", "P", fakes::kMattermostToken), Check::Level::Failure,
                   "another address"));
  EXPECT_TRUE(says(with_command("ally", url, "G", fakes::kMattermostToken), Check::Level::Failure, "GET"));
  EXPECT_TRUE(says(with_command("ally", url, "P", "faketokenother000000000000"), Check::Level::Failure, "lacks the token"));
  EXPECT_TRUE(says(with_command("other", "https://other.example", "P", ""), Check::Level::Warning, "no command /ally"));
  server.set_commands("");
  EXPECT_TRUE(says(adapter->checks(), Check::Level::Warning, "may not list"));
}

TEST_F(MattermostDoctor, FindsWhatIsWrongWithAddressesAndToken) {
  EXPECT_TRUE(says(make("http://bot.example.org")->checks(), Check::Level::Warning, "not https"));
  for (const char* url : {"http://127.0.0.1:8080", "https://10.1.2.3", "https://192.168.0.7", "https://172.20.0.1",
                          "https://bot.local", "https://bot"})
    EXPECT_TRUE(says(make(url)->checks(), Check::Level::Warning, "private address")) << url;
  EXPECT_FALSE(says(make("https://172.32.0.1")->checks(), Check::Level::Warning, "private address"));
  server.revoke_token();
  EXPECT_TRUE(says(adapter->checks(), Check::Level::Failure, "MATTERMOST_BOT_TOKEN"));
  server.http().stop_listening();
  EXPECT_TRUE(says(adapter->checks(), Check::Level::Failure, "does not answer"));
}

TEST_F(MattermostDoctor, NeverPrintsAToken) {
  for (const Check& check :
       with_command("ally", "https://bot.example.org/mattermost/commands", "P", "faketokenother000000000000"))
    for (const char* token : {fakes::kMattermostBotToken, fakes::kMattermostToken, "faketokenother"})
      EXPECT_EQ((check.what + check.mend).find(token), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::mattermost
