#include "tests/unit/platforms/mattermost/rig.h"

namespace allybot::platforms::mattermost {
namespace {

struct MattermostDeclaration : testing::Test {
  fakes::PlatformRig rig{settings_of_tests()};
  fakes::ScriptedClient client;
  std::string trouble() {
    auto made = declaration().make(rig.environment(client));
    return made ? std::string() : made.error().for_log;
  }
};

TEST_F(MattermostDeclaration, StandsInTheRegistry) {
  bool found = false;
  for (const Platform& platform : registry()) found = found || platform.name == "mattermost";
  EXPECT_TRUE(found);
}

TEST_F(MattermostDeclaration, NeedsAllThreeSettings) {
  for (const Setting& setting : declaration().settings) {
    EXPECT_TRUE(setting.required) << setting.name;
    EXPECT_EQ(setting.secret, setting.name != "MATTERMOST_URL");
  }
  EXPECT_EQ(declaration().settings.size(), 3U);
}

TEST_F(MattermostDeclaration, SaysWhichSettingIsWrong) {
  EXPECT_EQ(trouble(), "");
  const std::pair<const char*, const char*> rows[] = {
      {"MATTERMOST_URL", ""},
      {"MATTERMOST_URL", "chat.example.org"},
      {"MATTERMOST_URL", "http://chat.example.org"},
      {"MATTERMOST_URL", "https://chat.example.org/?x"},
      {"MATTERMOST_BOT_TOKEN", ""},
      {"MATTERMOST_BOT_TOKEN", "two words"},
      {"MATTERMOST_COMMAND_TOKENS", ""},
      {"MATTERMOST_COMMAND_TOKENS", " , "},
      {"MATTERMOST_COMMAND_TOKENS", "good,not good"},
  };
  for (const auto& [name, value] : rows) {
    rig.settings = settings_of_tests();
    rig.settings[name] = value;
    EXPECT_NE(trouble().find(name), std::string::npos) << name << '=' << value;
  }
  EXPECT_EQ(trouble().find("not good"), std::string::npos) << "a token is not repeated";
}

TEST_F(MattermostDeclaration, NeedsAPublicAddress) {
  auto environment = rig.environment(client);
  environment.public_url.clear();
  const auto made = declaration().make(environment);
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().for_log.find("ALLYBOT_PUBLIC_URL"), std::string::npos);
}

TEST_F(MattermostDeclaration, TakesPostsOnly) {
  auto made = declaration().make(rig.environment(client));
  ASSERT_TRUE(made.has_value());
  std::vector<std::string> paths;
  for (const InboundRoute& route : (*made)->routes()) {
    EXPECT_EQ(route.method, http::Method::Post);
    EXPECT_EQ(route.content_types.size(), 1U);
    paths.push_back(route.path);
  }
  EXPECT_EQ(paths, (std::vector<std::string>{"/mattermost/commands", "/mattermost/actions", "/mattermost/dialogs"}));
}

TEST_F(MattermostDeclaration, PrintsTheCallsThatSetItUp) {
  ManifestInput input{"https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"help", "", "Help."}}, {}};
  input.setting = [this](std::string_view name) -> std::optional<std::string> { return rig.settings[std::string(name)]; };
  const auto text = declaration().manifest(input);
  ASSERT_TRUE(text.has_value());
  const Json manifest = Json::parse(*text);
  const Json& command = manifest.at("calls").at(3);
  EXPECT_EQ(command.at("url"), "http://127.0.0.1:8065/api/v4/commands");
  EXPECT_EQ(command.at("body").at("url"), "https://bot.example.org/mattermost/commands");
  EXPECT_EQ(command.at("body").at("method"), "P");
  EXPECT_EQ(command.at("body").at("trigger"), "ally");
  EXPECT_EQ(command.at("body").at("auto_complete_hint"), "[tip | help]");
  EXPECT_EQ(manifest.at("calls").at(0).at("url"), "http://127.0.0.1:8065/api/v4/bots");
  EXPECT_EQ(text->find(fakes::kMattermostToken), std::string::npos);
  for (const Json& call : manifest.at("calls"))
    EXPECT_LE(call.at("body").value("description", "").size(), 128U) << call.at("what");
}

}  // namespace
}  // namespace allybot::platforms::mattermost
