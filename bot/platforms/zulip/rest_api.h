// Calls to Zulip's REST API, and what its answers mean for a message. https://zulip.com/api/rest-error-handling
// Must never log a key or a body, and never switch on a message: those are in the reader's language.
#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::platforms::zulip {

/// Blocks, but for what only makes a request; worker and sender threads may call it.
class RestApi {
 public:
  RestApi(http::Client& client, const std::string& server_url, const std::string& bot_email, const Secret& api_key);

  /// `path` begins below /api/v1.
  http::ClientRequest get_request(const std::string& path) const;
  http::ClientOutcome get(const std::string& path) const { return client_.send(get_request(path)); }
  http::ClientOutcome post(const std::string& path, std::string form) const;

 private:
  http::Client& client_;
  std::string api_url_;
  Secret authorization_;
};

/// What was answered: the JSON of a success, or the server's own word for why not.
struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0 when no answer came
  std::string code;                            ///< "stream_does_not_exist"; "http_502" where there is none
  std::shared_ptr<const nlohmann::json> body;  ///< JSON's null where there is none
};
Answered read_answer(const http::ClientOutcome& outcome);

/// By the table of errors: what becomes of a message, to a conversation or a channel, whose sending was answered so.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome, bool direct);

}  // namespace allybot::platforms::zulip
