#include "bot/app/cli.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/fakes/temporary_folder.h"

namespace allybot::app {
namespace {

struct Ran {
  int status = 0;
  std::string out, err;
};

Ran run_with(const std::vector<std::string>& arguments, const std::string& database_url = {}) {
  SettingsSource source;
  source.environment = [&](const std::string& name) -> std::optional<std::string> {
    if (name == "ALLYBOT_CONTENT") return std::string(SOURCE_DIR) + "/content";
    if (name == "ALLYBOT_DATABASE_URL" && !database_url.empty()) return database_url;
    return std::nullopt;
  };
  std::istringstream in;
  std::ostringstream out, err;
  Ran ran;
  ran.status = run(arguments, source, {in, out, err, false});
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

TEST(CommandLine, SaysTheNearestCommandForAMisspeltOne) {
  const Ran ran = run_with({"simulat"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("Did you mean simulate?"), std::string::npos) << ran.err;
}

TEST(CommandLine, NamesAWordThatIsNoCommand) {
  const Ran ran = run_with({"frobnicate"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("There is no command \"frobnicate\""), std::string::npos) << ran.err;
}

TEST(CommandLine, AnswersHelpAndVersionOnStandardOutput) {
  for (const char* word : {"--help", "--version"}) {
    const Ran ran = run_with({word});
    EXPECT_EQ(ran.status, 0) << word;
    EXPECT_NE(ran.out.find("allybot"), std::string::npos) << word;
    EXPECT_EQ(ran.err, "") << word;
  }
}

TEST(CommandLine, ShowsTheStateOfTheContentWithoutAnyOption) {
  const Ran ran = run_with({"content", "status"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("tips"), std::string::npos);
}

TEST(Doctor, SaysThatThereIsNoDatabaseYetAndMakesNone) {
  const fakes::TemporaryFolder folder;
  const std::string file = folder / "var/allybot.db";
  const Ran ran = run_with({"doctor"}, "sqlite:" + file);
  EXPECT_NE(ran.out.find("There is no database yet; 'allybot serve' will make " + file), std::string::npos) << ran.out;
  EXPECT_FALSE(std::filesystem::exists(folder / "var"));
}

TEST(Doctor, SaysWhichFolderCannotBeWritten) {
  const fakes::TemporaryFolder folder;
  std::ofstream(folder / "plain") << "a file where a folder should be\n";
  const Ran ran = run_with({"doctor"}, "sqlite:" + (folder / "plain/allybot.db"));
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.out.find((folder / "plain") + " is no folder that can be written"), std::string::npos) << ran.out;
}

using Words = std::vector<std::string>;
class MisusedWords : public testing::TestWithParam<Words> {};

TEST_P(MisusedWords, GiveStatusTwoAndOneSentence) {
  const Ran ran = run_with(GetParam());
  EXPECT_EQ(ran.status, 2) << ran.err;
  EXPECT_EQ(ran.err.rfind("allybot: ", 0), 0U) << ran.err;
  EXPECT_EQ(ran.out, "");
}

INSTANTIATE_TEST_SUITE_P(All, MisusedWords,
                         testing::Values(Words{}, Words{"content"}, Words{"content", "check", "--format", "nope"},
                                         Words{"content", "status", "--format", "nope"},
                                         Words{"content", "new", "poem", "A title"}, Words{"simulate", "--from", "2026-03-01"},
                                         Words{"simulate", "--from", "March", "--to", "2026-04-01", "--when", "daily 9:00"},
                                         Words{"simulate", "--from", "2026-03-01", "--to", "2026-03-02", "--when", "daily 9:00",
                                               "--format", "nope"},
                                         Words{"manifest", "parrot"}));

}  // namespace
}  // namespace allybot::app
