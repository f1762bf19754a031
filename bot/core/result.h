// The result of work that can fail: a value, or an Error with one text for operators and one for the member.
// Must never carry secrets, message text or people's names, for `for_log` is logged as it stands.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace allybot {

/// What went wrong, in no protocol's words. http/status.cpp and schedule/retry.cpp map each of them.
enum class Code {
  Invalid,       ///< the input is wrong; the sender can mend it
  Unauthorized,  ///< not proven genuine
  Forbidden,     ///< genuine, and not allowed
  NotFound,
  Conflict,     ///< it exists already, or somebody else was first
  TooLarge,     ///< over a limit in size
  TooMany,      ///< over a limit in number per time
  Unavailable,  ///< the other side is away or over its limit for now; trying again may help
  Ambiguous,    ///< the request left and no answer came: it may have been done
  Gone,         ///< the target will not come back (archived channel, revoked token)
  Unsupported,
  Internal,  ///< our own fault
};

struct Error {
  Code code = Code::Internal;
  std::string for_log;     ///< for operators; no secrets, no message text, no names
  std::string for_member;  ///< says what to do next; may be empty, then a general sentence is used
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Code code, std::string for_log, std::string for_member = {}) {
  return tl::unexpected<Error>(Error{code, std::move(for_log), std::move(for_member)});
}

/// "unauthorized": stable lower-case word for logs, metrics and tests.
const char* name_of(Code code);

}  // namespace allybot
