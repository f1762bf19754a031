// The service account that the bot sends as: its key file, and the signed request for a token.
// https://developers.google.com/identity/protocols/oauth2/service-account#httprest
// Must never put the key, or a signed request, into an error or a log.
#pragma once

#include <string>

#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/crypto/rsa_private.h"
#include "bot/http/message.h"

namespace allybot::platforms::google_chat {

struct Account {
  std::string email, key_id;
  crypto::RsaPrivateKey key;
};

/// From the JSON that Google Cloud makes; Invalid with a sentence for the operator.
Result<Account> read_account(const Secret& json);

/// The JSON of an account that nobody has, for an adapter that only renders.
Result<std::string> invented_account();

/// Asks `token_url` for a token of an hour. `audience` is what the request says that it is for.
http::ClientRequest token_request(const Account& account, const std::string& token_url, TimePoint now);

}  // namespace allybot::platforms::google_chat
