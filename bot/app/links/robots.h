// What a host lets programs read, by its robots.txt. RFC 9309.
// Must never fail: what cannot be read forbids nothing.
#pragma once

#include <string_view>

namespace allybot::app {

/// Whether the rules for our name (else for everybody) let us read the path, which begins with a slash. The longest match wins,
/// and of two as long the one that allows.
bool robots_allow(std::string_view robots_txt, std::string_view path);

}  // namespace allybot::app
