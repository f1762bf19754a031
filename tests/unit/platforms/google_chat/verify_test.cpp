// Who may send us requests: the vectors of the platform's notes, and each claim changed alone.
#include "tests/unit/platforms/google_chat/rig.h"

#include "bot/platforms/google_chat/verify.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr const char* kTokenA =
    R"V(eyJhbGciOiJSUzI1NiIsImtpZCI6InRlc3Qta2lkLTIiLCJ0eXAiOiJKV1QifQ.eyJhdWQiOiJodHRwczovL2JvdC5leGFtcGxlL)V"
    R"V(mNvbS9nb29nbGUtY2hhdCIsImVtYWlsIjoiY2hhdEBzeXN0ZW0uZ3NlcnZpY2VhY2NvdW50LmNvbSIsImVtYWlsX3ZlcmlmaWVkI)V"
    R"V(jp0cnVlLCJleHAiOjE3MDAwMDM2MDAsImlhdCI6MTcwMDAwMDAwMCwiaXNzIjoiaHR0cHM6Ly9hY2NvdW50cy5nb29nbGUuY29tI)V"
    R"V(iwic3ViIjoiMTAwMDAwMDAwMDAwMDAwMDAwMDAxIn0.f7elpC6o-b9KIMwJTDa8yrbdQyseGqNMMIU3hEycaST-l3G6LOKNsRetG)V"
    R"V(GYe50a7rBjIinjSYfU8FeYgZ6tQ1_dmyG8KakMes0EKjtS0IfjurWTy92E_Wnr0RdqLx0yg6Shm6QDlvtIu3fsiifa7Ivo-l1C61)V"
    R"V(N5PvckSFGHNFx0SsUkSnz6b_Wc-w0yBYfv4EfbIvf1blKa7zi8TVso4NB2h8lnWgTBmkdz1LYW0YVGVlD8MukLr96q93cOyCHf3d)V"
    R"V(EdmtHUSU_Adqk3a_g7IhV78s4m_iNt8exaD0sPt92ism-b-k67R0PBQBg84uK8LOMT769zOiyCN5NbWrrrqRg)V";
constexpr const char* kKeysA =
    R"V({"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"test-kid-2","e":"AQAB","n":"yMqf9c9FZlIC4mCy7)V"
    R"V(nD0uX-k4evy6YkHW9ZkvNRwI1IRinfk1G5ovsoS2cnH8xrNq11_8ST988D5BWsmnb0CUlW2AFVAb4FgntvvHyCC0NrM5iAVpBIIv)V"
    R"V(KmykeNYj5Y3PoKofV90G3Cf55YV-4wLAIiHS0SxABmiNK4fg9Qa8im5_yqryS9-tWTaSyAFzKD1kFNFpgC7dYREkKoQJ4ZnyEcCP)V"
    R"V(QNZW8B_Op7V9oLMqhKfZsNSHsFn_DahYnNoizgIZI8UjaigndDURl9fkSJSnA7Ikt_-oN_63A1Jqk29SLxk1WphrWmsbYa9SOXC4)V"
    R"V(GS35ChKjySXuhIrbKpKZrIYPw"}]})V";
constexpr const char* kTokenB =
    R"V(eyJhbGciOiJSUzI1NiIsImtpZCI6InRlc3Qta2lkLTIiLCJ0eXAiOiJKV1QifQ.eyJhdWQiOiIxMjM0NTY3ODkwIiwiZXhwIjoxN)V"
    R"V(zAwMDAzNjAwLCJpYXQiOjE3MDAwMDAwMDAsImlzcyI6ImNoYXRAc3lzdGVtLmdzZXJ2aWNlYWNjb3VudC5jb20ifQ.RNEomg-3Hb)V"
    R"V(hUC6Ycp1UW3aNPHsYDN_P-DSqPATDsOg3Wmx2JqClorbWbASlbUzzABILmVZiyJwUOMC5xyB4BlkhfWpjuOVZqL9h8Rb0lEO_cLD)V"
    R"V(Ggo2jepw6xbbyEwrU9K_YoiPMS4WJLL1BlpZhiH4DcLmCY-CG0-VZexMcE7F4h-df2AoBDTXdVxirH8MadmhEWBDgTXf648fIU7J)V"
    R"V(1xiPKI3N1N3ViF3lOZmadJ5uaoeosA_7Q3zlkCvF3f8-wlwh_eaOOYVK--0cNti3VjwQSHn5xyMNhNRR_agUyTGvUqo4D4sBnUBi)V"
    R"V(eV5qffBxycUlvxepIGSfmKs6snJ8GTew)V";
constexpr const char* kKeysB =
    R"V({"test-kid-2":"-----BEGIN CERTIFICATE-----\nMIIClzCCAX+gAwIBAgIBATANBgkqhkiG9w0BAQsFADAPMQ0wCwYDVQQD)V"
    R"V(DAR0ZXN0\nMB4XDTIzMDEwMTAwMDAwMFoXDTQzMDEwMTAwMDAwMFowDzENMAsGA1UEAwwEdGVz\ndDCCASIwDQYJKoZIhvcNAQEB)V"
    R"V(BQADggEPADCCAQoCggEBAMjKn/XPRWZSAuJgsu5w\n9Ll/pOHr8umJB1vWZLzUcCNSEYp35NRuaL7KEtnJx/Mazatdf/Ek/fPA+Q)V"
    R"V(VrJp29\nAlJVtgBVQG+BYJ7b7x8ggtDazOYgFaQSCLypspHjWI+WNz6CqH1fdBtwn+eWFfuM\nCwCIh0tEsQAZojSuH4PUGvIpuf)V"
    R"V(8qq8kvfrVk2ksgBcyg9ZBTRaYAu3WERJCqECeG\nZ8hHAj0DWVvAfzqe1faCzKoSn2bDUh7BZ/w2oWJzaIs4CGSPFI2ooJ3Q1EZf)V"
    R"V(X5Ei\nUpwOyJLf/qDf+twNSapNvUi8ZNVqYa1prG2GvUjlwuBkt+QoSo8kl7oSK2yqSmay\nGD8CAwEAATANBgkqhkiG9w0BAQsF)V"
    R"V(AAOCAQEAh1adZRgg7gaDkIX/wU2UudBG+Qt5\nfUlnON/zgH7pz4URahU5uFn62FHOWdfkPd4gGny0s3opCBfQfz3I4gRvX5Ko2u)V"
    R"V(qx\n8qewTSZJ6wu3KKNdvsYoJ/c8VpRhc1Kb9ZY16BmMpzMvcHl8+5sKOBruo3VsnutN\nVZbUQuCsjFXApBiEzGt4l/FzrUnrLi)V"
    R"V(Kx4mq7JG1wF+HfcEAzmPjpEf6YfO91CP7C\nVFtJnW9SDuOPebriGI6xN2qmDtP8F4lql6mxTUHORrivJpwA1XhWPtCJLJ7YdbWj)V"
    R"V(\nOI0zBxZ0Q0YrMD5T5xPjPVX+RbLyAnqhp+0nuLcjlQ2396LTUE4owJPzOA==\n-----END CERTIFICATE-----\n"})V";

constexpr std::int64_t kBegins = 1700000000;
constexpr std::int64_t kEnds = 1700003600;

http::ClientOutcome answered(const std::string& body) {
  http::ClientOutcome outcome;
  outcome.kind = http::ClientOutcome::Kind::Answered;
  outcome.status = 200;
  outcome.body = body;
  return outcome;
}

/// A verifier of the vectors with its keys; what it says of a token at a moment.
struct Vectors {
  SigningKeys keys;
  GoogleChatVerifier verifier;
  explicit Vectors(AudienceKind kind, const std::string& audience, const std::string& email = kChatAccount)
      : keys("https://www.example.org/keys", "v",
             kind == AudienceKind::Url ? SigningKeys::Source::KeySet : SigningKeys::Source::Certificates),
        verifier({kind, audience, email}, keys) {
    const auto fetch = keys.due(from_unix_millis(kBegins * 1000));
    EXPECT_TRUE(fetch && keys.fetched(fetch->purpose, answered(kind == AudienceKind::Url ? kKeysA : kKeysB)));
  }
  std::string says(const std::string& token, std::int64_t at = kBegins + 100) const {
    const auto got = verifier.verify(fakes::chat_request("{}", token), from_unix_millis(at * 1000));
    if (!got) return got.error().for_log;
    return std::holds_alternative<Authentic>(*got) ? "good" : "fetch";
  }
};

TEST(GoogleChatVerify, TakesTheVectorsOfBothModes) {
  EXPECT_EQ(Vectors(AudienceKind::Url, "https://bot.example.com/google-chat").says(kTokenA), "good");
  EXPECT_EQ(Vectors(AudienceKind::ProjectNumber, "1234567890").says(kTokenB), "good");
}

TEST(GoogleChatVerify, RefusesTheTokenOfTheOtherMode) {
  EXPECT_EQ(Vectors(AudienceKind::Url, "https://bot.example.com/google-chat").says(kTokenB), "issuer is another");
  EXPECT_EQ(Vectors(AudienceKind::ProjectNumber, "1234567890").says(kTokenA), "issuer is another");
}

TEST(GoogleChatVerify, RefusesAnotherAudience) {
  for (const char* audience :
       {"https://bot.example.com/google-chat/", "https://bot.example.com/", "http://bot.example.com/google-chat"})
    EXPECT_EQ(Vectors(AudienceKind::Url, audience).says(kTokenA), "audience is another") << audience;
  EXPECT_EQ(Vectors(AudienceKind::ProjectNumber, "123456789").says(kTokenB), "audience is another");
}

TEST(GoogleChatVerify, KeepsBothEndsOfTheTime) {
  const Vectors vectors(AudienceKind::ProjectNumber, "1234567890");
  EXPECT_EQ(vectors.says(kTokenB, kBegins - 300), "good");
  EXPECT_EQ(vectors.says(kTokenB, kBegins - 301), "token is not valid yet");
  EXPECT_EQ(vectors.says(kTokenB, kEnds + 299), "good");
  EXPECT_EQ(vectors.says(kTokenB, kEnds + 300), "token is not valid any more");
}

TEST(GoogleChatVerify, TakesAnAddonOfItsOwnProjectAlone) {
  const Vectors vectors(AudienceKind::Url, "https://bot.example.com/google-chat", addon_account("1234567890"));
  EXPECT_EQ(vectors.says(kTokenA), "account is another");
}

struct GoogleChatProof : GoogleChatRig {
  fakes::ChatClaims claims = fakes::chat_claims(now);
  std::string why(const fakes::ChatClaims& told) { return why_refused(fakes::chat_request("{}", fakes::chat_token(told))); }
};

TEST_F(GoogleChatProof, TakesBothNamesOfTheIssuer) {
  EXPECT_EQ(why(claims), "accepted");
  claims.issuer = "accounts.google.com";
  EXPECT_EQ(why(claims), "accepted");
}

TEST_F(GoogleChatProof, RefusesEachClaimThatIsAnother) {
  const auto changed = [&](const auto& change) {
    fakes::ChatClaims told = claims;
    change(told);
    return why(told);
  };
  EXPECT_EQ(changed([](auto& told) { told.issuer = "https://accounts.google.com.example.org"; }), "issuer is another");
  EXPECT_EQ(changed([](auto& told) { told.issuer = "chat@system.gserviceaccount.com"; }), "issuer is another");
  EXPECT_EQ(changed([](auto& told) { told.audience += '/'; }), "audience is another");
  EXPECT_EQ(changed([](auto& told) { told.audience = fakes::kChatProject; }), "audience is another");
  EXPECT_EQ(changed([](auto& told) { told.email = "mallory@system.gserviceaccount.com"; }), "account is another");
  EXPECT_EQ(changed([](auto& told) { told.email = "service-999@gcp-sa-gsuiteaddons.iam.gserviceaccount.com"; }),
            "account is another");
  EXPECT_EQ(changed([](auto& told) { told.email.clear(); }), "account is another");
  EXPECT_EQ(changed([](auto& told) { told.verified = false; }), "account is not verified");
  EXPECT_EQ(changed([](auto& told) { told.ends = told.begins + 86401; }), "token lives too long");
}

TEST_F(GoogleChatProof, AnAddonsAccountCountsOnlyWhereAnAddonIsConfigured) {
  fakes::ChatClaims addon = claims;
  addon.email = addon_account(fakes::kChatProject);
  EXPECT_EQ(why(addon), "account is another");
  rig.settings["GOOGLECHAT_APP_KIND"] = "addon";
  adapter = make();
  EXPECT_EQ(why(addon), "accepted");
  EXPECT_EQ(why(claims), "account is another");
}

TEST_F(GoogleChatProof, AStrangersTokenAsksForNoKeys) {
  fakes::ChatClaims stranger = claims;
  stranger.email = "mallory@example.org";
  const auto got = adapter->authenticate(fakes::chat_request("{}", fakes::chat_token(stranger)), now);
  EXPECT_FALSE(got.has_value());
}

}  // namespace
}  // namespace allybot::platforms::google_chat
