#include "bot/platforms/request_id.h"

#include "bot/crypto/crypto.h"

namespace allybot::platforms {

RequestId request_id(std::string_view unique) {
  if (unique.empty()) return {};
  const crypto::Digest digest = crypto::sha256(unique);
  const std::string_view bytes(reinterpret_cast<const char*>(digest.data()), 18);  // 144 bits name a request well enough
  return RequestId(crypto::to_base64url(bytes));
}

}  // namespace allybot::platforms
