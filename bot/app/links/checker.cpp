#include "bot/app/links/checker.h"

#include <algorithm>
#include <deque>
#include <thread>

#include "bot/app/links/robots.h"
#include "bot/app/version.h"
#include "bot/core/text.h"

namespace allybot::app {
namespace {

using http::ClientOutcome;
using http::Method;
using Kind = LinkVerdict::Kind;

constexpr const char* kInside = "nobody outside could call it";
constexpr std::size_t kMostPageBytes = 2U << 20U;
constexpr std::size_t kTitleWithin = 64U << 10U;

std::string origin_of(const http::Url& url) { return url.scheme + "://" + url.host + ':' + std::to_string(url.port); }

/// Addresses that mean a machine near us, in any form that a resolver takes.
bool is_own_network(const std::string& host) {
  if (http::is_loopback_host(host) || host.front() == '[') return true;
  const auto ends = [&](std::string_view end) { return host.size() >= end.size() && host.ends_with(end); };
  if (ends(".local") || ends(".internal") || ends(".localhost") || host.find('.') == std::string::npos) return true;
  // A host whose last part is a number is an address of the old internet, whatever the others are.
  const std::string last = host.substr(host.rfind('.') + 1);
  return last.starts_with("0x") || std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool again(const ClientOutcome& outcome) {
  return outcome.kind != ClientOutcome::Kind::Answered || outcome.status == 429 || outcome.status >= 500;
}

std::string title_of(std::string_view page) {
  const std::string folded = fold_case(page.substr(0, kTitleWithin));
  const auto begin = folded.find("<title");
  const auto open = begin == std::string::npos ? begin : folded.find('>', begin);
  if (open == std::string::npos) return {};
  return std::string(trim(std::string_view(folded).substr(open + 1, folded.find('<', open) - open - 1)));
}

/// A page that says with 200 that it is not there.
bool says_not_found(std::string_view title) {
  for (const char* words : {"404", "not found", "page unavailable", "no longer available", "page introuvable",
                            "seite nicht gefunden", "nicht gefunden", "no encontrada"})
    if (title.find(words) != std::string_view::npos) return true;
  return false;
}

bool is_front_page(const http::Url& url) { return url.path_and_query == "/" || url.path_and_query.empty(); }

/// Where a redirect leads, made whole; empty when it leads nowhere that we follow.
std::string target_of(const http::Url& from, const http::Headers& headers) {
  const auto location = headers.only("Location");
  if (!location || location->empty()) return {};
  std::string to(*location);
  if (to.starts_with("//")) to = from.scheme + ":" + to;
  if (to.starts_with("/")) {
    const bool usual = from.port == (from.scheme == "https" ? 443 : 80);
    to = from.scheme + "://" + from.host + (usual ? std::string() : ":" + std::to_string(from.port)) + to;
  }
  if (to.find("://") == std::string::npos) {
    const std::string folder = from.path_and_query.substr(0, from.path_and_query.find('?'));
    to = origin_of(from) + folder.substr(0, folder.rfind('/') + 1) + to;
  }
  return to.substr(0, to.find('#'));
}

/// Seconds alone; a date would need their clock to be ours.
milliseconds retry_after(const ClientOutcome& outcome, milliseconds otherwise) {
  std::int64_t seconds = 0;
  const auto header = outcome.headers.only("Retry-After");
  if (!header || !parse_number(*header, seconds) || seconds < 0 || seconds > 3600) return otherwise;
  return std::max(otherwise, milliseconds(seconds * 1000));
}

}  // namespace

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::Good: return "good";
    case Kind::Moved: return "moved";
    case Kind::Dead: return "dead";
    case Kind::SoftDead: return "soft-dead";
    case Kind::Unsure: return "unsure";
    case Kind::Unreachable: return "unreachable";
    case Kind::Forbidden: return "forbidden";
  }
  return "";
}

ClientOutcome LinkChecker::ask(Method method, const std::string& url) {
  http::ClientRequest request;
  request.method = method;
  request.url = url;
  request.most_body_bytes = kMostPageBytes;
  request.total_timeout = options_.answer_within;
  request.headers.add("User-Agent", std::string("Allybot/") + kVersion + " (checks links of its library)");
  request.headers.add("Accept", "text/html,*/*;q=0.8");
  ClientOutcome outcome;
  milliseconds pause = options_.first_retry;
  for (int i = 0; i < options_.tries && !stopped(); ++i) {
    if (i > 0) {
      const milliseconds wanted = retry_after(outcome, pause);
      if (wanted > options_.longest_wait) break;
      wait_(wanted);
      pause *= 4;
    }
    outcome = client_.send(request);
    if (outcome.why == "private_address") break;
    wait_(options_.pause);
    if (!again(outcome) || outcome.why == "too_large") break;
  }
  return outcome;
}

LinkChecker::Robots LinkChecker::robots_of(const http::Url& url) {
  const std::string origin = origin_of(url);
  {
    const Lock lock(mutex_);
    if (const auto known = robots_.find(origin); known != robots_.end()) return known->second;
  }
  const ClientOutcome said = ask(Method::Get, origin + "/robots.txt");
  Robots robots;
  robots.inside = said.why == "private_address";
  robots.answered = said.kind == ClientOutcome::Kind::Answered || said.why == "too_large";
  if (said.status == 200) robots.text = said.body;
  const Lock lock(mutex_);
  return robots_[origin] = std::move(robots);
}

LinkVerdict LinkChecker::judge(const std::string& url, const ClientOutcome& head) {
  ClientOutcome outcome = head;
  const auto type = head.headers.only("Content-Type");
  const bool is_page = head.status == 200 && type && type->find("html") != std::string_view::npos;
  // Some hosts answer HEAD with an error and GET with the page; and only a page tells in its title that it is none.
  if (head.kind == ClientOutcome::Kind::Answered && (is_page || head.status >= 400)) outcome = ask(Method::Get, url);
  if (outcome.why == "too_large") return {Kind::Good, 200, {}, {}, {}};
  if (outcome.kind != ClientOutcome::Kind::Answered) return {Kind::Unreachable, 0, {}, outcome.why, {}};
  if (outcome.status == 404 || outcome.status == 410) return {Kind::Dead, outcome.status, {}, {}, {}};
  if (outcome.status >= 400) return {Kind::Unsure, outcome.status, {}, {}, {}};
  if (is_page && says_not_found(title_of(outcome.body))) return {Kind::SoftDead, outcome.status, {}, "its title says so", {}};
  return {Kind::Good, outcome.status, {}, {}, {}};
}

LinkVerdict LinkChecker::check(const std::string& url) {
  std::string at = url;
  bool for_good = true;  // each redirect so far said that it stays
  for (int hop = 0; hop <= options_.hops && !stopped(); ++hop) {
    const auto parsed = http::parse_url(at);
    if (!parsed) return {Kind::Dead, 0, {}, "it is no web address", {}};
    if (!options_.own_network && (is_own_network(parsed->host) || parsed->scheme != "https"))
      return {Kind::Forbidden, 0, {}, kInside, {}};
    const Robots robots = robots_of(*parsed);
    if (robots.inside) return {Kind::Forbidden, 0, {}, kInside, {}};
    if (!robots.answered) return {Kind::Unreachable, 0, {}, "its host is silent", {}};
    if (!robots_allow(robots.text, parsed->path_and_query))
      return {Kind::Forbidden, 0, {}, "robots.txt asks programs to keep out", {}};
    const ClientOutcome head = ask(Method::Head, at);
    const bool leads_on = head.kind == ClientOutcome::Kind::Answered && head.status >= 300 && head.status < 400;
    if (leads_on) {
      for_good = for_good && (head.status == 301 || head.status == 308);
      const std::string to = target_of(*parsed, head.headers);
      if (to.empty()) return {Kind::Unsure, head.status, {}, "it leads nowhere", {}};
      at = to;
      continue;
    }
    LinkVerdict verdict = judge(at, head);
    if (verdict.kind != Kind::Good || at == url) return verdict;
    const auto first = http::parse_url(url), last = http::parse_url(at);
    if (!is_front_page(*first) && is_front_page(*last))
      return {Kind::SoftDead, verdict.status, at, "it leads to a front page", {}};
    return for_good ? LinkVerdict{Kind::Moved, verdict.status, at, {}, {}} : verdict;
  }
  return {Kind::Unsure, 0, {}, "it leads on and on", {}};
}

std::map<std::string, LinkVerdict> LinkChecker::check(const std::vector<std::string>& urls,
                                                      const std::function<void(std::size_t)>& done, const std::stop_token& stop) {
  stop_ = stop;
  std::map<std::string, std::vector<std::string>> hosts;
  for (const std::string& url : urls) {
    const auto parsed = http::parse_url(url);
    hosts[parsed ? parsed->host : std::string()].push_back(url);
  }
  std::deque<std::vector<std::string>> queue;
  for (auto& [host, of_host] : hosts) queue.push_back(std::move(of_host));
  std::map<std::string, LinkVerdict> verdicts;
  Mutex together;
  std::size_t silent = 0;
  bool anybody = false;
  const auto work = [&] {
    for (;;) {
      std::vector<std::string> of_host;
      {
        const Lock lock(together);
        if (queue.empty() || (!anybody && silent >= options_.silent_before_giving_up)) return;
        of_host = std::move(queue.front());
        queue.pop_front();
      }
      for (const std::string& url : of_host) {
        if (stopped()) return;
        LinkVerdict verdict = check(url);
        verdict.at = clock_.now();
        const Lock lock(together);
        if (verdict.kind == Kind::Unreachable)
          ++silent;
        else
          anybody = anybody || verdict.kind != Kind::Forbidden;
        verdicts[url] = std::move(verdict);
        if (done) done(verdicts.size());
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < options_.hosts_at_once; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return verdicts;
}

}  // namespace allybot::app
