#include "bot/http/trust.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <memory>

namespace allybot::http {

Result<std::optional<TrustFile>> trust_file_of_environment() {
  const char* const named = std::getenv("SSL_CERT_FILE");
  if (named == nullptr || *named == '\0') return std::optional<TrustFile>();
  TrustFile file{named, 0};
  const std::unique_ptr<BIO, int (*)(BIO*)> opened(BIO_new_file(named, "r"), BIO_free);
  while (opened) {
    const std::unique_ptr<X509, void (*)(X509*)> one(PEM_read_bio_X509_AUX(opened.get(), nullptr, nullptr, nullptr), X509_free);
    if (!one) break;
    ++file.certificates;
  }
  ERR_clear_error();  // the end of the file is one
  if (file.certificates == 0) return fail(Code::Invalid, "SSL_CERT_FILE is " + file.path + ", where no certificate can be read.");
  return std::optional<TrustFile>(std::move(file));
}

}  // namespace allybot::http
