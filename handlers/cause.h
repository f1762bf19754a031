// What the stable words of deliveries and stopped plans mean to a person: why, and what to do.
// Must never guess: a word that is not known is shown as it is.
#pragma once

#include <string>
#include <string_view>

#include "handlers/speaker.h"

namespace allybot::handlers {

/// "archived", "not_invited", "not_found", "person", "not_permitted", "kept_failing", "no_answer", "late", "decided",
/// "nothing_to_draw" or "other": the end of the keys "why." and "do.".
std::string_view cause_of(std::string_view reason);
/// "the channel is closed"
std::string why(const Speaker& speaker, const std::string& reason);
/// "Open it again ...": one sentence.
std::string what_to_do(const Speaker& speaker, const std::string& reason);

}  // namespace allybot::handlers
