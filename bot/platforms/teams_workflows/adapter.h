// Channels of Microsoft Teams that are posted to by the address of a workflow, where no app may be installed.
// Must never be included by another platform; the registry alone knows it.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::platforms::teams_workflows {

const Platform& declaration();

}  // namespace allybot::platforms::teams_workflows
