#include "bot/platforms/sentences.h"

#include <utility>

namespace allybot::platforms {
namespace {

constexpr std::pair<std::string_view, std::string_view> kEnglish[] = {
    {kSayNotText, "Some of those characters did not reach me as text. Please type it again."},
    {kSayUnreadable, "I could not read that. Please try again."},
    {kSayOldButton, "This button no longer works. Please ask again and use the new one."},
    {kSayCancel, "Cancel"},
    {kSayFormProblems, "Please change this and send it again:"},
    {kSayNeeded, "Please fill this in."},
    {kSayInDirect, "I answered in our direct messages, so that only you see it."},
    {kSayEncrypted, "I cannot read encrypted rooms. Write to me here, or invite me to a room without encryption."},
    {kSayFollows, "This takes a moment. The answer comes as a message that only you see."},
    {kSayMore, "More"},
    {kSayAskedIn, "You asked in"},
    {kSayNumber, "Reply with a number:"},
    {kSayNumberDirect, "Write me a number in our direct messages, where nobody else reads:"},
    {kSayNumberInRoom, "Numbers count in our direct messages only, where nobody else reads. Please write it to me there."},
    {kSayUnknownNumber, "I do not know any more what that number stands for. Ask again, or type"},
    {kSayWriteDirect, "For your eyes only, write to me directly:"},
    {kSayCancelled, "Stopped. Nothing was changed."},
    {kSayKeeps, "keeps"},
    {kSayLeavesEmpty, "leaves it empty"},
    {kSayStops, "stops"},
    {kSayOneOfThese, "Please answer with one of these numbers."},
    {kSayColon, ":"},
    {kSayTooLong, "That is too long. Most characters that fit:"},
};

}  // namespace

std::string sentence(const Environment& environment, std::string_view language, std::string_view key) {
  std::string said = environment.phrase ? environment.phrase(language, key) : std::string();
  if (!said.empty() && said != key) return said;  // a missing phrase comes back as its key
  for (const auto& [known, english] : kEnglish)
    if (known == key) return std::string(english);
  return std::string(key);
}

}  // namespace allybot::platforms
