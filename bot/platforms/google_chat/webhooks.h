// Google Chat without an app: posts go to spaces by the addresses of their incoming webhooks, and nothing ever comes in.
// https://developers.google.com/workspace/chat/quickstart/webhooks
// Must never print an address, for who has it posts; nor show a button that nobody would hear.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/secret.h"
#include "bot/platforms/adapter.h"

namespace allybot::platforms::google_chat {

struct Webhook {
  std::string space;
  Secret address;
};

/// Addresses between white space. Invalid, with which of them, when one is none of `api` ("https://chat.googleapis.com"), or a
/// space has two.
Result<std::vector<Webhook>> read_webhooks(std::string_view text, const std::string& api);

/// Posts alone. The environment must outlive it.
std::unique_ptr<Adapter> webhooks_adapter(const Environment& environment, std::vector<Webhook> webhooks);

}  // namespace allybot::platforms::google_chat
