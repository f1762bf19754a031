// The HTTP side that faces strangers: collects requests within limits and hands them on.
// Must never look inside a body, and never let an unread body become a next request.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/metrics.h"
#include "bot/core/result.h"
#include "bot/http/message.h"

namespace allybot::http {

/// Answers one request, once, from any thread. Destroyed without having been called, it answers 500.
/// A second call is ignored.
class Responder {
 public:
  class Channel;  ///< the connection's side of it
  explicit Responder(std::shared_ptr<Channel> channel);
  Responder(Responder&&) noexcept;
  Responder& operator=(Responder&&) noexcept;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  ~Responder();
  void operator()(Response response);

 private:
  std::shared_ptr<Channel> channel_;
};

/// Called on an I/O thread: it may answer there if nothing in it blocks, or move the responder to another thread.
using Handler = std::function<void(RawRequest&&, Responder&&)>;

struct Route {
  Method method = Method::Post;
  std::string path;                        ///< exact; with a final '*' all that begins with what is before it
  std::vector<std::string> content_types;  ///< allowed media types, lower-case, without parameters; empty: any or none
  std::size_t most_body_bytes = 256U << 10U;
  Handler handler;
};

struct ReceiverOptions {
  std::string host = "127.0.0.1";
  int port = 0;  ///< 0: the system chooses
  int threads = 2;
  std::size_t most_connections = 4096;  ///< beyond it the connection idle the longest is closed
  std::chrono::milliseconds header_timeout{10000};
  std::chrono::milliseconds body_timeout{15000};  ///< whole body, from its first byte
  std::chrono::milliseconds idle_timeout{75000};
  std::size_t most_header_bytes = 16U << 10U;
};

/// Refuses in the order 404, 405 (with Allow), 415 (wrong type, any Content-Encoding), 413 (chunked too); HEAD is answered where
/// GET is.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual int port() const = 0;
  /// Runs `work` on an I/O thread after `delay` unless the receiver stops first. Work must not block.
  virtual void after(std::chrono::milliseconds delay, std::function<void()> work) = 0;
  /// Takes no new connections or requests, waits for answers in flight until `patience` has passed, then closes all.
  virtual void stop(std::chrono::milliseconds patience) = 0;
};

/// Listens at once. Fails with Unavailable when the port is in use, in a sentence for the operator.
Result<std::unique_ptr<Receiver>> listen(ReceiverOptions options, std::vector<Route> routes, Metrics& metrics);

}  // namespace allybot::http
