// Calls to the Bot Connector, and what its answers mean for a message.
// https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability (status codes)
// Must never send our token to a host that ServiceHosts does not allow, and never log a token, an address or a body.
#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/outcome.h"
#include "bot/http/message.h"
#include "bot/platforms/teams/clouds.h"
#include "bot/platforms/token_source.h"

namespace allybot::platforms::teams {

/// The reason of a SendOutcome when there can be no conversation with a member.
inline constexpr const char* kNotInstalled = "not_installed";

/// What was answered: the JSON of a success, or the connector's own word for why not.
struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0 when no answer came
  std::string error;                           ///< "ConversationNotFound"; "http_502" where there is none
  std::shared_ptr<const nlohmann::json> body;  ///< JSON's null where there is none
};
Answered read_answer(const http::ClientOutcome& outcome);

/// Blocks; worker and sender threads may call it.
class Connector {
 public:
  Connector(TokenSource& tokens, ServiceHosts hosts) : tokens_(tokens), hosts_(std::move(hosts)) {}

  using Said = TokenSource::Said;
  /// `path` begins with "v3/". Never sent to a foreign host.
  Said call(http::Method method, const std::string& service, const std::string& path, const std::string& json) const;

 private:
  TokenSource& tokens_;
  ServiceHosts hosts_;
};

/// What becomes of a message whose sending was answered so. `remote` is its activity id when it was sent.
SendOutcome outcome_of_post(const Connector::Said& said);
/// The same for a change of a message: any success is one.
SendOutcome outcome_of_update(const Connector::Said& said);
/// The same for what posts nothing yet: an unheard answer leaves nothing behind.
SendOutcome outcome_of_step(const Connector::Said& said);

/// Told by the connector that this conversation is none any more.
bool is_gone(const Connector::Said& said);

/// A path segment.
std::string segment(std::string_view text);

}  // namespace allybot::platforms::teams
