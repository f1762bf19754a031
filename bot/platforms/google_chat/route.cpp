#include "bot/platforms/google_chat/route.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr std::size_t kMostId = 128;

bool is_made_of(std::string_view text, std::string_view more) {
  return !text.empty() && text.size() <= kMostId && std::all_of(text.begin(), text.end(), [more](char c) {
    return http::is_letter(c) || http::is_digit(c) || more.find(c) != std::string_view::npos;
  });
}

bool is_child(std::string_view text, std::string_view collection) {
  const auto parts = split(text, '/');
  return parts.size() == 4 && parts[0] == "spaces" && is_id(parts[1]) && parts[2] == collection && is_made_of(parts[3], "-_.=");
}

}  // namespace

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  for (const std::string* part : {&space, &thread, &message}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 1) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form, Asked::Dialog, Asked::DialogForm})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.space = parts[1];
  route.thread = parts[2];
  route.message = parts[3];
  return route;
}

std::string Call::text() const { return std::string(1, static_cast<char>(what)) + '\n' + where + '\n' + body; }

Call Call::read(std::string_view text) {
  Call call;
  const std::size_t end = text.find('\n', 2);
  if (text.size() < 3 || text[1] != '\n' || end == std::string_view::npos) return call;
  if (text[0] == static_cast<char>(What::Update))
    call.what = What::Update;
  else if (text[0] != static_cast<char>(What::Post))
    return call;
  call.where = text.substr(2, end - 2);
  call.body = text.substr(end + 1);
  return call;
}

bool is_id(std::string_view text) { return is_made_of(text, "-_"); }

bool is_message_name(std::string_view text) { return is_child(text, "messages"); }

bool is_thread_name(std::string_view text) { return is_child(text, "threads"); }

std::string id_in(std::string_view name, std::string_view collection) {
  const auto parts = split(name, '/');
  return parts.size() == 2 && parts[0] == collection && is_id(parts[1]) ? std::string(parts[1]) : std::string();
}

}  // namespace allybot::platforms::google_chat
