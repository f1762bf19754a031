// Checking web addresses against a host of our own that answers in every way.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "bot/app/links/checker.h"
#include "bot/app/links/memory.h"
#include "bot/app/links/robots.h"
#include "bot/library/addresses.h"
#include "bot/library/translations.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_platform.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::app {
namespace {

using Kind = LinkVerdict::Kind;

http::Response page(std::string title) {
  return {200, "text/html; charset=utf-8", "<!doctype html><title>" + std::move(title) + "</title>", {}};
}

class Links : public testing::Test {
 protected:
  Links() {
    options_.own_network = true;
    options_.hosts_at_once = 2;
  }
  LinkVerdict check(const std::string& path) { return check_all({host_.url() + path}).begin()->second; }
  KnownLinks check_all(const std::vector<std::string>& urls) {
    LinkChecker checker(
        *client_, clock_, [this](milliseconds pause) { waited_.push_back(pause.count()); }, options_);
    return checker.check(urls, [this](std::size_t done) { done_ = done; });
  }
  void answer(const std::string& path, http::Response head, http::Response get) {
    host_.on("HEAD", path).then([head](const fakes::Call&) { return head; });
    host_.on_get(path).then([get](const fakes::Call&) { return get; });
  }
  void answer(const std::string& path, const http::Response& both) { answer(path, both, both); }
  http::Response redirect(int status, const std::string& to) { return {status, {}, {}, {{"Location", to}}}; }

  fakes::FakePlatform host_;
  fakes::FakeClock clock_;
  std::unique_ptr<http::Client> client_ = http::make_client();
  LinkCheckerOptions options_;
  std::vector<std::int64_t> waited_;
  std::size_t done_ = 0;
};

TEST_F(Links, AreGoodWhenTheyAnswer) {
  answer("/there", page("Equal pay, in practice"));
  EXPECT_EQ(check("/there").kind, Kind::Good);
  answer("/paper.pdf", {200, "application/pdf", {}, {}});
  EXPECT_EQ(check("/paper.pdf").kind, Kind::Good);
  EXPECT_EQ(host_.count("/paper.pdf"), 1U) << "what is no page is not fetched";
}

TEST_F(Links, AreDeadWhenTheHostSaysSo) {
  for (const int status : {404, 410}) {
    answer("/gone", {status, "text/html", "<title>Gone</title>", {}});
    const LinkVerdict verdict = check("/gone");
    EXPECT_EQ(verdict.kind, Kind::Dead);
    EXPECT_EQ(verdict.status, status);
  }
}

TEST_F(Links, AreGoodWhenOnlyTheHeadIsRefused) {
  for (const int status : {403, 404, 405, 501}) {
    answer("/picky", {status, {}, {}, {}}, page("Here"));
    EXPECT_EQ(check("/picky").kind, Kind::Good) << status;
  }
}

TEST_F(Links, AreSoftlyDeadWhenTheTitleSaysItOrTheFrontPageComes) {
  answer("/soft", page("Page not found | Example"));
  EXPECT_EQ(check("/soft").kind, Kind::SoftDead);
  answer("/old/report", redirect(302, "/"));
  answer("/", page("Example"));
  EXPECT_EQ(check("/old/report").kind, Kind::SoftDead);
  EXPECT_EQ(check("/").kind, Kind::Good) << "which was meant here";
}

TEST_F(Links, AreMovedWhenEveryStepIsForGood) {
  answer("/a", redirect(301, "/b"));
  answer("/b", redirect(308, "c"));
  answer("/c", page("Here"));
  const LinkVerdict verdict = check("/a");
  EXPECT_EQ(verdict.kind, Kind::Moved);
  EXPECT_TRUE(verdict.to.ends_with("/c")) << verdict.to;
  answer("/for-now", redirect(302, "/c"));
  EXPECT_EQ(check("/for-now").kind, Kind::Good);
}

TEST_F(Links, AreUnsureWhenProgramsAreTurnedAwayOrSentRound) {
  for (const int status : {401, 403, 451}) {
    answer("/closed", {status, "text/html", {}, {}});
    EXPECT_EQ(check("/closed").kind, Kind::Unsure) << status;
  }
  answer("/round", redirect(302, "/round"));
  EXPECT_EQ(check("/round").kind, Kind::Unsure);
  answer("/nowhere", redirect(302, ""));
  EXPECT_EQ(check("/nowhere").kind, Kind::Unsure);
}

TEST_F(Links, AreTriedAgainAfterAPauseThatTheHostMayName) {
  host_.on("HEAD", "/busy").reply(503, fakes::HeaderList{{"Retry-After", "7"}}).reply(429, std::string()).reply(page("Here"));
  host_.on_get("/busy").reply(page("Here"));
  EXPECT_EQ(check("/busy").kind, Kind::Good);
  EXPECT_NE(std::find(waited_.begin(), waited_.end(), 7000), waited_.end());
  EXPECT_NE(std::find(waited_.begin(), waited_.end(), 8000), waited_.end()) << "longer each time";
}

TEST_F(Links, AreLeftForAnotherDayWhenTheHostAsksForLong) {
  host_.on("HEAD", "/closed").reply(429, fakes::HeaderList{{"Retry-After", "3600"}});
  host_.on_get("/closed").then([](const fakes::Call&) { return http::Response{429, {}, {}, {{"Retry-After", "3600"}}}; });
  EXPECT_EQ(check("/closed").kind, Kind::Unsure);
  for (const auto pause : waited_) EXPECT_LE(pause, 30000);
}

TEST_F(Links, AreUnreachableAndNotDeadWhenNobodyAnswers) {
  host_.on("HEAD", "/cut").close_before_reply().close_before_reply().close_before_reply();
  host_.on_get("/robots.txt").reply(404, std::string());
  EXPECT_EQ(check("/cut").kind, Kind::Unreachable);
}

TEST_F(Links, OfASilentHostAreNotAskedOneByOne) {
  std::string closed = host_.url();
  {
    const fakes::FakePlatform gone;
    closed = gone.url();
  }
  const auto verdicts = check_all({closed + "/1", closed + "/2", closed + "/3"});
  for (const auto& [url, verdict] : verdicts) EXPECT_EQ(verdict.kind, Kind::Unreachable) << url;
  EXPECT_EQ(waited_.size(), 5U) << "three tries of its robots.txt, with pauses";
}

TEST_F(Links, AreNotAskedForLongWithoutAWayOut) {
  options_.hosts_at_once = 1;
  options_.silent_before_giving_up = 2;
  std::vector<std::string> urls;
  for (int i = 1; i < 8; ++i) urls.push_back("http://127.0.0." + std::to_string(i) + ":9/");
  EXPECT_EQ(check_all(urls).size(), 2U);
}

TEST_F(Links, HeedRobots) {
  host_.on_get("/robots.txt").reply(200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /private\n");
  answer("/private/1", page("Here"));
  answer("/open", page("Here"));
  EXPECT_EQ(check("/private/1").kind, Kind::Forbidden);
  EXPECT_EQ(check("/open").kind, Kind::Good);
  EXPECT_EQ(host_.count("/private/1"), 0U);
}

TEST_F(Links, OfOneHostAreAskedOneAfterAnotherWithPauses) {
  for (const char* path : {"/1", "/2", "/3"}) answer(path, {200, "image/png", {}, {}});
  check_all({host_.url() + "/1", host_.url() + "/2", host_.url() + "/3"});
  EXPECT_EQ(done_, 3U);
  EXPECT_EQ(waited_, std::vector<std::int64_t>(4, 1000)) << "after robots.txt and after each";
}

TEST(LinksInside, AreNotAskedUnderAPublicNameEither) {
  fakes::FakeClock clock;
  struct Inside final : http::Client {
    int asked = 0;
    http::ClientOutcome send(const http::ClientRequest& /*request*/) override {
      ++asked;
      http::ClientOutcome outcome;
      outcome.why = "private_address";
      return outcome;
    }
  } client;
  LinkChecker checker(client, clock, [](milliseconds /*pause*/) {});
  const auto verdict = checker.check({"https://looks-public.example.org/a"}, {}).begin()->second;
  EXPECT_EQ(verdict.kind, Kind::Forbidden);
  EXPECT_EQ(client.asked, 1) << "not tried again";
}

TEST(LinksInside, AreNeverCalled) {
  const auto client = http::make_client();
  const fakes::FakeClock clock;
  LinkChecker checker(*client, clock, [](milliseconds) { FAIL() << "called"; });
  for (const char* url : {"https://127.0.0.1/", "https://localhost/x", "https://10.0.0.1/", "https://[::1]/", "https://0x7f.1/",
                          "https://intranet/", "https://db.internal/", "https://2130706433/", "https://printer.local/"})
    EXPECT_EQ(checker.check({url}, {}).begin()->second.kind, Kind::Forbidden) << url;
  EXPECT_EQ(checker.check({"https://a b/"}, {}).begin()->second.kind, Kind::Dead);
}

TEST(Robots, FollowTheLongestRuleOfOurGroup) {
  struct Row {
    const char *robots, *path;
    bool allowed;
  };
  for (const Row& row :
       std::vector<Row>{{"", "/", true},
                        {"User-agent: *\nDisallow: /", "/x", false},
                        {"User-agent: *\nDisallow:", "/x", true},
                        {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
                        {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", false},
                        {"User-agent: *\nDisallow: /\n\nUser-agent: Allybot\nDisallow: /private", "/x", true},
                        {"User-agent: allybot\nUser-agent: other\nDisallow: /\nUser-agent: *\nAllow: /", "/x", false},
                        {"User-agent: other\nDisallow: /", "/x", true},
                        {"User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false},
                        {"User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", true},
                        {"user-agent : *  # all\r\ndisallow : /x # that\r\n", "/xy", false},
                        {"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
                        {"nonsense\nDisallow: /", "/x", true}})
    EXPECT_EQ(robots_allow(row.robots, row.path), row.allowed) << row.robots << " for " << row.path;
}

TEST(KnownLinks, AreKeptInAFileAndNotAskedAgainThatDay) {
  const fakes::TemporaryFolder folder;
  const std::string path = (folder.path() / "deep/links.json").string();
  const TimePoint now = from_rfc3339("2026-11-24T10:00:00Z").value();
  KnownLinks links;
  links["https://a.example/"] = {Kind::Moved, 200, "https://b.example/", "", now};
  links["https://c.example/"] = {Kind::Unreachable, 0, "", "timeout", now};
  ASSERT_TRUE(write_known_links(path, links).has_value());
  const KnownLinks read = read_known_links(path);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read.at("https://a.example/").to, "https://b.example/");
  EXPECT_TRUE(is_fresh(read.at("https://a.example/"), now + std::chrono::hours(19)));
  EXPECT_FALSE(is_fresh(read.at("https://a.example/"), now + std::chrono::hours(21)));
  EXPECT_FALSE(is_fresh(read.at("https://c.example/"), now + std::chrono::hours(2)));
  EXPECT_FALSE(is_fresh(read.at("https://a.example/"), now - std::chrono::hours(1))) << "the clock was set back";
  links["https://d.example/"] = {Kind::Moved, 200, "https://e.example/\xFF", "", now};  // as a stranger's header may say
  ASSERT_TRUE(write_known_links(path, links).has_value());
  EXPECT_EQ(read_known_links(path).size(), 3U);
  std::ofstream(path) << R"({"https://a.example/": {"verdict": 7, "at": [], "status": "x", "to": {}},
                             "https://b.example/": {"verdict": "good", "at": "2026-11-24T10:00:00Z", "status": "x", "to": 1}})";
  ASSERT_EQ(read_known_links(path).size(), 1U);
  EXPECT_EQ(read_known_links(path).at("https://b.example/").status, 0);
  std::ofstream(path) << "{\"https://a.example/\": 7, ";
  EXPECT_TRUE(read_known_links(path).empty());
  EXPECT_TRUE(read_known_links("/nowhere/links.json").empty());
}

class AddressesInContent : public testing::Test {
 protected:
  std::string write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((folder_.path() / path).parent_path());
    std::ofstream(folder_.path() / path, std::ios::binary) << text;
    return path;
  }
  std::string text(const std::string& path) {
    std::ifstream in(folder_.path() / path, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
  }
  std::string root() { return folder_.path().string(); }
  const fakes::TemporaryFolder folder_;
  const library::Date day_ = std::chrono::floor<std::chrono::days>(from_rfc3339("2026-11-24T10:00:00Z").value());
};

TEST_F(AddressesInContent, AreFoundWithTheirPlacesOnce) {
  write("en/resources/one.md", "---\ntitle: One\nurl: https://a.example/x#part\n---\nRead (https://b.example/y_(z)), twice.\n");
  write("de/resources/one.md", "---\ntitle: Eins\nurl: https://a.example/x\n---\nText.\n");
  const auto found = library::addresses_of(root());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].url, "https://a.example/x");
  ASSERT_EQ(found[0].places.size(), 2U);
  EXPECT_EQ(found[0].places[0].path, "en/resources/one.md") << "English first";
  EXPECT_EQ(found[0].places[0].line, 3);
  EXPECT_TRUE(found[0].places[0].is_resource);
  EXPECT_EQ(found[1].url, "https://b.example/y_(z)");
  EXPECT_FALSE(found[1].places[0].is_resource);
}

TEST_F(AddressesInContent, GetTheDayInOneLineAndNothingElse) {
  const auto path = write("en/resources/one.md", "---\ntitle: One\nurl: https://a.example/\nminutes: 3\n---\nurl: no\n");
  const std::string mark = library::mark_of(text(path));
  ASSERT_TRUE(library::write_checked_on(root(), path, day_).has_value());
  EXPECT_EQ(text(path), "---\ntitle: One\nurl: https://a.example/\nchecked_on: 2026-11-24\nminutes: 3\n---\nurl: no\n");
  EXPECT_EQ(library::mark_of(text(path)), mark) << "no translation is stale because of it";
  ASSERT_TRUE(library::write_checked_on(root(), path, day_ + std::chrono::days(7)).has_value());
  EXPECT_EQ(text(path), "---\ntitle: One\nurl: https://a.example/\nchecked_on: 2026-12-01\nminutes: 3\n---\nurl: no\n");
  const auto windows = write("en/resources/two.md", "---\r\nurl: https://a.example/\r\n---\r\nText\r\n");
  ASSERT_TRUE(library::write_checked_on(root(), windows, day_).has_value());
  EXPECT_EQ(text(windows), "---\r\nurl: https://a.example/\r\nchecked_on: 2026-11-24\r\n---\r\nText\r\n");
}

TEST_F(AddressesInContent, ChangeNothingWhereThereIsNoAddressToCheck) {
  const auto path = write("en/resources/one.md", "---\ntitle: One\n---\nurl: https://a.example/\n");
  EXPECT_EQ(library::write_checked_on(root(), path, day_).error().code, Code::Invalid);
  EXPECT_FALSE(library::write_checked_on(root(), "en/resources/none.md", day_).has_value());
  EXPECT_EQ(text(path), "---\ntitle: One\n---\nurl: https://a.example/\n");
}

}  // namespace
}  // namespace allybot::app
