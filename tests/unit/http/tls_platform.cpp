#include "tests/unit/http/tls_platform.h"

#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <set>
#include <thread>

#include "bot/core/check.h"
#include "bot/core/mutex.h"
#include "tests/fakes/certificate.h"

namespace allybot::http {
namespace {

/// The first certificate of a PEM text.
std::shared_ptr<X509> read_certificate(const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  return {PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), X509_free};
}
std::shared_ptr<EVP_PKEY> read_key(const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  return {PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
}

}  // namespace

class TlsPlatform::Inner {
 public:
  Inner(const std::string& name, bool expired)
      : made_(fakes::make_certificate(name, expired)),
        server_(read_certificate(made_.certificate).get(), read_key(made_.key).get()) {
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
  std::string authority() const { return made_.authority; }

 private:
  const fakes::Certificate made_;
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
std::string TlsPlatform::authority() const { return inner_->authority(); }
int TlsPlatform::answered() const { return inner_->answered(); }
std::size_t TlsPlatform::connections() const { return inner_->connections(); }

}  // namespace allybot::http
