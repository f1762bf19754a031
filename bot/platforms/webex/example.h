// Where cards are drawn as Webex would show them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {

inline Example example() {
  return example_in(kPlatform, kWorkspace, "Y2lzY29zcGFyazovL3VzL1JPT00vZXhhbXBsZS1zcGFjZS0wMDAx",
                    "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9leGFtcGxlLXBlcnNvbi0wMQ",
                    Route{Asked::Command, {}, {}, {}, "General"}.text());
}

}  // namespace allybot::platforms::webex
