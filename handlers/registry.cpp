#include "handlers/registry.h"

#include "handlers/calendar.h"
#include "handlers/channel_setting.h"
#include "handlers/draw_item.h"
#include "handlers/exercise.h"
#include "handlers/feedback.h"
#include "handlers/find.h"
#include "handlers/help.h"
#include "handlers/lead.h"
#include "handlers/me.h"
#include "handlers/my_nudges.h"
#include "handlers/myth.h"
#include "handlers/note.h"
#include "handlers/pledge.h"
#include "handlers/privacy.h"
#include "handlers/proposals.h"
#include "handlers/quiet.h"
#include "handlers/quiet_hours.h"
#include "handlers/resource.h"
#include "handlers/roles.h"
#include "handlers/say.h"
#include "handlers/schedule.h"
#include "handlers/series.h"
#include "handlers/share.h"
#include "handlers/silence.h"
#include "handlers/source.h"
#include "handlers/story.h"
#include "handlers/tip.h"
#include "handlers/topics.h"
#include "handlers/trouble.h"

namespace allybot::handlers {
namespace {

/// Reads what is in memory: the I/O thread may do it.
constexpr Entry here(std::string_view name, std::string_view arguments, std::string_view help_key, std::string_view help,
                     Read read) {
  return {.name = name, .arguments = arguments, .help_key = help_key, .help = help, .read = read, .place = Place::Here};
}
/// Reads the store or asks a platform.
constexpr Entry reads(std::string_view name, std::string_view arguments, std::string_view help_key, std::string_view help,
                      Read read) {
  return {.name = name, .arguments = arguments, .help_key = help_key, .help = help, .read = read, .place = Place::Worker};
}
constexpr Entry changes(std::string_view name, std::string_view arguments, std::string_view help_key, std::string_view help,
                        Who who, Prepare prepare, Change change) {
  return {
      .name = name, .arguments = arguments, .help_key = help_key, .help = help, .who = who, .prepare = prepare, .change = change};
}
/// May be answered before a whole channel, at once.
constexpr Entry openly(Entry entry) {
  entry.open = true;
  return entry;
}
constexpr Entry shown_once(Entry entry) {
  entry.shown_once = true;
  return entry;
}
constexpr Entry with_parts(Entry entry, std::span<const Entry> parts, Who who = Who::Everybody) {
  entry.parts = parts;
  entry.who = who;
  return entry;
}

constexpr Entry kMe[] = {
    changes("zone", "ZONE", "help.me-zone", "Your time zone, such as Europe/Berlin.", Who::Everybody, nullptr, &me_zone),
    changes("language", "LANGUAGE", "help.me-language", "The language I answer you in.", Who::Everybody, nullptr, &me_language),
    changes("region", "REGION", "help.me-region", "Your country, such as DE: some things hold in some places only.",
            Who::Everybody, nullptr, &me_region),
    changes("audience", "AUDIENCE", "help.me-audience", "What suits you: managers, parents, newcomers and so on.", Who::Everybody,
            nullptr, &me_audience),
    changes("quiet-hours", "[20:00-8:00|none]", "help.me-quiet-hours", "When your own nudges wait.", Who::Everybody, nullptr,
            &my_quiet_hours),
    changes("blackout", "[DATE to DATE|none]", "help.me-blackout", "Days on which you get no nudges of your own.", Who::Everybody,
            nullptr, &my_blackout),
    changes("nudge", "[WHEN] [KIND] [about TOPIC]", "help.me-nudge", "Nudges for you alone, in our direct messages.",
            Who::Everybody, &prepare_my_zone, &my_nudges),
    changes("snooze", "[until DATE]", "help.me-snooze", "Hold your nudges back, a week or until a date.", Who::Everybody, nullptr,
            &snooze),
    changes("resume", "", "help.me-resume", "Have them again.", Who::Everybody, nullptr, &wake_again),
};

constexpr Entry kPrivacy[] = {
    reads("show", "", "help.privacy-show", "What is stored about you, why and until when.", &privacy),
    reads("export", "", "help.privacy-export", "All of it as JSON.", &privacy_export),
    here("forget", "", "help.privacy-forget", "Delete it. I ask once more first.", &privacy_forget),
};

constexpr Entry kLead[] = {
    reads("list", "", "help.lead-list", "Who leads this channel.", &lead_list),
    changes("add", "@person", "help.lead-add", "Let somebody change the nudges of this channel.", Who::Admins, &prepare_admin,
            &lead_add),
    changes("remove", "@person", "help.lead-remove", "Take that back.", Who::Admins, &prepare_admin, &lead_remove),
};

constexpr Entry kSchedule[] = {
    reads("list", "", "help.schedule-list", "The nudges of this channel.", &schedule_list),
    reads("next", "[n]", "help.schedule-next", "What would be posted and when.", &schedule_coming),
    changes("add", "WHEN [KIND] [about TOPIC] [in ZONE] [until DATE]", "help.schedule-add",
            "Post here at set times, such as: every Tuesday 10:00 tips about meetings.", Who::Leads, &prepare_role_and_channel,
            &schedule_add),
    changes("edit", "[PLAN] WHEN [KIND] [about TOPIC]", "help.schedule-edit", "Change a plan; what you do not say stays.",
            Who::Leads, &prepare_role_and_channel, &schedule_edit),
    reads("test", "[PLAN]", "help.schedule-test", "See the next post, for your eyes only.", &schedule_test),
    changes("pause", "[PLAN] [until DATE]", "help.schedule-pause", "Post nothing for a while.", Who::Leads, &prepare_role,
            &schedule_pause),
    changes("resume", "[PLAN]", "help.schedule-resume", "Post again.", Who::Leads, &prepare_role, &schedule_resume),
    changes("skip", "[PLAN] [DATE]", "help.schedule-skip", "Leave out the next post, or those of a date.", Who::Leads,
            &prepare_role, &schedule_skip),
    changes("days", "[at TIME|on DAY|off DAY]", "help.schedule-days",
            "An action on days of observance, ahead of them and on them.", Who::Leads, &prepare_role_and_channel, &schedule_days),
    changes("hand", "[PLAN] @person", "help.schedule-hand", "Hand a plan over to another lead.", Who::Leads, &prepare_role,
            &schedule_hand),
    changes("remove", "[PLAN]", "help.schedule-remove", "Take a plan away.", Who::Leads, &prepare_role, &schedule_remove),
    changes("budget", "[NUMBER]", "help.schedule-budget", "How many nudges a week this channel bears.", Who::Leads, &prepare_role,
            &channel_budget),
    changes("quiet", "[DAYS]", "help.schedule-quiet", "How many days of quiet anyone here may ask for.", Who::Leads,
            &prepare_role, &channel_quiet),
    shown_once(changes("calendar", "[all|revoke]", "help.schedule-calendar", "Subscribe to what is coming, in your calendar.",
                       Who::Leads, &prepare_role, &schedule_calendar)),
    changes("zone", "[ZONE]", "help.schedule-zone", "The time zone of this channel.", Who::Leads, &prepare_role, &channel_zone),
    changes("language", "[LANGUAGE]", "help.schedule-language", "The language of what I post here.", Who::Leads, &prepare_role,
            &channel_language),
    changes("region", "[REGION]", "help.schedule-region", "The country of this channel, such as DE.", Who::Leads, &prepare_role,
            &channel_region),
    changes("quiet-hours", "[20:00-8:00|none]", "help.schedule-quiet-hours", "Times of day at which nudges wait.", Who::Leads,
            &prepare_role, &channel_quiet_hours),
    changes("blackout", "[DATE to DATE|none]", "help.schedule-blackout", "Days on which nothing is posted here.", Who::Leads,
            &prepare_role, &channel_blackout),
};

constexpr Entry kSeries[] = {
    reads("list", "", "help.series-list", "What series there are, and what runs here.", &series),
    changes("start", "NAME [at TIME]", "help.series-start", "Begin one in this channel.", Who::Leads, &prepare_series,
            &series_start),
    changes("me", "NAME [at TIME]", "help.series-me", "Begin one for you alone.", Who::Everybody, &prepare_my_zone, &series_me),
    reads("recap", "", "help.series-recap", "What there was so far, for your eyes only.", &series_recap),
};

constexpr Entry kCommands[] = {
    openly(here("tip", "[words]", "help.tip", "One thing to do this week.", &tip)),
    openly(here("myth", "[words]", "help.myth", "A claim: myth or fact?", &myth)),
    openly(here("resource", "[words]", "help.resource", "Something good to read, watch or join.", &resource)),
    openly(here("exercise", "[words]", "help.exercise", "A few steps to try, alone or together.", &exercise)),
    openly(here("say", "[words]", "help.say", "Words for an awkward moment.", &say)),
    openly(here("pledge", "[words]", "help.pledge", "An if-then promise to yourself.", &pledge)),
    openly(here("story", "[words]", "help.story", "A question to start a good conversation.", &story)),
    openly(here("find", "words", "help.find", "Look for anything.", &find)),
    openly(here("topics", "", "help.topics", "What there is to ask about.", &topics)),
    openly(here("source", "id", "help.source", "Where a number comes from.", &source)),
    with_parts(reads("me", "[zone|language|region|audience|nudge|snooze VALUE]", "help.me",
                     "Your zone, language, what suits you, and nudges of your own.", &me),
               kMe),
    with_parts(reads("privacy", "[export|forget]", "help.privacy", "What is stored about you; export and forget it.", &privacy),
               kPrivacy),
    with_parts(reads("series", "[start|me NAME|recap]", "help.series", "Small steps in order, here or for you alone.", &series),
               kSeries),
    changes("quiet", "[until DATE]", "help.quiet", "No nudges in this channel until Monday, or until a date.", Who::Everybody,
            &prepare_quiet, &quiet),
    changes("stop", "", "help.stop", "End the nudges that you get from me in our direct messages.", Who::Everybody, nullptr,
            &stop),
    reads("suggest", "[words|list]", "help.suggest", "Suggest an item, or say what is missing.", &suggest),
    openly(here("help", "[verb]", "help.help", "What I can do, and whom to turn to.", &help)),
    with_parts(reads("schedule", "[add|days|edit|list|next|test|pause|resume|skip|hand|budget|remove]", "help.schedule",
                     "The nudges of this channel.", &schedule_list),
               kSchedule, Who::Leads),
    with_parts(reads("lead", "[add|remove|list @person]", "help.lead", "Who may change the nudges of this channel.", &lead_list),
               kLead, Who::Admins),
};

constexpr Entry kActions[] = {
    {.name = "more", .read = &another, .place = Place::Here},
    {.name = "open", .read = &open_item, .place = Place::Here},
    {.name = "myth", .read = &vote_myth, .place = Place::Here},
    {.name = "fact", .read = &vote_fact, .place = Place::Here},
    {.name = "shar", .prepare = &prepare_share, .change = &share},
    {.name = "good", .change = &useful},
    {.name = "poor", .change = &not_for_me},
    {.name = "wrng", .read = &wrong, .place = Place::Here},
    {.name = "note", .change = &wrong_sent, .form = &wrong},
    {.name = "idea", .change = &suggest_sent, .form = &suggest},
    {.name = "qshw", .read = &proposal_shown},
    {.name = "qedt", .read = &proposal_form},
    {.name = "qsav", .prepare = &prepare_admin, .change = &proposal_edited, .form = &proposal_form},
    {.name = "qdcl", .read = &proposal_reason},
    {.name = "qsay", .prepare = &prepare_admin, .change = &proposal_declined, .form = &proposal_reason},
    {.name = "qyes", .prepare = &prepare_admin, .change = &proposal_approved},
    {.name = "expt", .read = &export_part},
    {.name = "frgt", .change = &forget},
    {.name = "mefo", .read = &me_form, .place = Place::Here},
    {.name = "mesv", .change = &me_sent, .form = &me_form},
    {.name = "mnfm", .read = &my_nudges_form},
    {.name = "mnsv", .prepare = &prepare_my_zone, .change = &my_nudges_sent, .form = &my_nudges_form},
    {.name = "recp", .read = &series_recap},
    {.name = "quie", .prepare = &prepare_quiet, .change = &quiet},
    {.name = "slow", .prepare = &prepare_slow_down, .change = &slow_down},
    {.name = "keep", .read = &keep_pace, .place = Place::Here},
    {.name = "plan", .read = &schedule_plan},
    {.name = "pfrm", .read = &schedule_form},
    {.name = "psav", .prepare = &prepare_role_and_channel, .change = &schedule_form_sent, .form = &schedule_form},
    {.name = "agin", .prepare = &prepare_trouble, .change = &post_again},
    {.name = "leav", .prepare = &prepare_trouble, .change = &leave},
};

/// What cannot be answered at once cannot be answered at all there, and only what changes nothing may be said before everybody.
constexpr bool open_ones_are_read_here(std::span<const Entry> entries) {
  for (const Entry& entry : entries)
    if ((entry.open && (entry.read == nullptr || entry.place != Place::Here)) || !open_ones_are_read_here(entry.parts))
      return false;
  return true;
}
static_assert(open_ones_are_read_here(kCommands) && open_ones_are_read_here(kActions));

}  // namespace

std::span<const Entry> command_entries() { return kCommands; }
std::span<const Entry> action_entries() { return kActions; }

std::vector<VerbHelp> verbs() {
  std::vector<VerbHelp> all;
  for (const Entry& entry : kCommands)
    all.push_back({std::string(entry.name), std::string(entry.arguments), std::string(entry.help)});
  return all;
}

}  // namespace allybot::handlers
