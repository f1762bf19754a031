// One round of asking the library's web addresses: those that were not asked lately, with what came of it kept in a file.
// Must never change what is known when there is no way out to the web.
#pragma once

#include <string>
#include <vector>

#include "bot/app/links/memory.h"
#include "bot/library/addresses.h"

namespace allybot::app {

struct LinkRound {
  std::vector<library::Address> addresses;  ///< all of the library
  KnownLinks known;                         ///< what is known of them, and of others that were there once
  KnownLinks asked;                         ///< what was found out just now
};

struct LinkQuestion {
  std::string root;    ///< of the content
  std::string memory;  ///< the file of what is known
  bool again = false;  ///< what was asked lately, too
  std::function<void(std::size_t done, std::size_t of)> progress{};
  std::stop_token stop{};
};

/// NotFound when there is no address; Unavailable when nobody answered, or it was stopped: then nothing was kept.
Result<LinkRound> ask_links(const LinkQuestion& question, LinkChecker& checker, const Clock& clock);

}  // namespace allybot::app
