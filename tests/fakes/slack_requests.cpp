#include "tests/fakes/slack_requests.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"

namespace allybot::fakes {

std::string encoded(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    if (!body.empty()) body += '&';
    body += http::form_encode(name) + '=' + http::form_encode(value);
  }
  return body;
}

std::string slack_signature(std::string_view timestamp, std::string_view body, std::string_view secret) {
  const std::string base = "v0:" + std::string(timestamp) + ':' + std::string(body);
  return "v0=" + crypto::to_hex(crypto::hmac_sha256(Secret(std::string(secret)), base));
}

http::RawRequest slack_request(std::string path, std::string body, TimePoint at, std::string_view secret) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  const bool form = path != "/slack/events";
  raw.path = std::move(path);
  const std::string timestamp = std::to_string(to_unix_seconds(at));
  raw.headers.add("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");
  raw.headers.add("X-Slack-Request-Timestamp", timestamp);
  raw.headers.add("X-Slack-Signature", slack_signature(timestamp, body, secret));
  raw.body = std::move(body);
  raw.peer = "127.0.0.1";
  return raw;
}

Form slack_command_form(const std::string& text, const SlackPlace& place) {
  return {{"token", "fake"},
          {"team_id", place.team},
          {"team_domain", "example"},
          {"channel_id", place.channel},
          {"channel_name", "general"},
          {"user_id", place.user},
          {"user_name", "kim"},
          {"command", "/ally"},
          {"text", text},
          {"api_app_id", "A0FAKE001"},
          {"is_enterprise_install", "false"},
          {"response_url", place.response_url},
          {"trigger_id", place.trigger}};
}

http::RawRequest slack_command(const std::string& text, TimePoint at, const SlackPlace& place) {
  return slack_request("/slack/commands", encoded(slack_command_form(text, place)), at);
}

http::RawRequest slack_interaction(const std::string& payload, TimePoint at) {
  return slack_request("/slack/interactivity", encoded({{"payload", payload}}), at);
}

std::string slack_press(const std::string& value, const SlackPlace& place, bool ephemeral) {
  const auto quoted = [](const std::string& text) { return json_quoted(text); };
  return R"({"type":"block_actions","api_app_id":"A0FAKE001","token":"fake","team":{"id":)" + quoted(place.team) +
         R"(,"domain":"example"},"enterprise":null,"is_enterprise_install":false,"user":{"id":)" + quoted(place.user) +
         R"(,"username":"kim","name":"kim","team_id":)" + quoted(place.team) + R"(},"trigger_id":)" + quoted(place.trigger) +
         R"(,"container":{"type":"message","message_ts":"1700000000.000100","channel_id":)" + quoted(place.channel) +
         R"(,"is_ephemeral":)" + (ephemeral ? "true" : "false") + R"(},"channel":{"id":)" + quoted(place.channel) +
         R"(,"name":"general"},"state":{"values":{}},"response_url":)" + quoted(place.response_url) +
         R"(,"actions":[{"action_id":"button0","block_id":"b","type":"button","text":{"type":"plain_text","text":"Go"},"value":)" +
         quoted(value) + R"(,"action_ts":"1700000000.100000"}]})";
}

std::string slack_home_press(const std::string& value, const SlackPlace& place) {
  return R"({"type":"block_actions","team":{"id":)" + json_quoted(place.team) + R"(},"user":{"id":)" + json_quoted(place.user) +
         R"(},"trigger_id":)" + json_quoted(place.trigger) +
         R"(,"container":{"type":"view","view_id":"V0FAKE001"},"view":{"id":"V0FAKE001","type":"home"},"actions":[{"action_id":"button0",)"
         R"("block_id":"b","type":"button","value":)" +
         json_quoted(value) + R"(}]})";
}

std::string slack_submission(const std::string& private_metadata, const Form& values, const SlackPlace& place) {
  std::string state;
  for (const auto& [name, value] : values) {
    if (!state.empty()) state += ',';
    state += json_quoted(name) + R"(:{"value":{"type":"plain_text_input","value":)" + json_quoted(value) + "}}";
  }
  return R"({"type":"view_submission","api_app_id":"A0FAKE001","team":{"id":)" + json_quoted(place.team) + R"(},"user":{"id":)" +
         json_quoted(place.user) + R"(,"name":"kim"},"trigger_id":)" + json_quoted(place.trigger) +
         R"(,"response_urls":[],"view":{"id":"V0FAKE002","type":"modal","callback_id":"allybot_form","private_metadata":)" +
         json_quoted(private_metadata) + R"(,"state":{"values":{)" + state + "}}}}";
}

http::RawRequest slack_event(const std::string& event, TimePoint at, const std::string& team) {
  return slack_request("/slack/events",
                       R"({"token":"fake","team_id":)" + json_quoted(team) +
                           R"(,"api_app_id":"A0FAKE001","type":"event_callback","event_id":"Ev0FAKE001","event_time":1700000000,)"
                           R"("authorizations":[{"enterprise_id":null,"team_id":)" +
                           json_quoted(team) +
                           R"(,"user_id":"U0FAKEBOT","is_bot":true,"is_enterprise_install":false}],"event":)" + event + "}",
                       at);
}

}  // namespace allybot::fakes
