#include "bot/platforms/zulip/route.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::platforms::zulip {
namespace {

constexpr std::size_t kMostDigits = 18;
constexpr std::size_t kMostPlace = 400;

}  // namespace

std::string Route::text() const { return (direct ? "d\n" : "c\n") + place_name; }

Route Route::read(std::string_view text) {
  if (text.size() < 2 || text[1] != '\n') return {};
  return {text[0] == 'd', std::string(text.substr(2))};
}

std::string Message::text() const { return place + '\n' + topic + '\n' + content; }

Message Message::read(std::string_view text) {
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos || !is_place(text.substr(0, first))) return {};
  return {std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)),
          std::string(text.substr(second + 1))};
}

bool is_group(std::string_view place) {
  if (place.size() > kMostPlace || place.substr(0, 1) != "d") return false;
  const auto ids = split(place.substr(1), ',');
  return ids.size() > 1 && std::all_of(ids.begin(), ids.end(), is_id);
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMostDigits && text[0] != '0' && std::all_of(text.begin(), text.end(), http::is_digit);
}

bool is_place(std::string_view place) {
  return is_id(place) || is_group(place) || (place.substr(0, 1) == "@" && is_id(place.substr(1)));
}

}  // namespace allybot::platforms::zulip
