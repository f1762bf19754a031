// Metrics that a test can read: "name{label=value,...}" to its sum or last value.
// Must never be used outside tests.
#pragma once

#include <map>
#include <string>

#include "bot/core/metrics.h"
#include "bot/core/mutex.h"

namespace allybot::fakes {

/// Any thread may call it.
class CountingMetrics final : public Metrics {
 public:
  void count(std::string_view name, Labels labels, double by) override {
    const Lock lock(mutex_);
    values_[key(name, labels)] += by;
  }
  void gauge(std::string_view name, double value, Labels labels) override {
    const Lock lock(mutex_);
    values_[key(name, labels)] = value;
  }
  void observe(std::string_view name, double, Labels labels) override { count(name, labels, 1); }

  /// Zero when it was never touched.
  double value(const std::string& name_and_labels) const {
    const Lock lock(mutex_);
    const auto at = values_.find(name_and_labels);
    return at == values_.end() ? 0 : at->second;
  }

 private:
  static std::string key(std::string_view name, Labels labels) {
    std::string text(name);
    const char* before = "{";
    for (const auto& [label, value] : labels) {
      text.append(before).append(label).append("=").append(value);
      before = ",";
    }
    return labels.size() == 0 ? text : text + '}';
  }

  mutable Mutex mutex_;
  std::map<std::string, double> values_ BOT_GUARDED_BY(mutex_);
};

}  // namespace allybot::fakes
