// Where cards are drawn as a workflow of Teams posts them.
// Must never be sent to.
#pragma once

#include "bot/platforms/example.h"
#include "bot/platforms/teams_workflows/workflows.h"

namespace allybot::platforms::teams_workflows {

inline Example example() { return example_in(kPlatform, kWorkspace, "engineering", {}, {}); }

}  // namespace allybot::platforms::teams_workflows
