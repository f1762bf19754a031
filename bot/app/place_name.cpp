#include "bot/app/place_name.h"

namespace allybot::app {

std::optional<PlaceName> read_place_name(std::string_view text) {
  const std::size_t first = text.find(':');
  const std::size_t second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (first == 0 || second == std::string_view::npos || second + 1 == text.size()) return std::nullopt;
  return PlaceName{std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)),
                   std::string(text.substr(second + 1))};
}

}  // namespace allybot::app
