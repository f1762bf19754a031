#include "bot/app/calendar_route.h"

#include <memory>

#include "bot/crypto/crypto.h"

namespace allybot::app {
namespace {

constexpr std::string_view kPrefix = "/calendar/", kEnding = ".ics";

http::Response answer(const Result<std::string>& calendar) {
  http::Response response;
  if (calendar) {
    response.content_type = "text/calendar; charset=utf-8";
    response.body = *calendar;
    response.headers.emplace_back("Content-Disposition", "inline; filename=\"allybot.ics\"");
  } else {
    response = http::error_response(calendar.error());
  }
  response.headers.emplace_back("Cache-Control", "private, max-age=300");
  response.headers.emplace_back("X-Robots-Tag", "noindex");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

/// Empty when the path is not one of a calendar.
std::string token_in(std::string_view path) {
  if (path.size() <= kPrefix.size() + kEnding.size() || path.substr(path.size() - kEnding.size()) != kEnding) return {};
  return std::string(path.substr(kPrefix.size(), path.size() - kPrefix.size() - kEnding.size()));
}

}  // namespace

std::string new_calendar_token() {
  const std::string bytes = crypto::random_bytes(16);
  return crypto::to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::string hash_of_calendar_token(std::string_view token) { return crypto::to_hex(crypto::sha256(token)); }

http::Route calendar_route(handlers::Dispatcher& dispatcher, Workers& workers) {
  return {http::Method::Get, "/calendar/*", {}, 0, [&dispatcher, &workers](http::RawRequest&& raw, http::Responder&& responder) {
            auto shared = std::make_shared<http::Responder>(std::move(responder));
            const bool taken = workers.offer(
                [&dispatcher, shared, token = token_in(raw.path)] { (*shared)(answer(dispatcher.calendar(token))); });
            if (!taken) (*shared)(http::empty_response(503));
          }};
}

}  // namespace allybot::app
