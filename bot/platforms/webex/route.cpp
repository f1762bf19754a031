#include "bot/platforms/webex/route.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::platforms::webex {
namespace {

constexpr std::size_t kMostId = 256;

}  // namespace

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  for (const std::string* part : {&card, &room, &thread, &place_name}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 5 || parts[0].size() != 1) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.card = parts[1];
  route.room = parts[2];
  route.thread = parts[3];
  route.place_name = parts[4];
  return route;
}

std::string Call::text() const { return place + '\n' + thread + '\n' + replaces + '\n' + body; }

Call Call::read(std::string_view text) {
  std::string_view lines[3];
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  const bool whole = is_place(lines[0]) && (lines[1].empty() || is_id(lines[1])) && (lines[2].empty() || is_id(lines[2]));
  if (!whole || text.substr(0, 1) != "{") return {};
  return {std::string(lines[0]), std::string(lines[1]), std::string(lines[2]), std::string(text)};
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMostId && std::all_of(text.begin(), text.end(), [](char c) {
    return http::is_letter(c) || http::is_digit(c) || c == '-' || c == '_' || c == '=';
  });
}

bool is_place(std::string_view text) { return is_id(text.substr(0, 1) == "@" ? text.substr(1) : text); }

}  // namespace allybot::platforms::webex
