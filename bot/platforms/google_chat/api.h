// Calls to the Chat API, and what its answers mean for a message.
// https://developers.google.com/workspace/chat/api/reference/rest
// Must never send our token anywhere but to Google's own address, and never log a token or a body.
#pragma once

#include <string>

#include "bot/core/outcome.h"
#include "bot/http/message.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::google_chat {

/// Blocks; worker and sender threads may call it.
class Api {
 public:
  /// `address` ends in "/v1/".
  Api(TokenSource& tokens, std::string address) : tokens_(tokens), address_(std::move(address)) {}

  using Said = TokenSource::Said;
  Said call(http::Method method, const std::string& path, const std::string& json) const;

 private:
  TokenSource& tokens_;
  const std::string address_;
};

/// What becomes of a message whose sending or changing was answered so. `remote` is its name when it was sent.
SendOutcome outcome_of(const Api::Said& said);

/// Google itself said that there is no such thing.
bool is_gone(const Api::Said& said);

}  // namespace allybot::platforms::google_chat
