#include "tests/fakes/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "bot/core/check.h"

namespace allybot::fakes {
namespace {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using X509Ptr = std::unique_ptr<X509, void (*)(X509*)>;

struct Wanted {
  const char* subject;
  int serial;
  bool expired;
  std::string constraints;
  std::string name;  ///< empty: none
};

/// Signed by `issuer`, or by itself when there is none.
X509Ptr issue(EVP_PKEY* key, const Wanted& wanted, X509* issuer, EVP_PKEY* issuer_key) {
  X509Ptr made(X509_new(), X509_free);
  X509* const certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), wanted.serial);
  constexpr long kDay = 24L * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wanted.expired ? -kDay : kDay);
  X509_set_pubkey(certificate, key);
  X509_NAME* const subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(wanted.subject), -1, -1, 0);
  X509_set_issuer_name(certificate, issuer != nullptr ? X509_get_subject_name(issuer) : subject);
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer != nullptr ? issuer : certificate, certificate, nullptr, nullptr, 0);
  for (const auto& [kind, value] :
       {std::pair<int, std::string>{NID_basic_constraints, wanted.constraints}, {NID_subject_alt_name, wanted.name}}) {
    if (value.empty()) continue;
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    BOT_CHECK(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
  BOT_CHECK(X509_sign(certificate, issuer_key != nullptr ? issuer_key : key, EVP_sha256()) > 0);
  return made;
}

template <class Write>
std::string as_pem(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
  BOT_CHECK(write(memory.get()) == 1);
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

}  // namespace

Certificate make_certificate(const std::string& name, bool expired) {
  const Key authority_key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const X509Ptr authority =
      issue(authority_key.get(), {"allybot test authority", 1, false, "critical,CA:TRUE", {}}, nullptr, nullptr);
  const X509Ptr certificate =
      issue(key.get(), {"allybot test", 2, expired, "critical,CA:FALSE", name}, authority.get(), authority_key.get());
  return {as_pem([&](BIO* to) { return PEM_write_bio_X509(to, authority.get()); }),
          as_pem([&](BIO* to) { return PEM_write_bio_X509(to, certificate.get()); }),
          as_pem([&](BIO* to) { return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

Trust::Trust(const std::string& authority)
    : path_((std::filesystem::temp_directory_path() / ("allybot-trust-" + std::to_string(::getpid()) + ".pem")).string()) {
  std::ofstream(path_) << authority;
  ::setenv("SSL_CERT_FILE", path_.c_str(), 1);
}

Trust::~Trust() {
  ::unsetenv("SSL_CERT_FILE");
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

}  // namespace allybot::fakes
