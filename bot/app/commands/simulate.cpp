#include <limits>
#include <ostream>
#include <set>

#include "bot/app/commands/commands.h"
#include "bot/core/text.h"
#include "bot/library/holidays.h"
#include "bot/schedule/simulate.h"
#include "bot/schedule/words.h"
#include "bot/store/store.h"
#include "handlers/almanac.h"
#include "handlers/foretell.h"

namespace allybot::app::commands {
namespace {

using schedule::LocalDate;

struct Request {
  const Settings& settings;
  const SimulateWords& words;
  schedule::Span span;
  const schedule::Almanac& almanac;
  std::optional<schedule::Downtime> down;
};

/// A plan out of words, as `schedule add` would make it, starting at `from`.
Result<store::Plan> plan_of_words(const SimulateWords& words, const Settings& settings, const LocalDate& from,
                                  const std::vector<int>& workdays) {
  const schedule::Vocabulary vocabulary{{"tips", "myths", "resources"}, [](std::string_view) { return std::nullopt; }, workdays};
  const auto read = schedule::read_plan_words(words.when, vocabulary, from);
  if (!read) {
    std::string sentence = "--when was not understood at \"" + read.error().part + "\".";
    for (const std::string& near : read.error().nearest) sentence += " Perhaps: \"" + near + "\"?";
    return fail(Code::Invalid, sentence);
  }
  std::string zone_name = !words.zone.empty() ? words.zone : read->zone;
  if (zone_name.empty()) zone_name = settings.zone;
  const auto zone = schedule::Zone::load(zone_name);
  if (!zone) return tl::unexpected(zone.error());
  store::Plan plan;
  plan.id = PlanId("words");
  plan.rrule = read->when.rrule;
  plan.words = schedule::to_words(read->when, workdays);
  plan.days_off = read->days_off.value_or(std::string());
  plan.late = read->late.value_or(std::string());
  plan.start = schedule::LocalTime{from, read->when.hour, read->when.minute}.str();
  plan.zone = zone->name();
  if (read->until) plan.until = read->until->str();
  return plan;
}

/// What the words alone would do: no channel's week, quiet or history.
Result<std::vector<schedule::SimulatedRow>> of_words(const Request& request, const std::vector<int>& workdays) {
  auto plan = plan_of_words(request.words, request.settings, request.span.from, workdays);
  if (!plan) return tl::unexpected(plan.error());
  schedule::Situation alone;
  alone.attention.most_a_week = std::numeric_limits<int>::max();
  alone.plans.push_back(std::move(*plan));
  return schedule::simulate(alone, request.span, request.almanac, {}, request.down);
}

/// "skip holidays" that skips nothing would not be seen in the rows.
void tell_where_no_holidays_are_known(const std::vector<store::Plan>& plans, const Request& request,
                                      const library::Library* library, std::ostream& err) {
  std::set<std::string> unknown;
  for (const store::Plan& plan : plans) {
    if (!request.words.plan.empty() && plan.id.str() != request.words.plan) continue;
    const std::string& region = plan.surroundings.region.empty() ? request.settings.region : plan.surroundings.region;
    if (plan.days_off.empty() || library == nullptr || library->holidays().knows_holidays(region)) continue;
    if (unknown.insert(region).second)
      err << "allybot: "
          << (region.empty() ? "plan " + printable(plan.id.str()) + " minds days off, and no region is set"
                             : "no public holidays are known for " + printable(region))
          << ": of holidays, the organisation's own alone count there.\n";
  }
}

/// Every channel that has plans, or the one in which the plan of that id is.
Result<std::vector<schedule::SimulatedRow>> of_database(const Request& request, const library::Library* library,
                                                        std::ostream& err) {
  const SystemClock clock;
  const auto store = store::open(request.settings.database_url, clock);
  if (!store) return tl::unexpected(store.error());
  using Rows = std::vector<schedule::SimulatedRow>;
  return store::read<Rows>(**store, [&](store::Reader& tx) -> Result<Rows> {
    const auto plans = tx.all_plans();
    if (!plans) return tl::unexpected(plans.error());
    tell_where_no_holidays_are_known(*plans, request, library, err);
    std::set<ChannelKey> channels;
    for (const store::Plan& plan : *plans)
      if (request.words.plan.empty() || plan.id.str() == request.words.plan) channels.insert(plan.channel);
    if (channels.empty() && !request.words.plan.empty())
      return fail(Code::NotFound, "There is no plan " + printable(request.words.plan) + " in the database.");
    const handlers::Defaults defaults{request.settings.language, request.settings.region, request.settings.zone};
    Rows rows;
    for (const ChannelKey& channel : channels) {
      auto found = handlers::simulate_channel({library, defaults, request.almanac}, channel, request.span, request.down, tx);
      if (!found) return found;
      for (schedule::SimulatedRow& row : *found)
        if (request.words.plan.empty() || row.plan.str() == request.words.plan) rows.push_back(std::move(row));
    }
    schedule::sort_rows(rows);
    return rows;
  });
}

/// "2026-05-01T08:00:00Z/2026-05-01T14:00:00Z"
Result<schedule::Downtime> read_downtime(const std::string& text) {
  const auto ends = split(text, '/');
  const auto from = from_rfc3339(ends[0]);
  const auto upto = from_rfc3339(ends.size() == 2 ? ends[1] : std::string_view());
  if (from && upto && *from < *upto) return schedule::Downtime{*from, *upto};
  return fail(Code::Invalid, "--down must be two moments, such as 2026-05-01T08:00:00Z/2026-05-01T14:00:00Z.");
}

}  // namespace

int simulate(const Settings& settings, const SimulateWords& words, Terminal terminal) {
  const auto from = LocalDate::read(words.from), to = LocalDate::read(words.to);
  if (!from || !to) {
    terminal.err << "allybot: --from and --to must be dates such as 2026-03-01.\n";
    return 2;
  }
  std::optional<schedule::Downtime> down;
  if (!words.down.empty()) {
    const auto read = read_downtime(words.down);
    if (!read) return misused(terminal, read.error());
    down = *read;
  }
  if (const auto known = schedule::format_rows({}, words.format); !known) return misused(terminal, known.error());
  const SystemClock clock;
  const std::string region = words.region.empty() ? settings.region : words.region;
  auto content = library::open_library(settings.content, clock);
  if (!content)
    terminal.err
        << "allybot: neither items nor holidays are known, for the content folder cannot be read: the usual weekends hold.\n";
  const std::shared_ptr<const library::Library> library = content ? (*content)->current() : nullptr;
  std::optional<handlers::LibraryAlmanac> almanac;
  if (library) almanac.emplace(library, region);
  const bool by_words = !words.when.empty();
  const Request request{settings,
                        words,
                        {*from, *to, by_words ? std::nullopt : std::optional(clock.now())},
                        almanac ? *almanac : schedule::Almanac::usual(),
                        down};
  const std::vector<int> workdays = library ? handlers::workdays_of(*library, region) : std::vector<int>{1, 2, 3, 4, 5};
  const auto rows = by_words ? of_words(request, workdays) : of_database(request, library.get(), terminal.err);
  if (!rows) return failed(terminal, rows.error());
  terminal.out << *schedule::format_rows(*rows, words.format);
  return 0;
}

}  // namespace allybot::app::commands
