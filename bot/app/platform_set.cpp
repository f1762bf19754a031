#include "bot/app/platform_set.h"

#include <utility>

#include "bot/app/place_name.h"
#include "bot/core/log.h"
#include "bot/platforms/openly.h"
#include "bot/platforms/sentences.h"
#include "handlers/typed.h"

namespace allybot::app {
namespace {

platforms::Outgoing outgoing_of(const store::Delivery& delivery) {
  return platforms::Outgoing{delivery.channel.str(), delivery.payload, delivery.idempotency, delivery.created_at};
}

constexpr const char* kOn = "on";

Error not_configured(const PlatformId& platform) {
  return Error{Code::Unavailable, "platform " + platform.str() + " is not configured", {}};
}

}  // namespace

void PlatformSet::add(std::unique_ptr<platforms::Adapter> adapter) {
  const std::string name = adapter->platform().str();
  auto tasks = adapter->background_tasks();
  auto dialogue = std::make_unique<platforms::Dialogue>(
      adapter->capabilities(), environment_.clock,
      [this](std::string_view language, std::string_view key) { return platforms::sentence(environment_, language, key); },
      language_of_, &handlers::typed_for);
  const Lock lock(mutex_);
  all_[name] = One{std::move(adapter), std::move(dialogue), false, "connecting"};
  for (platforms::BackgroundTask& task : tasks) tasks_.push_back({std::move(task), std::nullopt});
}

std::vector<std::function<void()>> PlatformSet::due_tasks(TimePoint now) {
  const Lock lock(mutex_);
  std::vector<std::function<void()>> due;
  for (Task& one : tasks_) {
    if (one.ran_at && std::chrono::abs(now - *one.ran_at) < one.task.every) continue;
    one.ran_at = now;
    due.push_back(one.task.step);
  }
  return due;
}

void PlatformSet::leave_out(const std::string& name, const std::string& why) {
  const Lock lock(mutex_);
  all_[name] = One{nullptr, nullptr, false, why};
}

platforms::Adapter* PlatformSet::find(const PlatformId& platform) const {
  const Lock lock(mutex_);
  const auto found = all_.find(platform.str());
  return found == all_.end() ? nullptr : found->second.adapter.get();
}

std::vector<platforms::Adapter*> PlatformSet::all() const {
  const Lock lock(mutex_);
  std::vector<platforms::Adapter*> adapters;
  for (const auto& [name, one] : all_)
    if (one.adapter) adapters.push_back(one.adapter.get());
  return adapters;
}

platforms::Dialogue& PlatformSet::dialogue_of(const PlatformId& platform) const {
  const Lock lock(mutex_);
  return *all_.at(platform.str()).dialogue;
}

bool PlatformSet::is_on(const PlatformId& platform) const {
  const Lock lock(mutex_);
  const auto found = all_.find(platform.str());
  return found != all_.end() && found->second.on;
}

bool PlatformSet::said_yes(const PlatformId& platform) const {
  const Lock lock(mutex_);
  const auto found = all_.find(platform.str());
  return found != all_.end() && found->second.on && found->second.detail == kOn;
}

bool PlatformSet::any_on() const {
  const Lock lock(mutex_);
  for (const auto& [name, one] : all_)
    if (one.on) return true;
  return false;
}

void PlatformSet::set(const std::string& name, bool on, const std::string& detail) {
  bool changed = false;
  {
    const Lock lock(mutex_);
    One& one = all_[name];
    changed = one.on != on || one.detail != detail;
    one.on = on;
    one.detail = detail;
  }
  metrics_.gauge("platform_on", on ? 1 : 0, {{"platform", name}});
  if (!changed) return;
  if (on)
    log::info("platform_on", {{"platform", name}, {"detail", detail}});
  else
    log::warning("platform_off", {{"platform", name}, {"why", detail}});
}

void PlatformSet::turn_off(const PlatformId& platform, const std::string& why) { set(platform.str(), false, why); }

void PlatformSet::connect(bool all_of_them) {
  for (platforms::Adapter* adapter : all()) {
    if (!all_of_them && said_yes(adapter->platform())) continue;
    const platforms::Connection connection = adapter->connect();
    switch (connection.kind) {
      case platforms::Connection::Kind::On: set(adapter->platform().str(), true, kOn); break;
      case platforms::Connection::Kind::Refused: set(adapter->platform().str(), false, connection.detail); break;
      // Away is not refused: what is due waits in the outbox and is tried.
      case platforms::Connection::Kind::Unreachable:
        set(adapter->platform().str(), true, "unreachable: " + connection.detail);
        break;
    }
  }
}

std::vector<PlatformSet::Status> PlatformSet::statuses() const {
  const Lock lock(mutex_);
  std::vector<Status> statuses;
  for (const auto& [name, one] : all_) statuses.push_back(Status{name, one.adapter != nullptr, one.on, one.detail});
  return statuses;
}

Result<MemberFacts> PlatformSet::member_facts(const MemberKey& member) const {
  platforms::Adapter* adapter = find(member.platform);
  if (adapter == nullptr) return tl::unexpected(not_configured(member.platform));
  return adapter->member_facts(member);
}

Result<ChannelFacts> PlatformSet::channel_facts(const ChannelKey& channel) const {
  platforms::Adapter* adapter = find(channel.platform);
  if (adapter == nullptr) return tl::unexpected(not_configured(channel.platform));
  return adapter->channel_facts(channel);
}

Result<std::string> PlatformSet::post(const Card& card, const std::string& language, const ChannelKey& channel,
                                      const std::string& address, TimePoint now) const {
  platforms::Adapter* adapter = find(channel.platform);
  if (adapter == nullptr) return tl::unexpected(not_configured(channel.platform));
  const auto shown = dialogue_of(channel.platform).post(card, channel, language);
  return adapter->post(shown ? *shown : card, channel, address, now);
}

SendOutcome PlatformSet::send(const store::Delivery& delivery) {
  platforms::Adapter* adapter = find(delivery.channel.platform);
  if (adapter == nullptr) return {SendOutcome::Kind::TokenDead, {}, "not_configured", {}};
  SendOutcome outcome = adapter->send(outgoing_of(delivery));
  if (outcome.kind == SendOutcome::Kind::TokenDead) turn_off(delivery.channel.platform, outcome.reason);
  return outcome;
}

LookUp PlatformSet::look_up(const store::Delivery& delivery) const {
  platforms::Adapter* adapter = find(delivery.channel.platform);
  if (adapter == nullptr) return {};
  return adapter->look_up(outgoing_of(delivery));
}

bool PlatformSet::looks_up(const PlatformId& platform) const {
  const platforms::Adapter* adapter = find(platform);
  return adapter != nullptr && adapter->capabilities().look_up;
}

milliseconds PlatformSet::dedupes_for(const PlatformId& platform) const {
  platforms::Adapter* adapter = find(platform);
  return adapter == nullptr ? milliseconds(0) : adapter->capabilities().dedupes_for;
}

bool PlatformSet::hears(const PlatformId& platform) const {
  const platforms::Adapter* adapter = find(platform);
  return adapter == nullptr || adapter->capabilities().hears;
}

bool PlatformSet::answers_openly(const PlatformId& platform) const {
  const platforms::Adapter* adapter = find(platform);
  return adapter != nullptr && platforms::answers_openly(adapter->capabilities());
}

bool PlatformSet::slashes(const PlatformId& platform) const {
  const platforms::Adapter* adapter = find(platform);
  return adapter == nullptr || adapter->capabilities().slash;
}

PostRates PlatformSet::rates_of(const PlatformId& platform) const {
  platforms::Adapter* adapter = find(platform);
  return adapter == nullptr ? PostRates{} : adapter->capabilities().rates;
}

std::optional<ChannelKey> channel_of_file_name(const std::string& text) {
  auto name = read_place_name(text);
  if (!name) return std::nullopt;
  return ChannelKey{PlatformId(std::move(name->platform)), WorkspaceId(std::move(name->workspace)),
                    ChannelId(std::move(name->id))};
}

}  // namespace allybot::app
