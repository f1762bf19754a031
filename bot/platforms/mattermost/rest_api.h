// Calls to Mattermost's REST API, and what its answers mean for a message. https://api.mattermost.com
// Must never log a token, a response_url or a body, and never switch on a message: those are in the reader's language.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::platforms::mattermost {

/// Blocks; worker and sender threads may call it.
class RestApi {
 public:
  RestApi(http::Client& client, std::string server_url, Secret bot_token);

  /// `path` begins below /api/v4.
  http::ClientOutcome get(const std::string& path) const;
  http::ClientOutcome post(const std::string& path, std::string json) const;
  /// A response_url: no token.
  http::ClientOutcome respond(const std::string& url, std::string json) const;

 private:
  http::ClientOutcome send(http::ClientRequest request, bool with_token) const;

  http::Client& client_;
  std::string api_url_;
  Secret bot_token_;
};

/// What was answered: the JSON of a success, or the server's own word for why not.
struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0 when no answer came
  std::string error;                           ///< "api.context.permissions.app_error"; "http_502" where there is none
  std::shared_ptr<const nlohmann::json> body;  ///< JSON's null where there is none
};
Answered read_answer(const http::ClientOutcome& outcome);

/// By the table of errors: what becomes of a post whose sending was answered so. `remote` is the post's id when sent.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome);
/// The same for what posts nothing yet: an unheard answer leaves nothing behind.
SendOutcome outcome_of_step(const http::ClientOutcome& outcome);
/// For the opening of a dialog.
SendOutcome outcome_of_dialog(const http::ClientOutcome& outcome);
/// For a response_url.
SendOutcome outcome_of_response(const http::ClientOutcome& outcome);

}  // namespace allybot::platforms::mattermost
