#include "bot/app/ingress.h"

#include <atomic>
#include <optional>
#include <utility>

#include "bot/core/direct_channel.h"
#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/http/responder.h"
#include "bot/platforms/token_source.h"

namespace allybot::app {
namespace {

using platforms::Timing;

using platforms::kMostFetches;

/// How long to wait before what failed is asked for again, unless the answer says how long; the last failure is final.
constexpr milliseconds kAskAgainAfter[] = {milliseconds(1000), milliseconds(4000), milliseconds(12000)};
/// Whoever wrote has gone by then: they are told instead.
constexpr milliseconds kMostPatience{30000};
constexpr int kMostLater = 500;

/// Nobody answered, or what answered may do better soon.
bool is_passing(const http::ClientOutcome& outcome) {
  if (outcome.kind != http::ClientOutcome::Kind::Answered) return true;
  return outcome.status / 100 == 5 || outcome.status == 408 || outcome.status == 423 || outcome.status == 429;
}

const Origin* origin_of(const Inbound& inbound) {
  return std::visit(
      [](const auto& one) -> const Origin* {
        if constexpr (requires { one.origin; })
          return &one.origin;
        else
          return nullptr;
      },
      inbound);
}

std::string stored_form(const http::Response& response) {
  return std::to_string(response.status) + '\n' + response.content_type + '\n' + response.body;
}

http::Response from_stored_form(const std::string& stored) {
  const auto first = stored.find('\n');
  const auto second = first == std::string::npos ? first : stored.find('\n', first + 1);
  std::int64_t status = 0;
  if (second == std::string::npos || !parse_number(std::string_view(stored).substr(0, first), status))
    return http::empty_response();
  http::Response response;
  response.status = static_cast<int>(status);
  response.content_type = stored.substr(first + 1, second - first - 1);
  response.body = stored.substr(second + 1);
  return response;
}

/// The far side of a responder where no connection waits for the answer.
class Hearer final : public http::Responder::Channel {
 public:
  explicit Hearer(std::function<void(http::Response)> answered) : answered_(std::move(answered)) {}
  void respond(http::Response response) override { answered_(std::move(response)); }

 private:
  std::function<void(http::Response)> answered_;
};

}  // namespace

/// One request waiting for its answer, which is given once: by the work, or by the clock when half the patience has passed.
struct Ingress::Pending {
  Pending(http::Responder&& to, const Origin& from) : responder(std::move(to)), origin(from) {}
  http::Responder responder;
  Origin origin;
  std::atomic<bool> answered{false};
  bool claim() { return !answered.exchange(true); }
};

Ingress::Ingress(platforms::Adapter& adapter, platforms::Dialogue& dialogue, IngressParts parts)
    : adapter_(adapter), dialogue_(dialogue), parts_(std::move(parts)) {}

std::vector<http::Route> Ingress::routes() {
  std::vector<http::Route> routes;
  for (const platforms::InboundRoute& route : adapter_.routes()) {
    routes.push_back(http::Route{route.method, route.path, route.content_types, route.most_body_bytes,
                                 [this, route](http::RawRequest&& raw, http::Responder&& responder) {
                                   receive(route, std::move(raw), std::move(responder), 0);
                                 }});
  }
  return routes;
}

void Ingress::take(const platforms::Authentic& frame, milliseconds patience, std::function<void(http::Response)> answered) {
  platforms::InboundRoute route;
  route.path = frame.raw().path;
  route.deadline = patience;
  proven(route, frame, http::Responder(std::make_shared<Hearer>(std::move(answered))), 0);
}

void Ingress::receive(const platforms::InboundRoute& route, http::RawRequest&& raw, http::Responder&& responder, int fetches) {
  auto proof = adapter_.authenticate(std::move(raw), parts_.clock.now());
  if (!proof) {
    parts_.metrics.count("requests_refused", {{"platform", name()}, {"why", name_of(proof.error().code)}});
    log::info("request_refused", {{"platform", name()}, {"path", route.path}, {"why", proof.error().for_log}});
    responder(http::error_response(proof.error()));
    return;
  }
  if (auto* genuine = std::get_if<platforms::Authentic>(&*proof)) return proven(route, *genuine, std::move(responder), fetches);
  auto& fetch = std::get<platforms::Fetch>(*proof);
  if (fetches >= kMostFetches || !fetch.raw) return responder(http::empty_response(503));
  auto shared = std::make_shared<http::Responder>(std::move(responder));
  auto again = std::make_shared<http::RawRequest>(std::move(*fetch.raw));
  fetch.raw.reset();
  fetch_then(
      fetch, [this, route, again, shared, fetches] { receive(route, std::move(*again), std::move(*shared), fetches + 1); },
      shared);
}

void Ingress::proven(const platforms::InboundRoute& route, const platforms::Authentic& request, http::Responder&& responder,
                     int fetches) {
  auto parsed = adapter_.parse(request, parts_.clock.now());
  if (!parsed) {
    parts_.metrics.count("requests_unreadable", {{"platform", name()}});
    log::warning("request_unreadable", {{"platform", name()}, {"path", route.path}, {"why", parsed.error().for_log}});
    responder(http::error_response(parsed.error()));
    return;
  }
  if (auto* inbound = std::get_if<std::vector<Inbound>>(&*parsed)) return accept(route, *inbound, std::move(responder));
  if (fetches >= kMostFetches) return responder(http::empty_response(503));
  auto shared = std::make_shared<http::Responder>(std::move(responder));
  auto again = std::make_shared<platforms::Authentic>(request);
  fetch_then(
      std::get<platforms::Fetch>(*parsed),
      [this, route, again, shared, fetches] { proven(route, *again, std::move(*shared), fetches + 1); }, shared);
}

void Ingress::fetch_then(const platforms::Fetch& fetch, const std::function<void()>& next,
                         const std::shared_ptr<http::Responder>& responder, std::size_t asked) {
  const bool taken = parts_.workers.offer([this, fetch, next, responder, asked] {
    const http::ClientOutcome outcome = parts_.client.send(fetch.request);
    if (fetch_later(fetch, next, responder, asked + 1, &outcome)) return;
    adapter_.fetched(fetch.purpose, outcome);
    next();
  });
  if (!taken && !fetch_later(fetch, next, responder, asked + 1, nullptr)) (*responder)(http::empty_response(503));
}

bool Ingress::fetch_later(const platforms::Fetch& fetch, const std::function<void()>& next,
                          const std::shared_ptr<http::Responder>& responder, std::size_t asked,
                          const http::ClientOutcome* outcome) {
  if (!fetch.again || asked > std::size(kAskAgainAfter) || (outcome != nullptr && !is_passing(*outcome))) return false;
  milliseconds pause = kAskAgainAfter[asked - 1];
  if (outcome != nullptr && outcome->headers.count("Retry-After") > 0) pause = platforms::retry_after(*outcome);
  if (pause > kMostPatience || later_ >= kMostLater) return false;
  ++later_;
  parts_.metrics.count("fetches_later", {{"platform", name()}});
  // A platform that waits in vain sends nothing again, and may stop sending at all.
  (*responder)(adapter_.acknowledge(Origin{}));
  *responder = http::Responder(std::make_shared<Hearer>([](const http::Response&) {}));
  parts_.after(pause, [this, fetch, next, responder, asked] {
    --later_;
    fetch_then(fetch, next, responder, asked);
  });
  return true;
}

void Ingress::accept(const platforms::InboundRoute& route, const std::vector<Inbound>& inbound, http::Responder&& responder) {
  // One request may hold several things; the first with an answer gives it, the others answer by calls of their own.
  std::optional<http::Responder> open(std::move(responder));
  for (const Inbound& came : inbound) {
    const auto heard = dialogue_.hear(came);
    const auto* said_at_once = heard ? std::get_if<Reply>(&*heard) : nullptr;
    const Inbound& one = heard && said_at_once == nullptr ? std::get<Inbound>(*heard) : came;
    if (const auto* handshake = std::get_if<Handshake>(&one)) {
      http::Response response{handshake->status, handshake->content_type, handshake->body, {}};
      for (const auto& header : handshake->headers) response.headers.emplace_back(header);
      if (open) (*open)(std::move(response));
      open.reset();
      continue;
    }
    if (const auto* ignored = std::get_if<Ignored>(&one)) {
      parts_.metrics.count("inbound_ignored", {{"platform", name()}, {"why", ignored->why}});
      continue;
    }
    const Origin& origin = *origin_of(one);
    const bool here = said_at_once != nullptr || parts_.dispatcher.place_of(one) == handlers::Place::Here;
    const std::string replay_key =
        here && !origin.request.empty() ? adapter_.platform().str() + '/' + origin.request.str() : std::string();
    if (!replay_key.empty()) {
      if (auto given = parts_.replays.find(replay_key, parts_.clock.now())) {
        parts_.metrics.count("requests_repeated", {{"platform", name()}});
        if (open) (*open)(std::move(*given));
        open.reset();
        continue;
      }
    }
    if (here) {
      // Nothing here blocks: answered on this I/O thread.
      std::variant<Reply, handlers::Repeated> result = Reply(Silence{});
      if (said_at_once == nullptr) result = parts_.dispatcher.handle(one, nullptr);
      const auto* reply = said_at_once != nullptr ? said_at_once : std::get_if<Reply>(&result);
      auto rendered = render(reply != nullptr ? *reply : Reply(Silence{}), origin, open ? Timing::InRequest : Timing::Late);
      http::Response response = rendered.response ? std::move(*rendered.response) : adapter_.acknowledge(origin);
      if (!replay_key.empty()) parts_.replays.keep(replay_key, response, parts_.clock.now());
      if (open) (*open)(std::move(response));
      open.reset();
      send_calls(std::move(rendered.calls), origin);
      continue;
    }
    std::shared_ptr<Pending> pending;
    if (open) {
      pending = std::make_shared<Pending>(std::move(*open), origin);
      open.reset();
      parts_.after(route.deadline / 2, [this, pending] {
        if (!pending->claim()) return;
        parts_.metrics.count("answers_late", {{"platform", name()}});
        pending->responder(adapter_.acknowledge(pending->origin));
      });
    }
    if (!parts_.workers.offer([this, one, pending] { carry_out(one, pending); })) {
      parts_.metrics.count("requests_shed", {{"platform", name()}});
      if (pending && pending->claim()) pending->responder(http::empty_response(503));
    }
  }
  if (open) (*open)(http::empty_response());
}

void Ingress::carry_out(const Inbound& inbound, const std::shared_ptr<Pending>& pending) {
  const Origin& origin = *origin_of(inbound);
  std::optional<platforms::Rendered> in_request;
  auto result = parts_.dispatcher.handle(inbound, [&](const Reply& reply) {
    in_request = render(reply, origin, Timing::InRequest);
    return in_request->response ? stored_form(*in_request->response) : std::string();
  });
  if (const auto* repeated = std::get_if<handlers::Repeated>(&result)) {
    parts_.metrics.count("requests_repeated", {{"platform", name()}});
    if (pending && pending->claim()) pending->responder(from_stored_form(repeated->stored));
    return;
  }
  const Reply& reply = std::get<Reply>(result);
  if (pending && pending->claim()) {
    if (!in_request) in_request = render(reply, origin, Timing::InRequest);
    pending->responder(in_request->response ? std::move(*in_request->response) : adapter_.acknowledge(origin));
    send_calls(std::move(in_request->calls), origin);
    return;
  }
  send_calls(render(reply, origin, Timing::Late).calls, origin);
}

platforms::Rendered Ingress::render(const Reply& reply, const Origin& origin, Timing timing) {
  const auto said = dialogue_.say(reply, origin);
  if (adapter_.capabilities().private_answers) return adapter_.render(said ? *said : reply, origin, timing, parts_.clock.now());
  Origin to = origin;  // there the adapter says itself where it was asked
  to.language = parts_.dispatcher.language_of(origin);
  return adapter_.render(said ? *said : reply, to, timing, parts_.clock.now());
}

void Ingress::send_calls(std::vector<platforms::Outgoing> calls, const Origin& origin) {
  // Where a member cannot be answered privately in place, answers are posts in their own conversation.
  std::optional<ChannelKey> posts_to;
  if (!adapter_.capabilities().private_answers) posts_to = direct_channel(origin.member);
  for (platforms::Outgoing& call : calls)
    parts_.lane.submit([this](const platforms::Outgoing& outgoing) { return adapter_.send(outgoing); }, std::move(call),
                       posts_to);
}

}  // namespace allybot::app
