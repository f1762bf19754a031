#include "bot/platforms/adapter.h"

namespace allybot::platforms {

void Adapter::fetched(const std::string& /*purpose*/, const http::ClientOutcome& /*outcome*/) {}

LookUp Adapter::look_up(const Outgoing& /*outgoing*/) { return {}; }

std::vector<BackgroundTask> Adapter::background_tasks() { return {}; }

}  // namespace allybot::platforms
