// Reads what Slack sent, once it is proven: commands, presses, forms and events, as our own values.
// Must never take an id on trust, and never let a button value through that we did not sign for this place.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"
#include "bot/platforms/slack/route.h"

namespace allybot::platforms::slack {

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by key.
  Parser(const Buttons& buttons, ResponseHosts hosts, std::function<std::string(std::string_view key)> say);

  /// `bot` is our own member id where it is known; events name it themselves.
  Inbound parse(const Authentic& request, TimePoint now, const std::string& bot) const;

 private:
  Inbound command(const http::RawRequest& raw) const;

  Inbound interactive(const http::RawRequest& raw, TimePoint now) const;
  Inbound block_actions(const nlohmann::json& payload, Origin origin, TimePoint now) const;
  Inbound message_shortcut(const nlohmann::json& payload, Origin origin, Route route) const;
  Inbound view_submission(const nlohmann::json& payload, Origin origin, Route route, TimePoint now) const;

  Inbound event(const http::RawRequest& raw, const std::string& bot) const;
  Inbound lifecycle(const nlohmann::json& envelope, Origin origin, const std::string& bot) const;
  Inbound said_to_us(const nlohmann::json& envelope, Origin origin, const std::string& bot) const;

  /// Names the request: its trigger, which is single use, or else its signature (over a socket its envelope), which a repeat
  /// shares.
  static RequestId request_id(const http::RawRequest& raw, const std::string& trigger);
  /// The address when it is one of Slack's, else nothing, with a line in the log.
  std::string response_url(std::string url) const;
  Inbound unusable(Origin origin, Code code, const char* for_log, std::string_view key) const;

  const Buttons& buttons_;
  ResponseHosts hosts_;
  std::function<std::string(std::string_view key)> say_;
};

/// Our form travels as the view's private metadata: the signed token, the channel it was opened from and how to answer there.
struct FormTicket {
  std::string token;
  std::string channel;
  std::string response_url;

  std::string text() const;
  static FormTicket read(std::string_view text);
};
inline constexpr const char* kFormCallback = "allybot_form";
inline constexpr const char* kInputAction = "value";  ///< action_id of every input; its block_id is the field's name

}  // namespace allybot::platforms::slack
