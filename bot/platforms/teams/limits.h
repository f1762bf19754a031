// What Teams takes at most, as data. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
// Must never hold logic.
#pragma once

#include <chrono>
#include <cstddef>

#include "bot/platforms/cut.h"

namespace allybot::platforms::teams {

// Microsoft advises to stay below 80 KB of UTF-16, which is 40,960 units; older text said 40 KB in all. A card within 28,000
// units of JSON is within both, and within what other adapters found to be safe.
inline constexpr Limit kMessage{"text", 28000, Unit::Utf16};
inline constexpr Limit kFallback{"fallback", 400};
inline constexpr Limit kButtons{"buttons", 18};
inline constexpr std::size_t kButtonsInARow = 5;  // of one set of actions: renderers leave out what is more
inline constexpr Limit kUrl{"url", 2000, Unit::Bytes};
inline constexpr Limit kPlaceName{"asked in", 80};
// Of a list under the message box. A page is what Teams asks for; nobody says how long the rest may be: two lines are shown.
inline constexpr Limit kOffers{"results", 25};
inline constexpr Limit kPreviewTitle{"preview's title", 100};
inline constexpr Limit kPreviewText{"preview", 200};
inline constexpr Limit kSentence{"sentence", 400};

inline constexpr std::size_t kMostBodyBytes = 256U << 10U;

// https://github.com/microsoft/json-schemas teams/v1.24/MicrosoftTeams.schema.json
inline constexpr Limit kShortName{"short name", 30};
inline constexpr Limit kCommandTitle{"command", 32};
inline constexpr Limit kCommandHelp{"command's description", 128};
inline constexpr std::size_t kCommands = 10;

}  // namespace allybot::platforms::teams
