// What an operator does and sees: start, stop, wrong settings, a refused token, a broken content file, a database that cannot be
// used.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/fakes/source_dir.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/slack_api.h"

namespace allybot {
namespace {

namespace fs = std::filesystem;

bool is_ok(const std::string& answer) { return answer.rfind("HTTP/1.1 200", 0) == 0; }

TEST(Operator, StartsAsksAndStopsCleanly) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  scenario::Program program(folder, slack.settings({}));
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_NE(program.output().find("slack       on"), std::string::npos) << program.output();
  EXPECT_TRUE(is_ok(scenario::get(program.port(), "/healthz")));
  const std::string ready = scenario::get(program.ops_port(), "/readyz");
  EXPECT_TRUE(is_ok(ready)) << ready;
  EXPECT_NE(ready.find("\"slack\":\"on\""), std::string::npos) << ready;
  EXPECT_TRUE(is_ok(scenario::ask_raw(program.port(), scenario::signed_command("tip", "1.1.a"))));
  EXPECT_NE(scenario::get(program.ops_port(), "/metrics").find("allybot_"), std::string::npos);
  EXPECT_EQ(program.stop(), 0);
}

TEST(Operator, FindsOperationsOnTheirOwnAddressOnly) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  scenario::Program program(folder, slack.settings({}));
  ASSERT_TRUE(program.start()) << program.output();
  for (const char* path : {"/readyz", "/metrics", "/", "/playground/state"})
    EXPECT_EQ(scenario::get(program.port(), path).substr(0, 12), "HTTP/1.1 404") << path;
}

TEST(Operator, SeesNoSecretInAnyLine) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  auto settings = slack.settings({{"ALLYBOT_LOG", "debug"}});
  scenario::Program program(folder, settings);
  ASSERT_TRUE(program.start()) << program.output();
  scenario::ask_raw(program.port(), scenario::signed_command("find a-word-nobody-else-types", "1.2.a"));
  std::string forged = scenario::signed_command("tip", "1.3.a");
  forged.back() = 'X';
  EXPECT_EQ(scenario::ask_raw(program.port(), forged).substr(0, 12), "HTTP/1.1 401");
  EXPECT_EQ(program.stop(), 0);
  const std::string log = program.output();
  for (const std::string& secret :
       {settings["SLACK_SIGNING_SECRET"], settings["SLACK_BOT_TOKEN"], std::string("a-word-nobody-else-types"),
        std::string("a-secret-of-tests"), std::string("hooks.slack.com/commands/")})
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  EXPECT_NE(log.find("request_refused"), std::string::npos);
}

struct WrongStart {
  const char* name;
  std::map<std::string, std::string> settings;
  const char* sentence;
};

class WrongStarts : public testing::TestWithParam<WrongStart> {};

TEST_P(WrongStarts, EndWithOneSentenceAndStatusOne) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  std::ofstream(folder.path() + "/not-a-database") << std::string(5000, 'x');
  fs::create_directory(folder.path() + "/empty");
  auto settings = slack.settings({});
  for (auto [name, value] : GetParam().settings) {
    if (const auto at = value.find("HERE"); at != std::string::npos) value.replace(at, 4, folder.path());
    if (value.empty())
      settings.erase(name);
    else
      settings[name] = value;
  }
  scenario::Program program(folder, settings);
  EXPECT_FALSE(program.start());
  const std::string output = program.output();
  EXPECT_NE(output.find(GetParam().sentence), std::string::npos) << output;
  EXPECT_EQ(output.find("terminate"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongStarts,
    testing::Values(WrongStart{"NoPlatform",
                               {{"SLACK_BOT_TOKEN", ""}, {"SLACK_SIGNING_SECRET", ""}, {"SLACK_API_URL", ""}},
                               "No platform is configured"},
                    WrongStart{"NotADatabase", {{"ALLYBOT_DATABASE_URL", "sqlite:HERE/not-a-database"}}, "allybot: "},
                    WrongStart{"NoContent", {{"ALLYBOT_CONTENT", "HERE/empty"}}, "allybot: "},
                    WrongStart{"NoContentFolder", {{"ALLYBOT_CONTENT", "HERE/nowhere"}}, "allybot: "},
                    WrongStart{"WrongPort", {{"PORT", "eighty"}}, "PORT must be a port"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Operator, IsToldThatThePortIsInUse) {
  const scenario::Folder folder, other;
  scenario::SlackApi slack;
  scenario::Program first(folder, slack.settings({}));
  ASSERT_TRUE(first.start()) << first.output();
  scenario::Program second(other, slack.settings({{"PORT", std::to_string(first.port())}}));
  EXPECT_FALSE(second.start());
  EXPECT_NE(second.output().find("in use"), std::string::npos) << second.output();
}

TEST(Operator, IsToldWhenTheOnlyPlatformRefusesItsToken) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  slack.refuse_token(true);
  scenario::Program program(folder, slack.settings({}));
  EXPECT_FALSE(program.start());
  EXPECT_NE(program.output().find("token_revoked"), std::string::npos) << program.output();
}

TEST(Admin, BreaksAndMendsAFileWhileMembersAsk) {
  const scenario::Folder folder;
  scenario::SlackApi slack;
  const std::string content = folder.path() + "/content";
  fs::copy(fakes::source_dir() + "/content", content, fs::copy_options::recursive);
  const std::string path = content + "/en/tips/" + fs::directory_iterator(content + "/en/tips")->path().filename().string();
  std::string good;
  {
    std::ifstream file(path);
    good.assign(std::istreambuf_iterator<char>(file), {});
  }
  scenario::Program program(folder, slack.settings({{"ALLYBOT_CONTENT", content}}));
  ASSERT_TRUE(program.start()) << program.output();
  int asked = 0, failed = 0;
  const auto ask_until = [&](const char* what, const std::function<bool(const std::string&)>& seen) {
    const bool came = scenario::wait_until(std::chrono::seconds(10), [&] {
      ++asked;
      const std::string answer = scenario::ask_raw(
          program.port(), scenario::signed_command("tip", "7." + std::to_string(asked) + ".a", "U1FAKE" + std::to_string(asked)));
      if (!is_ok(answer) || answer.find("blocks") == std::string::npos) ++failed;
      return seen(scenario::get(program.ops_port(), "/readyz"));
    });
    EXPECT_TRUE(came) << what << '\n' << program.output();
  };
  std::ofstream(path) << "---\ntitle: [broken\n---\nx\n";
  ask_until("broken", [](const std::string& ready) { return ready.find("\"quarantined\":[{") != std::string::npos; });
  const std::string ready = scenario::get(program.ops_port(), "/readyz");
  EXPECT_TRUE(is_ok(ready)) << "one broken file is a warning";
  std::ofstream(path) << good;
  ask_until("mended", [](const std::string& answer) { return answer.find("\"quarantined\":[]") != std::string::npos; });
  EXPECT_EQ(failed, 0) << "of " << asked;
  EXPECT_EQ(program.stop(), 0);
}

}  // namespace
}  // namespace allybot
