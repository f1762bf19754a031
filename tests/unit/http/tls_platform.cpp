#include "tests/unit/http/tls_platform.h"

#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <set>
#include <thread>

#include "bot/core/check.h"
#include "bot/core/mutex.h"

namespace allybot::http {
namespace {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

Certificate make_certificate(EVP_PKEY* key, const std::string& name, bool expired) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  constexpr long kDay = 24L * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -2 * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), expired ? -kDay : kDay);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* const subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("allybot test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate.get(), certificate.get(), nullptr, nullptr, 0);
  for (const auto& [kind, value] :
       {std::pair<int, std::string>{NID_subject_alt_name, name}, {NID_basic_constraints, "critical,CA:TRUE"}}) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    BOT_CHECK(extension != nullptr);
    X509_add_ext(certificate.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }
  BOT_CHECK(X509_sign(certificate.get(), key, EVP_sha256()) > 0);
  return certificate;
}

}  // namespace

class TlsPlatform::Inner {
 public:
  Inner(const std::string& name, bool expired)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free),
        certificate_(make_certificate(key_.get(), name, expired)),
        server_(certificate_.get(), key_.get()) {
    server_.Post("/x", [this](const httplib::Request& request, httplib::Response& response) {
      {
        const Lock lock(mutex_);
        ++answered_;
        ports_.insert(request.remote_port);
      }
      response.set_content("secure", "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    BOT_CHECK(port_ > 0);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~Inner() {
    while (!server_.is_running()) std::this_thread::yield();
    server_.stop();
    thread_.join();
  }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  int port() const { return port_; }
  int answered() const {
    const Lock lock(mutex_);
    return answered_;
  }
  std::size_t connections() const {
    const Lock lock(mutex_);
    return ports_.size();
  }
  std::string certificate() const {
    const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), certificate_.get());
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(length)};
  }

 private:
  Key key_;
  Certificate certificate_;
  httplib::SSLServer server_;
  mutable Mutex mutex_;
  int answered_ BOT_GUARDED_BY(mutex_) = 0;
  std::set<int> ports_ BOT_GUARDED_BY(mutex_);
  int port_ = 0;
  std::thread thread_;
};

TlsPlatform::TlsPlatform(const std::string& name, bool expired) : inner_(std::make_unique<Inner>(name, expired)) {}
TlsPlatform::~TlsPlatform() = default;
int TlsPlatform::port() const { return inner_->port(); }
std::string TlsPlatform::certificate() const { return inner_->certificate(); }
int TlsPlatform::answered() const { return inner_->answered(); }
std::size_t TlsPlatform::connections() const { return inner_->connections(); }

}  // namespace allybot::http
