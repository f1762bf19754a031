#include "bot/platforms/teams/token_request.h"

namespace allybot::platforms::teams {

http::ClientRequest token_request(const Credentials& credentials) {
  http::ClientRequest request;
  request.url = credentials.token_url;
  request.content_type = "application/x-www-form-urlencoded";
  request.body = "grant_type=client_credentials&client_id=" + http::form_encode(credentials.client_id) +
                 "&client_secret=" + http::form_encode(credentials.client_secret.reveal()) +
                 "&scope=" + http::form_encode(credentials.scope);
  return request;
}

}  // namespace allybot::platforms::teams
