#include "bot/app/operations.h"

#include <nlohmann/json.hpp>

namespace allybot::app {

std::string to_json(const Readiness& readiness) {
  nlohmann::ordered_json quarantined = nlohmann::ordered_json::array();
  for (const library::Quarantined& file : readiness.quarantined)
    quarantined.push_back({{"path", file.path}, {"line", file.line}, {"message", file.message}});
  nlohmann::ordered_json platforms = nlohmann::ordered_json::object();
  for (const auto& [name, state] : readiness.platforms) platforms[name] = state;
  const nlohmann::ordered_json all = {
      {"ready", readiness.ready},
      {"content", {{"live", readiness.live}, {"quarantined", quarantined}, {"revision", readiness.revision}}},
      {"platforms", platforms},
      {"warnings", readiness.warnings},
      {"version", readiness.version},
      {"zones", readiness.zone_database},
  };
  return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

http::Route healthz() {
  return {http::Method::Get, "/healthz", {}, 0, [](http::RawRequest&&, http::Responder&& respond) {
            respond(http::text_response(200, "ok\n"));
          }};
}

std::vector<http::Route> operations_routes(std::function<Readiness()> readiness, std::function<std::string()> metrics) {
  std::vector<http::Route> routes;
  routes.push_back(healthz());
  routes.push_back(
      {http::Method::Get, "/readyz", {}, 0, [readiness = std::move(readiness)](http::RawRequest&&, http::Responder&& respond) {
         const Readiness now = readiness();
         respond(http::json_response(to_json(now), now.ready ? 200 : 503));
       }});
  routes.push_back(
      {http::Method::Get, "/metrics", {}, 0, [metrics = std::move(metrics)](http::RawRequest&&, http::Responder&& respond) {
         http::Response response = http::text_response(200, metrics());
         response.content_type = "text/plain; version=0.0.4; charset=utf-8";
         respond(std::move(response));
       }});
  return routes;
}

}  // namespace allybot::app
