// What the playground may do beyond being a platform: move the clock, start anew, show a message as other platforms would.
// Must never reach a real platform.
#pragma once

#include "bot/platforms/playground/playground.h"
#include "bot/schedule/almanac.h"
#include "bot/store/seen_history.h"
#include "bot/store/store.h"

namespace allybot::app {

/// What the hooks work on. Lives as long as they do.
struct PlaygroundParts {
  MovableClock& clock;
  store::Store& store;
  store::SeenHistory& seen;
  const platforms::Environment& environment;
  std::function<std::shared_ptr<const schedule::Almanac>()> almanac;
  std::function<void()> wake;
  std::function<std::string(const Origin&)> language_of;
};
platforms::playground::Hooks playground_hooks(PlaygroundParts parts);

}  // namespace allybot::app
