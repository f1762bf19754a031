// A file of a web page that is compiled into the program.
// Must never be changed at run time: what was built is what is served.
#pragma once

#include <string_view>

namespace allybot::platforms {

struct PageFile {
  std::string_view name;  ///< "app.js"
  std::string_view content_type;
  std::string_view bytes;
};

}  // namespace allybot::platforms
