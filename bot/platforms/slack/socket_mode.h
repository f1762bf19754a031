// Slack without a public address: connections of ours, over which it sends what it would have requested.
// Must never lose an envelope in silence, carry one out twice, or answer one twice.
#pragma once

#include <stop_token>

#include "bot/http/pulse.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/slack/route.h"
#include "bot/platforms/slack/web_api.h"

namespace allybot::platforms::slack {

struct SocketModeParts {
  const WebApi& api;  ///< with the app's own token
  const Clock& clock;
  Random& random;
  Metrics& metrics;
  ResponseHosts hosts;
  http::Pulse::Limits pulse = {};
};

/// Listens until `stop`: two connections, each replaced before Slack ends it. At the end it takes nothing new, waits a moment for
/// what is at work, and says goodbye. https://docs.slack.dev/apis/events-api/using-socket-mode
void listen_by_sockets(const SocketModeParts& parts, Intake& intake, const std::stop_token& stop);

}  // namespace allybot::platforms::slack
