// *This is wrong* and /ally suggest: a note to the admins.
// Must never be taken for a place to report harassment: the form says so first and names who can help.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// *This is wrong*: opens the form on the item.
Result<Reply> wrong(const Call& call);
/// Its answer: keeps the note and writes a direct message to each admin that is known.
Result<Reply> wrong_sent(const Call& call, const Prepared& prepared, store::Writer& tx);
/// /ally suggest: opens a form.
Result<Reply> suggest(const Call& call);
Result<Reply> suggest_sent(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
