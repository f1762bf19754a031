#include "bot/platforms/slack/route.h"

#include "bot/core/text.h"
#include "bot/http/message.h"

namespace allybot::platforms::slack {
namespace {

constexpr std::string_view kPostMessage = "chat.postMessage";

}  // namespace

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  for (const std::string* part : {&response_url, &trigger_id, &thread}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 1) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form, Asked::Message})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.response_url = parts[1];
  route.trigger_id = parts[2];
  route.thread = parts[3];
  return route;
}

ResponseHosts::ResponseHosts(std::string_view api_url) {
  const auto api = http::parse_url(api_url);
  loopback_ = api && http::is_loopback_host(api->host);
}

bool ResponseHosts::allow(std::string_view url) const {
  const auto read = http::parse_url(url);
  if (!read) return false;
  if (read->scheme == "https" && read->host == "hooks.slack.com" && read->port == 443) return true;
  return loopback_ && http::is_loopback_host(read->host);
}

bool ResponseHosts::allow_socket(std::string_view url) const {
  if (url.rfind("wss://", 0) != 0) return false;
  const auto read = http::parse_url("https" + std::string(url.substr(3)));
  if (!read) return false;
  if (loopback_) return http::is_loopback_host(read->host);
  const std::string_view host = read->host;
  for (const std::string_view domain : {".slack.com", ".slack-gov.com"})
    if (host.size() > domain.size() && host.substr(host.size() - domain.size()) == domain) return read->port == 443;
  return false;
}

std::string Call::text() const { return target == kPostMessage ? body : target + '\n' + body; }

Call Call::read(std::string_view text) {
  const std::size_t end = text.substr(0, 1) == "{" ? std::string_view::npos : text.find('\n');
  if (end == std::string_view::npos) return {std::string(kPostMessage), std::string(text)};
  return {std::string(text.substr(0, end)), std::string(text.substr(end + 1))};
}

}  // namespace allybot::platforms::slack
