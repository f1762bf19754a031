#include "tests/fakes/mattermost_requests.h"

#include <nlohmann/json.hpp>

#include "tests/fakes/golden.h"

namespace allybot::fakes {
namespace {

using Json = nlohmann::ordered_json;

http::RawRequest json_request(std::string path, const Json& body) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = std::move(path);
  raw.headers.add("Content-Type", "application/json");
  raw.headers.add("User-Agent", "Mattermost-Bot/1.1");
  raw.body = body.dump();
  return raw;
}

}  // namespace

MattermostPlace conversation_with_bot(MattermostPlace place) {
  place.channel = "fakechanneldirect000000000";
  place.channel_name = place.user + "__" + kMattermostBot;
  return place;
}

MattermostFields mattermost_command_fields(const std::string& text, const MattermostPlace& place) {
  return {{"channel_id", place.channel},
          {"channel_name", place.channel_name},
          {"command", "/ally"},
          {"response_url", place.response_url},
          {"team_domain", "rig"},
          {"team_id", place.team},
          {"text", text},
          {"token", kMattermostToken},
          {"trigger_id", place.trigger},
          {"user_id", place.user},
          {"user_name", place.user_name}};
}

http::RawRequest mattermost_form_request(const MattermostFields& fields) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = "/mattermost/commands";
  raw.headers.add("Content-Type", "application/x-www-form-urlencoded");
  raw.headers.add("User-Agent", "Mattermost-Bot/1.1");
  for (const auto& [name, value] : fields) {
    if (!raw.body.empty()) raw.body += '&';
    raw.body += name + '=' + http::form_encode(value);
  }
  return raw;
}

http::RawRequest mattermost_command(const std::string& text, const MattermostPlace& place) {
  http::RawRequest raw = mattermost_form_request(mattermost_command_fields(text, place));
  raw.headers.add("Authorization", std::string("Token ") + kMattermostToken);
  return raw;
}

http::RawRequest mattermost_press(const std::string& context, const MattermostPlace& place) {
  Json body{{"user_id", place.user},
            {"user_name", place.user_name},
            {"channel_id", place.channel},
            {"channel_name", place.channel_name},
            {"team_id", place.team},
            {"team_domain", "rig"},
            {"post_id", "fakepost000000000000000000"},
            {"trigger_id", place.trigger},
            {"type", "button"},
            {"data_source", ""}};
  if (!context.empty()) body["context"] = Json::parse(context);
  return json_request("/mattermost/actions", body);
}

http::RawRequest mattermost_submission(const std::string& state, const std::string& submission, const MattermostPlace& place) {
  return json_request("/mattermost/dialogs", Json{{"type", "dialog_submission"},
                                                  {"callback_id", "allybot"},
                                                  {"state", state},
                                                  {"user_id", place.user},
                                                  {"channel_id", place.channel},
                                                  {"team_id", place.team},
                                                  {"submission", Json::parse(submission)},
                                                  {"cancelled", false}});
}

http::RawRequest recorded_request(const std::string& path) {
  const std::string text = file_text(path);
  http::RawRequest raw;
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string::npos) return raw;
  raw.body = text.substr(end + 4);
  std::size_t from = text.find("\r\n");
  const std::string line = text.substr(0, from);
  const std::size_t space = line.find(' ');
  raw.method = line.substr(0, space) == "POST" ? http::Method::Post : http::Method::Get;
  const std::string target = line.substr(space + 1, line.rfind(' ') - space - 1);
  raw.path = target.substr(0, target.find('?'));
  if (target.find('?') != std::string::npos) raw.query = target.substr(target.find('?') + 1);
  while (from < end) {
    const std::size_t next = text.find("\r\n", from + 2);
    const std::string header = text.substr(from + 2, next - from - 2);
    raw.headers.add(header.substr(0, header.find(':')), header.substr(header.find(':') + 2));
    from = next;
  }
  return raw;
}

}  // namespace allybot::fakes
