// Reads requests from standard input and prints what the Teams adapter makes of their proof, for comparison with the vendor's
// code. Must never decide anything itself: each line is one call of authenticate().
//
// In:  a line {"now": seconds, "keys": the keys' document}, then one {"authorization", "body"} a line.
// Out: "accepted" or "refused <tab> why" for each request.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/platforms/teams/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_requests.h"

namespace allybot::platforms {
namespace {

std::string verdict_on(Adapter& adapter, http::RawRequest raw, const std::string& keys, TimePoint now) {
  for (int fetches = 0; fetches < 4; ++fetches) {
    auto proof = adapter.authenticate(std::move(raw), now);
    if (!proof) return "refused\t" + proof.error().for_log;
    if (std::holds_alternative<Authentic>(*proof)) return "accepted";
    auto& fetch = std::get<Fetch>(*proof);
    adapter.fetched(fetch.purpose, fakes::teams_login_answer(fetch.request, keys));
    raw = std::move(fetch.raw.value());
  }
  return "refused\tfetches without end";
}

int answer_all() {
  std::string line;
  if (!std::getline(std::cin, line)) return 2;
  const auto start = nlohmann::json::parse(line, nullptr, false);
  if (!start.is_object()) return 2;
  const TimePoint now = from_unix_millis(start.value("now", std::int64_t{0}) * 1000);
  const std::string keys = start.value("keys", nlohmann::json()).dump();
  fakes::PlatformRig rig{{{"TEAMS_CLIENT_ID", fakes::kTeamsClient},
                          {"TEAMS_CLIENT_SECRET", fakes::kTeamsSecret},
                          {"TEAMS_TENANT_ID", fakes::kTeamsTenant}}};
  fakes::ScriptedClient client;
  const auto adapter = teams::declaration().make(rig.environment(client));
  if (!adapter) return 2;
  while (std::getline(std::cin, line)) {
    const auto asked = nlohmann::json::parse(line, nullptr, false);
    if (!asked.is_object()) return 2;
    http::RawRequest raw = fakes::teams_request(asked.value("body", ""), std::string());
    if (asked.contains("authorization")) raw.headers.add("Authorization", asked.value("authorization", ""));
    std::cout << verdict_on(**adapter, std::move(raw), keys, now) << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace allybot::platforms

int main() { return allybot::platforms::answer_all(); }
