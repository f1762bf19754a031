// Google Chat: what registry.cpp lists.
// Must never be included by another platform.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::platforms::google_chat {

const Platform& declaration();

}  // namespace allybot::platforms::google_chat
