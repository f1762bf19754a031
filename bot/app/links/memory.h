// What was found out about web addresses, in a file, so that nobody is asked twice in a day.
// Must never be trusted further than that: a file that cannot be read is an empty one.
#pragma once

#include <map>
#include <string>

#include "bot/app/links/checker.h"

namespace allybot::app {

using KnownLinks = std::map<std::string, LinkVerdict>;

KnownLinks read_known_links(const std::string& path);
Result<void> write_known_links(const std::string& path, const KnownLinks& links);
/// Whether it needs no asking yet: a day for what answered, an hour for what did not.
bool is_fresh(const LinkVerdict& verdict, TimePoint now);

}  // namespace allybot::app
