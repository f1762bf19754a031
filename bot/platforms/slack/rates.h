// How many messages Slack takes: one a second for a channel, "several hundred" a minute for a workspace, which is told no
// further. Must never hold logic. https://docs.slack.dev/apis/web-api/rate-limits : a refusal holds the method in the whole
// workspace.
#pragma once

#include "bot/core/rates.h"

namespace allybot::platforms::slack {

inline constexpr PostRates kPostRates{
    {1, milliseconds(1000), 1}, {300, milliseconds(60000), 20}, {}, PostRates::Refusal::Workspace};

}  // namespace allybot::platforms::slack
