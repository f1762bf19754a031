// A channel that does not answer: after six nudges in a row that nobody pressed, its leads are asked once whether to slow down.
// Must never slow anything down by itself, and never tell who pressed: only that somebody did.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

inline constexpr int kSilentNudges = 6;

/// Writes down which channels have answered since the last time. For the housekeeper.
Result<void> note_answers(const Services& services, Memory& memory);
/// Asks the leads of channels that do not answer; whether anybody was asked.
Result<bool> ask_about_silence(const Services& services);

Result<Prepared> prepare_slow_down(const Call& call);
/// The plan that the object names fires half as often from now on.
Result<Reply> slow_down(const Call& call, const Prepared& prepared, store::Writer& tx);
/// It stays as it is.
Result<Reply> keep_pace(const Call& call);

}  // namespace allybot::handlers
