// The command line of `allybot`: which subcommand, with what words.
// Must never do the work itself: bot/app/commands does.
#pragma once

#include "bot/app/commands/commands.h"

namespace allybot::app {

/// Runs `arguments` (without the program's name) and returns the exit status.
int run(const std::vector<std::string>& arguments, const SettingsSource& source, commands::Terminal terminal);

}  // namespace allybot::app
