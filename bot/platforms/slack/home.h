// The bot's own page for a member. https://docs.slack.dev/surfaces/app-home
// Must never show what another member may not see: a view is published for one member.
#pragma once

#include <span>
#include <string>

#include "bot/core/card.h"
#include "bot/core/id.h"

namespace allybot::platforms::slack {

/// Arguments of views.publish; `values` are the buttons' signed values.
std::string home_page(const Card& card, const MemberId& member, std::span<const std::string> values, const std::string& cancel);

}  // namespace allybot::platforms::slack
