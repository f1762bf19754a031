#include "tests/scenario/stored.h"

#include <gtest/gtest.h>

#include "bot/schedule/zone.h"

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
