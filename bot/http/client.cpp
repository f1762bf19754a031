#include <algorithm>
#include <csignal>
#include <map>

#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/http/link.h"
#include "bot/http/message.h"
#include "bot/http/public_client.h"
#include "bot/http/watchdog.h"

namespace allybot::http {
namespace {

using Moment = Link::Moment;
using Steady = std::chrono::steady_clock;

constexpr std::size_t kMostPerHost = 8;
constexpr std::size_t kMostIdle = 64;

ClientOutcome never_left(const char* why) {
  ClientOutcome outcome;
  outcome.kind = ClientOutcome::Kind::NeverLeft;
  outcome.why = why;
  return outcome;
}

bool is_clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// Connections by host, each lent to one request at a time.
class Pool {
 public:
  explicit Pool(ProxyRules rules) : rules_(std::move(rules)) {}

  /// Nothing when all connections to that host are busy until the deadline.
  std::unique_ptr<Link> take(const std::string& origin, const Url& url, const std::string& address, Moment deadline) {
    {
      const Lock lock(mutex_);
      while (hosts_[origin].lent >= kMostPerHost)
        if (returned_.wait_until(mutex_, deadline) == std::cv_status::timeout && hosts_[origin].lent >= kMostPerHost)
          return nullptr;
      Host& host = hosts_[origin];
      ++host.lent;
      if (!host.idle.empty()) {
        auto link = std::move(host.idle.back());
        host.idle.pop_back();
        --idle_;
        return link;
      }
    }
    return std::make_unique<Link>(url, rules_.proxy_for(url), address);
  }
  bool uses_proxy(const Url& url) const { return rules_.proxy_for(url).has_value(); }

  void give_back(const std::string& origin, std::unique_ptr<Link> link) {
    std::unique_ptr<Link> dropped;  // closed without the lock
    {
      const Lock lock(mutex_);
      Host& host = hosts_[origin];
      --host.lent;
      if (link) {
        host.idle.push_back(std::move(link));
        if (++idle_ > kMostIdle) dropped = drop_one();
      }
      if (host.lent == 0 && host.idle.empty()) hosts_.erase(origin);
    }
    returned_.notify_one();
  }

 private:
  struct Host {
    std::size_t lent = 0;
    std::vector<std::unique_ptr<Link>> idle;
  };

  /// Of the host with the most idle ones.
  std::unique_ptr<Link> drop_one() BOT_REQUIRES(mutex_) {
    const auto most = std::max_element(hosts_.begin(), hosts_.end(), [](const auto& one, const auto& other) {
      return one.second.idle.size() < other.second.idle.size();
    });
    auto link = std::move(most->second.idle.front());
    most->second.idle.erase(most->second.idle.begin());
    --idle_;
    return link;
  }

  const ProxyRules rules_;
  Mutex mutex_;
  Condition returned_;
  std::size_t idle_ BOT_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Host> hosts_ BOT_GUARDED_BY(mutex_);
};

class PooledClient final : public Client {
 public:
  /// With `resolve` it calls public addresses alone.
  PooledClient(ProxyRules rules, Resolve resolve) : pool_(std::move(rules)), resolve_(std::move(resolve)) {}

  ClientOutcome send(const ClientRequest& request) override {
    const auto url = parse_url(request.url);
    if (!url) return never_left("address");
    if (url->scheme == "http" && !is_loopback_host(url->host)) return never_left("insecure");
    if (request.method == Method::Other) return never_left("method");
    for (const auto& [name, value] : request.headers.all())
      if (!is_clean(name) || !is_clean(value)) return never_left("header");
    if (!is_clean(request.content_type)) return never_left("header");

    const Moment deadline = Steady::now() + request.total_timeout;
    std::string address;
    if (resolve_ && !looked_up_by_proxy(*url)) {
      const bool bracketed = url->host.front() == '[';
      const auto found = resolve_(bracketed ? url->host.substr(1, url->host.size() - 2) : url->host);
      if (found.empty()) return never_left("refused");
      if (!std::all_of(found.begin(), found.end(), is_public_address)) return never_left("private_address");
      address = found.front();
    }
    const std::string origin = url->scheme + "://" + url->host + ':' + std::to_string(url->port);
    auto link = pool_.take(origin, *url, address, deadline);
    if (!link) return never_left("busy");
    ClientOutcome outcome = exchange(*link, request, *url, deadline);
    if (outcome.why == "failed") link.reset();
    pool_.give_back(origin, std::move(link));
    return outcome;
  }

 private:
  bool looked_up_by_proxy(const Url& url) const {
    const bool is_address = url.host.front() == '[' || url.host.find_first_not_of("0123456789.") == std::string::npos;
    return !is_address && pool_.uses_proxy(url);
  }

  ClientOutcome exchange(Link& link, const ClientRequest& request, const Url& url, Moment deadline) {
    // cpp-httplib's own timeouts start anew with each byte; the watchdog's does not.
    const std::uint64_t watch = watchdog_.watch(deadline, [&link] { link.hang_up(); });
    ClientOutcome outcome;
    try {
      outcome = link.exchange(request, url, deadline);
    } catch (...) {
      log::error("client_failed", {{"host", url.host}});
      outcome.kind = ClientOutcome::Kind::Unknown;
      outcome.why = "failed";
    }
    watchdog_.call_off(watch);
    return outcome;
  }

  Pool pool_;
  const Resolve resolve_;
  Watchdog watchdog_;
};

std::unique_ptr<Client> client_with(Resolve resolve) {
  // OpenSSL writes to sockets without MSG_NOSIGNAL: a peer that went would end the whole program.
  std::signal(SIGPIPE, SIG_IGN);
  auto rules = ProxyRules::from_environment();
  if (!rules) log::warning("proxy_ignored", {{"why", rules.error().for_log}});
  return std::make_unique<PooledClient>(rules ? std::move(*rules) : ProxyRules(), std::move(resolve));
}

}  // namespace

std::unique_ptr<Client> make_client() { return client_with(nullptr); }
std::unique_ptr<Client> make_public_client(Resolve resolve) { return client_with(std::move(resolve)); }

}  // namespace allybot::http
