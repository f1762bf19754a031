// Whom outbound TLS trusts beyond the system: the authorities of SSL_CERT_FILE, which OpenSSL itself reads.
// Must never be read as a word on whom it does not trust: the system's own authorities stay.
#pragma once

#include <optional>
#include <string>

#include "bot/core/result.h"

namespace allybot::http {

struct TrustFile {
  std::string path;
  std::size_t certificates = 0;
};

/// What SSL_CERT_FILE names; nothing when it is not set. Invalid, with a sentence for the operator, when no certificate can be
/// read there: OpenSSL would pass over it without a word.
Result<std::optional<TrustFile>> trust_file_of_environment();

}  // namespace allybot::http
