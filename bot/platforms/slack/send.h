// Sends what render and post made, and finds again what may have been sent.
// Must never call an address that is not Slack's, and never send twice what it was asked to send once.
#pragma once

#include <string>

#include "bot/platforms/adapter.h"
#include "bot/platforms/slack/route.h"
#include "bot/platforms/slack/web_api.h"

namespace allybot::platforms::slack {

/// Blocks; worker and sender threads may call it.
class Sender {
 public:
  Sender(const WebApi& api, ResponseHosts hosts, bool may_look_up) : api_(api), hosts_(hosts), may_look_up_(may_look_up) {}

  SendOutcome send(const Outgoing& outgoing) const;
  /// Reads the channel's history for the message with our mark; CannotTell unless SLACK_VERIFY_DELIVERY allows it.
  LookUp look_up(const Outgoing& outgoing) const;

 private:
  /// The "D..." of a member's conversation with us; empty when Slack does not tell.
  std::string opened_conversation(const std::string& member) const;

  const WebApi& api_;
  ResponseHosts hosts_;
  bool may_look_up_;
};

/// The payload with our mark in its metadata, by which look_up() finds the message. The mark tells nothing about anybody.
std::string with_mark(std::string payload, const std::string& mark);

}  // namespace allybot::platforms::slack
