#include "bot/http/link.h"

#include <fcntl.h>
#include <httplib.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "bot/core/mutex.h"

namespace allybot::http {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

/// Load balancers forget idle connections without a word; past this a new one is surer than the old.
constexpr std::chrono::seconds kLongestIdle{30};
constexpr milliseconds kAfterDeadline{500};

ClientOutcome failed(ClientOutcome::Kind kind, const char* why) {
  ClientOutcome outcome;
  outcome.kind = kind;
  outcome.why = why;
  return outcome;
}

/// Errors of the time before a request: connecting, the TLS handshake. All others may have let bytes of it out.
ClientOutcome outcome_of(httplib::Error error, bool too_large, bool out_of_time) {
  using Kind = ClientOutcome::Kind;
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress: return failed(Kind::NeverLeft, out_of_time ? "timeout" : "refused");
    case httplib::Error::ConnectionTimeout: return failed(Kind::NeverLeft, "timeout");
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification: return failed(Kind::NeverLeft, "tls");
    case httplib::Error::Canceled:
      if (too_large) return failed(Kind::Unknown, "too_large");
      break;
    default: break;
  }
  return failed(Kind::Unknown, out_of_time ? "timeout" : "cut");
}

std::string without_brackets(const std::string& host) { return host.front() == '[' ? host.substr(1, host.size() - 2) : host; }

}  // namespace

class Link::Inner {
 public:
  Inner(const Url& url, const std::optional<Proxy>& proxy, const std::string& address) {
    const std::string host = without_brackets(url.host);
    if (url.scheme == "https") {
      auto client = std::make_unique<httplib::SSLClient>(host, url.port);
      tell_when_secured(client->ssl_context());
      client_ = std::move(client);
    } else {
      client_ = std::make_unique<httplib::ClientImpl>(host, url.port);
    }
    // Without a path of ours OpenSSL's own places hold: SSL_CERT_FILE, SSL_CERT_DIR, the system's bundle.
    client_->enable_server_certificate_verification(true);
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    client_->set_follow_location(false);
    client_->set_url_encode(false);  // addresses are sent as they were given
    if (!address.empty()) client_->set_hostname_addr_map({{host, address}});
    client_->set_socket_options([this](socket_t socket) { note_socket(socket); });
    if (proxy) {
      client_->set_proxy(without_brackets(proxy->host), proxy->port);
      if (!proxy->user.empty()) client_->set_proxy_basic_auth(proxy->user, proxy->password.reveal());
    }
  }
  ~Inner() {
    client_->stop();
    forget_socket();
  }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  ClientOutcome exchange(const ClientRequest& request, const Url& url, Moment deadline) {
    prepare();
    secured_ = url.scheme == "http" || client_->is_socket_open();
    const auto left = std::max(std::chrono::duration_cast<milliseconds>(deadline - Steady::now()), milliseconds(1));
    client_->set_connection_timeout(std::min(request.connect_timeout, left));
    // The deadline ends it, by hang_up(). These come later: one that comes sooner would look like a connection that was cut.
    client_->set_read_timeout(left + kAfterDeadline);
    client_->set_write_timeout(left + kAfterDeadline);

    std::string body;
    bool too_large = false;
    httplib::Request out = as_request(request, url);
    out.response_handler = [&](const httplib::Response& head) {
      too_large = head.get_header_value<std::uint64_t>("Content-Length") > request.most_body_bytes;
      return !too_large;
    };
    out.content_receiver = [&](const char* bytes, std::size_t count, std::uint64_t, std::uint64_t) {
      too_large = count > request.most_body_bytes - body.size();
      if (!too_large) body.append(bytes, count);
      return !too_large;
    };
    httplib::Response response;
    httplib::Error error = httplib::Error::Success;
    const bool answered = client_->send(out, response, error);
    last_used_ = Steady::now();
    if (!client_->is_socket_open()) forget_socket();
    if (!answered) {
      ClientOutcome outcome = outcome_of(error, too_large, last_used_ >= deadline);
      // Before TLS stands, silence is the proxy's or the handshake's: no request has been written.
      if (!secured_) outcome.kind = ClientOutcome::Kind::NeverLeft;
      return outcome;
    }
    // Only a proxy asks for this: it did not let us through.
    if (response.status == 407) return failed(ClientOutcome::Kind::NeverLeft, "proxy");

    ClientOutcome outcome;
    outcome.kind = ClientOutcome::Kind::Answered;
    outcome.status = response.status;
    for (auto& [name, value] : response.headers) outcome.headers.add(name, value);
    outcome.body = std::move(body);
    return outcome;
  }

  void hang_up() {
    const Lock lock(mutex_);
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
  }

 private:
  void tell_when_secured(SSL_CTX* context) {
    SSL_CTX_set_app_data(context, this);
    SSL_CTX_set_info_callback(context, [](const SSL* ssl, int where, int) {
      if ((where & SSL_CB_HANDSHAKE_DONE) == 0) return;
      static_cast<Inner*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->secured_ = true;
    });
  }

  /// A kept connection on which anything has come, an end or a stray byte, is not used again: a request written to it might never
  /// be read, and nobody could tell.
  void prepare() {
    if (!client_->is_socket_open()) return;
    bool usable = Steady::now() - last_used_ < kLongestIdle;
    {
      const Lock lock(mutex_);
      pollfd wanted{socket_, POLLIN | POLLRDHUP, 0};
      usable = usable && socket_ >= 0 && ::poll(&wanted, 1, 0) == 0;
    }
    if (usable) return;
    client_->stop();
    forget_socket();
  }

  static httplib::Request as_request(const ClientRequest& request, const Url& url) {
    httplib::Request out;
    out.method = name_of(request.method);
    out.path = url.path_and_query;
    out.body = request.body;
    for (const auto& [name, value] : request.headers.all()) out.headers.emplace(name, value);
    if (!request.content_type.empty()) out.headers.emplace("Content-Type", request.content_type);
    if (!out.has_header("User-Agent")) out.headers.emplace("User-Agent", "allybot");
    return out;
  }

  /// Keeps a second descriptor of the socket: hang_up() can use it at any time, for its number is never given to another one.
  void note_socket(socket_t socket) {
    const Lock lock(mutex_);
    if (socket_ >= 0) ::close(socket_);
    socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  }
  void forget_socket() {
    const Lock lock(mutex_);
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

  std::unique_ptr<httplib::ClientImpl> client_;
  Moment last_used_{};
  bool secured_ = false;  ///< TLS stands: what is written from now on is the request
  Mutex mutex_;
  int socket_ BOT_GUARDED_BY(mutex_) = -1;
};

Link::Link(const Url& url, const std::optional<Proxy>& proxy, const std::string& address)
    : inner_(std::make_unique<Inner>(url, proxy, address)) {}
Link::~Link() = default;
ClientOutcome Link::exchange(const ClientRequest& request, const Url& url, Moment deadline) {
  return inner_->exchange(request, url, deadline);
}
void Link::hang_up() { inner_->hang_up(); }

}  // namespace allybot::http
