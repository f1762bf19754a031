#include "bot/platforms/rocket_chat/route.h"

#include <algorithm>

#include "bot/http/ascii.h"

namespace allybot::platforms::rocket_chat {
namespace {

constexpr std::size_t kMostId = 100;

bool is_id_character(char c) {
  return http::is_digit(c) || http::is_letter(c) || std::string_view("-_.").find(c) != std::string_view::npos;
}

}  // namespace

std::string Route::text() const { return thread + '\n' + place_name; }

Route Route::read(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {};
  return {std::string(text.substr(0, end)), std::string(text.substr(end + 1))};
}

std::string Message::text() const { return place + '\n' + thread + '\n' + content; }

Message Message::read(std::string_view text) {
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos || !is_place(text.substr(0, first))) return {};
  const std::string_view thread = text.substr(first + 1, second - first - 1);
  if (!thread.empty() && !is_id(thread)) return {};
  return {std::string(text.substr(0, first)), std::string(thread), std::string(text.substr(second + 1))};
}

bool is_direct(std::string_view place) { return place.substr(0, 1) == "@"; }

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMostId && std::all_of(text.begin(), text.end(), is_id_character);
}

bool is_place(std::string_view place) { return is_id(is_direct(place) ? place.substr(1) : place); }

}  // namespace allybot::platforms::rocket_chat
