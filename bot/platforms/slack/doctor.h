// What doctor and start-up want to know of Slack, with what to do about it.
// Must never print a token, a secret or a name.
#pragma once

#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/slack/web_api.h"

namespace allybot::platforms::slack {

struct DoctorInput {
  bool over_http = true;  ///< a signing secret is set: Slack calls us
  std::string public_url;
  std::string bot_token_kind;  ///< what stands before its first dash: "xoxb"
  bool secret_looks_right = false;
  bool verify_delivery = false;
};

/// auth.test, read as a connection; `outcome` is its answer.
Connection connection_of(const http::ClientOutcome& outcome);
/// `app_api` with the app's own token, where Socket Mode is on.
std::vector<Check> doctor(const WebApi& api, const WebApi* app_api, TimePoint now, const DoctorInput& input);

}  // namespace allybot::platforms::slack
