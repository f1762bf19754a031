#include "bot/platforms/teams/route.h"

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::platforms::teams {

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  for (const std::string* part : {&conversation, &card, &place_name}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 1) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form, Asked::Search, Asked::Dialog})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.conversation = parts[1];
  route.card = parts[2];
  route.place_name = parts[3];
  return route;
}

std::string Call::text() const {
  std::string text(1, static_cast<char>(what));
  for (const std::string* part : {&service, &conversation, &activity, &body}) (text += '\n') += *part;
  return text;
}

Call Call::read(std::string_view text) {
  Call call;
  std::string_view lines[4];
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return call;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (lines[0] == std::string_view("u"))
    call.what = What::Update;
  else if (lines[0] != std::string_view("p"))
    return call;
  call.service = lines[1];
  call.conversation = lines[2];
  call.activity = lines[3];
  call.body = text;
  return call;
}

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = http::to_lower(text[i]);
    if (dash ? c != '-' : !(http::is_digit(c) || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace allybot::platforms::teams
