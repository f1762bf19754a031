// What asks Entra for the app's own token, by client credentials.
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
// Must never be logged: the secret is in it.
#pragma once

#include <string>

#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::platforms::teams {

struct Credentials {
  std::string token_url, scope, client_id;
  Secret client_secret;
};

http::ClientRequest token_request(const Credentials& credentials);

}  // namespace allybot::platforms::teams
