// Requests in the form that Webex sends them, with made-up ids, and what its API gives for those (tests/replay/webex).
#include "tests/fakes/replay.h"

#include "tests/fakes/golden.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/webex/rig.h"

namespace allybot::platforms::webex {
namespace {

struct WebexReplay : WebexRig {
  void SetUp() override {
    told.resources.clear();
    const Json api = Json::parse(fakes::file_text(fakes::source_dir() + "/tests/replay/webex/api.json"));
    for (const auto& [path, json] : api.items()) told.resources[path] = json.dump();
    client.answer([this](const http::ClientRequest& request) { return told.answer(request); });
    adapter->connect();  // who we are is known from the start on
  }
};

TEST_F(WebexReplay, ReadsEveryRequest) {
  const auto cases = fakes::replay_cases(fakes::source_dir(), "webex");
  ASSERT_GE(cases.size(), 40U);
  for (const std::string& name : cases) {
    const auto raw = fakes::replay_request(fakes::source_dir(), "webex", name);
    ASSERT_TRUE(raw.has_value()) << name;
    const auto got = receive(*raw);
    ASSERT_TRUE(got.has_value()) << name << ": " << got.error().for_log;
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "webex", name, fakes::described(*got)), "");
  }
}

TEST_F(WebexReplay, RefusesEveryRequestThatWasChangedOrIsUnderAnotherSecret) {
  const auto refused = [this](const http::RawRequest& raw) { return !adapter->authenticate(raw, now).has_value(); };
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "webex")) {
    auto raw = *fakes::replay_request(fakes::source_dir(), "webex", name);
    ASSERT_FALSE(refused(raw)) << name;
    raw.body.back() = raw.body.back() == '}' ? ']' : '}';
    EXPECT_TRUE(refused(raw)) << name;
  }
  rig.settings["WEBEX_WEBHOOK_SECRET"] = "FAKE-webex-webhook-secret-00001";
  adapter = make();
  for (const std::string& name : fakes::replay_cases(fakes::source_dir(), "webex"))
    EXPECT_TRUE(refused(*fakes::replay_request(fakes::source_dir(), "webex", name))) << name;
}

}  // namespace
}  // namespace allybot::platforms::webex
