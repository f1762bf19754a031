// The port for counters and durations. Implemented over prometheus-cpp in bot/app; a no-op in most tests.
// Must never be given a label whose values a stranger can choose.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

namespace allybot {

/// Any thread may call it; costs well under a microsecond.
class Metrics {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  virtual ~Metrics() = default;
  /// Adds to the counter "allybot_<name>_total".
  virtual void count(std::string_view name, Labels labels = {}, double by = 1) = 0;
  /// Sets the gauge "allybot_<name>".
  virtual void gauge(std::string_view name, double value, Labels labels = {}) = 0;
  /// Notes a duration in the histogram "allybot_<name>_seconds".
  virtual void observe(std::string_view name, double duration_seconds, Labels labels = {}) = 0;
};

/// Counts nothing.
class NoMetrics final : public Metrics {
 public:
  void count(std::string_view, Labels, double) override {}
  void gauge(std::string_view, double, Labels) override {}
  void observe(std::string_view, double, Labels) override {}
};

}  // namespace allybot
