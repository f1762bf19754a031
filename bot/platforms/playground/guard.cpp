#include "bot/platforms/playground/guard.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"

namespace allybot::platforms::playground {
namespace {

constexpr std::size_t kTokenBytes = 24;

// Nothing but our own files, no inline code, nobody's frame. https://www.w3.org/TR/CSP3/
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// RFC 9110, section 7.2: a name or address, and perhaps a port.
bool is_loopback_authority(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  if (has_port) {
    const std::string_view port = authority.substr(colon + 1);
    std::int64_t number = 0;
    if (port.size() > 5 || !parse_number(port, number) || number < 1 || number > 65535) return false;
    authority = authority.substr(0, colon);
  }
  if (authority == "::1") return false;  // an IPv6 address without brackets is no authority
  return http::is_loopback_host(authority);
}

}  // namespace

const std::map<std::string, std::string>& safe_headers() {
  static const std::map<std::string, std::string> kHeaders = {{"Content-Security-Policy", kPolicy},
                                                              {"X-Content-Type-Options", "nosniff"},
                                                              {"Referrer-Policy", "no-referrer"},
                                                              {"Cross-Origin-Resource-Policy", "same-origin"},
                                                              {"Cross-Origin-Opener-Policy", "same-origin"},
                                                              {"Cache-Control", "no-store"}};
  return kHeaders;
}

Guard::Guard() : token_(crypto::to_base64url(crypto::random_bytes(kTokenBytes))) {}

Result<Authentic> Guard::verify(http::RawRequest raw) const {
  const auto host = raw.headers.only("Host");
  if (!host || !is_loopback_authority(*host)) return fail(Code::Forbidden, "playground: Host is not this machine");
  if (raw.headers.count("Origin") > 0) {
    const auto origin = raw.headers.only("Origin");
    if (!origin || *origin != "http://" + std::string(*host)) return fail(Code::Forbidden, "playground: Origin is another page");
  }
  if (raw.method != http::Method::Post) return admit(std::move(raw), "page");
  const auto token = raw.headers.only(kTokenHeader);
  if (!token || !crypto::equal_in_constant_time(*token, token_.reveal()))
    return fail(Code::Unauthorized, "playground: token missing or wrong");
  return admit(std::move(raw), "token");
}

}  // namespace allybot::platforms::playground
