#include "bot/app/listeners.h"

#include <exception>
#include <utility>

#include "bot/core/log.h"

namespace allybot::app {

/// What one source is given.
class Listeners::Door final : public platforms::Intake {
 public:
  Door(Listeners& all, std::string platform, const std::string& source, Ingress& ingress)
      : all_(all), platform_(std::move(platform)), prefix_("listener/" + platform_ + '/' + source + '/'), ingress_(ingress) {}

  void take(platforms::Authentic frame, milliseconds patience, std::function<void(http::Response)> answered) override {
    ingress_.take(frame, patience, std::move(answered));
  }

  std::optional<std::string> kept(const std::string& name) override {
    auto value = store::read<std::optional<std::string>>(all_.store_, [&](store::Reader& tx) { return tx.meta(prefix_ + name); });
    return value ? std::move(*value) : std::nullopt;
  }

  Result<void> keep(const std::string& name, const std::string& value) override {
    return all_.store_.write([&](store::Writer& tx) { return tx.set_meta(prefix_ + name, value); });
  }

  void report(std::string trouble) override {
    {
      const Lock lock(mutex_);
      if (trouble == trouble_) return;
      trouble_ = trouble;
    }
    all_.metrics_.gauge("listening", trouble.empty() ? 1 : 0, {{"platform", platform_}});
    if (trouble.empty())
      log::info("listening", {{"platform", platform_}});
    else
      log::warning("not_listening", {{"platform", platform_}, {"why", trouble}});
  }

  std::string trouble() const {
    const Lock lock(mutex_);
    return trouble_.empty() ? std::string() : platform_ + ": " + trouble_;
  }

 private:
  Listeners& all_;
  const std::string platform_;
  const std::string prefix_;
  Ingress& ingress_;
  mutable Mutex mutex_;
  std::string trouble_ BOT_GUARDED_BY(mutex_);
};

Listeners::Listeners(store::Store& store, Metrics& metrics) : store_(store), metrics_(metrics) {}
Listeners::~Listeners() { stop(); }

void Listeners::start(Ingress& ingress) {
  for (platforms::FrameSource& source : ingress.adapter().frame_sources()) {
    auto opened = std::make_unique<Door>(*this, ingress.adapter().platform().str(), source.name, ingress);
    Door* const door = opened.get();
    {
      const Lock lock(mutex_);
      doors_.push_back(std::move(opened));
    }
    threads_.emplace_back([door, run = std::move(source.run)](const std::stop_token& stop) {
      try {
        run(*door, stop);
      } catch (const std::exception&) {  // what() may quote input
        door->report("it failed, and listens no more until the bot is started again.");
      }
    });
  }
}

void Listeners::stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
}

std::vector<std::string> Listeners::troubles() const {
  std::vector<std::string> all;
  const Lock lock(mutex_);
  for (const auto& door : doors_)
    if (std::string trouble = door->trouble(); !trouble.empty()) all.push_back(std::move(trouble));
  return all;
}

}  // namespace allybot::app
