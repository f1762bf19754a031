#include "tests/fakes/typed_json.h"

#include <cstdio>
#include <string_view>

namespace allybot::fakes {

std::string with_typed(std::string json, const std::string& typed) {
  std::string quoted;
  for (const char c : typed) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (quoted += '\\') += c;
    } else if (byte < ' ') {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      quoted += escaped;
    } else {
      quoted += c;
    }
  }
  const std::string_view here = kTypedHere;
  for (std::size_t at = json.find(here); at != std::string::npos; at = json.find(here, at + quoted.size()))
    json.replace(at, here.size(), quoted);
  return json;
}

}  // namespace allybot::fakes
