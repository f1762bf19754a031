#include "bot/app/settings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace allybot::app {
namespace {

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "allybot-settings.XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  std::filesystem::path path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::vector<platforms::Platform> one_platform() {
  platforms::Platform platform;
  platform.name = "parrot";
  platform.settings = {{"PARROT_TOKEN", "Its token.", true, true, ""}, {"PARROT_URL", "Its address.", true, false, ""}};
  return {platform};
}

Result<Settings> read(std::map<std::string, std::string> variables, const std::string& file = {}) {
  SettingsSource source;
  source.environment = [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional<std::string>(found->second);
  };
  for (const auto& [name, value] : variables) source.environment_names.push_back(name);
  source.file = file;
  return read_settings(source, one_platform());
}

TEST(Settings, HaveDefaultsForEverything) {
  const auto settings = read({});
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->host, "127.0.0.1");
  EXPECT_EQ(settings->port, 8080);
  EXPECT_EQ(settings->ops_port, 8081);
  EXPECT_EQ(settings->content, "content");
  EXPECT_EQ(settings->database_url, "sqlite:var/allybot.db");
  EXPECT_EQ(settings->zone, "UTC");
  EXPECT_EQ(settings->command, "ally");
  EXPECT_TRUE(settings->warnings.empty());
}

TEST(Settings, TakeTheEnvironmentBeforeTheFile) {
  const Folder folder;
  const auto path = folder.file("allybot.yaml", "PORT: 9000\nALLYBOT_ZONE: Europe/Berlin\n");
  const auto settings = read({{"PORT", "9100"}}, path);
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->port, 9100);
  EXPECT_EQ(settings->zone, "Europe/Berlin");
}

TEST(Settings, NameTheLineAndTheNearestNameOfAMisspeltKey) {
  const Folder folder;
  const auto path = folder.file("allybot.yaml", "PORT: 9000\nALLYBOT_ZOEN: UTC\n");
  const auto settings = read({}, path);
  ASSERT_FALSE(settings.has_value());
  EXPECT_NE(settings.error().for_log.find("allybot.yaml:2:"), std::string::npos);
  EXPECT_NE(settings.error().for_log.find("Did you mean ALLYBOT_ZONE?"), std::string::npos);
}

TEST(Settings, WarnOfAnUnknownVariableAndGoOn) {
  const auto settings = read({{"ALLYBOT_LANGAUGE", "de"}});
  ASSERT_TRUE(settings.has_value());
  ASSERT_EQ(settings->warnings.size(), 1U);
  EXPECT_NE(settings->warnings[0].find("Did you mean ALLYBOT_LANGUAGE?"), std::string::npos);
}

TEST(Settings, ReadASecretFromAFileWithoutItsLineBreak) {
  const Folder folder;
  const auto settings = read({{"PARROT_TOKEN_FILE", folder.file("token", "xyz-123\n")}});
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->platform_value("PARROT_TOKEN"), "xyz-123");
}

TEST(Settings, RefuseASecretGivenTwice) {
  const Folder folder;
  const auto settings = read({{"PARROT_TOKEN", "one"}, {"PARROT_TOKEN_FILE", folder.file("token", "two")}});
  ASSERT_FALSE(settings.has_value());
  EXPECT_EQ(settings.error().for_log.find("one"), settings.error().for_log.find("one of them"));
}

TEST(Settings, RefuseASecretFileThatCannotBeRead) {
  const auto settings = read({{"PARROT_TOKEN_FILE", "/nowhere/at/all"}});
  ASSERT_FALSE(settings.has_value());
  EXPECT_NE(settings.error().for_log.find("PARROT_TOKEN_FILE"), std::string::npos);
}

TEST(Settings, ReadAdmins) {
  const auto settings = read({{"ALLYBOT_ADMINS", "slack:T1:U1, mattermost::u2, matrix:example.org:ada:example.org"}});
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->admins.size(), 3U);
  EXPECT_TRUE(settings->admins.count(MemberKey{PlatformId("slack"), WorkspaceId("T1"), MemberId("U1")}));
  EXPECT_TRUE(settings->admins.count(MemberKey{PlatformId("matrix"), WorkspaceId("example.org"), MemberId("ada:example.org")}))
      << "an id may hold colons";
}

struct Refusal {
  const char* name;
  const char* value;
};

class RefusedSetting : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedSetting, IsNamedInOneSentence) {
  const auto settings = read({{GetParam().name, GetParam().value}});
  ASSERT_FALSE(settings.has_value());
  EXPECT_EQ(settings.error().code, Code::Invalid);
  EXPECT_NE(settings.error().for_log.find(GetParam().name), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, RefusedSetting,
                         testing::Values(Refusal{"PORT", "http"}, Refusal{"PORT", "70000"}, Refusal{"PORT", "-1"},
                                         Refusal{"ALLYBOT_OPS_ADDR", "8081"}, Refusal{"ALLYBOT_OPS_ADDR", "127.0.0.1:x"},
                                         Refusal{"ALLYBOT_PUBLIC_URL", "allybot.example.org"}, Refusal{"ALLYBOT_SECRET", "short"},
                                         Refusal{"ALLYBOT_ADMINS", "slack:T1"}, Refusal{"ALLYBOT_ADMINS", ":T1:U1"},
                                         Refusal{"ALLYBOT_ADMINS", "slack:T1:"}, Refusal{"ALLYBOT_ZONE", "Berlin/Europe"},
                                         Refusal{"ALLYBOT_COMMAND", "/ally"}, Refusal{"ALLYBOT_COMMAND", "Ally"},
                                         Refusal{"ALLYBOT_LOG", "loud"}));

TEST(MasterSecret, IsMadeOnceAndKeptBesideTheDatabase) {
  const Folder folder;
  Settings settings;
  settings.database_url = "sqlite:" + (folder.path() / "deep/allybot.db").string();
  bool made_here = false;
  const auto first = master_secret(settings, made_here);
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(made_here);
  EXPECT_GE(first->reveal().size(), 32U);
  const auto second = master_secret(settings, made_here);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(first->reveal(), second->reveal());
  const auto rights = std::filesystem::status(folder.path() / "deep/allybot.db.secret").permissions();
  EXPECT_EQ(rights & (std::filesystem::perms::group_all | std::filesystem::perms::others_all), std::filesystem::perms::none);
}

TEST(MasterSecret, MustBeGivenWhereReplicasShareADatabase) {
  Settings settings;
  settings.database_url = "postgresql://db/allybot";
  bool made_here = false;
  const auto secret = master_secret(settings, made_here);
  ASSERT_FALSE(secret.has_value());
  EXPECT_NE(secret.error().for_log.find("ALLYBOT_SECRET"), std::string::npos);
}

}  // namespace
}  // namespace allybot::app
