// What Mattermost takes at most, as data. https://developers.mattermost.com/integrate/reference/message-attachments/
// Must never hold logic. Mattermost counts runes, which are code points; stored properties are counted as JSON.
#pragma once

#include "bot/platforms/cut.h"

namespace allybot::platforms::mattermost {

inline constexpr Limit kMessage{"text",
                                16183};  // posts.message takes 16,383; the rest is for the line that says where it was asked
inline constexpr Limit kAskedIn{"asked in", 120};
// Servers before 7 refuse a post whose properties pass 8,000 characters of JSON, 7,600 of them ours
// (server/public/model/post.go); they add empty fields to what we send, for which room is left.
inline constexpr Limit kProps{"card", 6800, Unit::Bytes};
inline constexpr Limit kTitle{"title", 300};
inline constexpr Limit kFallback{"fallback", 400};
inline constexpr Limit kButtons{"buttons", 15};
inline constexpr Limit kButton{"button", 64};
inline constexpr Limit kUrl{"url", 2000, Unit::Bytes};
inline constexpr std::size_t kShortNote = 500;  // characters that may come as a passing note beside the message pressed in

// https://developers.mattermost.com/integrate/plugins/interactive-dialogs/
inline constexpr Limit kDialogTitle{"title", 24};
inline constexpr Limit kLabel{"label", 24};
inline constexpr Limit kHint{"hint", 150};
inline constexpr Limit kSubmit{"submit", 24};
inline constexpr std::size_t kTextCharacters = 150;
inline constexpr std::size_t kLongTextCharacters = 3000;
inline constexpr Limit kOption{"choice", 75};
inline constexpr Limit kOptions{"choices", 100};

inline constexpr std::size_t kMostCommandBytes = 256U << 10U;
inline constexpr std::size_t kMostActionBytes = 64U << 10U;
inline constexpr std::size_t kMostDialogBytes = 256U << 10U;

}  // namespace allybot::platforms::mattermost
