// Where cards are drawn as Rocket.Chat would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/rocket_chat/route.h"

namespace allybot::platforms::rocket_chat {

inline Example example() {
  return example_in(kPlatform, "chat.example.org", "exampleRoom000001", "exampleUser000001", Route{{}, "general"}.text());
}

}  // namespace allybot::platforms::rocket_chat
