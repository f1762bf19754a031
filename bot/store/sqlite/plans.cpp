// Plans in SQLite.
#include "bot/core/text.h"
#include "bot/store/sqlite/rows.h"
#include "bot/store/sqlite/transaction.h"

namespace allybot::store {

namespace {

const std::string kPlanByName = kSelectPlan + "WHERE platform = ?1 AND workspace = ?2 AND id = ?3";
const std::string kPlansOfChannel = kSelectPlan + "WHERE platform = ?1 AND workspace = ?2 AND channel = ?3 ORDER BY number";
const std::string kAllPlans = kSelectPlan + "ORDER BY number";
const std::string kPlansOfTravellers = kSelectPlan + "WHERE zone_told_at < ?1 ORDER BY zone_told_at, number LIMIT ?2";
const std::string kDuePlans = kSelectPlan + "WHERE fires_at <= ?1 ORDER BY fires_at, number LIMIT ?2";
constexpr char kNextDue[] = "SELECT min(fires_at) FROM plan WHERE fires_at IS NOT NULL";
constexpr char kLastNumber[] = "SELECT last FROM plan_number WHERE platform = ?1 AND workspace = ?2";
constexpr char kSetLastNumber[] =
    "INSERT INTO plan_number (platform, workspace, last) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (platform, workspace) DO UPDATE SET last = excluded.last";
constexpr char kInsertPlan[] =
    "INSERT INTO plan (platform, workspace, id, channel, address, words, rrule, start, zone, until, kinds, topics, state, "
    "paused_until, skips, trouble, author, from_file, created_at, next_at, next_local, fires_at, series, step, "
    "days_off, late, zone_told_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, "
    "?26, ?27) "
    "ON CONFLICT (platform, workspace, id) DO NOTHING";
// A column that is set is written to its indices again, the same value too; so the channel is set only where it has changed.
constexpr char kUpdatePlan[] =
    "UPDATE plan SET address = ?5, words = ?6, rrule = ?7, start = ?8, zone = ?9, until = ?10, kinds = ?11, topics = ?12, "
    "state = ?13, paused_until = ?14, skips = ?15, trouble = ?16, author = ?17, from_file = ?18, created_at = ?19, next_at = "
    "?20, "
    "next_local = ?21, fires_at = ?22, series = ?23, step = ?24, days_off = ?25, late = ?26, zone_told_at = ?27 "
    "WHERE platform = ?1 AND workspace = ?2 AND id = ?3 AND channel = ?4";
constexpr char kMovePlan[] = "UPDATE plan SET channel = ?4 WHERE platform = ?1 AND workspace = ?2 AND id = ?3";
constexpr char kRemovePlan[] = "DELETE FROM plan WHERE platform = ?1 AND workspace = ?2 AND id = ?3";

Plan::State plan_state_of(const std::string& name) {
  for (const Plan::State state : {Plan::State::Active, Plan::State::Paused, Plan::State::Ended})
    if (name == name_of(state)) return state;
  return Plan::State::Broken;
}

std::optional<TimePoint> fires_at(const Plan& plan) {
  const bool may_fire = plan.state == Plan::State::Active || plan.state == Plan::State::Paused;
  return may_fire ? plan.next_at : std::nullopt;
}

std::int64_t write_plan(Connection& connection, const char* sql, const Plan& plan) {
  const ChannelKey& channel = plan.channel;
  return Query(connection, sql, channel.platform, channel.workspace, plan.id, channel.channel, plan.address, plan.words,
               plan.rrule, plan.start, plan.zone, plan.until, lines_of(plan.kinds), lines_of(plan.topics), name_of(plan.state),
               plan.paused_until, lines_of(plan.skips), plan.trouble, plan.author, plan.from_file, plan.created_at, plan.next_at,
               plan.next_local, fires_at(plan), plan.series, plan.step, plan.days_off, plan.late, plan.zone_told_at)
      .run();
}

}  // namespace

std::string lines_of(const std::vector<std::string>& list) { return join(list, "\n"); }

std::vector<std::string> list_of(const std::string& lines) {
  std::vector<std::string> list;
  if (lines.empty()) return list;
  for (const std::string_view line : split(lines, '\n')) list.emplace_back(line);
  return list;
}

Plan plan_of(const Query& row) {
  Plan plan;
  plan.channel = {PlatformId(row.text(0)), WorkspaceId(row.text(1)), ChannelId(row.text(3))};
  plan.id = PlanId(row.text(2));
  plan.address = row.text(4);
  plan.words = row.text(5);
  plan.rrule = row.text(6);
  plan.start = row.text(7);
  plan.zone = row.text(8);
  plan.until = row.text(9);
  plan.kinds = list_of(row.text(10));
  plan.topics = list_of(row.text(11));
  plan.state = plan_state_of(row.text(12));
  plan.paused_until = row.text(13);
  plan.skips = list_of(row.text(14));
  plan.trouble = row.text(15);
  plan.author = MemberId(row.text(16));
  plan.from_file = row.number(17) != 0;
  plan.created_at = row.moment(18);
  plan.next_at = row.optional_moment(19);
  plan.next_local = row.text(20);
  plan.series = row.text(21);
  plan.step = static_cast<int>(row.number(22));
  plan.days_off = row.text(23);
  plan.late = row.text(24);
  plan.zone_told_at = row.optional_moment(25);
  return plan;
}

Result<std::vector<Plan>> SqliteTransaction::with_surroundings(std::vector<Plan> plans) {
  for (Plan& plan : plans) {
    auto set = surroundings_of(*this, plan.channel);
    if (!set) return tl::unexpected(set.error());
    plan.surroundings = std::move(*set);
  }
  return plans;
}

namespace {

std::vector<Plan> all_plans_of(Query& rows) {
  std::vector<Plan> plans;
  while (rows.next()) plans.push_back(plan_of(rows));
  return plans;
}

}  // namespace

Result<std::optional<Plan>> SqliteTransaction::plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) {
  auto found = ask<std::vector<Plan>>([&] {
    Query rows(connection_, kPlanByName.c_str(), platform, workspace, id);
    return all_plans_of(rows);
  });
  if (found) found = with_surroundings(std::move(*found));
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<Plan>> SqliteTransaction::plans_of(const ChannelKey& channel) {
  auto found = ask<std::vector<Plan>>([&] {
    Query rows(connection_, kPlansOfChannel.c_str(), channel.platform, channel.workspace, channel.channel);
    return all_plans_of(rows);
  });
  if (!found) return found;
  return with_surroundings(std::move(*found));
}

Result<std::vector<Plan>> SqliteTransaction::all_plans() {
  auto found = ask<std::vector<Plan>>([&] {
    Query rows(connection_, kAllPlans.c_str());
    return all_plans_of(rows);
  });
  if (!found) return found;
  return with_surroundings(std::move(*found));
}

Result<std::vector<Plan>> SqliteTransaction::plans_of_travellers(TimePoint before, std::size_t most) {
  auto found = ask<std::vector<Plan>>([&] {
    Query rows(connection_, kPlansOfTravellers.c_str(), before, most);
    return all_plans_of(rows);
  });
  if (!found) return found;
  return with_surroundings(std::move(*found));
}

Result<std::vector<Plan>> SqliteTransaction::due_plans(TimePoint now, std::size_t most) {
  auto found = ask<std::vector<Plan>>([&] {
    Query rows(connection_, kDuePlans.c_str(), now, most);
    return all_plans_of(rows);
  });
  if (!found) return found;
  return with_surroundings(std::move(*found));
}

Result<std::optional<TimePoint>> SqliteTransaction::next_due() {
  return ask<std::optional<TimePoint>>([&] {
    Query row(connection_, kNextDue);
    row.next();
    return row.optional_moment(0);
  });
}

Result<PlanId> SqliteTransaction::add_plan(Plan plan) {
  return change<PlanId>([&]() -> Result<PlanId> {
    std::int64_t last = 0;
    if (Query row(connection_, kLastNumber, plan.channel.platform, plan.channel.workspace); row.next()) last = row.number(0);
    if (plan.id.empty()) plan.id = PlanId('p' + std::to_string(last + 1));
    if (write_plan(connection_, kInsertPlan, plan) == 0) return fail(Code::Conflict, "a plan with this id exists");
    if (const std::int64_t number = number_of(plan.id); number > last)
      run(kSetLastNumber, plan.channel.platform, plan.channel.workspace, number);
    return plan.id;
  });
}

Result<void> SqliteTransaction::update_plan(const Plan& plan) {
  return change<void>([&]() -> Result<void> {
    if (write_plan(connection_, kUpdatePlan, plan) > 0) return {};
    const ChannelKey& channel = plan.channel;
    if (run(kMovePlan, channel.platform, channel.workspace, plan.id, channel.channel) == 0)
      return fail(Code::NotFound, "no such plan");
    write_plan(connection_, kUpdatePlan, plan);
    return {};
  });
}

Result<void> SqliteTransaction::remove_plan(const PlatformId& platform, const WorkspaceId& workspace, const PlanId& id) {
  return change<void>([&]() -> Result<void> {
    if (run(kRemovePlan, platform, workspace, id) == 0) return fail(Code::NotFound, "no such plan");
    return {};
  });
}

}  // namespace allybot::store
