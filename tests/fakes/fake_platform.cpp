#include "tests/fakes/fake_platform.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <list>
#include <map>
#include <thread>

#include "bot/core/check.h"
#include "bot/core/mutex.h"
#include "bot/http/ascii.h"
#include "bot/http/status.h"
#include "tests/fakes/request_reader.h"
#include "tests/fakes/socket.h"

namespace allybot::fakes {

struct Step {
  enum class Kind { Reply, CloseBefore, CloseAfterReading, CloseAfterHandling, Hang, Write };
  Kind kind = Kind::Reply;
  Answer answer;
  std::chrono::milliseconds time{0};
  std::string bytes;
};

struct Script::State {
  Mutex mutex;
  std::deque<Step> steps BOT_GUARDED_BY(mutex);
  Answer then BOT_GUARDED_BY(mutex);

  void add(Step step) {
    const Lock lock(mutex);
    steps.push_back(std::move(step));
  }
};

Script& Script::reply(int status, HeaderList headers, std::string body) {
  return reply(http::Response{status, "application/json", std::move(body), std::move(headers)});
}
Script& Script::reply(int status, std::string body) { return reply(status, HeaderList{}, std::move(body)); }
Script& Script::reply(http::Response response) {
  return reply_with([response = std::move(response)](const Call&) { return response; });
}
Script& Script::reply_with(Answer answer) {
  state_->add({Step::Kind::Reply, std::move(answer), {}, {}});
  return *this;
}
Script& Script::close_before_reply() {
  state_->add({Step::Kind::CloseBefore, {}, {}, {}});
  return *this;
}
Script& Script::close_after_reading() {
  state_->add({Step::Kind::CloseAfterReading, {}, {}, {}});
  return *this;
}
Script& Script::close_after_handling() {
  state_->add({Step::Kind::CloseAfterHandling, {}, {}, {}});
  return *this;
}
Script& Script::hang(std::chrono::milliseconds time) {
  state_->add({Step::Kind::Hang, {}, time, {}});
  return *this;
}
Script& Script::write_and_close(std::string bytes) {
  state_->add({Step::Kind::Write, {}, {}, std::move(bytes)});
  return *this;
}
Script& Script::then(Answer answer) {
  const Lock lock(state_->mutex);
  state_->then = std::move(answer);
  return *this;
}

class FakePlatform::Server {
 public:
  Server() { listen(0); }
  ~Server() { stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }

  void listen(int port) {
    BOT_CHECK(!listener_);
    listener_ = std::make_unique<Listener>(port);
    port_ = listener_->port();
    {
      const Lock lock(mutex_);
      stopping_ = false;
    }
    acceptor_ = std::thread([this] { accept_all(); });
  }

  void stop() {
    if (!listener_) return;
    {
      const Lock lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    listener_->stop();
    acceptor_.join();
    listener_.reset();
    close_connections();
    reap(true);
  }

  void close_connections() {
    const Lock lock(mutex_);
    for (auto& connection : connections_) connection->socket.shut_down();
  }

  std::shared_ptr<Script::State> script(const std::string& method, const std::string& path) {
    const Lock lock(mutex_);
    auto& state = scripts_[{method, path}];
    if (!state) state = std::make_shared<Script::State>();
    return state;
  }

  std::shared_ptr<Script::State> script_for(const Call& call) {
    const Lock lock(mutex_);
    if (const auto own = scripts_.find({call.method, call.path}); own != scripts_.end()) return own->second;
    for (const auto& [key, state] : scripts_) {
      const auto& [method, path] = key;
      const bool begins =
          !path.empty() && path.back() == '*' && call.path.compare(0, path.size() - 1, path, 0, path.size() - 1) == 0;
      if (begins && method == call.method) return state;
    }
    return std::make_shared<Script::State>();
  }

  void otherwise(Answer answer) {
    const Lock lock(mutex_);
    otherwise_ = std::move(answer);
  }

  std::vector<Call> calls() {
    const Lock lock(mutex_);
    return calls_;
  }

  bool wait_for(const std::string& path, std::size_t wanted, std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const Lock lock(mutex_);
    while (count(path) < wanted)
      if (changed_.wait_until(mutex_, deadline) == std::cv_status::timeout) return count(path) >= wanted;
    return true;
  }

  void forget_calls() {
    const Lock lock(mutex_);
    calls_.clear();
  }

 private:
  struct Connection {
    Socket socket;
    std::size_t number = 0;
    std::thread thread;
    std::atomic<bool> finished{false};
  };

  std::size_t count(const std::string& path) const BOT_REQUIRES(mutex_) {
    return static_cast<std::size_t>(
        std::count_if(calls_.begin(), calls_.end(), [&](const Call& call) { return call.path == path; }));
  }

  void accept_all() {
    while (auto socket = listener_->accept()) {
      reap(false);
      auto connection = std::make_shared<Connection>();
      connection->socket = std::move(*socket);
      const Lock lock(mutex_);
      if (stopping_) return;
      connection->number = ++accepted_;
      connections_.push_back(connection);
      connection->thread = std::thread([this, raw = connection.get()] {
        serve(*raw);
        raw->socket.shut_down();
        raw->finished = true;
      });
    }
  }

  /// Joins connections that have ended, or all of them.
  void reap(bool all) {
    std::list<std::shared_ptr<Connection>> ended;
    {
      const Lock lock(mutex_);
      for (auto at = connections_.begin(); at != connections_.end();) {
        const auto here = at++;
        if (all || (*here)->finished) ended.splice(ended.end(), connections_, here);
      }
    }
    for (auto& connection : ended) connection->thread.join();
  }

  void serve(Connection& connection) {
    RequestReader reader(connection.socket);
    Call call;
    while (reader.read_head(call)) {
      call.connection = connection.number;
      const auto script = script_for(call);
      Step step;
      {
        const Lock lock(script->mutex);
        if (script->steps.empty()) {
          step.answer = script->then;
        } else {
          step = std::move(script->steps.front());
          script->steps.pop_front();
        }
      }
      if (step.kind != Step::Kind::CloseBefore && !reader.read_body(call)) return;
      if (!follow(step, call, connection.socket) || wants_close(call)) return;
      call = Call();
    }
  }

  /// False when the connection is to be closed.
  bool follow(const Step& step, Call& call, Socket& socket) {
    call.answered = step.kind == Step::Kind::Reply;
    note(call);
    switch (step.kind) {
      case Step::Kind::Reply: return socket.write(to_bytes(answer(step.answer, call), call.method == "HEAD"));
      case Step::Kind::CloseBefore:
      case Step::Kind::CloseAfterReading: return false;
      case Step::Kind::CloseAfterHandling: answer({}, call); return false;
      case Step::Kind::Hang: wait(step.time); return false;
      case Step::Kind::Write: socket.write(step.bytes); return false;
    }
    return false;
  }

  http::Response answer(Answer answer, const Call& call) {
    if (!answer) {
      const Lock lock(mutex_);
      answer = otherwise_;
    }
    if (!answer) return http::text_response(404, "the fake platform was not told what to answer");
    const Lock lock(answering_);
    return answer(call);
  }

  void note(const Call& call) {
    {
      const Lock lock(mutex_);
      calls_.push_back(call);
    }
    changed_.notify_all();
  }

  void wait(std::chrono::milliseconds time) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    const Lock lock(mutex_);
    while (!stopping_ && changed_.wait_until(mutex_, deadline) != std::cv_status::timeout) {
    }
  }

  static bool wants_close(const Call& call) {
    const auto wish = call.headers.only("connection");
    return wish && http::equal_ignoring_case(*wish, "close");
  }

  static std::string to_bytes(const http::Response& response, bool head_only) {
    std::string bytes =
        "HTTP/1.1 " + std::to_string(response.status) + ' ' + std::string(http::reason_of(response.status)) + "\r\n";
    if (!response.content_type.empty()) bytes += "Content-Type: " + response.content_type + "\r\n";
    for (const auto& [name, value] : response.headers) bytes += name + ": " + value + "\r\n";
    if (response.status != 204) bytes += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    bytes += "\r\n";
    return head_only ? bytes : bytes + response.body;
  }

  std::unique_ptr<Listener> listener_;
  std::thread acceptor_;
  int port_ = 0;
  Mutex answering_;
  Mutex mutex_;
  Condition changed_;
  bool stopping_ BOT_GUARDED_BY(mutex_) = false;
  std::size_t accepted_ BOT_GUARDED_BY(mutex_) = 0;
  std::list<std::shared_ptr<Connection>> connections_ BOT_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Script::State>> scripts_ BOT_GUARDED_BY(mutex_);
  Answer otherwise_ BOT_GUARDED_BY(mutex_);
  std::vector<Call> calls_ BOT_GUARDED_BY(mutex_);
};

FakePlatform::FakePlatform() : server_(std::make_unique<Server>()) {}
FakePlatform::~FakePlatform() = default;

int FakePlatform::port() const { return server_->port(); }
std::string FakePlatform::url() const { return "http://127.0.0.1:" + std::to_string(port()); }
Script FakePlatform::on(const std::string& method, const std::string& path) { return Script(server_->script(method, path)); }
void FakePlatform::otherwise(Answer answer) { server_->otherwise(std::move(answer)); }
std::vector<Call> FakePlatform::calls() const { return server_->calls(); }

std::vector<Call> FakePlatform::calls(const std::string& path) const {
  auto all = server_->calls();
  std::erase_if(all, [&](const Call& call) { return call.path != path; });
  return all;
}

bool FakePlatform::wait_for(const std::string& path, std::size_t calls, std::chrono::milliseconds patience) const {
  return server_->wait_for(path, calls, patience);
}
void FakePlatform::forget_calls() { server_->forget_calls(); }
void FakePlatform::stop_listening() { server_->stop(); }
void FakePlatform::listen_again() { server_->listen(server_->port()); }
void FakePlatform::close_connections() { server_->close_connections(); }

}  // namespace allybot::fakes
