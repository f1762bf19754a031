// A year of 1,000 plans in eight zones, every post and non-post. Prints CPU seconds.
#include <sys/resource.h>

#include <cstdio>

#include "bot/schedule/simulate.h"

namespace {

using namespace allybot;

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec) / 1e6;
}

}  // namespace

int main() {
  const char* zones[] = {"Europe/Berlin", "America/New_York", "Asia/Kathmandu",    "Australia/Lord_Howe",
                         "Pacific/Apia",  "Africa/Cairo",     "America/Sao_Paulo", "Asia/Tokyo"};
  const char* rules[] = {"FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=DAILY",
                         "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"};
  std::vector<store::Plan> plans;
  for (int i = 0; i < 1000; ++i) {
    store::Plan plan;
    plan.id = PlanId("p" + std::to_string(i));
    plan.channel = {PlatformId("slack"), WorkspaceId("T1"), ChannelId("C" + std::to_string(i))};
    plan.rrule = rules[i % 5];
    plan.start = "2024-01-01T0" + std::to_string(1 + i % 9) + ":30";
    plan.zone = zones[i % 8];
    plans.push_back(plan);
  }
  const double before = cpu_seconds();
  std::size_t rows = 0;
  for (store::Plan& plan : plans) {
    const auto found = schedule::simulate(schedule::Situation{{std::move(plan)}}, {{2026, 3, 1}, {2027, 3, 1}});
    if (!found) return 1;
    rows += found->size();
  }
  std::printf("a year of 1,000 plans, %zu rows: %.2f s CPU\n", rows, cpu_seconds() - before);
  return 0;
}
