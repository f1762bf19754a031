// What Google Chat takes at most, as data. googleapis google/chat/v1/chat_service.proto, google/apps/card/v1/card.proto
// Must never hold logic.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::google_chat {

// A whole message is 32,000 bytes; what is patched into buttons and the envelope of an answer have their room beside this.
inline constexpr Limit kMessage{"text", 24000, Unit::Bytes};
// A section that passes 100 widgets is dropped without a word.
inline constexpr Limit kBlocks{"blocks", 80};
inline constexpr Limit kTitle{"title", 200};
inline constexpr Limit kFallback{"fallback", 400};
inline constexpr Limit kButtons{"buttons", 20};
inline constexpr Limit kButton{"button", 60};
inline constexpr Limit kUrl{"url", 2000, Unit::Bytes};

inline constexpr Limit kLabel{"label", 100};
inline constexpr Limit kHint{"hint", 150};
inline constexpr Limit kOption{"choice", 75};
inline constexpr Limit kOptions{"choices", 100};
inline constexpr Limit kInitial{"initial", 3000};

inline constexpr std::size_t kMostBodyBytes = 256U << 10U;

}  // namespace allybot::platforms::google_chat
