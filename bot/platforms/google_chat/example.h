// Where cards are drawn as Google Chat would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/google_chat/account.h"
#include "bot/platforms/google_chat/route.h"
#include "bot/platforms/google_chat/settings.h"

namespace allybot::platforms::google_chat {

inline Example example() {
  Example made = example_in(kPlatform, "1234567890", "AAAAexample", "100000000000000003",
                            Route{Asked::Command, "AAAAexample", {}, {}}.text());
  made.invented = [](const std::string& setting) {
    return setting == kServiceAccount ? invented_account() : Result<std::string>(std::string());
  };
  return made;
}

}  // namespace allybot::platforms::google_chat
