#include "bot/platforms/adapter.h"

namespace allybot::platforms {

void Adapter::fetched(const std::string& /*purpose*/, const http::ClientOutcome& /*outcome*/) {}

LookUp Adapter::look_up(const Outgoing& /*outgoing*/) { return {}; }

std::vector<BackgroundTask> Adapter::background_tasks() { return {}; }
std::vector<FrameSource> Adapter::frame_sources() { return {}; }

Configured configured(const Platform& platform, const std::function<std::optional<std::string>(std::string_view name)>& setting) {
  Configured found;
  for (const Setting& one : platform.settings) {
    const bool there = setting(one.name).has_value();
    found.any = found.any || there;
    const bool needed = one.required && (one.unless.empty() || !setting(one.unless));
    if (needed && !there) found.missing += (found.missing.empty() ? "" : ", ") + one.name;
  }
  return found;
}

}  // namespace allybot::platforms
