// 10,000 plans due in one minute: pick, render for Slack, write to the outbox of a real SQLite file. Prints CPU seconds.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "bot/app/bot.h"
#include "bot/core/log.h"
#include "bot/schedule/due.h"
#include "bot/store/store.h"

namespace {

using namespace allybot;

class StandingClock final : public Clock {
 public:
  TimePoint now() const override { return now_; }
  void set(TimePoint moment) { now_ = moment; }

 private:
  TimePoint now_ = from_rfc3339("2026-06-02T08:00:10Z").value();
};

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds_of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

Result<void> add_plans(store::Store& store, int count) {
  return store.write([&](store::Writer& tx) -> Result<void> {
    for (int i = 0; i < count; ++i) {
      store::Plan plan;
      char channel[16];
      std::snprintf(channel, sizeof channel, "C0B%06d", i);
      plan.channel = {PlatformId("slack"), WorkspaceId("T0BENCH01"), ChannelId(channel)};
      plan.words = "every Tuesday at 10:00";
      plan.rrule = "FREQ=WEEKLY;BYDAY=TU";
      plan.start = "2026-01-06T10:00";
      plan.zone = "Europe/Berlin";
      plan.author = MemberId("U0BENCH01");
      if (auto next = schedule::schedule_next(plan, from_rfc3339("2026-06-02T07:30:00Z").value()); !next) return next;
      if (auto added = tx.add_plan(plan); !added) return tl::unexpected(added.error());
    }
    return {};
  });
}

int failed(const Error& error) {
  std::fprintf(stderr, "bench_nudges: %s\n", error.for_log.c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  const int plans = count > 1 ? std::atoi(words[1]) : 10000;
  log::set_level(log::Level::Error);
  StandingClock clock;
  app::SettingsSource source = app::process_source();
  auto settings = app::read_settings(source, platforms::registry());
  if (!settings) return failed(settings.error());
  {
    auto store = store::open(settings->database_url, clock);
    if (!store) return failed(store.error());
    if (auto added = add_plans(**store, plans); !added) return failed(added.error());
  }
  app::BotOptions options;
  options.clock = &clock;
  options.by_hand = true;
  auto bot = app::Bot::start(*settings, options);
  if (!bot) return failed(bot.error());
  const double before = cpu_seconds();
  std::size_t posted = 0;
  for (bool more = true; more;) {
    auto step = (*bot)->tick();
    if (!step) return failed(step.error());
    posted += step->posted;
    more = step->more || step->posted > 0;
  }
  std::printf("%zu of %d plans due in one minute picked, rendered and in the outbox: %.2f s CPU\n", posted, plans,
              cpu_seconds() - before);
  return posted == static_cast<std::size_t>(plans) ? 0 : 1;
}
