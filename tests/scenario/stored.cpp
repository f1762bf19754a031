#include "tests/scenario/stored.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "bot/schedule/zone.h"
#include "tests/fakes/source_dir.h"

namespace allybot::scenario {

store::Plan plan_of(const ChannelKey& channel, const Folder& folder, const Clock& clock) {
  auto store = store::open(folder.database(), clock);
  if (!store) return {};
  store::Plan found;
  const auto read = (*store)->read([&](store::Reader& tx) -> Result<void> {
    auto plans = tx.plans_of(channel);
    if (plans && !plans->empty()) found = plans->front();
    return {};
  });
  EXPECT_TRUE(read.has_value());
  return found;
}

void let_plan_become_due(const ChannelKey& channel, const Folder& folder, const Clock& clock, Program& program) {
  ASSERT_EQ(program.stop(), 0);
  {
    auto store = store::open(folder.database(), clock);
    ASSERT_TRUE(store.has_value());
    const auto done = (*store)->write([&](store::Writer& tx) -> Result<void> {
      auto plans = tx.plans_of(channel);
      if (!plans || plans->size() != 1) return fail(Code::NotFound, "not one plan");
      const auto zone = schedule::Zone::load("Europe/Berlin");
      if (!zone) return tl::unexpected(zone.error());
      store::Plan& due = plans->front();
      due.rrule = "FREQ=DAILY";
      due.next_at = std::chrono::floor<std::chrono::minutes>(clock.now());
      due.start = due.next_local = zone->local(*due.next_at).str();
      return tx.update_plan(due);
    });
    ASSERT_TRUE(done.has_value()) << done.error().for_log;
  }
  ASSERT_TRUE(program.start()) << program.output();
}

void keep_a_due_plan_in_a_file(const ChannelKey& channel, const Folder& folder, const Clock& clock, Program& program) {
  const TimePoint due_at = std::chrono::floor<std::chrono::minutes>(clock.now()) - std::chrono::minutes(1);
  const std::string due_local = schedule::Zone::load("UTC")->local(due_at).str();
  const std::string content = folder.path() + "/content";
  std::filesystem::copy(fakes::source_dir() + "/content", content, std::filesystem::copy_options::recursive);
  std::ofstream(content + "/schedules.yaml")
      << "- slug: claims\n  channel: \"" << channel.platform.str() << ':' << channel.workspace.str() << ':'
      << channel.channel.str() << "\"\n  words: daily " << due_local.substr(11) << "\n  zone: UTC\n  kinds: [myths]\n";
  ASSERT_TRUE(program.start()) << program.output();
  ASSERT_EQ(program.stop(), 0) << program.output();
  // Its next date is tomorrow; it becomes today's.
  auto store = store::open(folder.database(), clock);
  ASSERT_TRUE(store.has_value());
  const auto done = (*store)->write([&](store::Writer& tx) -> Result<void> {
    auto plans = tx.plans_of(channel);
    if (!plans || plans->size() != 1) return fail(Code::NotFound, "not one plan");
    plans->front().next_at = due_at;
    plans->front().next_local = due_local;
    return tx.update_plan(plans->front());
  });
  ASSERT_TRUE(done.has_value()) << done.error().for_log;
}

void let_the_waiting_post_be_tried(const ChannelKey& channel, const Folder& folder, const Clock& clock) {
  auto store = store::open(folder.database(), clock);
  ASSERT_TRUE(store.has_value());
  const auto done = (*store)->write([&](store::Writer& tx) -> Result<void> {
    auto waiting = tx.deliveries_of(channel, store::Delivery::State::Retry, 2);
    if (!waiting || waiting->size() != 1) return fail(Code::NotFound, "not one post waits");
    waiting->front().next_try = clock.now();
    return tx.update_delivery(waiting->front());
  });
  ASSERT_TRUE(done.has_value()) << done.error().for_log;
}

}  // namespace allybot::scenario
