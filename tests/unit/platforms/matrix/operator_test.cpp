#include "tests/unit/platforms/matrix/rig.h"

namespace allybot::platforms::matrix {
namespace {

using Level = Check::Level;

struct MatrixOperator : MatrixRig {
  std::string worst() {
    for (const Level level : {Level::Failure, Level::Warning})
      for (const Check& check : adapter->checks())
        if (check.level == level) {
          EXPECT_FALSE(check.mend.empty()) << check.what;
          EXPECT_EQ((check.what + check.mend).find(fakes::kMatrixAsToken), std::string::npos);
          return check.what;
        }
    return "good";
  }
  std::string without(const std::string& name, const std::string& value) {
    rig.settings = server.settings();
    rig.settings[name] = value;
    return why_not_made();
  }
};

TEST_F(MatrixOperator, SaysWhichSettingCannotBeRight) {
  EXPECT_NE(without("MATRIX_HOMESERVER_URL", "example.org").find("MATRIX_HOMESERVER_URL"), std::string::npos);
  EXPECT_NE(without("MATRIX_HOMESERVER_URL", "https://example.org/_matrix").find("MATRIX_HOMESERVER_URL"), std::string::npos);
  EXPECT_NE(without("MATRIX_HOMESERVER_URL", "http://example.org").find("https"), std::string::npos);
  EXPECT_NE(without("MATRIX_USER_ID", "ally").find("MATRIX_USER_ID"), std::string::npos);
  EXPECT_NE(without("MATRIX_AS_TOKEN", "two words").find("MATRIX_AS_TOKEN"), std::string::npos);
  EXPECT_NE(without("MATRIX_HS_TOKEN", "").find("MATRIX_HS_TOKEN"), std::string::npos);
  EXPECT_NE(without("MATRIX_HS_TOKEN", fakes::kMatrixAsToken).find("two tokens"), std::string::npos);
  EXPECT_NE(without("MATRIX_ALLOWED_SERVERS", "example.org example.net").find("MATRIX_ALLOWED_SERVERS"), std::string::npos);
  EXPECT_NE(without("MATRIX_ADMIN_ROOM", "#admins:example.org").find("MATRIX_ADMIN_ROOM"), std::string::npos);
  EXPECT_EQ(without("MATRIX_ALLOWED_SERVERS", "example.net, matrix.example.com:8448 ,"), "made");
  EXPECT_EQ(without("MATRIX_HOMESERVER_URL", "https://matrix.example.org/"), "made");
}

TEST_F(MatrixOperator, IsOnWhereTheTokenIsTakenAndMakesItsAccountOnce) {
  server.forget_account();
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
  EXPECT_EQ(server.shown_name(), "Ally");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
}

TEST_F(MatrixOperator, IsOffWhereTheTokenIsRefusedOrAnothers) {
  server.refuse_token(true);
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  server.refuse_token(false);
  server.platform().on_get("/_matrix/client/v3/account/whoami").reply(200, R"({"user_id":"@other:example.org"})");
  EXPECT_EQ(adapter->connect().detail, "token_of_another_account");
  server.platform().on_get("/_matrix/client/v3/account/whoami").reply(502, "<html>");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
  server.platform().on_post("/_matrix/client/v3/register").reply(401, R"({"errcode":"M_UNKNOWN_TOKEN"})");
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Refused);
  server.platform().stop_listening();
  EXPECT_EQ(adapter->connect().kind, Connection::Kind::Unreachable);
}

TEST_F(MatrixOperator, DoctorFindsWhatIsWrong) {
  EXPECT_EQ(worst(), "good");
  server.set_ping(502, R"({"errcode":"M_BAD_STATUS","status":401,"body":""})");
  EXPECT_EQ(worst(), "the homeserver reaches the bot with another token than MATRIX_HS_TOKEN");
  server.set_ping(502, R"({"errcode":"M_CONNECTION_FAILED"})");
  EXPECT_EQ(worst(), "the homeserver does not reach the bot: m_connection_failed");
  server.set_ping(504, R"({"errcode":"M_CONNECTION_TIMEOUT"})");
  EXPECT_EQ(worst(), "the homeserver does not reach the bot: m_connection_timeout");
  server.set_ping(400, R"({"errcode":"M_URL_NOT_SET"})");
  EXPECT_EQ(worst(), "the registration file has no url");
  server.set_ping(403, R"({"errcode":"M_FORBIDDEN"})");
  EXPECT_EQ(worst(), "the registration file has another id than allybot");
  server.set_ping(404, R"({"errcode":"M_UNRECOGNIZED"})");
  EXPECT_EQ(worst(), "this homeserver cannot say whether it reaches the bot (m_unrecognized)");
  server.refuse_token(true);
  EXPECT_EQ(worst(), "the homeserver refuses MATRIX_AS_TOKEN");
  server.refuse_token(false);
  server.platform()
      .on_get("/_matrix/client/v3/account/whoami")
      .reply(200, R"({"user_id":"@other:example.org"})")
      .reply(404, "<html>");
  EXPECT_EQ(worst(), "MATRIX_AS_TOKEN belongs to another account than MATRIX_USER_ID");
}

TEST_F(MatrixOperator, MakesTokensThatNobodyCanGuess) {
  const ManifestInput input{"https://bot.example.org", "ally", {}, [](std::string_view) { return std::nullopt; }};
  const std::string first = declaration().manifest(input).value_or("");
  EXPECT_NE(first, declaration().manifest(input).value_or("")) << "new ones each time";
  const auto token = [&first](const std::string& name) {
    const std::size_t at = first.find("\n" + name + ": \"") + name.size() + 4;
    return first.substr(at, first.find('"', at) - at);
  };
  EXPECT_EQ(token("as_token").size(), 43U);
  EXPECT_EQ(token("hs_token").size(), 43U);
  EXPECT_NE(token("as_token"), token("hs_token"));
}

}  // namespace
}  // namespace allybot::platforms::matrix
