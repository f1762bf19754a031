// What an operator is told: of settings that cannot be right, and by doctor.
#include "bot/core/text.h"
#include "tests/fakes/fake_platform.h"
#include "tests/unit/platforms/google_chat/rig.h"

namespace allybot::platforms::google_chat {
namespace {

struct GoogleChatOperator : GoogleChatRig {};

TEST_F(GoogleChatOperator, IsToldWhichSettingCannotBeRight) {
  struct {
    const char* name;
    std::string value;
  } rows[] = {
      {"GOOGLECHAT_PROJECT_NUMBER", "my-project"},
      {"GOOGLECHAT_PROJECT_NUMBER", ""},
      {"GOOGLECHAT_SERVICE_ACCOUNT", "/run/secrets/key.json"},
      {"GOOGLECHAT_SERVICE_ACCOUNT", R"({"type":"authorized_user"})"},
      {"GOOGLECHAT_SERVICE_ACCOUNT", R"({"type":"service_account","client_email":"a@example.org","private_key":"FAKE"})"},
      {"GOOGLECHAT_AUDIENCE", "https://bot.example.org"},
      {"GOOGLECHAT_APP_KIND", "workspace"},
      {"GOOGLECHAT_API_URL", "chat.googleapis.com"},
      {"GOOGLECHAT_API_URL", "http://chat.googleapis.com"},
      {"GOOGLECHAT_API_URL", "https://chat.googleapis.com/v1"},
  };
  for (const auto& row : rows) {
    const auto before = rig.settings;
    rig.settings[row.name] = row.value;
    const std::string why = why_not_made();
    EXPECT_NE(why.find(row.name), std::string::npos) << row.value << ": " << why;
    EXPECT_EQ(why.find("FAKE"), std::string::npos);
    rig.settings = before;
  }
}

TEST_F(GoogleChatOperator, AnAddonIsNeverProvenByProjectNumber) {
  rig.settings["GOOGLECHAT_AUDIENCE"] = "project";
  EXPECT_EQ(why_not_made(), "made");
  rig.settings["GOOGLECHAT_APP_KIND"] = "addon";
  EXPECT_NE(why_not_made().find("GOOGLECHAT_AUDIENCE"), std::string::npos);
}

TEST_F(GoogleChatOperator, DoctorSaysWhatIsGoodAndWhatToMend) {
  fakes::FakePlatform google;
  const auto wire = http::make_client();
  rig.settings["GOOGLECHAT_API_URL"] = google.url();
  auto made = declaration().make(rig.environment(*wire));
  ASSERT_TRUE(made.has_value());
  google.on_post("/token").reply(400, R"({"error":"invalid_grant"})");
  google.on("GET", "/oauth2/v3/certs").reply(500, "oops");
  std::size_t failures = 0;
  for (const Check& check : (*made)->checks()) {
    failures += check.level == Check::Level::Failure ? 1U : 0U;
    EXPECT_EQ(check.mend.empty(), check.level == Check::Level::Good) << check.what;
  }
  EXPECT_EQ(failures, 2U);

  rig.clock.advance(std::chrono::minutes(1));
  google.on_post("/token").reply(200, R"({"access_token":"fake","expires_in":3599})");
  google.on("GET", "/oauth2/v3/certs").reply(200, fakes::teams_keys(""));
  for (const Check& check : (*made)->checks()) EXPECT_EQ(check.level, Check::Level::Good) << check.what;
  EXPECT_EQ((*made)->connect().kind, Connection::Kind::On);
}

}  // namespace
}  // namespace allybot::platforms::google_chat
