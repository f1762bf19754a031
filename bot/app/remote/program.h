// Runs another program and waits for it, within a time: no shell, a clean environment, nothing on its input.
// Must never be given words of a stranger as an option.
#pragma once

#include <chrono>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "bot/core/result.h"

namespace allybot::app {

struct Ran {
  int status = -1;  ///< its exit status; -1 when a signal ended it
  std::string out;  ///< what it printed, errors too, at most 64 KiB
};

/// Blocks. Unavailable when it cannot be started, takes longer than `patience` or `stop` is requested: then it is killed, and
/// what it started.
Result<Ran> run_program(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
                        std::chrono::seconds patience, const std::stop_token& stop = {});

}  // namespace allybot::app
