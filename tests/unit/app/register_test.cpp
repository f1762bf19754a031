// `allybot register` and what doctor says of it: the command line against the fake Discord.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "bot/app/cli.h"
#include "tests/fakes/discord_requests.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_discord.h"
#include "tests/fakes/source_dir.h"

namespace allybot::app {
namespace {

struct Register : testing::Test {
  fakes::FakeClock clock;
  fakes::FakeDiscord discord{clock};
  std::map<std::string, std::string> settings = discord.settings();
  int status = 0;
  std::string out, err;

  void SetUp() override {
    settings["ALLYBOT_CONTENT"] = fakes::source_dir() + "/content";
    settings["ALLYBOT_PUBLIC_URL"] = "https://bot.example.org";
  }
  std::string run_with(const std::vector<std::string>& arguments) {
    SettingsSource source;
    source.environment = [&](const std::string& name) -> std::optional<std::string> {
      const auto found = settings.find(name);
      return found == settings.end() ? std::nullopt : std::optional<std::string>(found->second);
    };
    std::istringstream in;
    std::ostringstream to, complaints;
    status = run(arguments, source, {in, to, complaints, false});
    out = to.str();
    err = complaints.str();
    EXPECT_EQ((out + err).find(fakes::kDiscordToken), std::string::npos);
    return out;
  }
  std::size_t writes() {
    std::size_t all = 0;
    for (const auto& call : discord.platform().calls()) all += call.method == "PUT";
    return all;
  }
};

TEST_F(Register, ShowsThenWritesThenHasNothingToDo) {
  EXPECT_NE(run_with({"register", "discord", "--dry-run"}).find("+ /ally: "), std::string::npos) << out;
  EXPECT_EQ(status, 1);
  EXPECT_EQ(writes(), 0U);
  EXPECT_NE(run_with({"doctor"}).find("allybot register discord"), std::string::npos) << out;
  EXPECT_NE(run_with({"register", "discord"}).find("Registered."), std::string::npos) << out << err;
  EXPECT_EQ(status, 0);
  EXPECT_NE(run_with({"register", "discord"}).find("nothing was written"), std::string::npos) << out;
  EXPECT_EQ(run_with({"register", "discord", "--dry-run"}).find("~"), std::string::npos) << out;
  EXPECT_EQ(status, 0);
  EXPECT_EQ(writes(), 1U);
  EXPECT_NE(run_with({"doctor"}).find("registered as they should be"), std::string::npos) << out;
}

TEST_F(Register, NamesTheVerbsInEveryLanguageOfTheContent) {
  run_with({"register", "discord"});
  ASSERT_EQ(status, 0) << err;
  const auto options = nlohmann::json::parse(discord.registered())[0]["options"];
  EXPECT_GE(options.size(), 19U);
  for (const auto& option : options) {
    for (const char* locale : {"de", "fr", "es-ES", "es-419"})
      EXPECT_TRUE(option.at("description_localizations").contains(locale)) << option.at("name") << locale;
  }
  EXPECT_EQ(options[0].at("name_localizations").at("de"), "tipp");
}

TEST_F(Register, WritesIntoOneServerAlone) {
  run_with({"register", "discord", "--guild", fakes::DiscordPlace{}.guild});
  EXPECT_EQ(status, 0) << err;
  EXPECT_EQ(discord.registered(), "[]");
  EXPECT_NE(discord.registered(true), "[]");
  run_with({"register", "discord", "--guild", fakes::DiscordPlace{}.guild, "--dry-run"});
  EXPECT_EQ(status, 0) << out;
  run_with({"register", "discord", "--guild", "100000000000000999"});
  EXPECT_EQ(status, 1);
  EXPECT_NE(err.find("not in that server"), std::string::npos) << err;
}

TEST_F(Register, SaysWhyNothingWasWritten) {
  discord.refuse_token(true);
  run_with({"register", "discord"});
  EXPECT_EQ(status, 1);
  EXPECT_NE(err.find("Reset Token"), std::string::npos) << err;
  discord.refuse_token(false);
  discord.platform()
      .on("PUT", std::string("/api/v10/applications/") + fakes::kDiscordApplication + "/commands")
      .reply(429, {{"Retry-After", "7"}}, R"({"retry_after":6.5})")
      .close_after_handling();
  run_with({"register", "discord"});
  EXPECT_NE(err.find("wait for 7 s"), std::string::npos) << err;
  run_with({"register", "discord"});
  EXPECT_NE(err.find("it looks first"), std::string::npos) << err;
  EXPECT_NE(run_with({"register", "discord"}).find("nothing was written"), std::string::npos) << "it had been taken";
  settings.erase("DISCORD_BOT_TOKEN");
  run_with({"register", "discord"});
  EXPECT_EQ(status, 1);
  EXPECT_NE(err.find("Set DISCORD_BOT_TOKEN"), std::string::npos) << err;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"register"}, {"register", "slack"}, {"register", "discord", "--guild"}}) {
    run_with(words);
    EXPECT_EQ(status, 2) << err;
  }
}

}  // namespace
}  // namespace allybot::app
