#include "bot/platforms/slack/socket_mode.h"

#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "bot/core/log.h"
#include "bot/core/mutex.h"
#include "bot/core/text.h"
#include "bot/http/loop.h"
#include "bot/http/web_socket.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/slack/envelope.h"
#include "bot/platforms/slack/envelopes.h"
#include "bot/platforms/slack/socket_plan.h"

namespace allybot::platforms::slack {
namespace {

constexpr milliseconds kTick{100};
constexpr milliseconds kPatience{3000};
constexpr milliseconds kForWork{1200};     ///< at the end, for what is at work
constexpr milliseconds kForGoodbyes{500};  ///< and for the connections to end

/// What blocks, and so is not for the loop's thread.
struct Errand {
  std::string response_url;  ///< empty: ask for an address
  std::string body;
};

class Errands {
 public:
  void add(Errand errand) {
    {
      const Lock lock(mutex_);
      waiting_.push_back(std::move(errand));
    }
    changed_.notify_all();
  }
  /// Nothing once it is to stop.
  std::optional<Errand> next(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] {
      const Lock lock(mutex_);
      changed_.notify_all();
    });
    const Lock lock(mutex_);
    while (waiting_.empty() && !stop.stop_requested()) changed_.wait(mutex_);
    if (stop.stop_requested()) return std::nullopt;
    Errand errand = std::move(waiting_.front());
    waiting_.pop_front();
    return errand;
  }

 private:
  Mutex mutex_;
  Condition changed_;
  std::deque<Errand> waiting_ BOT_GUARDED_BY(mutex_);
};

http::ProxyRules proxy_rules() {
  auto rules = http::ProxyRules::from_environment();
  return rules ? std::move(*rules) : http::ProxyRules();
}

/// All connections together, on the thread of run(); start(), tell_address(), finish() and errands() are for the other one.
/// What waits in its loop holds it weakly: the loop is its own, and goes with it.
class Switchboard : public std::enable_shared_from_this<Switchboard> {
 public:
  Switchboard(const SocketModeParts& parts, Intake& intake)
      : parts_(parts), intake_(intake), rules_(proxy_rules()), plan_(parts.random) {}

  /// Until it has finished.
  void run() { loop_.run(); }
  void start() {
    loop_.post(if_here([](Switchboard& self) { self.tick(); }));
  }
  Errands& errands() { return errands_; }

  /// What apps.connections.open said.
  void tell_address(http::ClientOutcome outcome) {
    loop_.post(if_here([outcome = std::move(outcome)](Switchboard& self) { self.hear_address(outcome); }));
  }

  /// Takes nothing new, and ends the loop once what is at work has been answered and all have parted.
  void finish() {
    loop_.post(if_here([](Switchboard& self) {
      self.finishing_ = true;
      self.loop_.after(kForWork, self.if_here([](Switchboard& later) { later.part(); }));
      if (self.envelopes_.at_work() == 0) self.part();
    }));
  }

  /// After run() has ended.
  void clear() { lines_.clear(); }

 private:
  template <class Work>
  std::function<void()> if_here(Work work) {
    return [weak = weak_from_this(), work = std::move(work)] {
      if (const auto self = weak.lock()) work(*self);
    };
  }

  milliseconds now() const { return parts_.clock.uptime(); }

  void tick() {
    if (finishing_) return;
    loop_.after(kTick, if_here([](Switchboard& self) { self.tick(); }));
    for (const int line : plan_.overdue(now()))
      if (const auto found = lines_.find(line); found != lines_.end()) found->second->close();
    if (plan_.wants_address(now())) {
      plan_.asked(now());
      errands_.add({});
    }
    if (reported_ != plan_.trouble()) intake_.report(reported_ = plan_.trouble());
    if (standing_ != plan_.standing())
      parts_.metrics.gauge("socket_connections", static_cast<double>(standing_ = plan_.standing()), {{"platform", "slack"}});
  }

  void hear_address(const http::ClientOutcome& outcome) {
    if (finishing_) return;
    const Answered answered = read_answer(outcome);
    http::WebSocketOptions options;
    options.pulse = parts_.pulse;
    if (answered.ok) options.url = text_at(*answered.body, {"url"});
    if (!answered.ok || !parts_.hosts.allow_socket(options.url)) {
      std::int64_t wait = 0;
      if (const auto told = outcome.headers.only("Retry-After")) parse_number(trim(*told), wait);
      const std::string why = answered.ok ? "not_slacks" : answered.error == "no_answer" ? outcome.why : answered.error;
      log::warning("slack.no_socket_address", {{"why", why}});
      return plan_.refused(why, seconds(std::min<std::int64_t>(std::max<std::int64_t>(wait, 0), 3600)), now());
    }
    const int line = plan_.opening(now());
    lines_[line] =
        std::make_unique<http::WebSocket>(loop_, parts_.clock, rules_, options,
                                          http::WebSocketUser{[] {},  // Slack's hello is what counts
                                                              [this, line](const std::string& text) { hear(line, text); },
                                                              [this, line](const std::string& why) { lose(line, why); }});
  }

  void hear(int line, const std::string& text) {
    SocketFrame frame = read_socket_frame(text);
    switch (frame.kind) {
      case SocketFrame::Kind::Hello:
        log::info("slack.socket_open", {{"connection", std::to_string(line)}});
        return plan_.greeted(line, now());
      case SocketFrame::Kind::Disconnect:
        log::info("slack.socket_leaving", {{"connection", std::to_string(line)}, {"why", frame.word}});
        return frame.word == "link_disabled" ? plan_.disabled(now()) : plan_.leaving(line, now());
      case SocketFrame::Kind::Envelope: return take(line, frame);
      case SocketFrame::Kind::Other: log::info("slack.socket_frame_ignored", {{"type", frame.word}}); return;
    }
  }

  void take(int line, const SocketFrame& frame) {
    if (finishing_) return;  // not acknowledged: it is sent again, to whoever listens then
    switch (envelopes_.take(frame.envelope, line, now())) {
      case Envelopes::Came::AtWork: return;
      case Envelopes::Came::Answered: send(line, envelopes_.answer_of(frame.envelope)); return;
      case Envelopes::Came::New: break;
    }
    if (!frame.request) return answer(frame.envelope, frame.takes_answer, {}, http::empty_response());
    intake_.take(*frame.request, kPatience,
                 [weak = weak_from_this(), envelope = frame.envelope, takes_answer = frame.takes_answer,
                  response_url = frame.response_url](http::Response response) {
                   const auto self = weak.lock();  // keeps the loop, too
                   if (!self) return;
                   self->loop_.post(
                       self->if_here([envelope, takes_answer, response_url, response = std::move(response)](Switchboard& board) {
                         board.answer(envelope, takes_answer, response_url, response);
                       }));
                 });
  }

  void answer(const std::string& envelope, bool takes_answer, const std::string& response_url, const http::Response& response) {
    if (response.status >= 500) {  // nobody took it: Slack is to send it again
      envelopes_.forget(envelope);
    } else if (const auto line = envelopes_.wanted_on(envelope)) {
      std::string bare = acknowledgement(envelope, false, response);
      std::string full = acknowledgement(envelope, takes_answer, response);
      // The connection may have gone while it was at work. What is said elsewhere then is not said again to a repeat.
      const bool elsewhere = !send(*line, full) && full != bare && parts_.hosts.allow(response_url);
      if (elsewhere) errands_.add({response_url, response.body});
      envelopes_.answered(envelope, elsewhere ? std::move(bare) : std::move(full));
    }
    if (finishing_ && envelopes_.at_work() == 0) part();
  }

  bool send(int line, const std::string& text) {
    const auto found = lines_.find(line);
    return found != lines_.end() && found->second->send(text);
  }

  void lose(int line, const std::string& why) {
    log::info("slack.socket_over", {{"connection", std::to_string(line)}, {"why", why}});
    plan_.over(line, why, now());
    lines_.erase(line);
    if (finishing_ && lines_.empty()) loop_.stop();
  }

  void part() {
    if (std::exchange(parting_, true)) return;
    if (lines_.empty()) return loop_.stop();
    loop_.after(kForGoodbyes, if_here([](Switchboard& self) { self.loop_.stop(); }));
    std::vector<http::WebSocket*> all;
    for (const auto& [number, line] : lines_) all.push_back(line.get());
    for (http::WebSocket* line : all) line->close();
  }

  const SocketModeParts parts_;
  Intake& intake_;
  http::Loop loop_;
  Errands errands_;
  const http::ProxyRules rules_;
  SocketPlan plan_;
  Envelopes envelopes_;
  std::map<int, std::unique_ptr<http::WebSocket>> lines_;
  std::string reported_;
  std::size_t standing_ = 0;
  bool finishing_ = false;
  bool parting_ = false;
};

}  // namespace

void listen_by_sockets(const SocketModeParts& parts, Intake& intake, const std::stop_token& stop) {
  const auto board = std::make_shared<Switchboard>(parts, intake);
  board->start();
  std::thread talking([&board] { board->run(); });
  while (const auto errand = board->errands().next(stop)) {
    if (errand->response_url.empty())
      board->tell_address(parts.api.ask("apps.connections.open", {}));
    else if (const auto sent = outcome_of_response(parts.api.respond(errand->response_url, errand->body));
             sent.kind != SendOutcome::Kind::Sent)
      log::warning("slack.late_answer_lost", {{"why", sent.reason}});
  }
  board->finish();
  talking.join();
  board->clear();
}

}  // namespace allybot::platforms::slack
