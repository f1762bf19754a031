// /ally schedule: the plans of a channel, set up, looked at and changed from chat.
// Must never save a guess, and never change a plan for anybody but leads of its channel and admins of its workspace.
#pragma once

#include <optional>

#include "handlers/registry.h"

namespace allybot::handlers {

/// The plans of this channel, deliveries in trouble, and how to add one.
Result<Reply> schedule_list(const Call& call);
/// One plan with its buttons; the object is its id.
Result<Reply> schedule_plan(const Call& call);
/// What would be posted and when; may change.
Result<Reply> schedule_coming(const Call& call);
/// The next post of a plan, to the member alone.
Result<Reply> schedule_test(const Call& call);

Result<Reply> schedule_add(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> schedule_edit(const Call& call, const Prepared& prepared, store::Writer& tx);
/// The form to add a plan, or to change the one that the object names.
Result<Reply> schedule_form(const Call& call);
Result<Reply> schedule_form_sent(const Call& call, const Prepared& prepared, store::Writer& tx);

Result<Reply> schedule_pause(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> schedule_resume(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> schedule_skip(const Call& call, const Prepared& prepared, store::Writer& tx);
/// From now on the other lead is told of what goes wrong.
Result<Reply> schedule_hand(const Call& call, const Prepared& prepared, store::Writer& tx);
/// Days of observance in this channel: what is kept, from when on, and which are left out.
Result<Reply> schedule_days(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> schedule_remove(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
