// Calls to Discord's REST API, its pace, and what its answers mean for a message. https://docs.discord.com/developers/reference
// Must never log a token, an address of an interaction or a body, and never call where Discord has asked us to wait: ten
// thousand refusals in ten minutes lock an address out.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/mutex.h"
#include "bot/core/outcome.h"
#include "bot/core/secret.h"
#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::platforms::discord {

/// Remembers which routes may not be called yet. Any thread may call it.
/// https://docs.discord.com/developers/topics/rate-limits
class Pace {
 public:
  explicit Pace(const Clock& clock) : clock_(clock) {}

  /// How long to leave `route` alone; nothing when it may be called.
  std::chrono::milliseconds wait(const std::string& route) const;
  /// Reads what an answer tells of its bucket, or of the limit over all calls.
  void note(const std::string& route, const http::ClientOutcome& outcome);

 private:
  const Clock& clock_;
  mutable Mutex mutex_;
  std::map<std::string, TimePoint> not_before_ BOT_GUARDED_BY(mutex_);
  TimePoint all_not_before_ BOT_GUARDED_BY(mutex_){};
};

/// Blocks; worker and sender threads may call it.
class RestApi {
 public:
  /// `about` is the address in our User-Agent: calls without one are turned away.
  RestApi(http::Client& client, const Clock& clock, std::string api_url, Secret bot_token, const std::string& about);

  /// `path` begins below the version. Answered with our own 429 where we have to wait.
  http::ClientOutcome get(const std::string& path) const;
  http::ClientOutcome post(const std::string& path, std::string json) const;
  http::ClientOutcome put(const std::string& path, std::string json) const;
  /// By the token of an interaction, without ours.
  http::ClientOutcome respond(http::Method method, const std::string& path, std::string json) const;

 private:
  http::ClientOutcome send(http::ClientRequest request, const std::string& path, bool with_token) const;

  http::Client& client_;
  std::string api_url_;
  Secret bot_token_;
  std::string agent_;
  mutable Pace pace_;
};

/// What was answered: the JSON of a success, or Discord's number for why not.
struct Answered {
  bool ok = false;
  int status = 0;                              ///< 0 when no answer came
  std::int64_t code = 0;                       ///< Discord's own; 0 where it said none
  std::shared_ptr<const nlohmann::json> body;  ///< JSON's null where there is none
};
Answered read_answer(const http::ClientOutcome& outcome);
/// "50013", or "http_502", or what kept us from an answer: for a log.
std::string reason_of(const http::ClientOutcome& outcome, const Answered& answered);

/// By the table of codes: what becomes of a message whose sending was answered so. `remote` is "channel:message" when sent.
SendOutcome outcome_of_post(const http::ClientOutcome& outcome);
/// The same for what posts nothing yet: an unheard answer leaves nothing behind.
SendOutcome outcome_of_step(const http::ClientOutcome& outcome);
/// For an answer by the token of an interaction.
SendOutcome outcome_of_response(const http::ClientOutcome& outcome);

}  // namespace allybot::platforms::discord
