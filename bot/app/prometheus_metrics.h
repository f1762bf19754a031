// The Metrics port over prometheus-cpp, and the text that /metrics answers.
// Must never make a series out of a label value that a stranger chooses; it refuses beyond a bound.
#pragma once

#include <memory>
#include <string>

#include "bot/core/metrics.h"

namespace allybot::app {

/// Any thread may call it.
class PrometheusMetrics final : public Metrics {
 public:
  PrometheusMetrics();
  ~PrometheusMetrics() override;
  void count(std::string_view name, Labels labels, double by) override;
  void gauge(std::string_view name, double value, Labels labels) override;
  void observe(std::string_view name, double duration_seconds, Labels labels) override;
  /// Prometheus text exposition format 0.0.4.
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace allybot::app
