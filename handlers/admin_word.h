// Word to the admins about the bot itself: content that was refused, links that lead nowhere, and that all is well again.
// Must never be said twice for one thing, and never name who made it.
#pragma once

#include <string>
#include <vector>

#include "handlers/dispatch.h"

namespace allybot::handlers {

/// A direct message to each of ALLYBOT_ADMINS in the outbox. `why` empty: the revision is live after one that was refused.
Result<void> tell_of_revision(const Services& services, const std::string& revision, const std::string& why);

/// What became of a web address of the library.
struct LinkNews {
  enum class State { Unknown, There, Gone };
  std::string url, place;  ///< the first file that it stands in
  State state = State::Unknown;
};
/// The same for web addresses that are gone, and for those of them that are there again; what was told is kept in the store.
/// `news`: all addresses of the library.
Result<void> tell_of_links(const Services& services, const std::vector<LinkNews>& news);

}  // namespace allybot::handlers
