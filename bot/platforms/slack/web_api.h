// Calls to Slack's Web API, and what its answers mean for a message. https://docs.slack.dev/apis/web-api
// Must never log a token, a response_url or a body.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::platforms::slack {

/// Blocks; worker and sender threads may call it.
class WebApi {
 public:
  using Arguments = std::vector<std::pair<std::string_view, std::string>>;

  /// `token` is the bot's, or the app's own for what Slack grants that alone.
  WebApi(http::Client& client, std::string api_url, Secret token);

  /// A method with JSON arguments (those that post and open).
  http::ClientOutcome post(std::string_view method, std::string json) const;
  /// A method with plain arguments as a form (those that ask: not all of them read JSON).
  http::ClientOutcome ask(std::string_view method, const Arguments& arguments) const;
  /// A response_url: no token.
  http::ClientOutcome respond(const std::string& url, std::string json) const;

 private:
  http::ClientOutcome send(http::ClientRequest request, bool with_token) const;

  http::Client& client_;
  std::string api_url_;
  Secret token_;
};

/// What was answered to a method: `ok`, or Slack's word for why not.
struct Answered {
  bool ok = false;
  std::string error;                           ///< "channel_not_found"; "no_answer" or "garbage" where Slack said none
  std::shared_ptr<const nlohmann::json> body;  ///< JSON's null where there is none
};
Answered read_answer(const http::ClientOutcome& outcome);

/// By the table of errors: what becomes of a message whose sending was answered so. `remote` is "channel:ts" when sent.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome);
/// The same for a response_url, which answers by status alone.
SendOutcome outcome_of_response(const http::ClientOutcome& outcome);
/// The class of one of Slack's words.
SendOutcome::Kind kind_of_error(std::string_view error);

}  // namespace allybot::platforms::slack
