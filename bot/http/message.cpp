#include "bot/http/message.h"

#include "bot/http/ascii.h"

namespace allybot::http {

const char* name_of(Method method) {
  switch (method) {
    case Method::Get: return "GET";
    case Method::Head: return "HEAD";
    case Method::Post: return "POST";
    case Method::Put: return "PUT";
    case Method::Patch: return "PATCH";
    case Method::Delete: return "DELETE";
    case Method::Other: return "OTHER";
  }
  return "OTHER";
}

std::optional<std::string_view> Headers::only(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const auto& [key, value] : all_) {
    if (!equal_ignoring_case(key, name)) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

std::size_t Headers::count(std::string_view name) const {
  std::size_t found = 0;
  for (const auto& [key, value] : all_) found += equal_ignoring_case(key, name) ? 1U : 0U;
  return found;
}

Response empty_response(int status) {
  Response response;
  response.status = status;
  return response;
}

Response text_response(int status, std::string body) { return {status, "text/plain; charset=utf-8", std::move(body), {}}; }

Response json_response(std::string body, int status) { return {status, "application/json; charset=utf-8", std::move(body), {}}; }

}  // namespace allybot::http
