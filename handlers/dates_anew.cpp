#include "handlers/dates_anew.h"

#include <algorithm>
#include <functional>
#include <map>

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/library/holidays.h"
#include "bot/library/observances.h"
#include "bot/schedule/due.h"
#include "bot/schedule/zone.h"
#include "handlers/almanac.h"
#include "handlers/roles.h"

namespace allybot::handlers {
namespace {

using store::Plan;

constexpr char kComputedBy[] = "dates_computed_by";
constexpr std::chrono::minutes kLookEvery{1};
constexpr std::size_t kBatch = 200;

/// Those whose next date is another one by the rules of now.
Result<std::vector<Plan>> changed_plans(const Services& services, const schedule::Almanac& almanac, TimePoint now) {
  auto all = store::read<std::vector<Plan>>(services.store, [](store::Reader& tx) { return tx.all_plans(); });
  if (!all) return all;
  std::vector<Plan> changed;
  for (Plan& plan : *all) {
    Plan anew = plan;
    if (!plan.next_at) continue;
    const auto differs = schedule::reschedule(anew, now, almanac);
    if (differs && *differs) changed.push_back(std::move(plan));  // one that cannot be read is the ticker's to tell
  }
  return changed;
}

std::string days_revision(const library::Library& library) {
  std::string all;
  for (const library::Observance& day : library.observances()) {
    all += day.id + ' ' + day.rule + ' ' + join(day.dates, ",") + ' ' + std::to_string(day.days) + ' ' + join(day.regions, ",") +
           ' ' + day.kind + (day.opt_in ? " opt-in" : "") + (day.after.empty() ? "" : " after");
    for (const int days : day.before_days) all += ' ' + std::to_string(days);
    all += '\n';
  }
  return std::to_string(std::hash<std::string>()(all));
}

store::AuditEntry audit_entry(const std::string& workspace, const std::string& zones, std::size_t count, TimePoint now) {
  store::AuditEntry entry;
  entry.at = now;
  entry.workspace = workspace;
  entry.who = "system";
  entry.what = "plan.dates-anew";
  entry.object = "zones " + zones;
  entry.detail = std::to_string(count);
  return entry;
}

}  // namespace

void DatesAnew::look_at_zones(const Services& services) {
  const TimePoint now = services.clock.now();
  if (looked_ && std::chrono::abs(now - *looked_) < kLookEvery) return;
  looked_ = now;
  if (const auto update = zones_.look()) {
    log::info("zone_database_changed", {{"from", update->from}, {"to", update->to}});
    services.metrics.gauge("zone_database", 0, {{"version", update->from}});
  }
  services.metrics.gauge("zone_database", 1, {{"version", schedule::zone_database_version()}});
}

Result<std::size_t> DatesAnew::look(const Services& services) {
  look_at_zones(services);
  const auto library = services.library.current();
  if (library != library_ || rules_.find(zones_.in_use()) != 0) {
    library_ = library;
    std::string rules = zones_.in_use() + "; holidays " + library->holidays().revision() + "; days " + days_revision(*library) +
                        "; region " + services.default_region;
    computed_ = computed_ && rules == rules_;
    rules_ = std::move(rules);
  }
  if (computed_) return std::size_t{0};
  const auto before =
      store::read<std::optional<std::string>>(services.store, [](store::Reader& tx) { return tx.meta(kComputedBy); });
  if (!before) return tl::unexpected(before.error());
  if (*before == rules_) {
    computed_ = true;
    return std::size_t{0};
  }
  return compute(services);
}

Result<std::size_t> DatesAnew::compute(const Services& services) {
  const TimePoint now = services.clock.now();
  const LibraryAlmanac almanac(library_, services.default_region);
  const auto plans = changed_plans(services, almanac, now);
  if (!plans) return tl::unexpected(plans.error());
  // In small transactions: the ticker has to get in between. Whatever was changed meanwhile is read again.
  std::map<std::string, std::size_t> by_workspace;
  for (std::size_t from = 0; from < plans->size(); from += kBatch) {
    const auto done = services.store.write([&](store::Writer& tx) -> Result<void> {
      for (std::size_t i = from; i < std::min(plans->size(), from + kBatch); ++i) {
        const Plan& old = (*plans)[i];
        auto plan = tx.plan(old.channel.platform, old.channel.workspace, old.id);
        if (!plan) return tl::unexpected(plan.error());
        if (!*plan || !(*plan)->next_at) continue;
        const auto differs = schedule::reschedule(**plan, now, almanac);
        if (!differs || !*differs) continue;
        if (auto written = tx.update_plan(**plan); !written) return written;
        ++by_workspace[workspace_of(old.channel)];
      }
      return {};
    });
    if (!done) return tl::unexpected(done.error());
  }
  const auto noted = services.store.write([&](store::Writer& tx) -> Result<void> {
    for (const auto& [workspace, count] : by_workspace)
      if (auto done = tx.add_audit(audit_entry(workspace, schedule::zone_database_version(), count, now)); !done) return done;
    return tx.set_meta(kComputedBy, rules_);
  });
  if (!noted) return tl::unexpected(noted.error());
  computed_ = true;
  std::size_t count = 0;
  for (const auto& [workspace, plans_there] : by_workspace) count += plans_there;
  if (count > 0) log::info("dates_computed_anew", {{"zones", schedule::zone_database_version()}, {"plans", count}});
  return count;
}

}  // namespace allybot::handlers
