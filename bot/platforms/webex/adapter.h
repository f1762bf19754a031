// Cisco Webex as one of the platforms.
// Must never be included by another platform; the registry alone knows it.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::platforms::webex {

const Platform& declaration();

}  // namespace allybot::platforms::webex
