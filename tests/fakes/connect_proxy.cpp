#include "tests/fakes/connect_proxy.h"

#include <poll.h>

#include <atomic>
#include <cstdlib>
#include <list>
#include <thread>

#include "bot/core/mutex.h"
#include "tests/fakes/request_reader.h"
#include "tests/fakes/socket.h"

namespace allybot::fakes {
namespace {

constexpr const char* kCredentials = "Basic bWU6RkFLRTpzZWNyZXQ=";  // me:FAKE:secret

/// Carries bytes both ways until one end closes.
void carry(Socket& one, Socket& other) {
  for (;;) {
    pollfd ends[] = {{one.descriptor(), POLLIN, 0}, {other.descriptor(), POLLIN, 0}};
    if (::poll(ends, 2, -1) < 0) continue;
    for (int i = 0; i < 2; ++i) {
      if (ends[i].revents == 0) continue;
      std::string bytes;
      if ((i == 0 ? one : other).read_some(bytes) != Socket::Read::Some) return;
      if (!(i == 0 ? other : one).write(bytes)) return;
    }
  }
}

}  // namespace

class ConnectProxy::Inner {
 public:
  explicit Inner(int port) : target_(port), acceptor_([this] { accept_all(); }) {}
  ~Inner() {
    listener_.stop();
    acceptor_.join();
    cut();
    for (Passage& passage : passages_) passage.thread.join();
  }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  int port() const { return listener_.port(); }
  void cut() {
    const Lock lock(mutex_);
    for (Passage& passage : passages_) {
      passage.from.shut_down();
      passage.to.shut_down();
    }
  }
  std::vector<std::string> asked() const {
    const Lock lock(mutex_);
    return asked_;
  }

  std::atomic<bool> wants_password{false}, closes{false}, silent{false};
  std::atomic<int> refusal{0};

 private:
  struct Passage {
    Socket from, to;
    std::thread thread;
  };

  void accept_all() {
    while (auto socket = listener_.accept()) {
      const Lock lock(mutex_);
      passages_.push_back({std::move(*socket), Socket(), {}});
      Passage& passage = passages_.back();
      passage.thread = std::thread([this, &passage] {
        serve(passage);
        passage.from.shut_down();
        passage.to.shut_down();
      });
    }
  }

  void serve(Passage& passage) {
    Call call;
    if (!RequestReader(passage.from).read_head(call)) return;
    {
      const Lock lock(mutex_);
      asked_.push_back(call.method == "CONNECT" ? call.path : "not CONNECT: " + call.method + ' ' + call.path);
    }
    if (silent) {
      std::string nothing;
      passage.from.read_some(nothing);
      return;
    }
    int status = refusal;
    if (wants_password && call.headers.only("Proxy-Authorization") != kCredentials) status = 407;
    if (status != 0) {
      passage.from.write("HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 2\r\n\r\nno");
      return;
    }
    {
      Socket to = Socket::connect(target_);
      const Lock lock(mutex_);
      passage.to = std::move(to);
    }
    if (!passage.to.is_open()) {
      passage.from.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    // As real ones do it: with a header of its own, and no length.
    if (!passage.from.write("HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy.example\r\n\r\n") || closes) return;
    carry(passage.from, passage.to);
  }

  const int target_;
  Listener listener_;
  mutable Mutex mutex_;
  std::list<Passage> passages_;  ///< grown under the lock; each is its thread's own
  std::vector<std::string> asked_ BOT_GUARDED_BY(mutex_);
  std::thread acceptor_;
};

ConnectProxy::ConnectProxy(int port) : inner_(std::make_unique<Inner>(port)) {}
ConnectProxy::~ConnectProxy() = default;
int ConnectProxy::port() const { return inner_->port(); }
void ConnectProxy::want_password() { inner_->wants_password = true; }
void ConnectProxy::refuse_with(int status) { inner_->refusal = status; }
void ConnectProxy::close_after_yes() { inner_->closes = true; }
void ConnectProxy::stay_silent() { inner_->silent = true; }
void ConnectProxy::cut() { inner_->cut(); }
std::vector<std::string> ConnectProxy::asked() const { return inner_->asked(); }

ProxySetting::ProxySetting(int port, const std::string& credentials) {
  ::setenv("HTTPS_PROXY", ("http://" + credentials + "@127.0.0.1:" + std::to_string(port)).c_str(), 1);
}
ProxySetting::~ProxySetting() { ::unsetenv("HTTPS_PROXY"); }

}  // namespace allybot::fakes
