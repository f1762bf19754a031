#include "bot/app/cli.h"

#include <gtest/gtest.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bot/store/store.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/temporary_folder.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::app {
namespace {

using Words = std::vector<std::string>;

struct Ran {
  int status = 0;
  std::string out, err;
};

Ran run_with(const std::vector<std::string>& arguments, const std::string& database_url = {},
             const std::string& content = fakes::source_dir() + "/content") {
  SettingsSource source;
  source.environment = [&](const std::string& name) -> std::optional<std::string> {
    if (name == "ALLYBOT_CONTENT") return content;
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

TEST(CommandLine, TellsWhatCannotBeReadOfAPlan) {
  const library::ContentFolder folder;
  folder.tip("one");
  folder.write("schedules.yaml",
               "- {slug: one, channel: \"slak:T1:C1\", words: every Tuesday 10:00}\n"
               "- {slug: two, channel: general, words: every Tuesday 10:00}\n"
               "- {slug: five, channel: \"teamsoutgoing:engineering:C1\", words: every Tuesday 10:00}\n"
               "- slug: three\n  channel: \"slack:T1:C1\"\n  words: every Tuesday 10:00\n  zone: Europe/Berln\n"
               "- slug: four\n  channel: \"slack:T1:C1\"\n  words: evry Tuesday 10:00\n");
  const Ran ran = run_with({"content", "check"}, {}, folder.root());
  EXPECT_EQ(ran.status, 1);
  for (const char* told :
       {"/schedules.yaml:1:24: error unknown-platform: \"slak\" is no platform. Did you mean \"slack\"?",
        "/schedules.yaml:2:24: error channel: This is no channel.",
        "/schedules.yaml:3:25: error silent-platform: teamsoutgoing only answers: it posts nothing.",
        "/schedules.yaml:7:9: error unknown-zone: \"Europe/Berln\" is no zone. Did you mean \"Europe/Berlin\"?",
        "/schedules.yaml:10:10: error plan-words: \"evry\" is not understood."})
    EXPECT_NE(ran.out.find(told), std::string::npos) << told << '\n' << ran.out;
}

TEST(CommandLine, WritesThePageOfTheContent) {
  const fakes::TemporaryFolder folder;
  const std::string page = (folder.path() / "status.html").string();
  const Ran ran = run_with({"content", "status", "--html", page});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, page + "\n");
  EXPECT_GT(std::filesystem::file_size(page), 10000U);
  const Ran refused = run_with({"content", "status", "--html", (folder.path() / "nowhere/status.html").string()});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find("cannot be written"), std::string::npos);
}

TEST(CommandLine, PreviewsNoItemThatIsNotThere) {
  const Ran ran = run_with({"content", "preview", "tips/no-such-tip"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("There is no item \"tips/no-such-tip\""), std::string::npos) << ran.err;
}

TEST(CommandLine, PrintsASchemaOrSaysWhichThereAre) {
  EXPECT_EQ(run_with({"content", "schema", "tips"}).out.substr(0, 1), "{");
  const Ran ran = run_with({"content", "schema", "poems"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_NE(ran.err.find("There are tips, myths"), std::string::npos) << ran.err;
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

/// A database with one delivery in each state of trouble, one that was sent, and one to a member alone.
class Deliveries : public testing::Test {
 protected:
  Deliveries() {
    store_ = store::open(url_, clock_).value();
    add("slack/T1/p1@2026-11-24T10:00", "C1", store::Delivery::State::Unknown, "no_answer");
    add("slack/T1/p2@2026-11-24T10:00", "C2", store::Delivery::State::Dead, "is_archived");
    add("slack/T1/p3@2026-11-24T10:00", "C3", store::Delivery::State::Sent, "");
    add("word", "@U7", store::Delivery::State::Dead, "user_disabled");
  }
  void add(const std::string& key, const std::string& channel, store::Delivery::State state, const std::string& reason) {
    store::Delivery delivery;
    delivery.key = key;
    delivery.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId(channel)};
    delivery.plan = PlanId(channel[0] == 'C' ? "p" + channel.substr(1) : "");
    delivery.item = ItemId("tips/say-whose-idea");
    delivery.payload = "the words of the message";
    delivery.state = state;
    delivery.reason = reason;
    delivery.due_at = from_rfc3339("2026-11-24T09:00:00Z").value();
    EXPECT_TRUE(store_->write([&](store::Writer& tx) -> Result<void> {
      if (auto added = tx.add_delivery(delivery); !added) return tl::unexpected(added.error());
      return {};
    }));
  }
  std::string state_of(std::int64_t id) {
    const auto found =
        store::read<std::optional<store::Delivery>>(*store_, [&](store::Reader& tx) { return tx.delivery(id); }).value();
    return found ? std::string(store::name_of(found->state)) + ' ' + found->reason : "none";
  }
  Ran run(std::vector<std::string> words) {
    words.insert(words.begin(), "deliveries");
    return run_with(words, url_);
  }

  const fakes::TemporaryFolder folder_;
  const std::string url_ = "sqlite:" + (folder_ / "allybot.db");
  const SystemClock clock_;
  std::unique_ptr<store::Store> store_;
};

TEST_F(Deliveries, AreListedWithWhyAndWhatToDo) {
  const Ran ran = run({"list"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("1  unknown  2026-11-24T09:00:00Z  slack/T1/C1  p1  tips/say-whose-idea\n    I never heard whether it "
                         "arrived. Look in the channel"),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("2  dead  2026-11-24T09:00:00Z  slack/T1/C2  p2  tips/say-whose-idea\n    The channel is closed."),
            std::string::npos)
      << ran.out;
  EXPECT_EQ(ran.out.find("C3"), std::string::npos) << "it was sent";
  EXPECT_EQ(ran.out.find("words of the message"), std::string::npos);
  EXPECT_EQ(ran.out.find("U7"), std::string::npos) << "who gets direct messages is nobody's business";
}

TEST_F(Deliveries, AreListedAsJson) {
  const auto list = nlohmann::json::parse(run({"list", "--format", "json"}).out);
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0]["id"], 1);
  EXPECT_EQ(list[0]["state"], "unknown");
  EXPECT_EQ(list[0]["reason"], "no_answer");
  EXPECT_FALSE(list[0].contains("payload"));
  EXPECT_EQ(list[1]["channel"], "slack/T1/(direct message)");
  EXPECT_EQ(list[2]["why"], "the channel is closed");
}

TEST_F(Deliveries, GoOutAgainOnce) {
  const Ran ran = run({"resend", "1", "2"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(state_of(1), "skipped posted-again");
  EXPECT_EQ(state_of(5), "pending ");
  EXPECT_EQ(run({"resend", "1"}).status, 1) << "settled";
  EXPECT_EQ(state_of(7), "none");
  const auto audit =
      store::read<std::vector<store::AuditEntry>>(*store_, [](store::Reader& tx) { return tx.audit("slack/T1", 10); }).value();
  ASSERT_EQ(audit.size(), 2U);
  EXPECT_EQ(audit[0].who + ' ' + audit[0].what, "operator delivery.again");
}

TEST_F(Deliveries, AreDroppedFromTheList) {
  EXPECT_EQ(run({"drop", "1", "2", "4"}).status, 0);
  EXPECT_EQ(state_of(1), "skipped left");
  EXPECT_EQ(run({"list"}).out, "Nothing is in trouble.\n");
}

TEST_F(Deliveries, ThatAreNotInTroubleOrNotThereAreRefused) {
  for (const char* id : {"3", "99"}) {
    const Ran ran = run({"resend", id});
    EXPECT_EQ(ran.status, 1) << id;
    EXPECT_NE(ran.err.find("allybot: "), std::string::npos) << ran.err;
  }
  EXPECT_EQ(run({"resend", "p1"}).status, 2);
  EXPECT_EQ(run({"resend"}).status, 2);
  EXPECT_EQ(run({"list", "--format", "xml"}).status, 2);
  EXPECT_EQ(state_of(3), "sent ");
}

TEST(Simulate, SaysOnceForEachRegionWhereNoHolidaysAreKnown) {
  const fakes::TemporaryFolder folder;
  const std::string url = "sqlite:" + folder / "allybot.db";
  const SystemClock clock;
  const auto add = [&](const char* id, const char* channel, const char* region, const char* days_off) {
    store::Plan plan;
    plan.id = PlanId(id);
    plan.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId(channel)};
    plan.rrule = "FREQ=DAILY";
    plan.start = "2027-01-01T10:00";
    plan.zone = "UTC";
    plan.days_off = days_off;
    store::ChannelSettings settings;
    settings.region = region;
    const auto database = store::open(url, clock);
    ASSERT_TRUE((*database)
                    ->write([&](store::Writer& tx) -> Result<void> {
                      if (auto done = tx.set_channel_settings(plan.channel, settings); !done) return done;
                      const auto added = tx.add_plan(plan);
                      if (!added) return tl::unexpected(added.error());
                      return {};
                    })
                    .has_value());
  };
  add("p1", "C1", "NP", "skip holidays");
  add("p2", "C1", "NP", "before holidays");
  add("p3", "C2", "DE-BE", "skip holidays");
  add("p4", "C3", "", "skip days-off");
  add("p5", "C4", "NP", "");
  const auto simulated = [&](const Words& more) {
    Words words = {"simulate", "--from", "2027-01-04", "--to", "2027-01-05"};
    words.insert(words.end(), more.begin(), more.end());
    return run_with(words, url);
  };
  const Ran all = simulated({});
  EXPECT_EQ(all.status, 0);
  EXPECT_EQ(all.err,
            "allybot: no public holidays are known for NP: of holidays, the organisation's own alone count there.\n"
            "allybot: plan p4 minds days off, and no region is set: of holidays, the organisation's own alone count there.\n");
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 6) << all.out;
  EXPECT_EQ(simulated({"--plan", "p3"}).err, "");
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
