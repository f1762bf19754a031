// What Discord takes at most, as data. https://docs.discord.com/developers/resources/message,
// https://docs.discord.com/developers/components/reference, https://docs.discord.com/developers/interactions/application-commands
// Must never hold logic. Discord does not say how it counts; UTF-16 units never count fewer than it does.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::discord {

inline constexpr Limit kContent{"text", 2000, Unit::Utf16};
inline constexpr Limit kDescription{"text", 4096, Unit::Utf16};  // of an embed; 6,000 over all of them
inline constexpr Limit kTitle{"title", 256, Unit::Utf16};
inline constexpr std::size_t kButtonsInARow = 5;
inline constexpr Limit kButtons{"buttons", 25};  // five rows
inline constexpr Limit kButton{"button", 80, Unit::Utf16};
inline constexpr Limit kUrl{"url", 512, Unit::Bytes};
inline constexpr std::size_t kCustomId = 100;

inline constexpr Limit kModalTitle{"title", 45, Unit::Utf16};
inline constexpr std::size_t kModalComponents = 5;
inline constexpr Limit kIntro{"intro", 2000, Unit::Utf16};
inline constexpr Limit kLabel{"label", 45, Unit::Utf16};
inline constexpr Limit kHint{"hint", 100, Unit::Utf16};  // a label's description
inline constexpr std::size_t kInputCharacters = 4000;
inline constexpr Limit kOption{"choice", 100, Unit::Utf16};
inline constexpr Limit kOptions{"choices", 25};

inline constexpr Limit kCommandName{"command", 32};
inline constexpr Limit kCommandDescription{"description", 100, Unit::Utf16};
inline constexpr std::size_t kOptionsOfCommand = 25;
inline constexpr std::size_t kTypedCharacters = 2000;  // of the option; 6,000 are possible
inline constexpr Limit kCompletion{"completion", 100, Unit::Utf16};
inline constexpr std::size_t kCompletions = 25;

inline constexpr std::size_t kMostBodyBytes = 256U << 10U;

}  // namespace allybot::platforms::discord
