// The steps that bring a SQLite database from each version to the next.
// A step that was ever released must never be edited: the next change is the next step.
#pragma once

#include <span>

namespace allybot::store {

/// Step n, from 1 on, leads from version n - 1 to version n.
std::span<const char* const> sqlite_migrations();

}  // namespace allybot::store
