// Settings, the manifest, and what doctor says.
#include "tests/unit/platforms/discord/rig.h"

namespace allybot::platforms::discord {
namespace {

using fakes::ScriptedClient;
using Level = Check::Level;

struct DiscordOperator : DiscordTest {
  nlohmann::json application{{"id", fakes::kDiscordApplication},
                             {"name", "Allybot"},
                             {"bot_public", false},
                             {"verify_key", fakes::kDiscordPublicKey},
                             {"interactions_endpoint_url", "https://bot.example.org/discord/interactions"}};
  nlohmann::json servers = nlohmann::json::array({{{"id", "100000000000000333"}}});
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{{"Date", "Tue, 14 Nov 2023 22:13:20 GMT"}};

  void SetUp() override {
    client.answer([this](const http::ClientRequest& request) {
      const std::string path = request.url.substr(std::string("https://discord.com/api/v10").size());
      if (path == "/applications/@me")
        return ScriptedClient::answered(
            status, status == 200 ? application.dump() : R"({"message":"401: Unauthorized","code":0})", headers);
      if (path == "/users/@me/guilds?limit=100") return ScriptedClient::answered(200, servers.dump());
      return ScriptedClient::answered(404, R"({"code":0})");
    });
  }
  /// What is not good, as "what | mend".
  std::vector<std::string> troubles() {
    std::vector<std::string> all;
    for (const Check& check : adapter->checks())
      if (check.level != Level::Good) all.push_back(check.what + " | " + check.mend);
    return all;
  }
  void expect_trouble(const std::string& with) {
    const auto all = troubles();
    ASSERT_EQ(all.size(), 1U) << with;
    EXPECT_NE(all[0].find(with), std::string::npos) << all[0];
  }
  std::string wrong_setting(const std::string& name, const std::string& value) {
    rig.settings[name] = value;
    const auto made = declaration().make(rig.environment(client));
    return made ? std::string() : made.error().for_log;
  }
};

TEST_F(DiscordOperator, HasNothingToSayWhenAllIsWell) {
  rig.clock.set(from_unix_millis(1700000000000));
  EXPECT_EQ(troubles(), std::vector<std::string>{});
  EXPECT_EQ(adapter->checks().size(), 4U);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(adapter->connect().detail, fakes::kDiscordApplication);
}

TEST_F(DiscordOperator, SaysHowToMendEachThing) {
  rig.clock.set(from_unix_millis(1700000000000));
  const auto good = application;
  application["verify_key"] = std::string(64, '0');
  expect_trouble("DISCORD_PUBLIC_KEY");
  application = good;
  application["interactions_endpoint_url"] = nullptr;
  expect_trouble("https://bot.example.org/discord/interactions");
  application = good;
  application["bot_public"] = true;
  expect_trouble("Public Bot");
  application = good;
  servers = nlohmann::json::array();
  expect_trouble("client_id=100000000000000222&scope=bot+applications.commands&permissions=274877910016");
  servers = nlohmann::json();
  EXPECT_EQ(troubles(), std::vector<std::string>{});
  rig.clock.advance(std::chrono::minutes(6));
  expect_trouble("clock");
}

TEST_F(DiscordOperator, TellsARefusedTokenFromAPlatformThatIsAway) {
  status = 401;
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  EXPECT_NE(troubles().at(0).find("Reset Token"), std::string::npos);
  for (const auto& outcome :
       {ScriptedClient::never_left("refused"), ScriptedClient::unheard("timeout"), ScriptedClient::answered(503, ""),
        ScriptedClient::answered(200, "<html>"), ScriptedClient::answered(200, "{}")}) {
    client.answer(outcome);
    EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
    EXPECT_FALSE(adapter->connect().detail.empty());
    EXPECT_NE(troubles().at(0).find("cannot be reached"), std::string::npos);
  }
}

TEST_F(DiscordOperator, PrintsNoToken) {
  for (const int code : {200, 401}) {
    status = code;
    for (const Check& check : adapter->checks())
      EXPECT_EQ((check.what + check.mend).find(fakes::kDiscordToken), std::string::npos);
  }
}

TEST_F(DiscordOperator, RefusesSettingsThatCannotBeRight) {
  EXPECT_NE(wrong_setting("DISCORD_PUBLIC_KEY", "abc").find("64 hex digits"), std::string::npos);
  EXPECT_NE(wrong_setting("DISCORD_PUBLIC_KEY", "").find("64 hex digits"), std::string::npos);
  EXPECT_EQ(wrong_setting("DISCORD_PUBLIC_KEY", "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A"), "");
  EXPECT_NE(wrong_setting("DISCORD_API_URL", "http://discord.com/api/v10").find("https"), std::string::npos);
  EXPECT_NE(wrong_setting("DISCORD_API_URL", "discord").find("address"), std::string::npos);
  EXPECT_EQ(wrong_setting("DISCORD_API_URL", "http://127.0.0.1:1/api/v10/"), "");
  EXPECT_NE(wrong_setting("DISCORD_BOT_TOKEN", "Bot abc").find("spaces"), std::string::npos);
  EXPECT_NE(wrong_setting("DISCORD_BOT_TOKEN", "").find("empty"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::discord
