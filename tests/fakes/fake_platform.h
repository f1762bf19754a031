// A platform's API on a free port of 127.0.0.1, scripted with the ways the real one answers and fails, with a log of all calls.
// Must never judge a call by itself: what is right to send is the test's business.
//
//   fakes::FakePlatform slack;
//   slack.on_post("/api/chat.postMessage")
//       .reply(429, {{"Retry-After", "7"}})
//       .close_after_reading()  // it may have posted; nobody will ever hear
//       .reply(200, R"({"ok":true,"ts":"1.2"})");
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/http/message.h"

namespace allybot::fakes {

/// One request as it arrived.
struct Call {
  std::string method;
  std::string path;   ///< before '?'
  std::string query;  ///< after '?'
  http::Headers headers;
  std::string body;
  std::size_t connection = 0;  ///< number of the connection, from 1: the same one when it was kept alive
  bool answered = false;       ///< false where the script closed or hung instead
};

using Answer = std::function<http::Response(const Call&)>;
using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// What one method and path does, a step for each call, in order; then the platform's otherwise() takes over.
/// Steps may be added while calls come.
class Script {
 public:
  struct State;
  explicit Script(std::shared_ptr<State> state) : state_(std::move(state)) {}

  Script& reply(int status, HeaderList headers, std::string body = {});
  Script& reply(int status, std::string body = {});  ///< as application/json
  Script& reply(http::Response response);
  /// Answers with what `answer` makes of the call.
  Script& reply_with(Answer answer);
  /// Reads the header of the request and closes: nothing was done.
  Script& close_before_reply();
  /// Reads all of the request and closes without a word: it may have been done.
  Script& close_after_reading();
  /// Lets otherwise() do its work, then closes without a word: it was done, and nobody hears.
  Script& close_after_handling();
  /// Reads all of the request, says nothing for this long, then closes.
  Script& hang(std::chrono::milliseconds time);
  /// Writes these bytes instead of an answer and closes: garbage, a cut body.
  Script& write_and_close(std::string bytes);
  /// For every call after the steps, instead of the platform's otherwise().
  Script& then(Answer answer);

 private:
  std::shared_ptr<State> state_;
};

/// Any thread may call it. Each connection is served by a thread of its own and kept alive as HTTP/1.1 says.
class FakePlatform {
 public:
  FakePlatform();
  ~FakePlatform();
  FakePlatform(const FakePlatform&) = delete;
  FakePlatform& operator=(const FakePlatform&) = delete;

  int port() const;
  std::string url() const;  ///< "http://127.0.0.1:PORT", no slash at the end

  Script on_post(const std::string& path) { return on("POST", path); }
  Script on_get(const std::string& path) { return on("GET", path); }
  /// A path that ends in '*' stands for all that begin so and have no script of their own.
  Script on(const std::string& method, const std::string& path);
  /// For every call without a step left; without one such a call gets 404. Calls come one at a time, never with a lock held that
  /// calls() needs.
  void otherwise(Answer answer);

  /// All calls that arrived whole (or at close_before_reply()), in order.
  std::vector<Call> calls() const;
  std::vector<Call> calls(const std::string& path) const;
  std::size_t count(const std::string& path) const { return calls(path).size(); }
  /// Waits until that many calls have come to the path; false when they have not within the patience.
  bool wait_for(const std::string& path, std::size_t calls, std::chrono::milliseconds patience = std::chrono::seconds(10)) const;
  void forget_calls();

  /// Away: connections are closed and new ones refused, until listen_again() on the same port.
  void stop_listening();
  void listen_again();
  /// Closes kept-alive connections, as a server does that has been idle too long.
  void close_connections();

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace allybot::fakes
