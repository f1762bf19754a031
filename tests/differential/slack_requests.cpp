// Reads requests from standard input and prints what the Slack adapter makes of their proof, for comparison with the vendor's
// code. Must never decide anything itself: each line is one call of authenticate().
//
// In:  a line {"now": seconds, "secret"}, then one {"path", "headers": [[name, value]...], "body": base64url} a line.
// Out: "accepted <tab> by what proof" or "refused <tab> why" for each request.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/crypto/crypto.h"
#include "bot/platforms/slack/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/slack_requests.h"

namespace allybot::platforms {
namespace {

std::optional<http::RawRequest> request_of(const nlohmann::json& asked) {
  auto body = crypto::from_base64url(asked.value("body", ""));
  if (!body) return std::nullopt;
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = asked.value("path", "");
  raw.body = std::move(*body);
  for (const auto& header : asked.value("headers", nlohmann::json::array())) {
    if (!header.is_array() || header.size() != 2) return std::nullopt;
    raw.headers.add(header[0].get<std::string>(), header[1].get<std::string>());
  }
  return raw;
}

int answer_all() {
  std::string line;
  if (!std::getline(std::cin, line)) return 2;
  const auto start = nlohmann::json::parse(line, nullptr, false);
  if (!start.is_object()) return 2;
  const TimePoint now = from_unix_millis(start.value("now", std::int64_t{0}) * 1000);
  fakes::PlatformRig rig{{{"SLACK_SIGNING_SECRET", start.value("secret", "")}, {"SLACK_BOT_TOKEN", fakes::kSlackToken}}};
  fakes::ScriptedClient client;
  const auto adapter = slack::declaration().make(rig.environment(client));
  if (!adapter) return 2;
  while (std::getline(std::cin, line)) {
    const auto asked = nlohmann::json::parse(line, nullptr, false);
    auto raw = asked.is_object() ? request_of(asked) : std::nullopt;
    if (!raw) return 2;
    const auto proof = (*adapter)->authenticate(std::move(*raw), now);
    if (!proof)
      std::cout << "refused\t" << proof.error().for_log << '\n';
    else if (const auto* authentic = std::get_if<Authentic>(&*proof))
      std::cout << "accepted\t" << authentic->proof() << '\n';
    else
      return 2;
  }
  return 0;
}

}  // namespace
}  // namespace allybot::platforms

int main() { return allybot::platforms::answer_all(); }
