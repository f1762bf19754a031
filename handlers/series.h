// Series: small steps in order, one or two a week, in a channel or for one member. A plan walks through one and counts its steps.
// Must never lose a step: what is skipped, held back or paused comes the next time. And never tell who asked for a recap.
#pragma once

#include "handlers/nudge.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// What there is, what runs here and how far it is.
Result<Reply> series(const Call& call);
/// What there was so far, to the member alone: for whoever joins late. The object, if any, is a plan.
Result<Reply> series_recap(const Call& call);
Result<Prepared> prepare_series(const Call& call);
/// Begins one in this channel; in the member's own conversation for them.
Result<Reply> series_start(const Call& call, const Prepared& prepared, store::Writer& tx);
/// Begins one for the member alone.
Result<Reply> series_me(const Call& call, const Prepared& prepared, store::Writer& tx);

/// The step that the plan posts next, with what surrounds it: the welcome before the first, the end after the last. NotFound
/// when the series is over, or gone from the library.
Result<DrawnNudge> draw_step(const Speaker& speaker, const store::Plan& plan, Showing showing);
/// "First steps, 2 of 8 done"; empty for a plan without a series.
std::string series_text(const Speaker& speaker, const store::Plan& plan);
/// Whether all of its steps were posted.
bool is_over(const library::Library& library, const store::Plan& plan);

}  // namespace allybot::handlers
