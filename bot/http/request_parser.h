// Reads one request after another out of the bytes of a connection, over Boost.Beast's parser (RFC 9112).
// Must never accept a request whose end two readers could see in different places.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "bot/http/message.h"

namespace allybot::http {

/// Used by one thread.
class RequestParser {
 public:
  enum class State {
    Empty,       ///< no byte of a request yet
    Header,      ///< in the middle of the first line or the headers
    HeaderDone,  ///< waits for allow_body()
    Body,
    Done,
    Refused,  ///< refusal() says with which status; nothing more can be read from this connection
  };

  explicit RequestParser(std::size_t most_header_bytes);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  /// Reads from the front of `bytes`, not past HeaderDone or Done. Returns how many it took: what it left must come again, with
  /// more behind it.
  std::size_t read(std::string_view bytes);
  State state() const;
  /// 400, 413 (the body grew past what was allowed), 431 or 501.
  int refusal() const;

  /// Goes on from HeaderDone: to Body, or to Done when there is none.
  void allow_body(std::size_t most_bytes);

  /// Valid from HeaderDone on; the body is whole when Done. The caller may move it away then.
  RawRequest& request();
  /// Whether the bytes that follow the header belong to this request.
  bool has_body() const;
  std::optional<std::uint64_t> content_length() const;
  bool keeps_alive() const;
  /// HTTP/1.0: keeping the connection must be said in the answer.
  bool is_old() const;

  enum class Expectation { None, Continue, Unknown };
  Expectation expectation() const;

  /// Ready for the next request on this connection. Only when Done.
  void next();

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace allybot::http
