// Calls to Rocket.Chat's REST API, and what its answers mean for a message. https://developer.rocket.chat/apidocs
// Must never log a token or a body.
#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::platforms::rocket_chat {

/// Blocks, but for what only makes a request; worker and sender threads may call it.
class RestApi {
 public:
  RestApi(http::Client& client, const std::string& server_url, std::string user_id, Secret token)
      : client_(client), api_url_(server_url + "/api/v1"), user_id_(std::move(user_id)), token_(std::move(token)) {}

  /// `path` begins below /api/v1.
  http::ClientRequest get_request(const std::string& path) const;
  http::ClientOutcome get(const std::string& path) const { return client_.send(get_request(path)); }
  http::ClientOutcome post(const std::string& path, const nlohmann::json& body) const;

 private:
  http::Client& client_;
  const std::string api_url_, user_id_;
  const Secret token_;
};

/// What was answered: the JSON of a success, or the server's own word for why not.
struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0 when no answer came
  std::string code;                            ///< "error-invalid-room"; "http_400" where a sentence or nothing stands for it
  bool silent = false;                         ///< a refusal that gives no reason at all, as for a message that is not there
  std::shared_ptr<const nlohmann::json> body;  ///< JSON's null where there is none
};
Answered read_answer(const http::ClientOutcome& outcome);

/// What a call was about, for the table of errors.
struct About {
  bool direct = false;  ///< a member, else a room
  bool named = false;   ///< the message has an id of ours: whether it is there can be looked up
};
/// By the table of errors: why a call that was not answered with success came to nothing.
SendOutcome refusal(const http::ClientOutcome& outcome, const About& about, TimePoint now);
/// The same for the call that posts, which may be a success.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome, const About& about, TimePoint now);

}  // namespace allybot::platforms::rocket_chat
