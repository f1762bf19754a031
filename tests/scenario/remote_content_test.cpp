// Content in a git repository elsewhere: a real host behind TLS, the real program, the system's git.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bot/core/secret.h"
#include "bot/crypto/crypto.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/socket.h"
#include "tests/fakes/source_dir.h"
#include "tests/scenario/asking.h"
#include "tests/scenario/program.h"
#include "tests/scenario/slack_api.h"

namespace allybot {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{30};
constexpr const char* kPushSecret = "a-push-secret-of-tests";
constexpr const char* kTip =
    "---\ntitle: Say whose idea it was\ntopics: [meetings]\naudience: [everyone]\naction: Name the person once this week.\n"
    "points: [S11]\n---\nWhen a good point slides past in a meeting, you can put it right in one breath. Say whose point it was, "
    "and "
    "ask that person to take it further. It costs you nothing, and the talk gets back to the work.\n\nDo it early, and do it in "
    "a "
    "plain voice. People copy what is easy to copy. After a few weeks nobody has to think about it.\n";

/// A host with one repository, for as long as it lives.
class GitHost {
 public:
  explicit GitHost(const std::string& folder, const std::string& authorization = {}) : folder_(folder) {
    const auto made = fakes::make_certificate("IP:127.0.0.1");
    write("ca.pem", made.authority);
    write("cert.pem", made.certificate);
    write("key.pem", made.key);
    git("init --quiet --initial-branch=main " + work());
    git("init --quiet --bare --initial-branch=main " + folder_ + "/content.git");
    fs::create_directories(work() + "/en/tips");
    fs::copy_file(fakes::source_dir() + "/content/en/phrases.yaml", work() + "/en/phrases.yaml");
    std::ofstream(work() + "/topics.yaml") << "- id: meetings\n  title: {en: Meetings}\n";
    std::ofstream(work() + "/en/tips/other.md")
        << "---\ntitle: Another\ntopics: [meetings]\naudience: [everyone]\naction: Ask one question.\npoints: [S12]\n---\nAsk.\n";
    serve(authorization);
  }
  ~GitHost() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
  }
  GitHost(const GitHost&) = delete;
  GitHost& operator=(const GitHost&) = delete;

  std::string address(const std::string& branch = "main") const {
    return "git+https://127.0.0.1:" + std::to_string(port_) + "/content.git#" + branch;
  }
  std::string authority() const { return folder_ + "/ca.pem"; }
  /// Commits the tip with that text and pushes it; the first 12 digits of the commit.
  std::string push(const std::string& tip) {
    std::ofstream(work() + "/en/tips/one.md") << tip;
    git("-C " + work() + " add --all");
    git("-C " + work() + " -c user.name=T -c user.email=t@example.org commit --quiet --message=Words");
    git("-C " + work() + " push --quiet --force " + folder_ + "/content.git main");
    return git("-C " + work() + " rev-parse HEAD").substr(0, 12);
  }

 private:
  std::string work() const { return folder_ + "/work"; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ + "/" + name) << text; }
  static std::string git(const std::string& words) {
    const std::string line = "GIT_CONFIG_GLOBAL=/dev/null git " + words + " 2>&1";
    FILE* out = ::popen(line.c_str(), "r");
    std::string said;
    std::array<char, 256> part{};
    while (out != nullptr && std::fgets(part.data(), part.size(), out) != nullptr) said += part.data();
    EXPECT_EQ(out == nullptr ? -1 : ::pclose(out), 0) << said;
    return said;
  }
  void serve(const std::string& authorization) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const std::string script = fakes::source_dir() + "/tests/scenario/git_server.py", certificate = folder_ + "/cert.pem",
                      key = folder_ + "/key.pem";
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execlp("python3", "python3", script.c_str(), folder_.c_str(), certificate.c_str(), key.c_str(),
               authorization.empty() ? nullptr : authorization.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string line;
    for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) line += c;
    ::close(ends[0]);
    port_ = std::atoi(line.c_str());
    ASSERT_GT(port_, 0);
  }

  const std::string folder_;
  pid_t child_ = -1;
  int port_ = 0;
};

class RemoteContentSession : public testing::Test {
 protected:
  std::map<std::string, std::string> settings(const GitHost& host, std::map<std::string, std::string> more = {}) {
    more.insert({{"ALLYBOT_CONTENT", host.address()},
                 {"SSL_CERT_FILE", host.authority()},
                 {"ALLYBOT_CONTENT_EVERY", "86400"},
                 {"ALLYBOT_CONTENT_PUSH_SECRET", kPushSecret},
                 {"ALLYBOT_ADMINS", "slack:T0FAKE001:U0ADMIN"}});
    return slack_.settings(more);
  }
  static std::string ready(const scenario::Program& program) { return scenario::get(program.ops_port(), "/readyz"); }
  static bool ready_says(const scenario::Program& program, const std::string& part) {
    return scenario::wait_until(kPatience, [&] { return ready(program).find(part) != std::string::npos; });
  }
  /// The admin, in chat.
  bool hears(const std::string& words) {
    return scenario::wait_until(kPatience, [&] {
      for (const scenario::Posted& one : slack_.messages())
        if (one.body.find(words) != std::string::npos) return true;
      return false;
    });
  }
  /// As a git host tells of a push.
  static std::string tell(const scenario::Program& program, const std::string& secret = kPushSecret) {
    const std::string body = R"({"ref":"refs/heads/main"})";
    return scenario::ask_raw(
        program.port(),
        "POST /content/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=" +
            crypto::to_hex(crypto::hmac_sha256(Secret(secret), body)) + "\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\nConnection: close\r\n\r\n" + body);
  }

  const scenario::Folder folder_, at_host_;
  scenario::SlackApi slack_;
};

TEST_F(RemoteContentSession, ABadRevisionIsRefusedToldAndMended) {
  GitHost host(at_host_.path());
  const std::string first = host.push(kTip);
  scenario::Program program(folder_, settings(host));
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_TRUE(ready_says(program, first)) << ready(program);

  const std::string bad = host.push("---\ntitle: [broken\n---\nx\n");
  EXPECT_EQ(tell(program).substr(0, 12), "HTTP/1.1 202");
  EXPECT_TRUE(ready_says(program, "Revision " + bad + " of the content was refused: en/tips/one.md:")) << program.output();
  EXPECT_NE(ready(program).find("\"revision\":\"" + first), std::string::npos) << "the last good one goes on";
  EXPECT_TRUE(hears("New content was not taken")) << program.output();

  std::string mended = kTip;
  mended.replace(mended.find("Say whose"), 3, "Tell");
  const std::string good = host.push(mended);
  EXPECT_EQ(tell(program).substr(0, 12), "HTTP/1.1 202");
  EXPECT_TRUE(ready_says(program, "\"revision\":\"" + good)) << program.output();
  EXPECT_EQ(ready(program).find("refused"), std::string::npos);
  EXPECT_TRUE(hears("The content is well again"));
  const std::string answer = scenario::ask_raw(program.port(), scenario::signed_command("find whose idea", "1.1.a"));
  EXPECT_NE(answer.find("Tell whose idea it was"), std::string::npos) << answer;
  EXPECT_EQ(program.stop(), 0);
}

TEST_F(RemoteContentSession, TheLastGoodRevisionOutlivesARestartWithoutAHost) {
  std::string first;
  std::map<std::string, std::string> same;
  {
    GitHost host(at_host_.path());
    first = host.push(kTip);
    same = settings(host);
    scenario::Program program(folder_, same);
    ASSERT_TRUE(program.start()) << program.output();
    EXPECT_EQ(program.stop(), 0);
  }
  scenario::Program program(folder_, same);
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_TRUE(ready_says(program, first));
  EXPECT_TRUE(ready_says(program, "cannot be reached")) << ready(program);
}

TEST_F(RemoteContentSession, AHostThatHangsHoldsUpNeitherStartNorStop) {
  std::map<std::string, std::string> same;
  {
    GitHost host(at_host_.path());
    host.push(kTip);
    same = settings(host);
    scenario::Program program(folder_, same);
    ASSERT_TRUE(program.start()) << program.output();
    EXPECT_EQ(program.stop(), 0);
  }
  fakes::Listener silent;  // takes the connection and says nothing
  same["ALLYBOT_CONTENT"] = "git+https://127.0.0.1:" + std::to_string(silent.port()) + "/content.git#main";
  scenario::Program program(folder_, same);
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_NE(scenario::ask_raw(program.port(), scenario::signed_command("tip", "1.1.a")).find("200 OK"), std::string::npos);
  EXPECT_EQ(program.stop(), 0) << "within the twelve seconds that it is given";
}

TEST_F(RemoteContentSession, WhatAKilledGitLeftBehindIsNoHindrance) {
  GitHost host(at_host_.path());
  host.push(kTip);
  scenario::Program program(folder_, settings(host));
  ASSERT_TRUE(program.start()) << program.output();
  program.kill_hard();
  const std::string repository = folder_.path() + "/content-repository/repository";
  for (const char* lock : {"index.lock", "shallow.lock", "config.lock", "refs/allybot/newest.lock"})
    std::ofstream(repository + "/" + lock) << "";
  std::string other = kTip;
  other.replace(other.find("Say whose"), 3, "Tell");
  const std::string second = host.push(other);
  scenario::Program again(folder_, settings(host));
  ASSERT_TRUE(again.start()) << again.output();
  EXPECT_TRUE(ready_says(again, "\"revision\":\"" + second)) << again.output();
}

TEST_F(RemoteContentSession, NothingAtAllEndsWithASentence) {
  GitHost host(at_host_.path());
  host.push("---\ntitle: [broken\n---\nx\n");
  scenario::Program refused(folder_, settings(host));
  EXPECT_FALSE(refused.start());
  EXPECT_NE(refused.output().find("was refused: en/tips/one.md:"), std::string::npos) << refused.output();
  scenario::Program astray(folder_, settings(host, {{"ALLYBOT_CONTENT", host.address("nowhere")}}));
  EXPECT_FALSE(astray.start());
  EXPECT_NE(astray.output().find("cannot be reached"), std::string::npos) << astray.output();
  scenario::Program untrusted(folder_, settings(host, {{"SSL_CERT_FILE", "/dev/null"}}));
  EXPECT_FALSE(untrusted.start());
}

TEST_F(RemoteContentSession, ATokenOpensWhatIsNotPublicAndIsInNoLine) {
  GitHost host(at_host_.path(), "Basic YWxseWJvdDpzM2NyZXQtdG9rZW4=");
  const std::string first = host.push(kTip);
  scenario::Program program(folder_, settings(host, {{"ALLYBOT_CONTENT_TOKEN", "s3cret-token"}, {"ALLYBOT_LOG", "debug"}}));
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_TRUE(ready_says(program, first));
  for (const char* secret : {"s3cret-token", "YWxseWJvdDpzM2NyZXQ"}) EXPECT_EQ(program.output().find(secret), std::string::npos);
}

TEST_F(RemoteContentSession, APushThatNobodyCanHaveSignedIsRefused) {
  GitHost host(at_host_.path());
  host.push(kTip);
  scenario::Program program(folder_, settings(host));
  ASSERT_TRUE(program.start()) << program.output();
  EXPECT_EQ(tell(program, "another-secret-of-tests").substr(0, 12), "HTTP/1.1 401");
  EXPECT_EQ(scenario::ask_raw(program.port(),
                              "POST /content/push HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
                .substr(0, 12),
            "HTTP/1.1 401");
  EXPECT_EQ(scenario::get(program.port(), "/content/push").substr(0, 12), "HTTP/1.1 405");
}

}  // namespace
}  // namespace allybot
