// Requests as Slack sends them, signed with a secret of the tests.
// Must never hold an id or a secret of a real workspace.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/time.h"
#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kSlackSecret = "0123456789abcdef0123456789abcdef";
inline constexpr const char* kSlackToken = "xoxb-FAKE-FAKE-FAKE";

using Form = std::vector<std::pair<std::string, std::string>>;
std::string encoded(const Form& form);

/// A POST to `path` with the two headers of signature v0.
http::RawRequest slack_request(std::string path, std::string body, TimePoint at, std::string_view secret = kSlackSecret);
/// "v0=..." over the exact timestamp text and body.
std::string slack_signature(std::string_view timestamp, std::string_view body, std::string_view secret = kSlackSecret);

struct SlackPlace {
  std::string team = "T0FAKE001";
  std::string channel = "C0FAKE001";
  std::string user = "U0FAKE001";
  std::string trigger = "1111.2222.fake";
  std::string response_url = "https://hooks.slack.com/commands/T0FAKE001/1/fake";
};

/// The form of a slash command, all fields that Slack sends.
Form slack_command_form(const std::string& text, const SlackPlace& place = {});
http::RawRequest slack_command(const std::string& text, TimePoint at, const SlackPlace& place = {});
/// An interactive payload in its form.
http::RawRequest slack_interaction(const std::string& payload, TimePoint at);
/// block_actions of a button in a message.
std::string slack_press(const std::string& value, const SlackPlace& place = {}, bool ephemeral = true);
/// block_actions of a button on the Home page.
std::string slack_home_press(const std::string& value, const SlackPlace& place = {});
/// view_submission of our form; `values` by field name.
std::string slack_submission(const std::string& private_metadata, const Form& values, const SlackPlace& place = {});
/// event_callback around `event` (JSON), seen by the bot U0FAKEBOT.
http::RawRequest slack_event(const std::string& event, TimePoint at, const std::string& team = "T0FAKE001");

}  // namespace allybot::fakes
