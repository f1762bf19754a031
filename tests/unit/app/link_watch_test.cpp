#include "bot/app/links/watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "bot/app/links/memory.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::app {
namespace {

using handlers::LinkNews;
using State = LinkNews::State;
using Look = LinkWatch::Look;
using std::chrono::hours;

/// What any address answers.
struct Web {
  int status = 200;
  std::vector<std::string> asked;
};
class WebClient final : public http::Client {
 public:
  explicit WebClient(Web& web) : web_(web) {}
  http::ClientOutcome send(const http::ClientRequest& request) override {
    http::ClientOutcome outcome;
    outcome.kind = http::ClientOutcome::Kind::Answered;
    outcome.status = request.url.ends_with("/robots.txt") ? 404 : web_.status;
    web_.asked.push_back(request.url);
    return outcome;
  }

 private:
  Web& web_;
};
constexpr const char* kAddress = "https://example.org/page";

/// A library with one address that is asked every seven days.
struct LinksWatched : testing::Test {
  fakes::TemporaryFolder folder;
  fakes::FakeClock clock;
  Web web;
  std::vector<std::vector<LinkNews>> told;
  std::unique_ptr<LinkWatch> watch = make();

  std::unique_ptr<LinkWatch> make(std::unique_ptr<http::Client> client = nullptr) {
    if (!client) client = std::make_unique<WebClient>(web);
    LinkCheckerOptions options;
    options.tries = 1;
    options.pause = milliseconds(0);
    return std::make_unique<LinkWatch>(LinkWatch::Parts{root(), (folder.path() / "links.json").string(), hours(7 * 24),
                                                        std::move(client), clock, options,
                                                        [this](const auto& news) { told.push_back(news); }});
  }
  std::string root() const { return (folder.path() / "content").string(); }

  void SetUp() override {
    const std::filesystem::path items = std::filesystem::path(root()) / "en/resources";
    std::filesystem::create_directories(items);
    std::ofstream(items / "one.md") << "---\ntitle: One\nurl: " << kAddress << "\n---\nText.\n";
  }
};

TEST_F(LinksWatched, AreAskedWhenTheirDayHasComeAndNotBefore) {
  EXPECT_EQ(watch->look(), Look::Done);
  ASSERT_EQ(told.size(), 1U);
  ASSERT_EQ(told[0].size(), 1U);
  EXPECT_EQ(told[0][0].url, kAddress);
  EXPECT_EQ(told[0][0].place, "en/resources/one.md");
  EXPECT_EQ(told[0][0].state, State::There);
  clock.advance(hours(7 * 24 - 1));
  EXPECT_EQ(watch->look(), Look::NotDue);
  EXPECT_EQ(make()->look(), Look::NotDue) << "after a restart, too";
  clock.advance(hours(1));
  web.status = 404;
  EXPECT_EQ(watch->look(), Look::Done);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1][0].state, State::Gone);
}

TEST_F(LinksWatched, AreNotCalledGoneWhenTheirHostIsAwayOrSilent) {
  EXPECT_EQ(watch->look(), Look::Done);
  clock.advance(hours(7 * 24));
  web.status = 503;
  EXPECT_EQ(watch->look(), Look::Done);
  EXPECT_EQ(told.back()[0].state, State::Unknown);
}

TEST_F(LinksWatched, KeepWhatIsKnownWithoutAWayOut) {
  EXPECT_EQ(watch->look(), Look::Done);
  const KnownLinks before = read_known_links((folder.path() / "links.json").string());
  clock.advance(hours(7 * 24));
  struct Away final : http::Client {
    http::ClientOutcome send(const http::ClientRequest& /*request*/) override { return {}; }
  };
  EXPECT_EQ(make(std::make_unique<Away>())->look(), Look::NoWayOut);
  EXPECT_EQ(told.size(), 1U) << "nobody is told of a night without network";
  EXPECT_EQ(read_known_links((folder.path() / "links.json").string()).begin()->second.at, before.begin()->second.at);
  EXPECT_EQ(watch->look(), Look::Done) << "and it is asked again";
}

TEST_F(LinksWatched, AreLeftAtOnceWhenTheBotStops) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(watch->look(stop.get_token()), Look::NoWayOut);
  EXPECT_TRUE(web.asked.empty());
  EXPECT_TRUE(told.empty());
  watch->start();
  watch->stop();
}

TEST_F(LinksWatched, AreNeverWrittenIntoTheContent) {
  const auto file = std::filesystem::path(root()) / "en/resources/one.md";
  const auto before = std::filesystem::last_write_time(file);
  EXPECT_EQ(watch->look(), Look::Done);
  EXPECT_EQ(std::filesystem::last_write_time(file), before);
}

TEST(LinkWatchSettings, AskForItAndSayWhereItIsKept) {
  Settings settings;
  fakes::FakeClock clock;
  EXPECT_EQ(make_link_watch(settings, clock, nullptr), nullptr) << "off unless somebody wants it";
  settings.links_every = hours(24);
  EXPECT_NE(make_link_watch(settings, clock, nullptr), nullptr);
  EXPECT_EQ(links_memory(settings), "var/links.json") << "as allybot content links has it";
  settings.database_url = "sqlite:/srv/ally/bot.db";
  EXPECT_EQ(links_memory(settings), "/srv/ally/links.json");
}

TEST(LinkClient, RefusesOurOwnNetworkUnlessASettingAllowsIt) {
  fakes::FakePlatform host;
  host.otherwise([](const fakes::Call&) { return http::text_response(200, ""); });
  Settings settings;
  http::ClientRequest request;
  request.method = http::Method::Get;
  request.url = host.url() + "/";
  EXPECT_EQ(link_client(settings)->send(request).why, "private_address");
  EXPECT_TRUE(host.calls().empty());
  settings.links_internal = true;
  EXPECT_EQ(link_client(settings)->send(request).status, 200);
}

}  // namespace
}  // namespace allybot::app
