// The playground: a small workspace in a web page, as one more platform.
// Must never need anything inside the core that another platform does not; never listen beyond loopback.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/core/movable_clock.h"
#include "bot/platforms/adapter.h"

namespace allybot::platforms::playground {

/// What the page may do beyond being a platform: look at and move the clock, and start anew.
struct Hooks {
  MovableClock& clock;
  std::function<Result<std::optional<TimePoint>>()> next_nudge;  ///< when the next plan fires
  std::function<void()> clock_moved;                             ///< wakes the ticker and the outbox
  std::function<Result<void>()> reset;                           ///< empties the playground's database; may block
  /// When the outbox sends next, a moment of the past while it is sending: the clock does not move on while something is on its
  /// way. Empty: nothing ever is.
  std::function<Result<std::optional<TimePoint>>()> next_send{};
  /// The card as every platform would show it, as JSON for the page: posted for all, or answered to the member of `origin`.
  /// Empty: the page does not offer it.
  std::function<std::string(const Card& card, const Origin& origin, bool posted)> as_seen{};
  /// When something is posted next: not what quiet or a budget holds back, as `next_nudge` may be. Empty: as `next_nudge`.
  std::function<Result<std::optional<TimePoint>>()> next_post{};
};

inline constexpr const char* kPlatform = "playground";

/// One workspace "W1" with channels and three members, shared by all tabs; messages live in memory.
Result<std::unique_ptr<Adapter>> make(const Environment& environment, Hooks hooks);

/// Its row for content check and the contract suite; `make` there uses hooks that do nothing.
const Platform& declaration();

}  // namespace allybot::platforms::playground
