// Recorded payloads: compared as they are, rewritten when ALLYBOT_REFRESH_GOLDEN=1 and then read in review.
// Must never hold anything that changes from run to run: blur it before.
#pragma once

#include <string>
#include <string_view>

namespace allybot::fakes {

/// Whether `text` is what tests/golden/<name> holds; a sentence on what to do when it is not, else empty.
std::string golden_difference(const std::string& source_dir, const std::string& name, const std::string& text);

/// The JSON laid out over lines, with every button value (and the like) replaced by "SIGNED".
std::string laid_out(const std::string& json);

/// The whole file; empty when there is none.
std::string file_text(const std::string& path);

}  // namespace allybot::fakes
