#include "bot/platforms/mattermost/route.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/http/message.h"

namespace allybot::platforms::mattermost {
namespace {

constexpr std::size_t kIdCharacters = 26;
constexpr std::size_t kMostName = 64;
constexpr std::size_t kMostTrigger = 1024;
constexpr std::size_t kMostUrl = 2048;

bool is_small(char c) { return http::is_digit(c) || (c >= 'a' && c <= 'z'); }

}  // namespace

std::string Route::text() const {
  std::string text{static_cast<char>(asked), static_cast<char>(shown)};
  for (const std::string* part : {&response_url, &trigger_id, &channel_name}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 2) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  for (const Shown kind : {Shown::Channel, Shown::Direct})
    if (parts[0][1] == static_cast<char>(kind)) route.shown = kind;
  route.response_url = parts[1];
  route.trigger_id = parts[2];
  route.channel_name = parts[3];
  return route;
}

ResponseHosts::ResponseHosts(std::string_view server_url) {
  const auto server = http::parse_url(server_url);
  if (!server) return;
  scheme_ = server->scheme;
  host_ = server->host;
  port_ = server->port;
  loopback_ = http::is_loopback_host(host_);
  hooks_ = server->path_and_query;
  while (!hooks_.empty() && hooks_.back() == '/') hooks_.pop_back();
  hooks_ += "/hooks/commands/";
}

bool ResponseHosts::allow(std::string_view url) const {
  if (url.size() > kMostUrl || host_.empty()) return false;
  const auto read = http::parse_url(url);
  if (!read || read->path_and_query.compare(0, hooks_.size(), hooks_) != 0) return false;
  if (!is_id(std::string_view(read->path_and_query).substr(hooks_.size()))) return false;
  if (read->scheme == scheme_ && read->host == host_ && read->port == port_) return true;
  return loopback_ && http::is_loopback_host(read->host);
}

std::string Call::text() const { return target == kPosts ? body : target + '\n' + body; }

Call Call::read(std::string_view text) {
  const std::size_t end = text.substr(0, 1) == "{" ? std::string_view::npos : text.find('\n');
  if (end == std::string_view::npos) return {kPosts, std::string(text)};
  return {std::string(text.substr(0, end)), std::string(text.substr(end + 1))};
}

bool is_id(std::string_view text) { return text.size() == kIdCharacters && std::all_of(text.begin(), text.end(), is_small); }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostName &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_small(c) || c == '.' || c == '-' || c == '_'; });
}

bool is_trigger(std::string_view text) {
  return !text.empty() && text.size() <= kMostTrigger && std::all_of(text.begin(), text.end(), [](char c) {
    return http::is_letter(c) || http::is_digit(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
  });
}

}  // namespace allybot::platforms::mattermost
