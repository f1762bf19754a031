// The bytes of an answer's first line and headers (RFC 9112).
// Must never let a value that holds a line break reach the wire, nor a second Content-Length.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::http {

struct AnswerRules {
  bool keep_alive = true;
  bool to_old_client = false;  ///< HTTP/1.0: keeping the connection must be said
  std::string_view date;       ///< left out when empty
};

/// Whether an answer of this status has a body and a length at all.
bool may_have_body(int status);
/// Appends everything up to and with the empty line.
void write_head(std::string& into, const Response& response, const AnswerRules& rules);
/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7).
std::string http_date(TimePoint moment);

}  // namespace allybot::http
