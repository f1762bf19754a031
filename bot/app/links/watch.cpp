#include "bot/app/links/watch.h"

#include <algorithm>

#include "bot/app/links/round.h"
#include "bot/core/log.h"
#include "bot/http/public_client.h"

namespace allybot::app {
namespace {

using Kind = LinkVerdict::Kind;
using handlers::LinkNews;

constexpr std::chrono::hours kLookEvery{1};  // whether it is time, and after nobody answered
constexpr milliseconds kAnswerWithin{5000};  // a stop waits for one request

LinkNews::State state_of(const KnownLinks& known, const std::string& url) {
  const auto found = known.find(url);
  if (found == known.end()) return LinkNews::State::Unknown;
  switch (found->second.kind) {
    case Kind::Good:
    case Kind::Moved: return LinkNews::State::There;
    case Kind::Dead:
    case Kind::SoftDead: return LinkNews::State::Gone;
    case Kind::Unsure:
    case Kind::Unreachable:
    case Kind::Forbidden: break;
  }
  return LinkNews::State::Unknown;
}

}  // namespace

std::string links_memory(const Settings& settings) {
  const auto database = sqlite_file(settings);
  const auto slash = database ? database->rfind('/') : std::string::npos;
  return (slash == std::string::npos ? std::string("var") : database->substr(0, slash)) + "/links.json";
}

std::unique_ptr<http::Client> link_client(const Settings& settings) {
  return settings.links_internal ? http::make_client() : http::make_public_client();
}

std::unique_ptr<LinkWatch> make_link_watch(const Settings& settings, const Clock& clock,
                                           std::function<void(const std::vector<LinkNews>&)> told) {
  if (settings.links_every.count() == 0) return nullptr;
  LinkCheckerOptions options;
  options.own_network = settings.links_internal;
  options.answer_within = kAnswerWithin;
  return std::make_unique<LinkWatch>(LinkWatch::Parts{settings.content, links_memory(settings), settings.links_every,
                                                      link_client(settings), clock, options, std::move(told)});
}

LinkWatch::Look LinkWatch::look(const std::stop_token& stop) {
  const TimePoint now = parts_.clock.now();
  for (const auto& [url, verdict] : read_known_links(parts_.memory))
    if (verdict.at <= now && now - verdict.at < parts_.every) return Look::NotDue;
  LinkChecker checker(
      *parts_.client, parts_.clock, [&](milliseconds span) { wait(span, stop); }, parts_.options);
  LinkQuestion question{parts_.root, parts_.memory};
  question.stop = stop;
  const auto round = ask_links(question, checker, parts_.clock);
  if (!round) {
    if (!stop.stop_requested()) log::warning("links_not_checked", {{"why", round.error().for_log}});
    return Look::NoWayOut;
  }
  std::vector<LinkNews> news;
  std::size_t gone = 0;
  for (const library::Address& address : round->addresses) {
    const auto& place = address.places.front();
    news.push_back({address.url, place.path, state_of(round->known, address.url)});
    if (news.back().state == LinkNews::State::Gone) ++gone;
  }
  log::info("links_checked", {{"asked", round->asked.size()}, {"gone", gone}});
  parts_.told(news);
  return Look::Done;
}

void LinkWatch::wait(milliseconds span, const std::stop_token& stop) {
  const std::stop_callback wake(stop, [this] {
    const Lock lock(mutex_);
    stopped_.notify_all();
  });
  const auto end = std::chrono::steady_clock::now() + span;
  const Lock lock(mutex_);
  while (!stop.stop_requested() && std::chrono::steady_clock::now() < end) stopped_.wait_until(mutex_, end);
}

void LinkWatch::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      look(stop);
      wait(kLookEvery, stop);
    }
  });
}

void LinkWatch::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

}  // namespace allybot::app
