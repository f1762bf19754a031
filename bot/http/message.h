// Requests and responses as plain values, between the receiver, the adapters and the outbound client.
// Must never parse a body: that is the adapters' work, after proof.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/result.h"

namespace allybot::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Other };
const char* name_of(Method method);

/// Header names compare without regard to ASCII case; order and doubles are kept, since a doubled signature is refused.
class Headers {
 public:
  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  void reserve(std::size_t count) { all_.reserve(count); }
  /// The value when the header is there exactly once; nothing when absent or doubled.
  std::optional<std::string_view> only(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

/// A request whose method, path, content type and size the receiver has checked, and nothing else.
struct RawRequest {
  Method method = Method::Get;
  std::string path;   ///< before '?', percent-encoding untouched
  std::string query;  ///< after '?', or empty
  Headers headers;
  std::string body;  ///< the exact bytes
  std::string peer;  ///< address of the other end; never logged with a member
};

struct Response {
  int status = 200;
  std::string content_type;  ///< left out when empty
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

Response empty_response(int status = 200);
Response text_response(int status, std::string body);
Response json_response(std::string body, int status = 200);
/// Status by http/status.cpp, a short text, nothing of for_log.
Response error_response(const Error& error);
/// One switch without default: a new Code does not compile until it has a status.
int http_status(Code code);

/// A request of ours to another host.
struct ClientRequest {
  Method method = Method::Post;
  std::string url;  ///< https://host[:port]/path?query; http only for loopback hosts
  Headers headers;
  std::string content_type;
  std::string body;
  std::chrono::milliseconds connect_timeout{2000};
  std::chrono::milliseconds total_timeout{10000};
  std::size_t most_body_bytes = 4U << 20U;
};

/// What became of it. The difference between NeverLeft and Unknown decides whether a message may be sent again.
struct ClientOutcome {
  enum class Kind {
    Answered,   ///< `response` is filled
    NeverLeft,  ///< no byte of the request reached the other side (no connection, no TLS)
    Unknown,    ///< it left, in part or whole, and no full answer came
  };
  Kind kind = Kind::NeverLeft;
  int status = 0;
  Headers headers;
  std::string body;
  std::string why;  ///< stable lower-case word for the log: "refused", "timeout", "tls", "cut", "too_large"
};

/// Sends requests. Blocking: only worker and sender threads may call it. Redirects are not followed.
class Client {
 public:
  virtual ~Client() = default;
  virtual ClientOutcome send(const ClientRequest& request) = 0;
};

/// Over cpp-httplib with TLS checked; keeps a small pool of connections per host.
/// Honours HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE.
std::unique_ptr<Client> make_client();

/// Reads fields of an application/x-www-form-urlencoded body without building a map.
/// Gives the decoded first value of `name`; nothing when absent. Bad percent-encodings are kept as typed.
std::optional<std::string> form_field(std::string_view body, std::string_view name);
/// How often `name` appears.
std::size_t count_form_field(std::string_view body, std::string_view name);
std::string form_encode(std::string_view text);

struct Url {
  std::string scheme, host, path_and_query;  ///< an IPv6 host keeps its brackets
  int port = 0;
};
/// http and https only; lower-case host; refuses user info, control characters and an empty host. A fragment is cut.
Result<Url> parse_url(std::string_view text);
/// localhost, 127.x.x.x and ::1, with or without brackets.
bool is_loopback_host(std::string_view host);

}  // namespace allybot::http
