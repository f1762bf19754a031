#include "bot/app/preview/preview.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/platforms/openly.h"
#include "bot/store/memory/memory.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/raw_client.h"
#include "tests/fakes/source_dir.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kMyth = "en/myths/aaa-preview.md";

/// The library's tables, and one draft of a myth.
struct PreviewPage : testing::Test {
  fakes::TemporaryFolder folder;
  Shelf shelf{folder.path().string()};
  std::unique_ptr<Preview> preview;
  std::unique_ptr<http::Receiver> receiver;
  NoMetrics metrics;
  fakes::FakeClock clock;

  void SetUp() override {
    const fs::path content = fakes::source_dir() + "/content";
    for (const char* name : {"en/phrases.yaml", "en/help.yaml", "sources.yaml", "topics.yaml", "en/tips", "en/myths"}) {
      if (!fs::exists(content / name)) continue;
      fs::create_directories((folder.path() / name).parent_path());
      fs::copy(content / name, folder.path() / name, fs::copy_options::recursive);
    }
    write("The claim of a preview");
    ASSERT_TRUE(shelf.open().has_value());
    serve({});
  }
  void serve(PreviewOptions options) {
    if (receiver) receiver->stop(std::chrono::milliseconds(500));
    auto made = Preview::make(shelf, platforms::registry(), std::move(options), clock);
    ASSERT_TRUE(made.has_value()) << made.error().for_log;
    preview = std::move(*made);
    auto listening = http::listen({}, preview->routes(), metrics);
    ASSERT_TRUE(listening.has_value());
    receiver = std::move(*listening);
  }
  void TearDown() override {
    if (receiver) receiver->stop(std::chrono::milliseconds(500));
  }

  void write(const std::string& title, const std::string& more = {}) const {
    std::ifstream in(fakes::source_dir() + "/content/en/myths/" + name_of_a_myth());
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto at = text.find("title:");
    text.replace(at, text.find('\n', at) - at, "title: " + title + "\ndraft: true" + more);
    std::ofstream(folder.path() / kMyth) << text;
  }
  static std::string name_of_a_myth() {
    std::string least;
    for (const auto& entry : fs::directory_iterator(fakes::source_dir() + "/content/en/myths"))
      if (least.empty() || entry.path().filename() < least) least = entry.path().filename();
    return least;
  }

  fakes::RawAnswer get(const std::string& path, const std::string& headers = "Host: localhost\r\n") const {
    fakes::RawClient client(receiver->port());
    client.send("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
    return client.answer().value_or(fakes::RawAnswer{});
  }
  json item() const { return json::parse(get("/preview/item?path=" + std::string(kMyth)).body, nullptr, false); }
};

TEST_F(PreviewPage, ShowsADraftOnEveryPlatformWithItsLimitsAndSources) {
  const json shown = item();
  ASSERT_TRUE(shown.is_object());
  EXPECT_EQ(shown.at("title"), "The claim of a preview");
  EXPECT_TRUE(shown.at("draft"));
  ASSERT_EQ(shown.at("platforms").size(), platforms::registry().size());
  for (const json& platform : shown.at("platforms")) {
    const std::size_t cards = platform.at("platform") == "teamsoutgoing"    ? 1
                              : platform.at("platform") == "teamsworkflows" ? 2
                                                                            : 3;
    ASSERT_EQ(platform.at("cards").size(), cards) << "the claim, posted and answered, and what it turns into";
    for (const json& card : platform.at("cards"))
      EXPECT_NE(card.at("message").dump().find("The claim of a preview"), std::string::npos) << platform.at("platform");
    EXPECT_GT(platform.at("most_text"), 0);
    EXPECT_TRUE(platform.at("faults").empty()) << platform.at("platform");
  }
  const auto private_form = [&](std::size_t which) { return shown.at("platforms").at(which).at("cards").at(1); };
  EXPECT_EQ(private_form(0).at("message").at("response_type"), "ephemeral") << "as a command of Slack's is answered";
  for (std::size_t i = 0; i < platforms::registry().size(); ++i) {
    const platforms::Capabilities& able = platforms::registry()[i].capabilities;
    if (!able.hears || platforms::answers_openly(able)) continue;
    EXPECT_EQ(private_form(i).at("name"),
              able.private_answers ? "Answered, for one person alone" : "Answered, in a direct message");
  }
  ASSERT_FALSE(shown.at("sources").empty());
  EXPECT_TRUE(shown.at("sources")[0].contains("caveat"));
}

TEST_F(PreviewPage, HasADrawerForEveryPlatform) {
  for (const platforms::Platform& platform : platforms::registry())
    EXPECT_EQ(get("/preview/draw_" + platform.name + ".js").status, 200) << platform.name;
}

TEST_F(PreviewPage, SaysThatItKnowsNoPlansWithoutADatabase) {
  EXPECT_EQ(json::parse(get("/preview/coming?path=" + std::string(kMyth)).body), json({{"known", false}}));
}

TEST_F(PreviewPage, TellsTheNextPostsOfADatabase) {
  store::MemoryStore store(clock);
  serve({"ally", &store, {"en", "", "UTC"}});
  EXPECT_EQ(json::parse(get("/preview/coming?path=" + std::string(kMyth)).body),
            json({{"known", true}, {"all_asked", true}, {"posts", json::array()}}));
  EXPECT_EQ(get("/preview/coming?path=en/myths/none.md").status, 404);
}

TEST_F(PreviewPage, FollowsTheFileAndKeepsTheLastGoodVersionOfABrokenOne) {
  const int turn = json::parse(get("/preview/shelf").body).at("turn");
  EXPECT_FALSE(json::parse(get("/preview/shelf?turn=" + std::to_string(turn)).body).contains("items"));
  const auto until = [&](const auto& done) {
    for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30); std::chrono::steady_clock::now() < end;) {
      if (done()) return true;
      std::this_thread::yield();
    }
    return false;
  };
  write("Another claim of a preview");
  EXPECT_TRUE(until([&] { return item().at("title") == "Another claim of a preview"; }));
  write("A third claim", "\nno-such-key: 1");
  json broken;
  EXPECT_TRUE(until([&] {
    broken = json::parse(get("/preview/shelf").body).at("broken");
    return !broken.empty();
  }));
  EXPECT_EQ(broken.at(0).at("path"), kMyth);
  EXPECT_EQ(item().at("title"), "Another claim of a preview");
}

TEST_F(PreviewPage, AnswersNoOtherPageAndNoOtherHost) {
  for (const char* path :
       {"/", "/preview/preview.js", "/preview/shelf", "/preview/item?path=x", "/preview/coming?path=x", "/preview/draw.js"}) {
    EXPECT_EQ(get(path, "Host: evil.example\r\n").status, 403) << path;
    EXPECT_EQ(get(path, "Host: localhost\r\nOrigin: https://evil.example\r\n").status, 403) << path;
  }
}

TEST_F(PreviewPage, RunsNothingButItsOwnFiles) {
  const fakes::RawAnswer page = get("/");
  EXPECT_EQ(page.status, 200);
  const std::string policy(page.headers.only("Content-Security-Policy").value_or(""));
  EXPECT_NE(policy.find("default-src 'none'; script-src 'self'"), std::string::npos);
  EXPECT_EQ(page.body.find("<style"), std::string::npos);
  EXPECT_EQ(get("/preview/preview.js").headers.only("Cache-Control").value_or(""), "no-store");
}

TEST_F(PreviewPage, KnowsNoItemOutsideTheFolder) {
  for (const char* path : {"", "en/myths/none.md", "../../etc/passwd", "sources.yaml"})
    EXPECT_EQ(get("/preview/item?path=" + std::string(path)).status, 404) << path;
  EXPECT_EQ(get("/preview/index.html").status, 404);
}

}  // namespace
}  // namespace allybot::app
