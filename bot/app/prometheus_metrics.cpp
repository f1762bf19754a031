#include "bot/app/prometheus_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <functional>
#include <map>
#include <shared_mutex>
#include <unordered_map>

#include "bot/core/mutex.h"

namespace allybot::app {
namespace {

constexpr std::size_t kMostSeries = 2000;

/// Name and labels in one text, the key of the series that was made for them.
std::string key_of(std::string_view name, Metrics::Labels labels) {
  std::string key(name);
  for (const auto& [label, value] : labels) {
    key += '\x1f';
    key += label;
    key += '\x1e';
    key += value;
  }
  return key;
}

std::map<std::string, std::string> map_of(Metrics::Labels labels) {
  std::map<std::string, std::string> map;
  for (const auto& [label, value] : labels) map.emplace(std::string(label), std::string(value));
  return map;
}

/// The series of one kind. A series is found under a shared lock; only its first use takes the other one.
template <class Series>
class Kept {
 public:
  template <class Make>
  Series* get(std::string_view name, Metrics::Labels labels, Make&& make) {
    const std::string key = key_of(name, labels);
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = series_.find(key); found != series_.end()) return found->second;
    }
    const std::unique_lock lock(mutex_);
    if (const auto found = series_.find(key); found != series_.end()) return found->second;
    if (series_.size() >= kMostSeries) return nullptr;
    Series* made = &make(std::string(name), map_of(labels));
    series_.emplace(key, made);
    return made;
  }

 private:
  std::shared_mutex mutex_;
  std::unordered_map<std::string, Series*> series_;
};

}  // namespace

struct PrometheusMetrics::State {
  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
  Kept<prometheus::Counter> counters;
  Kept<prometheus::Gauge> gauges;
  Kept<prometheus::Histogram> histograms;
};

PrometheusMetrics::PrometheusMetrics() : state_(std::make_unique<State>()) {}
PrometheusMetrics::~PrometheusMetrics() = default;

void PrometheusMetrics::count(std::string_view name, Labels labels, double by) {
  auto* counter = state_->counters.get(name, labels, [&](const std::string& plain, const auto& map) -> prometheus::Counter& {
    return prometheus::BuildCounter().Name("allybot_" + plain + "_total").Register(state_->registry).Add(map);
  });
  if (counter != nullptr) counter->Increment(by);
}

void PrometheusMetrics::gauge(std::string_view name, double value, Labels labels) {
  auto* gauge = state_->gauges.get(name, labels, [&](const std::string& plain, const auto& map) -> prometheus::Gauge& {
    return prometheus::BuildGauge().Name("allybot_" + plain).Register(state_->registry).Add(map);
  });
  if (gauge != nullptr) gauge->Set(value);
}

void PrometheusMetrics::observe(std::string_view name, double duration_seconds, Labels labels) {
  static const prometheus::Histogram::BucketBoundaries kSeconds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                                0.05,   0.1,     0.25,   0.5,   1,      2.5,   5};
  auto* histogram =
      state_->histograms.get(name, labels, [&](const std::string& plain, const auto& map) -> prometheus::Histogram& {
        return prometheus::BuildHistogram().Name("allybot_" + plain + "_seconds").Register(state_->registry).Add(map, kSeconds);
      });
  if (histogram != nullptr) histogram->Observe(duration_seconds);
}

std::string PrometheusMetrics::text() const { return prometheus::TextSerializer().Serialize(state_->registry.Collect()); }

}  // namespace allybot::app
