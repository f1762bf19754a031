// content status: what the library covers and where it is thin.
// Must never judge a file; that is content check's work.
#pragma once

#include <string>

#include "bot/core/result.h"
#include "bot/core/time.h"

namespace allybot::library {

/// "text", "json", "markdown" (the table of points that content/README.md shows) or "html" (a page); Invalid for another,
/// NotFound when there is no content.
Result<std::string> content_status(const std::string& root, const Clock& clock, const std::string& format);

}  // namespace allybot::library
