// A place of each platform that does not exist, for messages to be drawn as they would be there.
// Must never be taken for a real one: nothing is sent there, and the settings are nobody's.
#pragma once

#include <functional>
#include <string>

#include "bot/core/inbound.h"

namespace allybot::platforms {

struct Example {
  /// A command that nobody sent: cards are drawn as its answer, and as posts in its channel.
  Origin origin;
  /// A value for a required setting whose own example an adapter would not take, made anew; empty where the example will do.
  std::function<Result<std::string>(const std::string& setting)> invented = nullptr;
};

/// Of ids in the platform's own form.
Example example_in(const std::string& platform, const std::string& workspace, const std::string& channel,
                   const std::string& member, std::string route);

/// By a platform's name in registry(); Internal where it has none.
Result<Example> example_of(const std::string& platform);

}  // namespace allybot::platforms
