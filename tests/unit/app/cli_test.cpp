#include "bot/app/cli.h"

#include <gtest/gtest.h>
#include <minizip/unzip.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
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

/// The files of an archive, as another program would read them.
std::map<std::string, std::string> unzipped(const std::string& path) {
  std::map<std::string, std::string> files;
  unzFile archive = unzOpen(path.c_str());
  if (archive == nullptr) return files;
  for (int at = unzGoToFirstFile(archive); at == UNZ_OK; at = unzGoToNextFile(archive)) {
    char name[64] = {};
    unz_file_info about{};
    unzGetCurrentFileInfo(archive, &about, name, sizeof name, nullptr, 0, nullptr, 0);
    std::string bytes(about.uncompressed_size, '\0');
    unzOpenCurrentFile(archive);
    EXPECT_EQ(unzReadCurrentFile(archive, bytes.data(), static_cast<unsigned>(bytes.size())), static_cast<int>(bytes.size()));
    EXPECT_EQ(unzCloseCurrentFile(archive), UNZ_OK) << "its checksum";
    files[name] = bytes;
  }
  unzClose(archive);
  return files;
}

TEST(Manifest, IsPrintedOrWrittenAsAPackage) {
  const fakes::TemporaryFolder folder;
  const std::string path = folder / "allybot-teams.zip";
  const Ran printed = run_with({"manifest", "teams"});
  EXPECT_EQ(printed.status, 0);
  const Ran written = run_with({"manifest", "teams", "-o", path});
  EXPECT_EQ(written.status, 0) << written.err;
  EXPECT_EQ(written.out, "Wrote " + path + ".\n");
  EXPECT_NE(written.err.find("ALLYBOT_PUBLIC_URL is not set"), std::string::npos);
  const auto files = unzipped(path);
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files.at("manifest.json"), printed.out);
  EXPECT_EQ(files.at("color.png").substr(1, 3), "PNG");
  EXPECT_EQ(files.at("outline.png").substr(1, 3), "PNG");

  const auto bytes = [](const std::string& of) {
    std::ifstream file(of, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string first = bytes(path);
  EXPECT_EQ(run_with({"manifest", "teams", "--output", path}).status, 0);
  EXPECT_EQ(bytes(path), first) << "the same settings make the same file";
}

TEST(Manifest, SaysWhereThereIsNoPackageAndWhereNothingCanBeWritten) {
  const fakes::TemporaryFolder folder;
  const Ran none = run_with({"manifest", "slack", "-o", folder / "x.zip"});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("slack takes no package"), std::string::npos) << none.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "x.zip"));
  const Ran nowhere = run_with({"manifest", "teams", "-o", folder / "no/such/folder/x.zip"});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_NE(nowhere.err.find("could not be written"), std::string::npos) << nowhere.err;
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
