#include "bot/platforms/teams_outgoing/webhooks.h"

#include <algorithm>
#include <optional>

#include "bot/crypto/crypto.h"

namespace allybot::platforms::teams_outgoing {
namespace {

constexpr std::size_t kKeyBytes = 32;

/// The bytes of base64 with its padding (RFC 4648 section 4); nothing of anything else.
std::optional<std::string> key_bytes(std::string_view text) {
  std::string bare(text.substr(0, text.find('=')));
  std::replace(bare.begin(), bare.end(), '+', '-');
  std::replace(bare.begin(), bare.end(), '/', '_');
  auto bytes = crypto::from_base64url(bare);
  if (!bytes || bytes->size() != kKeyBytes || crypto::to_base64(*bytes) != text) return std::nullopt;
  return bytes;
}

bool is_key(std::string_view text) { return key_bytes(text).has_value(); }

}  // namespace

Result<NamedSecrets> read_webhooks(std::string_view setting) {
  auto all = read_named_secrets(
      setting, {kKeys, "webhook", "key", "a key of 32 bytes in base64", "copied whole as Teams showed it", is_key});
  if (all)
    for (auto& [name, key] : *all) key = Secret(*key_bytes(key.reveal()));
  return all;
}

std::string callback_address(const std::string& public_url, const std::string& name) {
  return (public_url.empty() ? "https://your.address" : public_url) + kPath + '?' + kWebhook + '=' + name;
}

}  // namespace allybot::platforms::teams_outgoing
