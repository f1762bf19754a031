#include "bot/http/routing.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::http {
namespace {

bool answers(const Route& route, Method method) {
  return route.method == method || (route.method == Method::Get && method == Method::Head);
}

/// RFC 9110, section 8.3.1: type and subtype without parameters, in any case.
bool has_type_of(const Route& route, const Headers& headers) {
  if (route.content_types.empty()) return true;
  const auto value = headers.only("content-type");
  if (!value) return false;
  const std::string_view media_type = trim(value->substr(0, value->find(';')));
  return std::any_of(route.content_types.begin(), route.content_types.end(),
                     [&](const std::string& allowed) { return equal_ignoring_case(media_type, allowed); });
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (const Route& route : routes_) {
    Place* place = nullptr;
    if (!route.path.empty() && route.path.back() == '*') {
      const std::string prefix = route.path.substr(0, route.path.size() - 1);
      auto at = std::find_if(prefixes_.begin(), prefixes_.end(), [&](const auto& entry) { return entry.first == prefix; });
      place = at != prefixes_.end() ? &at->second : &prefixes_.emplace_back(prefix, Place{}).second;
    } else {
      place = &exact_[route.path];
    }
    place->routes.push_back(&route);
    place->label = route.path;
    if (!place->allow.empty()) place->allow += ", ";
    place->allow += route.method == Method::Get ? "GET, HEAD" : name_of(route.method);
  }
  std::stable_sort(prefixes_.begin(), prefixes_.end(),
                   [](const auto& one, const auto& other) { return one.first.size() > other.first.size(); });
}

const RouteTable::Place* RouteTable::find(std::string_view path) const {
  if (const auto at = exact_.find(path); at != exact_.end()) return &at->second;
  for (const auto& [prefix, place] : prefixes_)
    if (path.substr(0, prefix.size()) == prefix) return &place;
  return nullptr;
}

Decision RouteTable::decide(const RawRequest& head, std::optional<std::uint64_t> content_length) const {
  Decision decision;
  decision.label = "none";
  const Place* place = find(head.path);
  if (place == nullptr) {
    decision.refusal = 404;
    return decision;
  }
  decision.label = place->label;
  const auto at =
      std::find_if(place->routes.begin(), place->routes.end(), [&](const Route* route) { return answers(*route, head.method); });
  if (at == place->routes.end()) {
    decision.refusal = 405;
    decision.allow = place->allow;
  } else if (!has_type_of(**at, head.headers) || head.headers.count("content-encoding") > 0) {
    decision.refusal = 415;
  } else if (content_length.value_or(0) > (*at)->most_body_bytes) {
    decision.refusal = 413;
  } else {
    decision.route = *at;
  }
  return decision;
}

}  // namespace allybot::http
