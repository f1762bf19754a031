// Places and people as settings and files name them: "platform:workspace:id".
// Must never look into an id: what comes after the second colon is the platform's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace allybot::app {

struct PlaceName {
  std::string platform, workspace, id;  ///< the workspace may be empty
};
std::optional<PlaceName> read_place_name(std::string_view text);

}  // namespace allybot::app
