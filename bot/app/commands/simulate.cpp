#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/schedule/simulate.h"
#include "bot/schedule/words.h"
#include "bot/store/store.h"
#include "handlers/days_off.h"

namespace allybot::app::commands {
namespace {

using schedule::LocalDate;

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

Result<std::vector<store::Plan>> saved_plans(const Settings& settings, const std::string& id) {
  const SystemClock clock;
  const auto store = store::open(settings.database_url, clock);
  if (!store) return tl::unexpected(store.error());
  auto plans = store::read<std::vector<store::Plan>>(**store, [](store::Reader& tx) { return tx.all_plans(); });
  if (!plans || id.empty()) return plans;
  std::vector<store::Plan> chosen;
  for (store::Plan& plan : *plans)
    if (plan.id.str() == id) chosen.push_back(std::move(plan));
  if (chosen.empty()) return fail(Code::NotFound, "There is no plan " + id + " in the database.");
  return chosen;
}

}  // namespace

int simulate(const Settings& settings, const SimulateWords& words, Terminal terminal) {
  const auto from = LocalDate::read(words.from), to = LocalDate::read(words.to);
  if (!from || !to) {
    terminal.err << "allybot: --from and --to must be dates such as 2026-03-01.\n";
    return 2;
  }
  // The library is read for its holidays alone; without one the usual weekends hold.
  const SystemClock clock;
  const std::string region = words.region.empty() ? settings.region : words.region;
  auto content = library::open_library(settings.content, clock);
  if (!content) terminal.err << "allybot: no holidays are known, for the content folder cannot be read.\n";
  const std::shared_ptr<const library::Library> library = content ? (*content)->current() : nullptr;
  const std::vector<int> workdays = library ? handlers::workdays_of(*library, region) : std::vector<int>{1, 2, 3, 4, 5};
  std::vector<store::Plan> plans;
  if (!words.when.empty()) {
    auto plan = plan_of_words(words, settings, *from, workdays);
    if (!plan) return failed(terminal, plan.error());
    plans.push_back(std::move(*plan));
  } else {
    auto saved = saved_plans(settings, words.plan);
    if (!saved) return failed(terminal, saved.error());
    plans = std::move(*saved);
  }
  std::optional<handlers::LibraryDays> days;
  if (library) days.emplace(library, region);
  const auto rows = schedule::simulate(plans, *from, *to, days ? *days : schedule::DaysOff::usual());
  if (!rows) return failed(terminal, rows.error());
  const auto text = schedule::format_rows(*rows, words.format);
  if (!text) return misused(terminal, text.error());
  terminal.out << *text;
  return 0;
}

}  // namespace allybot::app::commands
