// Calls to the client-server API, and what its answers mean for a message.
// https://spec.matrix.org/v1.15/client-server-api/
// Must never send our token anywhere but to the configured homeserver, and never log a token or a body.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/http/message.h"

namespace allybot::platforms::matrix {

inline constexpr const char* kClient = "/_matrix/client/v3";
/// "/_matrix/client/v3/rooms/..."
std::string room_path(const std::string& room);

/// call() blocks; worker and sender threads may call it.
class Api {
 public:
  /// `server` has no slash at the end.
  Api(http::Client& client, std::string server, Secret as_token)
      : client_(client), server_(std::move(server)), as_token_(std::move(as_token)) {}

  /// `path` begins with kClient or the like; without a body where `json` is empty.
  http::ClientRequest request(http::Method method, const std::string& path, std::string json = {}) const;
  http::ClientOutcome call(http::Method method, const std::string& path, std::string json = {}) const {
    return client_.send(request(method, path, std::move(json)));
  }

 private:
  http::Client& client_;
  const std::string server_;
  const Secret as_token_;
};

struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0: nobody answered
  std::string error;                           ///< "m_forbidden", "http_502"; empty when ok
  std::shared_ptr<const nlohmann::json> body;  ///< never null
  bool says(std::string_view code) const { return error == code; }
};
Answered read_answer(const http::ClientOutcome& outcome);

/// What becomes of a message whose sending was answered so; `remote` is its event.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome);
/// The same of a step before it: nothing was posted yet, so what is unknown is not sent.
SendOutcome outcome_of_step(const http::ClientOutcome& outcome);

}  // namespace allybot::platforms::matrix
