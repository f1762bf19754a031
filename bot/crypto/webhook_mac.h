// HMACs of other hashes than ours, in the form that senders of webhooks write them.
// Must never be used for a proof of our own making: those are HMAC-SHA256 of bot/crypto/crypto.h.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/secret.h"

namespace allybot::crypto {

enum class WebhookHash { Sha1, Sha256, Sha512 };

/// Lower-case hex. Any thread may call it.
std::string webhook_mac(WebhookHash hash, const Secret& key, std::string_view message);

}  // namespace allybot::crypto
