// *This is wrong* and /ally suggest: what a member proposes for the library, which waits until a lead or an admin decides.
// Must never be taken for a place to report harassment: the form says so first and names who can help.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Proposals that may wait: of one member, and in a workspace.
inline constexpr std::size_t kMostOfOneMember = 5;
inline constexpr std::size_t kMostWaiting = 200;

/// *This is wrong*: opens the form on the item.
Result<Reply> wrong(const Call& call);
/// Its answer: keeps the proposal and writes a direct message to each admin that is known.
Result<Reply> wrong_sent(const Call& call, const Prepared& prepared, store::Writer& tx);
/// /ally suggest: opens a form; `suggest list` shows what waits.
Result<Reply> suggest(const Call& call);
Result<Reply> suggest_sent(const Call& call, const Prepared& prepared, store::Writer& tx);

/// What the form asks for: all of a new item, the note alone of a correction.
std::vector<Field> fields_of(const Call& call, const store::Proposal& proposal);
/// Reads the submitted form into the proposal. No problems: it could become an item.
FormProblems read_fields(const Call& call, store::Proposal& proposal);

}  // namespace allybot::handlers
