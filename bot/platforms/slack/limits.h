// What Slack takes at most, as data. https://docs.slack.dev/reference/block-kit, https://docs.slack.dev/reference/views
// Must never hold logic. Slack does not say how it counts; UTF-16 units never count fewer than it does.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::slack {

inline constexpr Limit kTitle{"title", 150, Unit::Utf16};         // header block
inline constexpr Limit kText{"text", 3000, Unit::Utf16};          // text object of a section
inline constexpr Limit kNote{"note", 2000, Unit::Utf16};          // text object of a context block
inline constexpr Limit kAllText{"text", 12000, Unit::Utf16};      // all blocks together; more is msg_blocks_too_long
inline constexpr Limit kFallback{"fallback", 3000, Unit::Utf16};  // `text` beside blocks: 4,000 is "best", 40,000 is cut
inline constexpr Limit kMessageBlocks{"blocks", 50};
inline constexpr Limit kViewBlocks{"blocks", 100};
inline constexpr std::size_t kButtonsInABlock = 25;
inline constexpr Limit kButtons{"buttons", 50};  // two blocks of them
inline constexpr Limit kButton{"button", 75, Unit::Utf16};
inline constexpr Limit kUrl{"url", 3000, Unit::Bytes};
inline constexpr Limit kConfirmTitle{"button", 100, Unit::Utf16};
inline constexpr Limit kConfirmText{"confirm", 300, Unit::Utf16};
inline constexpr Limit kConfirmButton{"button", 30, Unit::Utf16};

inline constexpr Limit kViewTitle{"title", 24, Unit::Utf16};  // and submit, close
inline constexpr Limit kLabel{"label", 2000, Unit::Utf16};
inline constexpr Limit kHint{"hint", 2000, Unit::Utf16};
inline constexpr Limit kOption{"choice", 75, Unit::Utf16};
inline constexpr Limit kOptions{"choices", 100};
inline constexpr std::size_t kInputCharacters = 3000;
inline constexpr std::size_t kPrivateMetadata = 3000;

inline constexpr std::size_t kMostBodyBytes = 256U << 10U;  // what interactivity may bring; 64 KiB is usual

}  // namespace allybot::platforms::slack
