// Zip archives, for the packages that platforms want.
// Must never hold a time of day: the same files make the same archive.
#pragma once

#include <string>
#include <vector>

#include "bot/core/result.h"
#include "bot/platforms/adapter.h"

namespace allybot::app {

/// Writes the archive, over what was there. Unavailable with a sentence when the file cannot be written.
Result<void> write_zip(const std::string& path, const std::vector<platforms::PackageFile>& files);

}  // namespace allybot::app
