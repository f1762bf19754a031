// Looks whether web addresses still lead where they led, politely: HEAD before GET, one request at a time for each host with a
// pause between, robots.txt heeded, Retry-After waited for.
// Must never call an address inside our own network, and never take a host that is away for a page that is gone.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::app {

struct LinkVerdict {
  enum class Kind {
    Good,
    Moved,        ///< for good, to `to`
    Dead,         ///< the host says that there is no such page
    SoftDead,     ///< it says so in words only, or leads to its front page
    Unsure,       ///< it does not answer programs (401, 403, 429, 5xx)
    Unreachable,  ///< no answer at all
    Forbidden,    ///< robots.txt, or an address that nobody outside could call, whatever name it has
  };
  Kind kind = Kind::Good;
  int status = 0;
  std::string to, why;
  TimePoint at{};
};
const char* name_of(LinkVerdict::Kind kind);

struct LinkCheckerOptions {
  milliseconds pause{1000};  ///< between two requests to one host
  milliseconds first_retry{2000};
  milliseconds longest_wait{30000};  ///< that a Retry-After is waited for
  int tries = 3;
  int hops = 5;
  int hosts_at_once = 6;
  std::size_t silent_before_giving_up = 8;
  milliseconds answer_within{10000};
  bool own_network = false;  ///< hosts near us are asked, too; the client has to be one that may
};

/// One thread at a time.
class LinkChecker {
 public:
  using Wait = std::function<void(milliseconds)>;
  LinkChecker(http::Client& client, const Clock& clock, Wait wait, LinkCheckerOptions options = {})
      : client_(client), clock_(clock), wait_(std::move(wait)), options_(options) {}

  /// A verdict for each address; `done` is told after each, by one thread at a time. When none of the first few hosts answers
  /// there is no way out to the web, and the others are not asked.
  /// Stopped, it answers after the requests that are on their way.
  std::map<std::string, LinkVerdict> check(const std::vector<std::string>& urls, const std::function<void(std::size_t)>& done,
                                           const std::stop_token& stop = {});

 private:
  LinkVerdict check(const std::string& url);
  bool stopped() const { return stop_.stop_requested(); }
  LinkVerdict judge(const std::string& url, const http::ClientOutcome& head);
  http::ClientOutcome ask(http::Method method, const std::string& url);
  /// What a host says of programs.
  struct Robots {
    bool answered = false;
    bool inside = false;  ///< its name leads into our own network
    std::string text;
  };
  Robots robots_of(const http::Url& url);

  http::Client& client_;
  const Clock& clock_;
  const Wait wait_;
  const LinkCheckerOptions options_;
  Mutex mutex_;
  std::stop_token stop_;
  std::map<std::string, Robots> robots_ BOT_GUARDED_BY(mutex_);  ///< by scheme, host and port
};

}  // namespace allybot::app
