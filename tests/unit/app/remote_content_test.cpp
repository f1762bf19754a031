// Addresses of a content repository, proofs of a push, and the program that is run for it.
#include <gtest/gtest.h>

#include "bot/app/remote/follower.h"
#include "bot/app/remote/program.h"
#include "bot/crypto/crypto.h"

namespace allybot::app {
namespace {

TEST(RemoteAddress, IsHttpsWithABranch) {
  EXPECT_EQ(*read_remote_address("git+https://git.example.org/people/content#live"),
            (RemoteAddress{"https://git.example.org/people/content", "live"}));
  EXPECT_EQ(read_remote_address("git+https://git.example.org/c.git")->branch, "main");
}

TEST(RemoteAddress, IsNothingElse) {
  for (const char* text :
       {"git+http://git.example.org/c", "git+ssh://git@example.org/c", "https://git.example.org/c", "git+file:///etc",
        "git+https://", "git+https://git.example.org", "git+https://git.example.org/", "git+https://user:pass@git.example.org/c",
        "git+https://git.example.org/c#", "git+https://git.example.org/c#-x", "git+https://git.example.org/c#a..b",
        "git+https://git.example.org/c#a b", "git+https://git.example.org/c#--upload-pack=x",
        "git+https://git.example.org/c#/a"}) {
    const auto address = read_remote_address(text);
    ASSERT_FALSE(address.has_value()) << text;
    EXPECT_NE(address.error().for_log.find("Write a folder, or git+https://"), std::string::npos);
  }
}

class Push : public testing::Test {
 protected:
  static bool genuine(std::vector<std::pair<std::string, std::string>> headers) {
    http::RawRequest raw;
    raw.body = "{}";
    for (auto& [name, value] : headers) raw.headers.add(std::move(name), std::move(value));
    return is_genuine_push(raw, Secret("a-secret-of-16-bytes"));
  }
  static std::string signature(const std::string& secret = "a-secret-of-16-bytes", const std::string& body = "{}") {
    return "sha256=" + crypto::to_hex(crypto::hmac_sha256(Secret(secret), body));
  }
};

TEST_F(Push, IsGenuineByItsSignatureOrItsToken) {
  EXPECT_TRUE(genuine({{"X-Hub-Signature-256", signature()}}));
  EXPECT_TRUE(genuine({{"x-gitlab-token", "a-secret-of-16-bytes"}}));
}

TEST_F(Push, IsForgedOtherwise) {
  EXPECT_FALSE(genuine({}));
  EXPECT_FALSE(genuine({{"X-Hub-Signature-256", signature("another-secret-of-16")}}));
  EXPECT_FALSE(genuine({{"X-Hub-Signature-256", signature("a-secret-of-16-bytes", "{ }")}}));
  EXPECT_FALSE(genuine({{"X-Hub-Signature-256", signature().substr(7)}}));
  EXPECT_FALSE(genuine({{"X-Hub-Signature-256", ""}}));
  EXPECT_FALSE(genuine({{"X-Hub-Signature-256", signature()}, {"X-Hub-Signature-256", signature()}})) << "doubled";
  EXPECT_FALSE(genuine({{"X-Hub-Signature-256", "sha256=00"}, {"X-Gitlab-Token", "a-secret-of-16-bytes"}}));
  EXPECT_FALSE(genuine({{"X-Gitlab-Token", "a-secret-of-16-byte"}}));
  EXPECT_FALSE(genuine({{"X-Hub-Signature", "sha1=00"}}));
}

TEST(Program, IsRunWithItsWordsAndNothingOfOurs) {
  const auto ran = run_program({"/bin/sh", "-c", "echo \"$1\" $HOME $SECRET; echo bad >&2; exit 3", "sh", "a b; c"},
                               {{"HOME", "/h"}}, std::chrono::seconds(20));
  ASSERT_TRUE(ran.has_value());
  EXPECT_EQ(ran->status, 3);
  EXPECT_EQ(ran->out, "a b; c /h\nbad\n");
}

TEST(Program, EndsWithWhatItStartedWhenItTakesTooLong) {
  const auto ran = run_program({"/bin/sh", "-c", "sleep 60 & sleep 60"}, {{"PATH", "/usr/bin:/bin"}}, std::chrono::seconds(1));
  ASSERT_FALSE(ran.has_value());
  EXPECT_EQ(ran.error().code, Code::Unavailable);
  EXPECT_NE(ran.error().for_log.find("took longer than 1 seconds"), std::string::npos);
}

TEST(Program, EndsWhenItIsToStop) {
  std::stop_source source;
  source.request_stop();
  const auto ran =
      run_program({"/bin/sh", "-c", "sleep 60"}, {{"PATH", "/usr/bin:/bin"}}, std::chrono::seconds(60), source.get_token());
  ASSERT_FALSE(ran.has_value());
  EXPECT_NE(ran.error().for_log.find("was stopped"), std::string::npos);
}

TEST(Program, ThatIsNotThereIsSaidSo) {
  const auto ran = run_program({"no-such-program-here"}, {}, std::chrono::seconds(5));
  ASSERT_FALSE(ran.has_value());
  EXPECT_NE(ran.error().for_log.find("is it installed?"), std::string::npos);
}

}  // namespace
}  // namespace allybot::app
