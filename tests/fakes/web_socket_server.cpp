#include "tests/fakes/web_socket_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>
#include <set>
#include <thread>

#include "bot/core/mutex.h"

namespace allybot::fakes {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
namespace websocket = boost::beast::websocket;
using Tcp = asio::ip::tcp;
using ErrorCode = beast::error_code;
using Request = beast::http::request<beast::http::string_body>;
using Response = beast::http::response<beast::http::string_body>;

class Session;

struct Hall {
  std::function<int(const std::string&)> upgrade;
  Mutex mutex;
  Condition changed;
  std::function<void(std::shared_ptr<WebSocketPeer>)> opened BOT_GUARDED_BY(mutex);
  std::function<void(WebSocketPeer&, const std::string&)> heard BOT_GUARDED_BY(mutex);
  std::deque<std::shared_ptr<WebSocketPeer>> peers BOT_GUARDED_BY(mutex);
};

class Session final : public WebSocketPeer, public std::enable_shared_from_this<Session> {
 public:
  Session(Tcp::socket socket, ssl::context& context, std::shared_ptr<Hall> hall)
      : stream_(std::move(socket), context), hall_(std::move(hall)) {}

  void start() {
    stream_.next_layer().async_handshake(ssl::stream_base::server, [self = shared_from_this()](const ErrorCode& error) {
      if (error) return self->finish();
      beast::http::async_read(self->stream_.next_layer(), self->buffer_, self->request_,
                              [self](const ErrorCode& failed, std::size_t) {
                                if (failed) return self->finish();
                                self->decide();
                              });
    });
  }

  std::string target() const override { return std::string(request_.target()); }
  std::string header(const std::string& name) const override { return std::string(request_[name]); }
  void say(std::string text) override {
    on_thread([text = std::move(text)](Session& self) mutable { self.queue({std::move(text), true}); });
  }
  void say_binary(std::string bytes) override {
    on_thread([bytes = std::move(bytes)](Session& self) mutable { self.queue({std::move(bytes), false}); });
  }
  void ping() override {
    on_thread([](Session& self) { self.stream_.async_ping({}, [keep = self.shared_from_this()](const ErrorCode&) {}); });
  }
  void goodbye() override {
    on_thread([](Session& self) {
      self.stream_.async_close(websocket::close_code::going_away, [keep = self.shared_from_this()](const ErrorCode&) {});
    });
  }
  void cut() override {
    on_thread([](Session& self) { self.finish(); });
  }
  void fall_silent() override {
    on_thread([](Session& self) { self.silent_ = true; });
  }
  std::optional<std::string> next(std::chrono::milliseconds patience) override {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const Lock lock(mutex_);
    while (heard_.empty() && !over_)
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
    if (heard_.empty()) return std::nullopt;
    std::string text = std::move(heard_.front());
    heard_.pop_front();
    return text;
  }
  int pings() const override {
    const Lock lock(mutex_);
    return pings_;
  }
  bool is_over(std::chrono::milliseconds patience) override {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const Lock lock(mutex_);
    while (!over_)
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
    return over_;
  }

 private:
  struct Message {
    std::string bytes;
    bool text = true;
  };

  template <class Work>
  void on_thread(Work work) {
    asio::post(stream_.get_executor(), [self = shared_from_this(), work = std::move(work)]() mutable { work(*self); });
  }

  void decide() {
    const int status = hall_->upgrade(target());
    if (status != 101) {
      auto response = std::make_shared<Response>(static_cast<beast::http::status>(status), 11);
      response->prepare_payload();
      beast::http::async_write(stream_.next_layer(), *response,
                               [self = shared_from_this(), response](const ErrorCode&, std::size_t) { self->finish(); });
      return;
    }
    stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
      const Lock lock(mutex_);
      if (kind == websocket::frame_type::ping) ++pings_;
    });
    stream_.async_accept(request_, [self = shared_from_this()](const ErrorCode& error) {
      if (error) return self->finish();
      std::function<void(std::shared_ptr<WebSocketPeer>)> opened;
      {
        const Lock lock(self->hall_->mutex);
        opened = self->hall_->opened;
        self->hall_->peers.push_back(self);
      }
      self->hall_->changed.notify_all();
      if (opened) opened(self);
      self->read();
    });
  }

  void read() {
    if (silent_) return;
    stream_.async_read(buffer_, [self = shared_from_this()](const ErrorCode& error, std::size_t) {
      if (error) return self->finish();
      std::string text = beast::buffers_to_string(self->buffer_.data());
      self->buffer_.consume(self->buffer_.size());
      std::function<void(WebSocketPeer&, const std::string&)> heard;
      {
        const Lock lock(self->hall_->mutex);
        heard = self->hall_->heard;
      }
      if (heard) {
        heard(*self, text);
      } else {
        {
          const Lock lock(self->mutex_);
          self->heard_.push_back(std::move(text));
        }
        self->changed_.notify_all();
      }
      self->read();
    });
  }

  void queue(Message message) {
    waiting_.push_back(std::move(message));
    if (waiting_.size() == 1) write();
  }

  void write() {
    stream_.text(waiting_.front().text);
    stream_.async_write(asio::buffer(waiting_.front().bytes), [self = shared_from_this()](const ErrorCode& error, std::size_t) {
      if (error) return self->finish();
      self->waiting_.pop_front();
      if (!self->waiting_.empty()) self->write();
    });
  }

  void finish() {
    beast::get_lowest_layer(stream_).close();
    {
      const Lock lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
  }

  websocket::stream<beast::ssl_stream<beast::tcp_stream>> stream_;
  const std::shared_ptr<Hall> hall_;
  beast::flat_buffer buffer_;
  Request request_;
  bool silent_ = false;
  std::deque<Message> waiting_;
  mutable Mutex mutex_;
  Condition changed_;
  std::deque<std::string> heard_ BOT_GUARDED_BY(mutex_);
  int pings_ BOT_GUARDED_BY(mutex_) = 0;
  bool over_ BOT_GUARDED_BY(mutex_) = false;
};

ssl::context context_of(const Certificate& certificate) {
  ssl::context context(ssl::context::tls_server);
  context.use_certificate(asio::buffer(certificate.certificate), ssl::context::pem);
  context.use_private_key(asio::buffer(certificate.key), ssl::context::pem);
  return context;
}

}  // namespace

class WebSocketServer::Inner {
 public:
  Inner(const Certificate& certificate, std::function<int(const std::string&)> upgrade)
      : context_(context_of(certificate)), acceptor_(io_, Tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    hall_->upgrade = std::move(upgrade);
    accept();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~Inner() {
    io_.stop();
    thread_.join();
    const Lock lock(hall_->mutex);
    hall_->opened = nullptr;
    hall_->heard = nullptr;
    hall_->peers.clear();
  }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  int port() const { return acceptor_.local_endpoint().port(); }
  Hall& hall() { return *hall_; }

 private:
  void accept() {
    acceptor_.async_accept([this](const ErrorCode& error, Tcp::socket socket) {
      if (!error) std::make_shared<Session>(std::move(socket), context_, hall_)->start();
      accept();
    });
  }

  asio::io_context io_;
  ssl::context context_;
  Tcp::acceptor acceptor_;
  std::shared_ptr<Hall> hall_ = std::make_shared<Hall>();
  std::thread thread_;
};

WebSocketServer::WebSocketServer(const Certificate& certificate, std::function<int(const std::string& target)> upgrade)
    : inner_(std::make_unique<Inner>(certificate, std::move(upgrade))) {}
WebSocketServer::~WebSocketServer() = default;
int WebSocketServer::port() const { return inner_->port(); }

void WebSocketServer::when_opened(std::function<void(std::shared_ptr<WebSocketPeer>)> opened) {
  const Lock lock(inner_->hall().mutex);
  inner_->hall().opened = std::move(opened);
}

void WebSocketServer::when_heard(std::function<void(WebSocketPeer& peer, const std::string& text)> heard) {
  const Lock lock(inner_->hall().mutex);
  inner_->hall().heard = std::move(heard);
}

std::shared_ptr<WebSocketPeer> WebSocketServer::next_peer(std::chrono::milliseconds patience) {
  Hall& hall = inner_->hall();
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const Lock lock(hall.mutex);
  while (hall.peers.empty())
    if (hall.changed.wait_until(hall.mutex, deadline) == std::cv_status::timeout) break;
  if (hall.peers.empty()) return nullptr;
  auto peer = std::move(hall.peers.front());
  hall.peers.pop_front();
  return peer;
}

}  // namespace allybot::fakes
