// What a program keeps in its database, read and moved by a test while its real clock cannot be: a plan becomes due, a post that
// rests is tried at once.
// Must never write while the program runs, nor fail in silence.
#pragma once

#include "bot/core/id.h"
#include "bot/core/time.h"
#include "bot/store/store.h"
#include "tests/scenario/program.h"

namespace allybot::scenario {

/// The first plan of the channel; one without an id when there is none. The program may run.
store::Plan plan_of(const ChannelKey& channel, const Folder& folder, const Clock& clock);
/// Stops the program, makes the only plan of the channel due (daily, now, Berlin time), and starts it again.
void let_plan_become_due(const ChannelKey& channel, const Folder& folder, const Clock& clock, Program& program);
/// Before the program ever ran: a copy of the content below the folder, which ALLYBOT_CONTENT has to name, with a plan of the
/// channel in its schedules.yaml that posts myths and was due a minute ago. The program starts and stops for it.
void keep_a_due_plan_in_a_file(const ChannelKey& channel, const Folder& folder, const Clock& clock, Program& program);
/// While the program does not run: the one post of the channel that waits for a better time waits no longer.
void let_the_waiting_post_be_tried(const ChannelKey& channel, const Folder& folder, const Clock& clock);

}  // namespace allybot::scenario
