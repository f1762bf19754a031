// Teams of Microsoft Teams where no app may be installed: an outgoing webhook asks, and everybody in the channel reads the
// answer. Must never be included by another platform; the registry alone knows it.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::platforms::teams_outgoing {

const Platform& declaration();

}  // namespace allybot::platforms::teams_outgoing
