// A file of content/series as a Series, for the snapshot.
// Must never say everything that is wrong: that is check_series(); here one finding stands for all.
#pragma once

#include "bot/library/tables.h"

namespace allybot::library {

/// One row, or none when it cannot be used. The slug is the file's name.
Table<Series> read_series(const SourceText& source);

}  // namespace allybot::library
