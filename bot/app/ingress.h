// From a request or frame to its answer: prove, parse, dispatch, render. One for each platform that is on.
// Must never parse before proof, answer twice, or let a slow handler pass the platform's patience.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "bot/app/lane.h"
#include "bot/app/replay_cache.h"
#include "bot/app/workers.h"
#include "bot/core/metrics.h"
#include "bot/http/receiver.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/dialogue.h"
#include "handlers/dispatch.h"

namespace allybot::app {

/// What an Ingress works with; all of it outlives the ingress.
struct IngressParts {
  handlers::Dispatcher& dispatcher;
  Workers& workers;
  Lane& lane;
  ReplayCache& replays;
  http::Client& client;
  const Clock& clock;
  Metrics& metrics;
  /// Runs something after a delay on an I/O thread: the receiver's after(), known once it listens.
  std::function<void(std::chrono::milliseconds, std::function<void()>)> after;
};

class Ingress {
 public:
  Ingress(platforms::Adapter& adapter, platforms::Dialogue& dialogue, IngressParts parts);
  /// The adapter's routes, with this ingress behind them.
  std::vector<http::Route> routes();
  platforms::Adapter& adapter() { return adapter_; }
  /// A frame that came without a request (platforms::Intake). Any thread may call it.
  void take(const platforms::Authentic& frame, milliseconds patience, std::function<void(http::Response)> answered);

 private:
  struct Pending;
  void receive(const platforms::InboundRoute& route, http::RawRequest&& raw, http::Responder&& responder, int fetches);
  void proven(const platforms::InboundRoute& route, const platforms::Authentic& request, http::Responder&& responder,
              int fetches);
  void accept(const platforms::InboundRoute& route, const std::vector<Inbound>& inbound, http::Responder&& responder);
  void carry_out(const Inbound& inbound, const std::shared_ptr<Pending>& pending);
  /// `asked` is how often it was asked for already.
  void fetch_then(const platforms::Fetch& fetch, const std::function<void()>& next,
                  const std::shared_ptr<http::Responder>& responder, std::size_t asked = 0);
  /// False when it is not worth it, or too much waits already.
  bool fetch_later(const platforms::Fetch& fetch, const std::function<void()>& next,
                   const std::shared_ptr<http::Responder>& responder, std::size_t asked, const http::ClientOutcome* outcome);
  platforms::Rendered render(const Reply& reply, const Origin& origin, platforms::Timing timing);
  void send_calls(std::vector<platforms::Outgoing> calls, const Origin& origin);
  std::string_view name() const { return adapter_.platform().str(); }

  platforms::Adapter& adapter_;
  platforms::Dialogue& dialogue_;
  IngressParts parts_;
  std::atomic<int> later_{0};  ///< fetches that wait for another try
};

}  // namespace allybot::app
