#include "bot/app/playground_hooks.h"

#include <mutex>

#include "bot/app/preview/coming.h"
#include "bot/app/showcase.h"
#include "bot/core/log.h"

namespace allybot::app {
namespace {

using Moment = std::optional<TimePoint>;

/// When the outbox sends next, a moment of the past while it is sending.
Result<Moment> next_send(store::Reader& tx) {
  const auto sending = tx.count_deliveries(store::Delivery::State::Sending);
  if (!sending) return tl::unexpected(sending.error());
  if (*sending > 0) return TimePoint{};
  return tx.next_try();
}

/// Made when somebody first asks for it: it takes a key of its own, for which nobody has to wait at start.
class LateShowcase {
 public:
  const Showcase* get(const platforms::Environment& environment) {
    std::call_once(asked_, [&] {
      auto made = Showcase::make(platforms::registry(), environment.command, environment.phrase);
      if (made)
        made_ = std::move(*made);
      else
        log::error("no_showcase", {{"why", made.error().for_log}});
    });
    return made_.get();
  }

 private:
  std::once_flag asked_;
  std::unique_ptr<Showcase> made_;
};

}  // namespace

platforms::playground::Hooks playground_hooks(PlaygroundParts parts) {
  platforms::playground::Hooks hooks{
      parts.clock,
      [&store = parts.store] { return store::read<Moment>(store, [](store::Reader& tx) { return tx.next_due(); }); },
      parts.wake,
      [&store = parts.store, &seen = parts.seen] {
        auto erased = store.write([](store::Writer& tx) { return tx.erase_everything(); });
        seen.forget_all();
        return erased;
      },
      [&store = parts.store] { return store::read<Moment>(store, next_send); },
  };
  hooks.next_post = [&store = parts.store, &clock = parts.clock, almanac = std::move(parts.almanac)] {
    const auto days = almanac();
    return store::read<Moment>(store, [&](store::Reader& tx) { return next_post(*days, clock.now(), tx); });
  };
  hooks.as_seen = [late = std::make_shared<LateShowcase>(), &environment = parts.environment,
                   language_of = std::move(parts.language_of)](const Card& card, const Origin& origin, bool posted) {
    const Showcase* showcase = late->get(environment);
    if (showcase == nullptr) return std::string("{}");
    using As = Showcase::As;
    const As as = posted ? As::Post : origin.direct ? As::Direct : As::Answer;
    const Showcase::Exhibit exhibit{as == As::Post ? "Posted in a channel" : "In a direct message", card, as};
    return showcase->page_json({exhibit}, {card}, language_of(origin));
  };
  return hooks;
}

}  // namespace allybot::app
