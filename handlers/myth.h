// /ally myth [words]: a claim, to be called a myth or a fact; then what the evidence says.
// Must never make anybody look foolish for the answer they gave, nor show it to others.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> myth(const Call& call);
/// Presses of *Myth* and *Fact*: the answer, always for the member alone.
Result<Reply> vote_myth(const Call& call);
Result<Reply> vote_fact(const Call& call);

}  // namespace allybot::handlers
