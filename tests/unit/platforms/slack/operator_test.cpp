// What operators see: settings, connection, doctor, manifest.
#include "bot/core/text.h"
#include "bot/platforms/slack/route.h"
#include "tests/unit/platforms/slack/rig.h"

namespace allybot::platforms::slack {
namespace {

using fakes::ScriptedClient;
using SlackSettings = SlackTest;
using SlackConnection = SlackTest;
using SlackDoctor = SlackTest;

TEST_F(SlackSettings, RefuseWhatCannotBeRight) {
  const std::pair<std::string, std::string> rows[] = {
      {"SLACK_SIGNING_SECRET", ""},
      {"SLACK_BOT_TOKEN", ""},
      {"SLACK_BOT_TOKEN", "xoxb-1 2"},
      {"SLACK_BOT_TOKEN", "xoxb-1\n"},
      {"SLACK_APP_TOKEN", ""},
      {"SLACK_APP_TOKEN", "xapp-1 2"},
      {"SLACK_API_URL", "slack.com/api/"},
      {"SLACK_API_URL", "https://slack.com/api"},
      {"SLACK_API_URL", "https://slack.com"},
      {"SLACK_API_URL", "http://slack.com/api/"},
      {"SLACK_API_URL", "/api/"},
      {"SLACK_VERIFY_DELIVERY", "yes"},
  };
  for (const auto& [name, value] : rows) {
    const auto kept = rig.settings;
    rig.settings[name] = value;
    const auto made = declaration().make(rig.environment(client));
    ASSERT_FALSE(made.has_value()) << name << '=' << value;
    EXPECT_EQ(made.error().code, Code::Invalid);
    EXPECT_EQ(made.error().for_log.find(name), 0U) << made.error().for_log;
    EXPECT_EQ(made.error().for_log.find("xoxb"), std::string::npos);
    rig.settings = kept;
  }
}

TEST_F(SlackSettings, AreDeclaredWithWhatIsSecret) {
  std::map<std::string, const Setting*> by_name;
  for (const Setting& setting : declaration().settings) by_name[setting.name] = &setting;
  for (const char* name : {"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"}) {
    ASSERT_EQ(by_name.count(name), 1U);
    EXPECT_TRUE(by_name[name]->required);
    EXPECT_TRUE(by_name[name]->secret);
  }
  EXPECT_TRUE(by_name.at("SLACK_SIGNING_SECRET_PREVIOUS")->secret);
  EXPECT_FALSE(by_name.at("SLACK_VERIFY_DELIVERY")->required);
  EXPECT_FALSE(by_name.at("SLACK_API_URL")->required);
}

TEST_F(SlackSettings, NeedNoSigningSecretWithAnAppToken) {
  const auto missing = [this] {
    return configured(declaration(),
                      [this](std::string_view name) -> std::optional<std::string> {
                        const auto found = rig.settings.find(std::string(name));
                        return found == rig.settings.end() ? std::nullopt : std::optional<std::string>(found->second);
                      })
        .missing;
  };
  rig.settings = {{"SLACK_BOT_TOKEN", fakes::kSlackToken}};
  EXPECT_EQ(missing(), "SLACK_SIGNING_SECRET");
  EXPECT_FALSE(declaration().make(rig.environment(client)).has_value());
  rig.settings["SLACK_APP_TOKEN"] = "xapp-FAKE";
  EXPECT_EQ(missing(), "");
  adapter = make();
  EXPECT_TRUE(adapter->routes().empty());
  EXPECT_EQ(adapter->frame_sources().size(), 1U);
  // Nothing that comes by HTTP can be proven, with an empty secret least of all.
  const auto signed_with_nothing =
      fakes::slack_request("/slack/commands", fakes::encoded(fakes::slack_command_form("tip")), now, "");
  const auto proof = adapter->authenticate(signed_with_nothing, now);
  ASSERT_FALSE(proof.has_value());
  EXPECT_EQ(proof.error().code, Code::Unauthorized);
}

TEST_F(SlackSettings, TakeBothWaysTogether) {
  rig.settings["SLACK_APP_TOKEN"] = "xapp-FAKE";
  adapter = make();
  EXPECT_EQ(adapter->routes().size(), 3U);
  EXPECT_EQ(adapter->frame_sources().size(), 1U);
  rig.settings.erase("SLACK_APP_TOKEN");
  EXPECT_TRUE(make()->frame_sources().empty());
}

TEST_F(SlackConnection, IsOnRefusedOrUnreachable) {
  client.answer(ScriptedClient::answered(
      200, R"({"ok":true,"url":"https://example.slack.com/","team":"Example","team_id":"T0FAKE001","user_id":"U0FAKEBOT"})"));
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(adapter->connect().detail, "T0FAKE001");
  EXPECT_EQ(client.requests().at(0).url, "https://slack.com/api/auth.test");
  for (const char* word :
       {"invalid_auth", "account_inactive", "token_revoked", "not_authed", "token_expired", "not_allowed_token_type"}) {
    client.answer(ScriptedClient::answered(200, std::string(R"({"ok":false,"error":")") + word + "\"}"));
    const Connection connection = adapter->connect();
    EXPECT_EQ(connection.kind, Connection::Kind::Refused) << word;
    EXPECT_EQ(connection.detail, word);
  }
  for (const auto& outcome :
       {ScriptedClient::never_left("refused"), ScriptedClient::unheard("timeout"), ScriptedClient::answered(500, ""),
        ScriptedClient::answered(200, "<html>"), ScriptedClient::answered(429, ""),
        ScriptedClient::answered(200, R"({"ok":false,"error":"internal_error"})")}) {
    client.answer(outcome);
    EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
    EXPECT_FALSE(adapter->connect().detail.empty());
  }
}

std::vector<Check> of_level(const std::vector<Check>& checks, Check::Level level) {
  std::vector<Check> kept;
  for (const Check& check : checks)
    if (check.level == level) kept.push_back(check);
  return kept;
}

const std::string kAllScopes = "app_mentions:read,channels:read,chat:write,commands,groups:read,im:write,users:read";
const std::string kSoon = "Tue, 14 Nov 2023 22:13:30 GMT";  // ten seconds after the clock of the tests

TEST_F(SlackDoctor, FindsNothingWrongWhenAllIsWell) {
  client.answer(ScriptedClient::answered(200, R"({"ok":true,"team_id":"T0FAKE001"})",
                                         {{"x-oauth-scopes", kAllScopes + ",extra:scope"}, {"Date", kSoon}}));
  const auto checks = adapter->checks();
  EXPECT_EQ(of_level(checks, Check::Level::Good).size(), 3U);
  EXPECT_EQ(checks.size(), 3U);
}

TEST_F(SlackDoctor, NamesMissingScopesAndTheirMend) {
  client.answer(
      ScriptedClient::answered(200, R"({"ok":true,"team_id":"T0FAKE001"})", {{"x-oauth-scopes", "commands, chat:write"}}));
  const auto failures = of_level(adapter->checks(), Check::Level::Failure);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].what, "The token lacks scopes: app_mentions:read, channels:read, groups:read, im:write, users:read");
  EXPECT_NE(failures[0].mend.find("allybot manifest slack"), std::string::npos);
}

TEST_F(SlackDoctor, WantsHistoryScopesOnlyToVerifyDelivery) {
  rig.settings["SLACK_VERIFY_DELIVERY"] = "history";
  adapter = make();
  client.answer(ScriptedClient::answered(200, R"({"ok":true,"team_id":"T0FAKE001"})", {{"x-oauth-scopes", kAllScopes}}));
  const auto failures = of_level(adapter->checks(), Check::Level::Failure);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].what, "The token lacks scopes: channels:history, groups:history, im:history");
}

TEST_F(SlackDoctor, SaysHowToMendATokenThatIsRefused) {
  client.answer(ScriptedClient::answered(200, R"({"ok":false,"error":"invalid_auth"})"));
  auto failures = of_level(adapter->checks(), Check::Level::Failure);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].what, "Slack refuses SLACK_BOT_TOKEN: invalid_auth");
  rig.settings["SLACK_BOT_TOKEN"] = "xapp-FAKE";
  adapter = make();
  failures = of_level(adapter->checks(), Check::Level::Failure);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_NE(failures[0].mend.find("begins with xoxb-"), std::string::npos);
}

TEST_F(SlackDoctor, SeesAClockThatIsWrong) {
  const auto level_at = [this](const std::string& date) {
    client.answer(
        ScriptedClient::answered(200, R"({"ok":true,"team_id":"T0FAKE001"})", {{"x-oauth-scopes", kAllScopes}, {"Date", date}}));
    Check::Level worst = Check::Level::Good;
    for (const Check& check : adapter->checks())
      if (check.what.find("clock") != std::string::npos) worst = check.level;
    return worst;
  };
  EXPECT_EQ(level_at("Tue, 14 Nov 2023 22:15:20 GMT"), Check::Level::Warning);
  EXPECT_EQ(level_at("Tue, 14 Nov 2023 22:11:20 GMT"), Check::Level::Warning);
  EXPECT_EQ(level_at("Tue, 14 Nov 2023 23:13:20 GMT"), Check::Level::Failure);
  EXPECT_EQ(level_at("yesterday"), Check::Level::Good);
}

TEST_F(SlackDoctor, AsksForASocketWhereTheyAreUsed) {
  rig.settings = {{"SLACK_BOT_TOKEN", fakes::kSlackToken}, {"SLACK_APP_TOKEN", "xapp-FAKE"}};
  auto environment = rig.environment(client);
  environment.public_url = "";
  const auto sockets = std::move(*declaration().make(environment));
  const auto check_of = [&](const http::ClientOutcome& outcome) {
    client.answer(outcome);
    Check found;
    for (const Check& check : sockets->checks())
      if (check.what.find("Socket Mode") != std::string::npos || check.what.find("SLACK_APP_TOKEN") != std::string::npos)
        found = check;
    EXPECT_EQ(client.requests().back().url, "https://slack.com/api/apps.connections.open");
    EXPECT_EQ(client.requests().back().headers.only("Authorization"), "Bearer xapp-FAKE");
    return found;
  };
  EXPECT_EQ(check_of(ScriptedClient::answered(200, R"({"ok":true,"url":"wss://wss-primary.slack.com/link"})")).level,
            Check::Level::Good);
  const Check refused = check_of(ScriptedClient::answered(200, R"({"ok":false,"error":"missing_scope"})"));
  EXPECT_EQ(refused.level, Check::Level::Failure);
  EXPECT_NE(refused.mend.find("connections:write"), std::string::npos);
  EXPECT_EQ(check_of(ScriptedClient::answered(429, "")).level, Check::Level::Warning);
  EXPECT_EQ(check_of(ScriptedClient::never_left("refused")).level, Check::Level::Warning);

  client.answer(ScriptedClient::answered(200, R"({"ok":true,"team_id":"T0FAKE001"})", {{"x-oauth-scopes", kAllScopes}}));
  EXPECT_EQ(of_level(sockets->checks(), Check::Level::Good).size(), 3U) << "no public address and no secret are missed";
  EXPECT_TRUE(of_level(sockets->checks(), Check::Level::Warning).empty());
}

TEST_F(SlackDoctor, WarnsOfWhatSlackCannotReach) {
  client.answer(ScriptedClient::never_left("refused"));
  rig.settings["SLACK_SIGNING_SECRET"] = "the client secret";
  for (const char* url : {"", "http://bot.example.org"}) {
    auto environment = rig.environment(client);
    environment.public_url = url;
    auto made = declaration().make(environment);
    ASSERT_TRUE(made.has_value());
    const auto checks = (*made)->checks();
    EXPECT_EQ(of_level(checks, Check::Level::Warning).size(), 2U);
    EXPECT_EQ(of_level(checks, Check::Level::Failure).size(), 1U);
    for (const Check& check : checks) {
      EXPECT_EQ(check.mend.empty(), check.level == Check::Level::Good);
      EXPECT_EQ(check.what.find("client secret"), std::string::npos);
    }
  }
}

ManifestInput manifest_input() {
  return {"https://bot.example.org",
          "ally",
          {{"tip", "[words]", "A tip."}, {"myth", "[words]", "A myth."}, {"help", "[verb]", "Help."}},
          nullptr};
}

TEST_F(SlackSettings, MakeAManifestWithTheLeastScopes) {
  const auto made = declaration().manifest(manifest_input());
  ASSERT_TRUE(made.has_value());
  const auto manifest = json(*made);
  EXPECT_EQ(made->find(":history"), std::string::npos);
  EXPECT_EQ(made->find("message.im"), std::string::npos);
  EXPECT_EQ(manifest.at("oauth_config").at("scopes").at("bot"),
            json(R"(["app_mentions:read","channels:read","chat:write","commands","groups:read","im:write","users:read"])"));
  const auto& command = manifest.at("features").at("slash_commands").at(0);
  EXPECT_EQ(command.at("command"), "/ally");
  EXPECT_EQ(command.at("url"), "https://bot.example.org/slack/commands");
  EXPECT_EQ(command.at("usage_hint"), "[tip | myth | help]");
  EXPECT_EQ(command.at("should_escape"), true);
  EXPECT_EQ(manifest.at("settings").at("event_subscriptions").at("request_url"), "https://bot.example.org/slack/events");
  EXPECT_EQ(manifest.at("settings").at("interactivity").at("request_url"), "https://bot.example.org/slack/interactivity");
  EXPECT_EQ(manifest.at("features").at("app_home").at("messages_tab_read_only_enabled"), true);
}

TEST_F(SlackSettings, AskForHistoryInTheManifestOnlyToVerifyDelivery) {
  ManifestInput input = manifest_input();
  input.setting = [](std::string_view name) -> std::optional<std::string> {
    if (name == "SLACK_VERIFY_DELIVERY") return "history";
    return std::nullopt;
  };
  const auto manifest = json(*declaration().manifest(input));
  const auto& scopes = manifest.at("oauth_config").at("scopes").at("bot");
  for (const char* scope : {"channels:history", "groups:history", "im:history"})
    EXPECT_NE(std::find(scopes.begin(), scopes.end(), scope), scopes.end());
  EXPECT_EQ(manifest.at("features").at("app_home").at("messages_tab_read_only_enabled"), false);
}

TEST_F(SlackSettings, MakeAManifestForSocketsWithoutAddresses) {
  ManifestInput with_token = manifest_input();
  with_token.setting = [](std::string_view name) -> std::optional<std::string> {
    if (name == "SLACK_APP_TOKEN") return "xapp-FAKE";
    return std::nullopt;
  };
  ManifestInput without_address = manifest_input();
  without_address.public_url = "";
  for (const ManifestInput& input : {with_token, without_address}) {
    const auto made = declaration().manifest(input);
    EXPECT_EQ(json(*made).at("settings").at("socket_mode_enabled"), true);
    EXPECT_EQ(made->find("url"), std::string::npos) << *made;
    EXPECT_EQ(made->find("xapp"), std::string::npos);
  }
  EXPECT_EQ(json(*declaration().manifest(manifest_input())).at("settings").at("socket_mode_enabled"), false);
}

TEST(ResponseHosts, LeadSocketsToSlackAlone) {
  const ResponseHosts slack("https://slack.com/api/");
  for (const char* url : {"wss://wss-primary.slack.com/link/?ticket=1", "wss://wss.slack-gov.com/link"})
    EXPECT_TRUE(slack.allow_socket(url)) << url;
  for (const char* url : {"ws://wss-primary.slack.com/link", "https://wss-primary.slack.com/link", "wss://evilslack.com/",
                          "wss://slack.com.evil.example/", "wss://wss-primary.slack.com:8443/", "wss://me@wss.slack.com/",
                          "wss://127.0.0.1/", "wss://localhost/", "", "wss://"})
    EXPECT_FALSE(slack.allow_socket(url)) << url;
  const ResponseHosts here("http://127.0.0.1:9/api/");
  EXPECT_TRUE(here.allow_socket("wss://localhost:4433/link"));
  EXPECT_FALSE(here.allow_socket("wss://wss-primary.slack.com/link"));
}

// https://github.com/slackapi/manifest-schema, version 1
TEST_F(SlackSettings, KeepTheManifestWithinSlacksLimits) {
  ManifestInput input = manifest_input();
  input.command = std::string(80, 'a');
  for (int i = 0; i < 300; ++i) input.verbs.push_back({"verb" + std::to_string(i), "", ""});
  const auto manifest = json(*declaration().manifest(input));
  const auto length = [](const nlohmann::json& text) { return count_code_points(text.get<std::string>()); };
  const auto& about = manifest.at("display_information");
  EXPECT_LE(length(about.at("name")), 35U);
  EXPECT_LE(length(about.at("description")), 140U);
  EXPECT_GE(length(about.at("long_description")), 175U);
  EXPECT_LE(length(about.at("long_description")), 4000U);
  const auto& command = manifest.at("features").at("slash_commands").at(0);
  EXPECT_LE(length(command.at("usage_hint")), 1000U);
  EXPECT_LE(length(command.at("command")), 36U);
  EXPECT_LE(length(command.at("description")), 2000U);
}

}  // namespace
}  // namespace allybot::platforms::slack
