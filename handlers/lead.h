// /ally lead add|remove|list @person: who may change plans of this channel besides the admins.
// Must never be given by anybody but an admin whose role the platform told.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

Result<Reply> lead_list(const Call& call);
Result<Reply> lead_add(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> lead_remove(const Call& call, const Prepared& prepared, store::Writer& tx);
/// Asks for the role of the member of the call.
Result<Prepared> prepare_admin(const Call& call);
/// "<@U1>" anywhere in the words, or nothing.
MemberId mentioned(std::string_view words);

}  // namespace allybot::handlers
