// Posting by incoming webhooks alone: which addresses are taken, what is shown, and what each answer means.
#include "tests/fakes/fake_google_chat.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/google_chat/rig.h"

namespace allybot::platforms::google_chat {
namespace {

using Kind = SendOutcome::Kind;

struct GoogleChatWebhooks : testing::Test {
  fakes::PlatformRig rig;
  fakes::FakeGoogleChat google{rig.clock};
  const std::unique_ptr<http::Client> client = http::make_client();
  const ChannelKey space{PlatformId("googlechat"), WorkspaceId("webhook"), ChannelId("AAAAfake")};

  void SetUp() override {
    rig.settings = {{"GOOGLECHAT_WEBHOOKS", google.webhook_of("AAAAfake") + "\n  " + google.webhook_of("BBBBfake") + '\n'},
                    {"GOOGLECHAT_API_URL", google.platform().url()}};
  }
  Result<std::unique_ptr<Adapter>> made() { return declaration().make(rig.environment(*client)); }
  std::string why_not_made() {
    const auto adapter = made();
    return adapter ? "made" : adapter.error().for_log;
  }
  SendOutcome send(Adapter& adapter, const ChannelKey& to) {
    rig.clock.advance(std::chrono::seconds(2));
    return adapter.send({to.str(), *adapter.post(fakes::sample_cards().front().second, to, "", rig.clock.now()), "n1", {}});
  }
};

TEST_F(GoogleChatWebhooks, SwitchThePlatformOnWithoutAnApp) {
  const auto setting = rig.environment(*client).setting;
  EXPECT_TRUE(configured(declaration(), setting).any);
  EXPECT_EQ(configured(declaration(), setting).missing, "");
  const auto adapter = made();
  ASSERT_TRUE(adapter.has_value()) << adapter.error().for_log;
  EXPECT_TRUE((*adapter)->routes().empty());
  EXPECT_FALSE((*adapter)->authenticate({}, rig.clock.now()).has_value());
  EXPECT_FALSE((*adapter)->capabilities().hears);
  EXPECT_FALSE((*adapter)->capabilities().direct_messages);
  EXPECT_EQ((*adapter)->connect().kind, Connection::Kind::On);
  EXPECT_TRUE((*adapter)->channel_facts(space)->can_post);
  EXPECT_EQ((*adapter)->channel_facts({space.platform, space.workspace, ChannelId("CCCC")})->why_not, "no_webhook");
}

TEST_F(GoogleChatWebhooks, PostWithoutButtonsThatNobodyWouldHear) {
  const auto adapter = made();
  ASSERT_TRUE(adapter.has_value());
  for (const auto& [name, card] : fakes::sample_cards()) {
    rig.clock.advance(std::chrono::seconds(2));
    const auto sent = (*adapter)->send({space.str(), *(*adapter)->post(card, space, "", rig.clock.now()), "n1", {}});
    EXPECT_EQ(sent.kind, Kind::Sent) << name << ' ' << sent.reason;
  }
  Card links{"A title", {}, {}, {}};
  links.buttons.push_back({"Read", {}, ButtonStyle::Default, {}, "https://example.org/read"});
  const std::string payload = *(*adapter)->post(links, space, "", rig.clock.now());
  EXPECT_NE(payload.find("openLink"), std::string::npos) << "who reads it needs nobody to hear";
  EXPECT_EQ(google.messages_in("AAAAfake").size(), fakes::sample_cards().size());
  EXPECT_EQ(google.messages_in("BBBBfake").size(), 0U);
  EXPECT_EQ(google.complaints(), std::vector<std::string>{});
}

TEST_F(GoogleChatWebhooks, MeanSomethingByEachAnswer) {
  const auto adapter = made();
  ASSERT_TRUE(adapter.has_value());
  struct {
    int status;
    const char* body;
    Kind kind;
    const char* reason;
  } rows[] = {
      {401, R"({"error":{"status":"UNAUTHENTICATED"}})", Kind::NeedsCare, "webhook_refused"},
      {403, R"({"error":{"status":"PERMISSION_DENIED"}})", Kind::NeedsCare, "not_permitted"},
      {404, R"({"error":{"status":"NOT_FOUND"}})", Kind::Gone, "channel_not_found"},
      {404, "<html>", Kind::NotSent, "http_404"},
      {400, R"({"error":{"status":"INVALID_ARGUMENT"}})", Kind::Refused, "invalid_argument"},
      {429, R"({"error":{"status":"RESOURCE_EXHAUSTED"}})", Kind::Wait, "ratelimited"},
      {503, R"({"error":{"status":"UNAVAILABLE"}})", Kind::NotSent, "unavailable"},
      {500, R"({"error":{"status":"INTERNAL"}})", Kind::Unknown, "internal"},
      {200, "{}", Kind::Unknown, "garbage"},
  };
  for (const auto& row : rows) {
    google.platform().on_post(fakes::FakeGoogleChat::posts_of("AAAAfake")).reply(row.status, row.body);
    const SendOutcome outcome = send(**adapter, space);
    EXPECT_EQ(outcome.kind, row.kind) << row.status << ' ' << row.body;
    EXPECT_EQ(outcome.reason, row.reason);
  }
  google.platform().on_post(fakes::FakeGoogleChat::posts_of("AAAAfake")).close_after_handling();
  EXPECT_EQ(send(**adapter, space).kind, Kind::Unknown) << "there is no key that a repeat could be known by";
  const ChannelKey other{space.platform, space.workspace, ChannelId("CCCC")};
  EXPECT_EQ(send(**adapter, other).reason, "no_webhook");
  EXPECT_EQ((*adapter)->send({"x", "rubbish", "", {}}).kind, Kind::Refused);
  EXPECT_FALSE((*adapter)->post({}, {space.platform, space.workspace, ChannelId("@1001")}, "", rig.clock.now()).has_value())
      << "nobody's own conversation has a webhook";
}

TEST_F(GoogleChatWebhooks, AreAskedByDoctorWithoutPosting) {
  const auto adapter = made();
  ASSERT_TRUE(adapter.has_value());
  for (const Check& check : (*adapter)->checks()) EXPECT_EQ(check.level, Check::Level::Good) << check.what;
  google.describe("AAAAfake", fakes::FakeGoogleChat::Standing::BotRemoved);
  google.describe("BBBBfake", fakes::FakeGoogleChat::Standing::Gone);
  for (const Check& check : (*adapter)->checks()) {
    EXPECT_EQ(check.level, Check::Level::Failure);
    EXPECT_NE(check.mend.find("Make it anew"), std::string::npos);
  }
  rig.settings["GOOGLECHAT_WEBHOOKS"] = google.platform().url() + "/v1/spaces/AAAA/messages?key=wrong&token=FAKEtoken-AAAA " +
                                        google.platform().url() + "/v1/spaces/CCCC/messages?key=FAKEkey&token=wrong";
  const auto wrong = made();
  for (const Check& check : (*wrong)->checks()) {
    EXPECT_EQ(check.level, Check::Level::Failure) << check.what;
    EXPECT_EQ((check.what + check.mend).find("wrong"), std::string::npos) << "an address is a secret";
  }
  google.platform().on_post(fakes::FakeGoogleChat::posts_of("AAAA")).reply(502, "oops");
  EXPECT_NE((*wrong)->checks().at(0).mend.find("may reach"), std::string::npos);
  EXPECT_TRUE(google.messages_in("AAAAfake").empty());
}

TEST_F(GoogleChatWebhooks, AreRefusedWhereTheyCannotBeRight) {
  const std::string base = google.platform().url();
  const std::string good = google.webhook_of("AAAA");
  for (const std::string& wrong :
       {std::string("AAAA"), base + "/v1/spaces/AAAA/messages", base + "/v1/spaces/AAAA/messages?key=FAKE",
        base + "/v1/spaces/AAAA/messages?key=&token=FAKE", base + "/v1/spaces//messages?key=FAKE&token=FAKE",
        base + "/v1/spaces/AA:AA/messages?key=FAKE&token=FAKE", base + "/v1/spaces/AAAA/members?key=FAKE&token=FAKE",
        std::string("https://chat.example.org/v1/spaces/AAAA/messages?key=FAKE&token=FAKE"),
        base + "@example.org/v1/spaces/AAAA/messages?key=FAKE&token=FAKE"}) {
    rig.settings["GOOGLECHAT_WEBHOOKS"] = google.webhook_of("BBBB") + ' ' + wrong;
    EXPECT_NE(why_not_made().find("GOOGLECHAT_WEBHOOKS, number 2, is no address"), std::string::npos) << wrong << why_not_made();
    EXPECT_EQ(why_not_made().find("FAKE"), std::string::npos);
  }
  rig.settings["GOOGLECHAT_WEBHOOKS"] = good + ' ' + good;
  EXPECT_NE(why_not_made().find("has one already"), std::string::npos);
  rig.settings["GOOGLECHAT_WEBHOOKS"] = " \n";
  EXPECT_NE(why_not_made().find("empty"), std::string::npos);
  rig.settings["GOOGLECHAT_WEBHOOKS"] = good;
  rig.settings["GOOGLECHAT_SERVICE_ACCOUNT"] = fakes::chat_account();
  EXPECT_NE(why_not_made().find("both set"), std::string::npos);
  rig.settings.erase("GOOGLECHAT_SERVICE_ACCOUNT");
  rig.settings["GOOGLECHAT_API_URL"] = "http://chat.googleapis.com";
  EXPECT_NE(why_not_made().find("GOOGLECHAT_API_URL"), std::string::npos);
}

}  // namespace
}  // namespace allybot::platforms::google_chat
