// The few sentences that adapters say themselves, by key of phrases.yaml, with the words to use when it has none.
// Must never grow into answers: what a command says is the handlers'.
#pragma once

#include <string>
#include <string_view>

#include "bot/platforms/adapter.h"

namespace allybot::platforms {

inline constexpr std::string_view kSayNotText = "adapter.not-text";       ///< bytes that are not UTF-8
inline constexpr std::string_view kSayUnreadable = "adapter.unreadable";  ///< genuine, and not understood
inline constexpr std::string_view kSayOldButton = "adapter.old-button";   ///< a value that is not ours (any more)
inline constexpr std::string_view kSayCancel = "adapter.cancel";          ///< closes a form or a question
inline constexpr std::string_view kSayFormProblems =
    "adapter.form-problems";                                            ///< over the problems where a form cannot show them
inline constexpr std::string_view kSayNeeded = "adapter.needed";        ///< beside a field of a form that was left empty
inline constexpr std::string_view kSayInDirect = "adapter.in-direct";   ///< the answer came as a direct message
inline constexpr std::string_view kSayEncrypted = "adapter.encrypted";  ///< what was written cannot be read
inline constexpr std::string_view kSayFollows = "adapter.follows";      ///< an answer that takes long will come as a message
inline constexpr std::string_view kSayMore = "adapter.more";            ///< the button behind which others lie
inline constexpr std::string_view kSayAskedIn = "adapter.asked-in";     ///< before the name of the channel it was asked in

inline constexpr std::string_view kSayNumber = "adapter.number";                 ///< over numbered choices
inline constexpr std::string_view kSayNumberDirect = "adapter.number-direct";    ///< the same where others read
inline constexpr std::string_view kSayNumberInRoom = "adapter.number-in-room";   ///< to a number that others have read
inline constexpr std::string_view kSayUnknownNumber = "adapter.unknown-number";  ///< before what to type instead
inline constexpr std::string_view kSayWriteDirect = "adapter.write-direct";      ///< over words to type, in a room
inline constexpr std::string_view kSayCancelled = "adapter.cancelled";           ///< a form was stopped
inline constexpr std::string_view kSayKeeps = "adapter.keeps";                   ///< ways to answer a question of a form
inline constexpr std::string_view kSayLeavesEmpty = "adapter.leaves-empty";
inline constexpr std::string_view kSayStops = "adapter.stops";
inline constexpr std::string_view kSayOneOfThese = "adapter.one-of-these";  ///< the answer is none of the choices
inline constexpr std::string_view kSayTooLong = "adapter.too-long";         ///< before the number of characters
inline constexpr std::string_view kSayColon = "colon";  ///< behind what it introduces, with the blank that the language writes

/// The sentence in that language ("" = the default).
std::string sentence(const Environment& environment, std::string_view language, std::string_view key);

}  // namespace allybot::platforms
