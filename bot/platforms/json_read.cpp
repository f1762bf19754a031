#include "bot/platforms/json_read.h"

#include <nlohmann/json.hpp>

#include "bot/core/text.h"

namespace allybot::platforms {
namespace {

using nlohmann::json;

bool is_nested_too_deeply(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\')
        ++at;
      else if (c == '"')
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMostNesting) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

Result<json> read_json(std::string_view text) {
  if (is_nested_too_deeply(text)) return fail(Code::Invalid, "json is nested too deeply");
  json read = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (read.is_discarded()) return fail(Code::Invalid, "not json");
  return read;
}

const json* find(const json& from, std::initializer_list<std::string_view> path) {
  const json* at = &from;
  for (const std::string_view name : path) {
    if (!at->is_object()) return nullptr;
    const auto found = at->find(std::string(name));
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

std::string text_at(const json& from, std::initializer_list<std::string_view> path) {
  const json* at = find(from, path);
  return at != nullptr && at->is_string() ? at->get_ref<const std::string&>() : std::string();
}

bool true_at(const json& from, std::initializer_list<std::string_view> path) {
  const json* at = find(from, path);
  return at != nullptr && at->is_boolean() && at->get<bool>();
}

std::optional<std::int64_t> number_at(const json& from, std::initializer_list<std::string_view> path) {
  const json* at = find(from, path);
  if (at == nullptr || !at->is_number_integer()) return std::nullopt;
  return at->get<std::int64_t>();
}

const json* first_at(const json& from, std::initializer_list<std::string_view> path) {
  const json* at = find(from, path);
  return at != nullptr && at->is_array() && !at->empty() ? &at->front() : nullptr;
}

std::string with_valid_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string mended;
  mended.reserve(text.size() + 8);
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && length <= text.size() && !is_valid_utf8(text.substr(0, length))) ++length;
    if (length <= 4 && length <= text.size()) {
      mended += text.substr(0, length);
      text.remove_prefix(length);
    } else {
      mended += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    }
  }
  return mended;
}

}  // namespace allybot::platforms
