// One connection to another host, over cpp-httplib, kept alive between requests.
// Must never claim that a request did not leave when a byte of it may have.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "bot/http/message.h"
#include "bot/http/proxy.h"

namespace allybot::http {

/// Used by one thread at a time; hang_up() may come from another.
class Link {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  /// With an `address` the host's name is not looked up again; its certificate is asked for all the same.
  Link(const Url& url, const std::optional<Proxy>& proxy, const std::string& address = {});
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  /// Sends over the connection that is there, or over a new one when the other side has closed it or it was idle for long.
  ClientOutcome exchange(const ClientRequest& request, const Url& url, Moment deadline);
  /// Ends whatever the connection waits for: its time is over.
  void hang_up();

 private:
  class Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace allybot::http
