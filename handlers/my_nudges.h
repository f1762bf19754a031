// Nudges of one's own: asked for with /ally me nudge, in the direct message, held back with snooze, ended by the word stop.
// Must never begin without being asked for, and never leave a trace where others look: no audit line names who asked.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

/// Asks the platform for the member's zone; not knowing it is no failure.
Result<Prepared> prepare_my_zone(const Call& call);

/// Opts in, or changes what there is; without words: how it stands.
Result<Reply> my_nudges(const Call& call, const Prepared& prepared, store::Writer& tx);
/// The same as a form: pace, time, topics, zone, language.
Result<Reply> my_nudges_form(const Call& call);
Result<Reply> my_nudges_sent(const Call& call, const Prepared& prepared, store::Writer& tx);
/// Holds them back: a week, or until a date.
Result<Reply> snooze(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> wake_again(const Call& call, const Prepared& prepared, store::Writer& tx);
/// Ends all of them at once, and takes back what is about to be sent.
Result<Reply> stop(const Call& call, const Prepared& prepared, store::Writer& tx);

/// The member's own plans and the buttons that fit, for /ally me.
Result<void> add_my_nudges(Card& card, const Call& call);
/// The plans that follow the member's zone move with it when it is chosen anew.
Result<void> follow_zone(const Call& call, const std::string& from, const std::string& to, store::Writer& tx);
/// What stands below each of them: whence it comes, and the buttons to hold it back and to end it.
void add_way_out(Card& card, const Speaker& speaker);

}  // namespace allybot::handlers
