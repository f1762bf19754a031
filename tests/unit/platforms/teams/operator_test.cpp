// Settings, clouds, the manifest, and what doctor says.
#include "bot/platforms/teams/package.h"
#include "tests/fakes/scripted_client.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

using fakes::ScriptedClient;
using http::ClientRequest;
using Level = Check::Level;

struct TeamsOperator : TeamsRig {
  http::ClientOutcome login = ScriptedClient::answered(200, R"({"expires_in":3600,"access_token":"fake.access.token"})");
  bool has_keys = true;

  void SetUp() override {
    client.answer([this](const ClientRequest& request) {
      if (request.url.find("/oauth2/") != std::string::npos) return login;
      return has_keys ? fakes::teams_login_answer(request, keys) : ScriptedClient::answered(503, "");
    });
  }
  std::vector<Check> troubles() {
    adapter = make();
    auto all = adapter->checks();
    std::erase_if(all, [](const Check& one) { return one.level == Level::Good; });
    return all;
  }
  void expect_trouble(Level level, const std::string& what, const std::string& mend) {
    const auto all = troubles();
    ASSERT_EQ(all.size(), 1U) << what;
    EXPECT_EQ(all[0].level, level);
    EXPECT_NE(all[0].what.find(what), std::string::npos) << all[0].what;
    EXPECT_NE(all[0].mend.find(mend), std::string::npos) << all[0].mend;
  }
  static http::ClientOutcome refused(const std::string& code) {
    return ScriptedClient::answered(401, R"({"error":"invalid_client","error_description":")" + code + R"(: words"})");
  }
  std::string wrong_setting(const std::map<std::string, std::string>& values) {
    rig.settings = settings_of_tests();
    for (const auto& [name, value] : values) rig.settings[name] = value;
    const auto made = declaration().make(rig.environment(client));
    return made ? std::string() : made.error().for_log;
  }
  std::string service_of(const std::map<std::string, std::string>& values) {
    EXPECT_EQ(wrong_setting(values), "");
    return sending(*make()->post({"Tip", {}, {}, {}}, channel, "", now)).service;
  }
};

TEST_F(TeamsOperator, HasNothingToSayWhenAllIsWell) {
  EXPECT_EQ(troubles().size(), 0U);
  EXPECT_EQ(adapter->checks().size(), 3U);
  EXPECT_NE(adapter->checks()[0].what.find("https://bot.example.org/teams/messages"), std::string::npos);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
}

TEST_F(TeamsOperator, SaysHowToMendEachThing) {
  const std::pair<const char*, const char*> rows[] = {
      {"AADSTS7000215", "TEAMS_CLIENT_SECRET is wrong"}, {"AADSTS7000222", "TEAMS_CLIENT_SECRET has ended"},
      {"AADSTS700016", "TEAMS_CLIENT_ID is no app"},     {"AADSTS90002", "TEAMS_TENANT_ID is no tenant"},
      {"AADSTS7000229", "no service principal"},         {"AADSTS1", "compare TEAMS_CLIENT_ID"},
  };
  for (const auto& [code, mend] : rows) {
    login = refused(code);
    expect_trouble(Level::Failure, code, mend);
    EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
    EXPECT_EQ(adapter->connect().detail, std::string("invalid_client ") + code);
  }
  login = ScriptedClient::never_left("refused");
  expect_trouble(Level::Failure, "does not answer", "HTTPS_PROXY");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  login = ScriptedClient::answered(200, R"({"access_token":"x"})");
  has_keys = false;
  expect_trouble(Level::Failure, "keys", "TEAMS_CLOUD");
  has_keys = true;
  rig.settings.erase("TEAMS_ADMINS");
  expect_trouble(Level::Warning, "TEAMS_ADMINS", "Entra object ids");
}

TEST_F(TeamsOperator, PrintsNoSecret) {
  for (const auto& outcome : {login, refused("AADSTS7000215"), ScriptedClient::answered(500, "")}) {
    login = outcome;
    adapter = make();
    for (const Check& check : adapter->checks())
      for (const char* secret : {fakes::kTeamsSecret, "fake.access.token"})
        EXPECT_EQ((check.what + check.mend).find(secret), std::string::npos);
  }
}

TEST_F(TeamsOperator, RefusesSettingsThatCannotBeRight) {
  const std::pair<const char*, const char*> rows[] = {
      {"TEAMS_CLIENT_ID", ""},
      {"TEAMS_CLIENT_ID", "ally"},
      {"TEAMS_CLIENT_ID", "99999999-8888-7777-6666-55555555555"},
      {"TEAMS_CLIENT_ID", "99999999-8888-7777-6666-55555555555g"},
      {"TEAMS_TENANT_ID", "contoso.onmicrosoft.com"},
      {"TEAMS_TENANT_ID", "common"},
      {"TEAMS_CLIENT_SECRET", ""},
      {"TEAMS_CLIENT_SECRET", "with space"},
      {"TEAMS_CLIENT_SECRET", "line\n"},
      {"TEAMS_ADMINS", "alice@example.org"},
      {"TEAMS_CLOUD", "moon"},
      {"TEAMS_TARGETED_MESSAGES", "yes"},
      {"TEAMS_CLOUD", "dod"},
      {"TEAMS_CLOUD", "china"},
      {"TEAMS_SERVICE_URL", "http://smba.example.org/"},
      {"TEAMS_SERVICE_URL", "https://x/?a=b"},
      {"TEAMS_SERVICE_URL", "smba"},
      {"TEAMS_LOGIN_URL", "http://login.example.org"},
      {"TEAMS_LOGIN_URL", "https://login.example.org/#x"},
  };
  for (const auto& [name, value] : rows) {
    const std::string said = wrong_setting({{name, value}});
    EXPECT_NE(said, "") << name << '=' << value;
    EXPECT_EQ(said.find("with space"), std::string::npos) << "a secret is never said again";
    EXPECT_EQ(said.substr(0, 6), "TEAMS_") << said;
  }
}

TEST_F(TeamsOperator, TakesSettingsInEverySpellingThatIsMeant) {
  EXPECT_EQ(wrong_setting({{"TEAMS_CLIENT_ID", "AAAAAAAA-8888-7777-6666-555555555555"}}), "");
  EXPECT_EQ(wrong_setting({{"TEAMS_ADMINS", " 0a0a0a0a-1111-2222-3333-444444444444 , ,"}}), "");
  EXPECT_EQ(wrong_setting({{"TEAMS_CLOUD", "Public"}}), "");
  EXPECT_EQ(wrong_setting({{"TEAMS_LOGIN_URL", "http://127.0.0.1:9000"}}), "");
}

TEST_F(TeamsOperator, PostsWhereItsCloudIs) {
  EXPECT_EQ(service_of({}), "https://smba.trafficmanager.net/teams/");
  EXPECT_EQ(service_of({{"TEAMS_CLOUD", "gcc"}}), "https://smba.infra.gcc.teams.microsoft.com/gcc/");
  EXPECT_EQ(service_of({{"TEAMS_CLOUD", "gcchigh"}}), "https://smba.infra.gov.teams.microsoft.us/gcch/");
  EXPECT_EQ(service_of({{"TEAMS_CLOUD", "dod"}, {"TEAMS_SERVICE_URL", "https://smba.example.mil/dod"}}),
            "https://smba.example.mil/dod/");
  EXPECT_EQ(service_of({{"TEAMS_SERVICE_URL", "http://127.0.0.1:9000"}}), "http://127.0.0.1:9000/");
}

TEST_F(TeamsOperator, AsksTheLoginOfItsCloud) {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"public", "https://login.microsoftonline.com/aaaa0000-0000-0000-0000-000000000001/oauth2/v2.0/token",
       "scope=https%3A%2F%2Fapi.botframework.com%2F.default"},
      {"gcc", "https://login.microsoftonline.com/aaaa0000-0000-0000-0000-000000000001/oauth2/v2.0/token",
       "scope=https%3A%2F%2Fapi.botframework.com%2F.default"},
      {"gcchigh", "https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/oauth2/v2.0/token",
       "scope=https%3A%2F%2Fapi.botframework.us%2F.default"},
      {"dod", "https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us/oauth2/v2.0/token",
       "scope=https%3A%2F%2Fapi.botframework.us%2F.default"},
      {"china", "https://login.partner.microsoftonline.cn/microsoftservices.partner.onmschina.cn/oauth2/v2.0/token",
       "scope=https%3A%2F%2Fapi.botframework.azure.cn%2F.default"},
  };
  for (const auto& [cloud, url, scope] : rows) {
    rig.settings["TEAMS_CLOUD"] = cloud;
    rig.settings["TEAMS_SERVICE_URL"] = "https://smba.example.org/";
    make()->connect();
    const ClientRequest asked = client.requests().back();
    EXPECT_EQ(asked.url, url);
    EXPECT_NE(asked.body.find(scope), std::string::npos) << asked.body;
  }
}

TEST_F(TeamsOperator, PacksTheManifestWithItsIcons) {
  const auto files = package_files({"https://bot.example.org", "ally", {{"tip", "", "A tip."}}, [](std::string_view name) {
                                      return name == std::string_view("TEAMS_ABOUT_URL")
                                                 ? std::optional<std::string>("https://intranet.example.org/allybot")
                                                 : std::nullopt;
                                    }});
  ASSERT_EQ(files.size(), 3U);
  const Json manifest = Json::parse(files[0].bytes);
  EXPECT_EQ(manifest.at("developer").at("privacyUrl"), "https://intranet.example.org/allybot");
  EXPECT_EQ(manifest.at("icons").at("color"), files[1].name);
  EXPECT_EQ(manifest.at("icons").at("outline"), files[2].name);
  for (const auto& [file, side] : {std::pair{files[1], 192}, std::pair{files[2], 32}}) {
    EXPECT_EQ(file.bytes.substr(0, 8), "\x89PNG\r\n\x1A\n");
    for (const std::size_t at : {16U, 20U}) {  // width and height, highest byte first
      EXPECT_EQ(file.bytes.substr(at, 3), std::string(3, '\0'));
      EXPECT_EQ(static_cast<unsigned char>(file.bytes[at + 3]), side);
    }
  }
}

TEST_F(TeamsOperator, NamesNoPageThatIsNone) {
  for (const char* page : {"", "http://intranet/", "javascript:alert(1)"}) {
    const Json manifest = Json::parse(
        package_files({"", "ally", {}, [page](std::string_view) { return std::optional<std::string>(page); }})[0].bytes);
    EXPECT_EQ(manifest.at("developer").at("websiteUrl"), "https://allybot.example.org") << page;
  }
}

TEST_F(TeamsOperator, RefreshesTokensAndKeysInTheBackground) {
  const auto tasks = adapter->background_tasks();
  ASSERT_EQ(tasks.size(), 2U);
  for (const BackgroundTask& task : tasks) task.step();
  const std::size_t asked = client.requests().size();
  EXPECT_EQ(asked, 3U) << "a token, where the keys are, the keys";
  for (const BackgroundTask& task : tasks) task.step();
  EXPECT_EQ(client.requests().size(), asked);
  EXPECT_TRUE(proven(fakes::teams_request(fakes::teams_message("tip"), now)).has_value());
  EXPECT_EQ(client.requests().size(), asked) << "no member waits for a key";
}

}  // namespace
}  // namespace allybot::platforms::teams
