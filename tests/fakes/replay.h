// Recorded requests (tests/replay/<platform>/<case>.http: the raw bytes) and what became of each (<case>.expected).
// Must never hold an id, a token or a secret of a real workspace.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/core/inbound.h"
#include "bot/http/message.h"

namespace allybot::fakes {

/// Names of the cases of a platform, sorted.
std::vector<std::string> replay_cases(const std::string& source_dir, const std::string& platform);
/// Reads a file of raw HTTP/1.1; nothing when it is none.
std::optional<http::RawRequest> replay_request(const std::string& source_dir, const std::string& platform,
                                               const std::string& name);

/// One line that tells all but secrets: "command slash slack/T1/U1 slack/T1/C1 request=12.34 text=tip".
std::string described(const Inbound& inbound);

/// Like golden_difference(), for the line beside a case.
std::string replay_difference(const std::string& source_dir, const std::string& platform, const std::string& name,
                              const std::string& line);

}  // namespace allybot::fakes
