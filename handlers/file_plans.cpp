#include "handlers/file_plans.h"

#include <algorithm>
#include <set>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/library/tables.h"
#include "bot/schedule/due.h"
#include "bot/schedule/zone_names.h"
#include "handlers/almanac.h"
#include "handlers/roles.h"
#include "handlers/wordings.h"

namespace allybot::handlers {
namespace {

using library::FilePlan;
using library::Finding;
using store::Plan;

void log_trouble(std::string_view event, const FilePlan& file) {
  log::warning(event, {{"path", file.path}, {"line", file.line}, {"plan", file.slug}});
}

std::string hint(const std::vector<std::string>& near, std::string otherwise) {
  return near.empty() ? std::move(otherwise) : "Did you mean \"" + near.front() + "\"?";
}

/// What the library leaves to us of a plan: its clock and its words.
struct Said {
  schedule::Zone zone;
  schedule::LocalDate today;
  schedule::PlanWords words;
};

tl::expected<Said, Finding> read_said(const library::Library& library, const FilePlan& file, const Fallbacks& defaults,
                                      TimePoint now) {
  auto zone = schedule::Zone::load(file.zone.empty() ? defaults.zone : file.zone);
  if (!zone)
    return tl::unexpected(library::error_in(file, "zone", "unknown-zone", "\"" + printable(file.zone) + "\" is no zone.",
                                            hint(schedule::zones_near(file.zone, 1), "Use an IANA name such as Europe/Berlin.")));
  const schedule::LocalDate today = zone->local(now).date;
  auto words = schedule::read_plan_words(file.words, vocabulary_of(library, defaults.language, defaults.region), today);
  if (!words)
    return tl::unexpected(
        library::error_in(file, "words", "plan-words", "\"" + printable(words.error().part) + "\" is not understood.",
                          hint(words.error().nearest, "Write it as every Tuesday 10:00, weekdays 9:30 or first Monday 14:00.")));
  if (!file.days.empty() && words->when.rrule != "FREQ=DAILY")
    return tl::unexpected(library::error_in(
        file, "words", "plan-words", "A plan that keeps days of observance says the time alone.", "Write it as daily 10:00."));
  return Said{std::move(*zone), today, std::move(*words)};
}

/// Of a plan that keeps days of observance, which ones.
std::vector<std::string> days_of(const FilePlan& file) {
  std::vector<std::string> days;
  for (const std::string& id : file.days)
    if (id != "usual") days.push_back(id);
  for (const std::string& id : file.without) days.push_back('-' + id);
  return days;
}

/// The plan that the file describes, or nothing (logged) when it cannot be read.
std::optional<Plan> plan_of(const Services& services, const library::Library& library, const FilePlan& file,
                            const ChannelKey& channel, const store::Surroundings& surroundings,
                            const std::optional<Plan>& existing) {
  const std::string& region = surroundings.region.empty() ? services.default_region : surroundings.region;
  const auto read = read_said(library, file, {services.default_zone, services.default_language, region}, services.clock.now());
  if (!read) {
    log_trouble(read.error().code == "unknown-zone" ? "plan-zone-unknown" : "plan-words-not-understood", file);
    return std::nullopt;
  }
  const schedule::PlanWords& words = read->words;
  Plan plan = existing.value_or(Plan{});
  plan.id = PlanId(file.slug);
  plan.channel = channel;
  plan.words = schedule::to_words(words.when, workdays_of(library, region));
  plan.days_off = words.days_off.value_or(std::string());
  plan.late = words.late.value_or(std::string());
  plan.surroundings = surroundings;
  plan.zone = read->zone.name();
  plan.until = file.until;
  plan.kinds = file.kinds.empty() ? words.kinds : file.kinds;
  plan.topics = file.topics.empty() ? words.topics : file.topics;
  plan.series.clear();
  if (!file.days.empty()) {
    plan.series = schedule::kDayPrefix;
    plan.topics = days_of(file);
    plan.days_off = words.days_off.value_or("before days-off");
  }
  plan.from_file = true;
  schedule::LocalTime start{read->today, words.when.hour, words.when.minute};
  if (const auto said = schedule::LocalDate::read(file.start); said) {
    start.date = *said;
  } else if (existing && existing->rrule == words.when.rrule) {
    if (const auto kept = schedule::LocalTime::read(existing->start); kept) start.date = kept->date;
  }
  plan.rrule = words.when.rrule;
  plan.start = start.str();
  return plan;
}

bool differs(const Plan& one, const Plan& other) {
  return one.channel != other.channel || one.rrule != other.rrule || one.start != other.start || one.zone != other.zone ||
         one.until != other.until || one.kinds != other.kinds || one.topics != other.topics || one.words != other.words ||
         one.series != other.series || one.days_off != other.days_off || one.late != other.late;
}

store::AuditEntry audit_entry(const Plan& plan, std::string what, TimePoint now) {
  store::AuditEntry entry;
  entry.at = now;
  entry.workspace = workspace_of(plan.channel);
  entry.channel = plan.channel.str();
  entry.who = "file";
  entry.what = std::move(what);
  entry.object = plan.id.str();
  entry.detail = plan.words;
  return entry;
}

LibraryAlmanac almanac_of(const Services& services) { return {services.library.current(), services.default_region}; }

Result<void> bring_in(const Services& services, Plan plan, const std::optional<Plan>& existing, store::Writer& tx) {
  const TimePoint now = services.clock.now();
  if (existing && !differs(plan, *existing)) return {};
  if (!existing) plan.created_at = now;
  if (plan.state == Plan::State::Broken || plan.state == Plan::State::Ended) {
    plan.state = Plan::State::Active;  // what was mended in the file gets another try
    plan.trouble.clear();
  }
  if (auto done = schedule::schedule_next(plan, now, almanac_of(services)); !done) return done;
  if (existing) {
    if (auto done = tx.update_plan(plan); !done) return done;
  } else {
    const auto added = tx.add_plan(plan);
    if (!added) return tl::unexpected(added.error());
  }
  return tx.add_audit(audit_entry(plan, existing ? "plan.edit" : "plan.add", now));
}

/// Two such plans would post every day of observance twice.
Result<bool> keeps_days_already(const FilePlan& file, const ChannelKey& channel, store::Writer& tx) {
  if (file.days.empty()) return false;
  const auto plans = tx.plans_of(channel);
  if (!plans) return tl::unexpected(plans.error());
  return std::any_of(plans->begin(), plans->end(),
                     [&](const Plan& plan) { return schedule::keeps_days(plan) && plan.id.str() != file.slug; });
}

Result<void> take_out(const Services& services, const std::set<std::string>& wanted, store::Writer& tx) {
  const auto all = tx.all_plans();
  if (!all) return tl::unexpected(all.error());
  for (const Plan& plan : *all) {
    if (!plan.from_file || wanted.count(workspace_of(plan.channel) + '/' + plan.id.str()) > 0 || wanted.count(plan.id.str()) > 0)
      continue;
    if (auto done = tx.remove_plan(plan.channel.platform, plan.channel.workspace, plan.id); !done) return done;
    if (auto done = tx.add_audit(audit_entry(plan, "plan.remove", services.clock.now())); !done) return done;
  }
  return {};
}

}  // namespace

Result<void> sync_file_plans(const Services& services,
                             const std::function<std::optional<ChannelKey>(const std::string&)>& resolve) {
  const auto library = services.library.current();
  std::vector<std::optional<ChannelKey>> channels;  // asked for outside of the transaction: it may take a while
  for (const FilePlan& file : library->file_plans()) channels.push_back(resolve(file.channel));
  return services.store.write([&](store::Writer& tx) -> Result<void> {
    // "slack/T1/slug" where the channel is known; the slug alone where it is not, so that the plan stays as it was.
    std::set<std::string> wanted;
    for (std::size_t i = 0; i < channels.size(); ++i) {
      const FilePlan& file = library->file_plans()[i];
      const std::optional<ChannelKey>& channel = channels[i];
      if (!channel) {
        log_trouble("plan-channel-unknown", file);
        wanted.insert(file.slug);
        continue;
      }
      wanted.insert(workspace_of(*channel) + '/' + file.slug);
      if (file.names_unknown) {
        log_trouble("plan-names-unknown", file);
        continue;
      }
      const auto existing = tx.plan(channel->platform, channel->workspace, PlanId(file.slug));
      if (!existing) return tl::unexpected(existing.error());
      if (*existing && !(*existing)->from_file) {
        log_trouble("plan-name-taken", file);
        continue;
      }
      if (const auto kept = keeps_days_already(file, *channel, tx); !kept) {
        return tl::unexpected(kept.error());
      } else if (*kept) {
        log_trouble("plan-days-kept-already", file);
        continue;
      }
      const auto surroundings = store::surroundings_of(tx, *channel);
      if (!surroundings) return tl::unexpected(surroundings.error());
      const auto plan = plan_of(services, *library, file, *channel, *surroundings, *existing);
      if (!plan) continue;
      if (auto done = bring_in(services, *plan, *existing, tx); !done) return done;
    }
    return take_out(services, wanted, tx);
  });
}

std::vector<Finding> faults_of(const library::Library& library, const FilePlan& file, const Fallbacks& defaults, TimePoint now) {
  if (auto said = read_said(library, file, defaults, now); !said) return {std::move(said.error())};
  return {};
}

schedule::Vocabulary vocabulary_of(const library::Library& library, const std::string& language, const std::string& region) {
  schedule::Vocabulary vocabulary;
  vocabulary.kinds = {"tips", "myths", "resources", "exercises", "stories", "pledges", "scenarios"};
  vocabulary.workdays = workdays_of(library, region);
  vocabulary.wordings = wordings_of(library, language);
  vocabulary.topic = [&library, language](std::string_view words) { return library.topic_named(words, language); };
  return vocabulary;
}

}  // namespace allybot::handlers
