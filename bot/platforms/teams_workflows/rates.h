// What an incoming webhook of Teams takes.
// https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using Must never hold logic.
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::teams_workflows {

/// "Throttled above four requests a second" is said of the older webhooks; a workflow is slower, and one a second is plenty.
inline constexpr PostRates kPostRates{{1, milliseconds(1000), 4}, {}, {}, PostRates::Refusal::Channel};

}  // namespace allybot::platforms::teams_workflows
