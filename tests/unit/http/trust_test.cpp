#include "bot/http/trust.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/fakes/certificate.h"

namespace allybot::http {
namespace {

TEST(TrustFile, IsNoneWithoutTheVariable) {
  ::unsetenv("SSL_CERT_FILE");
  const auto file = trust_file_of_environment();
  ASSERT_TRUE(file.has_value());
  EXPECT_FALSE(file->has_value());
}

TEST(TrustFile, CountsItsCertificates) {
  const auto one = fakes::make_certificate("DNS:one.example");
  const fakes::Trust trust("# our company\n" + one.authority + "\n" + fakes::make_certificate("DNS:two.example").authority);
  const auto file = trust_file_of_environment();
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->value().certificates, 2U);
}

TEST(TrustFile, IsRefusedWhereNoCertificateIs) {
  {
    const fakes::Trust trust("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
    EXPECT_FALSE(trust_file_of_environment().has_value());
  }
  ::setenv("SSL_CERT_FILE", "/nonexistent/authorities.pem", 1);
  const auto file = trust_file_of_environment();
  ::unsetenv("SSL_CERT_FILE");
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().for_log, "SSL_CERT_FILE is /nonexistent/authorities.pem, where no certificate can be read.");
}

}  // namespace
}  // namespace allybot::http
