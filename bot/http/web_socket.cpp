#include "bot/http/web_socket.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>
#include <optional>

namespace allybot::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
namespace websocket = boost::beast::websocket;
using Tcp = asio::ip::tcp;
using ErrorCode = beast::error_code;
using Stream = websocket::stream<beast::ssl_stream<beast::tcp_stream>>;

constexpr milliseconds kTick{200};
constexpr std::size_t kMostProxyHeader = 16U << 10U;

std::string base64(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

/// https://www.rfc-editor.org/rfc/rfc9110#name-connect
std::string connect_request(const Url& url, const Proxy& proxy) {
  const std::string target = url.host + ':' + std::to_string(url.port);
  std::string text = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!proxy.user.empty()) text += "Proxy-Authorization: Basic " + base64(proxy.user + ':' + proxy.password.reveal()) + "\r\n";
  return text + "\r\n";
}

std::string without_brackets(const std::string& host) { return host.front() == '[' ? host.substr(1, host.size() - 2) : host; }

/// wss://, in our own words for addresses.
std::optional<Url> read_address(const std::string& address) {
  if (address.rfind("wss://", 0) != 0) return std::nullopt;
  auto url = parse_url("https" + address.substr(3));
  return url ? std::optional<Url>(std::move(*url)) : std::nullopt;
}

ssl::context make_context() {
  ssl::context context(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  ErrorCode ignored;  // OpenSSL's own places: SSL_CERT_FILE, SSL_CERT_DIR, the system's bundle; without one nothing is trusted
  context.set_default_verify_paths(ignored);
  context.set_verify_mode(ssl::verify_peer);
  return context;
}

}  // namespace

class WebSocket::Inner : public std::enable_shared_from_this<Inner> {
  enum class State { Opening, Open, Closing, Over };

  /// A handler of Asio's: `step` when it went well, else the end with `why`. Neither once it is over.
  template <class Step>
  auto next(const char* why, Step step) {
    return [self = shared_from_this(), why, step = std::move(step)](const ErrorCode& error, auto&&... rest) -> void {
      if (self->state_ == State::Over) return;
      if (error) return self->end(why);
      step(rest...);
    };
  }

  template <class Still>
  void within(milliseconds patience, Still still, const char* why) {
    loop_.after(patience, [weak = weak_from_this(), still, why] {
      if (const auto self = weak.lock(); self && still()) self->end(why);
    });
  }

 public:
  Inner(Loop& loop, const Clock& clock, const WebSocketOptions& options, WebSocketUser user)
      : loop_(loop),
        clock_(clock),
        options_(options),
        user_(std::move(user)),
        context_(make_context()),
        resolver_(loop.context()),
        stream_(loop.context(), context_),
        buffer_(options.most_message_bytes),
        pulse_(options.pulse, clock.uptime()) {}

  void open(const ProxyRules& rules) {
    const auto url = read_address(options_.url);
    if (!url) return end_later("address");
    url_ = *url;
    proxy_ = rules.proxy_for(url_);
    within(
        options_.open_within, [this] { return state_ == State::Opening; }, "timeout");
    const std::string host = without_brackets(proxy_ ? proxy_->host : url_.host);
    resolver_.async_resolve(host, std::to_string(proxy_ ? proxy_->port : url_.port),
                            next("name", [this](const Tcp::resolver::results_type& found) { connect(found); }));
  }

  bool send(std::string text) {
    if (state_ != State::Open) return false;
    if (text.size() > options_.most_waiting_bytes - waiting_bytes_) {
      end("too_slow");
      return false;
    }
    waiting_bytes_ += text.size();
    waiting_.push_back(std::move(text));
    if (waiting_.size() == 1) write();
    return true;
  }

  void close() {
    if (state_ == State::Opening) return end("closed");
    if (state_ != State::Open) return;
    state_ = State::Closing;
    within(
        options_.close_within, [this] { return state_ == State::Closing; }, "closed");
    if (waiting_.empty()) say_goodbye();
  }

  /// Cuts it, and tells nobody.
  void drop() {
    state_ = State::Over;
    user_ = {};
    resolver_.cancel();
    beast::get_lowest_layer(stream_).close();
  }

 private:
  void connect(const Tcp::resolver::results_type& found) {
    beast::get_lowest_layer(stream_).async_connect(found, next("refused", [this](auto&&...) {
                                                     ErrorCode ignored;
                                                     beast::get_lowest_layer(stream_).socket().set_option(Tcp::no_delay(true),
                                                                                                          ignored);
                                                     if (proxy_)
                                                       ask_proxy();
                                                     else
                                                       secure();
                                                   }));
  }

  void ask_proxy() {
    proxy_text_ = connect_request(url_, *proxy_);
    asio::async_write(beast::get_lowest_layer(stream_), asio::buffer(proxy_text_), next("proxy", [this](auto&&...) {
                        proxy_answer_.emplace();
                        proxy_answer_->skip(true);  // there is no body, whatever its header says
                        proxy_answer_->header_limit(kMostProxyHeader);
                        beast::http::async_read_header(beast::get_lowest_layer(stream_), buffer_, *proxy_answer_,
                                                       next("proxy", [this](auto&&...) { hear_proxy(); }));
                      }));
  }

  void hear_proxy() {
    // The far end does not speak before we do: what came with the answer is not its.
    if (proxy_answer_->get().result_int() / 100 != 2 || buffer_.size() > 0) return end("proxy");
    proxy_answer_.reset();
    secure();
  }

  void secure() {
    const std::string host = without_brackets(url_.host);
    auto& tls = stream_.next_layer();
    tls.set_verify_callback(ssl::host_name_verification(host));
    if (host == url_.host) SSL_set_tlsext_host_name(tls.native_handle(), host.c_str());
    tls.async_handshake(ssl::stream_base::client, next("tls", [this](auto&&...) { shake_hands(); }));
  }

  void shake_hands() {
    stream_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
    stream_.set_option(websocket::stream_base::decorator(
        [](websocket::request_type& request) { request.set(beast::http::field::user_agent, "allybot"); }));
    stream_.read_message_max(0);  // the buffer's bound ends it at once; this one would wait for the other end's goodbye
    stream_.control_callback([this](websocket::frame_type, beast::string_view) { pulse_.heard(clock_.uptime()); });
    const std::string host = url_.port == 443 ? url_.host : url_.host + ':' + std::to_string(url_.port);
    stream_.async_handshake(upgrade_, host, url_.path_and_query, [self = shared_from_this()](const ErrorCode& error) {
      if (self->state_ == State::Over) return;
      if (error == websocket::error::upgrade_declined) return self->end("http_" + std::to_string(self->upgrade_.result_int()));
      if (error) return self->end("cut");
      self->begin();
    });
  }

  void begin() {
    state_ = State::Open;
    pulse_.heard(clock_.uptime());
    tick();
    read();
    if (const auto opened = user_.opened) opened();  // a copy: it may destroy the socket
  }

  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](const ErrorCode& error, std::size_t) { self->hear(error); });
  }

  void hear(const ErrorCode& error) {
    if (state_ == State::Over) return;
    if (error == websocket::error::closed) return end("closed");
    if (error == websocket::error::buffer_overflow) return end("too_large");
    if (error) return end(state_ == State::Closing ? "closed" : "cut");
    pulse_.heard(clock_.uptime());
    if (!stream_.got_text()) return end("not_text");
    std::string text = beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    if (const auto heard = user_.heard) heard(std::move(text));
    if (state_ != State::Over) read();
  }

  void write() {
    stream_.text(true);
    stream_.async_write(asio::buffer(waiting_.front()), next("cut", [this](std::size_t) {
                          waiting_bytes_ -= waiting_.front().size();
                          waiting_.pop_front();
                          if (!waiting_.empty())
                            write();
                          else if (state_ == State::Closing)
                            say_goodbye();
                        }));
  }

  // The read that waits hears the other end's goodbye.
  void say_goodbye() {
    stream_.async_close(websocket::close_code::normal, next("closed", [this](auto&&...) { end("closed"); }));
  }

  void tick() {
    loop_.after(kTick, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self || self->state_ != State::Open) return;
      switch (self->pulse_.step(self->clock_.uptime())) {
        case Pulse::Step::Nothing: break;
        case Pulse::Step::Dead: return self->end("silent");
        case Pulse::Step::Ask: self->ask(); break;
      }
      self->tick();
    });
  }

  void ask() {
    if (asking_) return;  // it was not even written: the silence goes on
    asking_ = true;
    stream_.async_ping({}, next("cut", [this](auto&&...) { asking_ = false; }));
  }

  void end(const std::string& why) {
    if (state_ == State::Over) return;
    const auto over = std::move(user_.over);
    drop();
    if (over) over(why);
  }

  /// Nobody is told that it is over before they have it.
  void end_later(const char* why) {
    loop_.post([weak = weak_from_this(), why] {
      if (const auto self = weak.lock()) self->end(why);
    });
  }

  Loop& loop_;
  const Clock& clock_;
  const WebSocketOptions options_;
  WebSocketUser user_;
  Url url_;
  std::optional<Proxy> proxy_;
  State state_ = State::Opening;
  ssl::context context_;
  Tcp::resolver resolver_;
  Stream stream_;
  std::string proxy_text_;
  std::optional<beast::http::response_parser<beast::http::empty_body>> proxy_answer_;
  beast::flat_buffer buffer_;
  websocket::response_type upgrade_;
  std::deque<std::string> waiting_;  ///< the first is being written
  std::size_t waiting_bytes_ = 0;
  bool asking_ = false;
  Pulse pulse_;
};

WebSocket::WebSocket(Loop& loop, const Clock& clock, const ProxyRules& rules, const WebSocketOptions& options, WebSocketUser user)
    : inner_(std::make_shared<Inner>(loop, clock, options, std::move(user))) {
  inner_->open(rules);
}
WebSocket::~WebSocket() { inner_->drop(); }
bool WebSocket::send(std::string text) { return inner_->send(std::move(text)); }
void WebSocket::close() { inner_->close(); }

}  // namespace allybot::http
