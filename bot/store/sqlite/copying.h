// A consistent copy of a database file, made while others write to it.
// Must never write over a file that is there.
#pragma once

#include <string>

#include "bot/core/result.h"
#include "bot/core/time.h"

namespace allybot::store {

/// Conflict when something is at `to` already. Nothing is left there after a failure.
Result<void> copy_database(const std::string& from, const std::string& to, milliseconds busy_timeout);
/// Makes an empty file that only its owner may read; false when it cannot be made or is there already.
bool make_private_file(const std::string& path);

}  // namespace allybot::store
