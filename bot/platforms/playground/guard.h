// Proves that a request was made by our own page on this machine: a loopback Host, our own Origin, and for what
// changes something the token that only our page was given.
// Must never answer a page of somebody else's, however it came to this address (DNS rebinding, a form, a script).
#pragma once

#include <map>
#include <string>

#include "bot/core/secret.h"
#include "bot/platforms/authentic.h"

namespace allybot::platforms::playground {

inline constexpr const char* kTokenHeader = "X-Playground-Token";

/// What every answer of such a page carries: nothing but our own files, no inline code, nobody's frame, kept nowhere.
const std::map<std::string, std::string>& safe_headers();

/// Any thread may call it.
class Guard : private Verifier {
 public:
  /// Makes the token of this run of the program.
  Guard();

  /// Forbidden for a foreign Host or Origin, Unauthorized for a POST without the token.
  Result<Authentic> verify(http::RawRequest raw) const;
  const Secret& token() const { return token_; }

 private:
  Secret token_;
};

}  // namespace allybot::platforms::playground
