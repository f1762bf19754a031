// Calls to Webex's REST API, and what its answers mean for a message. https://developer.webex.com/docs/basics
// Must never send our token anywhere but to the API's own address, and never log a token or a body.
#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::platforms::webex {

/// call() blocks; worker and sender threads may call it.
class Api {
 public:
  /// `address` has no slash at the end.
  Api(http::Client& client, std::string address, const Secret& token);

  /// `path` begins below /v1; without a body where `json` is empty.
  http::ClientRequest request(http::Method method, const std::string& path, std::string json = {}) const;
  http::ClientOutcome call(http::Method method, const std::string& path, std::string json = {}) const {
    return client_.send(request(method, path, std::move(json)));
  }
  http::ClientOutcome get(const std::string& path) const { return call(http::Method::Get, path); }

 private:
  http::Client& client_;
  const std::string address_;
  const Secret authorization_;
};

struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0: nobody answered
  std::string error;                           ///< "http_404", "refused"; Webex has no words for programs
  std::string tracking;                        ///< its name for the call, for whoever asks its support
  bool webex_own = false;                      ///< said by Webex and not by something before it
  std::shared_ptr<const nlohmann::json> body;  ///< never null
};
Answered read_answer(const http::ClientOutcome& outcome);

/// What becomes of a message, to a space or a person, whose sending was answered so; `remote` is its id.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome, bool direct);

}  // namespace allybot::platforms::webex
