#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/http/message.h"

namespace allybot::http {
namespace {

// No error text repeats the address: a response_url is as good as a token.
tl::unexpected<Error> bad_address(const char* why) { return fail(Code::Invalid, why); }

bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '.' || host.front() == '-') return false;
  if (host.find("..") != std::string_view::npos) return false;
  return std::all_of(host.begin(), host.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_bracketed_address(std::string_view host) {
  if (host.size() < 4 || host.front() != '[' || host.back() != ']') return false;
  const std::string_view inside = host.substr(1, host.size() - 2);
  return inside.find(':') != std::string_view::npos && std::all_of(inside.begin(), inside.end(), [](char c) {
           return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f') || c == ':' || c == '.';
         });
}

bool parse_port(std::string_view text, int& port) {
  std::int64_t number = 0;
  if (text.size() > 5 || !parse_number(text, number) || number < 1 || number > 65535) return false;
  port = static_cast<int>(number);
  return true;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  // Parsers disagree about backslashes, spaces and what is not ASCII; a disagreement about the host is how allow-lists are
  // passed.
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; }))
    return bad_address("address has a character that needs encoding");
  Url url;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return bad_address("address has no scheme");
  url.scheme = lower_case(text.substr(0, colon));
  if (url.scheme != "https" && url.scheme != "http") return bad_address("address is neither https nor http");
  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));  // never sent to a server

  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, end);
  const std::string_view path = rest.substr(end);
  if (authority.find('@') != std::string_view::npos) return bad_address("address names a user");
  url.port = url.scheme == "https" ? 443 : 80;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t port_colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (port_colon != std::string_view::npos) {
    if (!parse_port(authority.substr(port_colon + 1), url.port)) return bad_address("address has no usable port");
    authority = authority.substr(0, port_colon);
  }
  if (!is_host_name(authority) && !is_bracketed_address(authority)) return bad_address("address has no usable host");
  url.host = lower_case(authority);
  url.path_and_query = path.empty() || path.front() == '?' ? "/" + std::string(path) : std::string(path);
  return url;
}

bool is_loopback_host(std::string_view host) {
  if (equal_ignoring_case(host, "localhost") || host == "[::1]" || host == "::1") return true;
  // 127.0.0.0/8 in plain dotted form only: "127.1" and "0x7f.1" mean the same to some and not to others.
  const auto parts = split(host, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    std::int64_t number = 0;
    return part.size() <= 3 && parse_number(part, number) && number <= 255 && (part.size() == 1 || part[0] != '0');
  });
}

}  // namespace allybot::http
