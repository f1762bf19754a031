// All that an adapter is given, for tests: settings in a map, a clock that stands still, buttons whose handles lie in memory.
// Must never read the machine's environment.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bot/core/mutex.h"
#include "bot/platforms/adapter.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::fakes {

class PlatformRig {
 public:
  explicit PlatformRig(std::map<std::string, std::string> values = {}) : settings(std::move(values)) {}

  platforms::Environment environment(http::Client& client) {
    return {[this](std::string_view name) -> std::optional<std::string> {
              const auto found = settings.find(std::string(name));
              if (found == settings.end()) return std::nullopt;
              return found->second;
            },
            client,
            clock,
            random,
            buttons,
            metrics,
            "ally",
            "https://bot.example.org",
            [](std::string_view, std::string_view key) { return std::string(key); }};
  }

  std::map<std::string, std::string> settings;
  FakeClock clock;
  SeededRandom random;
  NoMetrics metrics;

 private:
  Mutex mutex_;
  std::map<std::string, std::string> objects_ BOT_GUARDED_BY(mutex_);

 public:
  platforms::Buttons buttons{Secret("a master secret of thirty-two bytes"),
                             std::nullopt,
                             {[this](const std::string& handle, const std::string& object, TimePoint) {
                                const Lock lock(mutex_);
                                objects_[handle] = object;
                              },
                              [this](const std::string& handle) -> std::optional<std::string> {
                                const Lock lock(mutex_);
                                const auto found = objects_.find(handle);
                                if (found == objects_.end()) return std::nullopt;
                                return found->second;
                              }}};
};

}  // namespace allybot::fakes
