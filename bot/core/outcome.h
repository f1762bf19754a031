// What became of one attempt to send a message, in words that no platform owns.
// Must keep "it never left" and "we never heard" apart: only the first may be sent again without proof.
#pragma once

#include <chrono>
#include <string>

namespace allybot {

struct SendOutcome {
  enum class Kind {
    Sent,       ///< the platform said yes; `remote` is its id for the message
    NotSent,    ///< it certainly was not posted; try again with back-off
    Wait,       ///< over a limit; try again after `wait`
    Unknown,    ///< it left and no answer came
    Gone,       ///< the target will not come back: dead, and its plan is paused
    NeedsCare,  ///< a person has to change something at the platform (invite the bot, grant a scope): dead, with the reason
    Refused,    ///< the platform will never take this payload: our fault, dead
    TokenDead,  ///< the platform refuses our token: the platform is off until it is mended; the delivery waits
  };
  Kind kind = Kind::NotSent;
  std::string remote;
  std::string reason;  ///< stable lower-case word, such as "is_archived"; goes to logs and to the lead's list
  std::chrono::milliseconds wait{0};
};

/// Whether a message whose outcome we never heard is there.
struct LookUp {
  enum class Kind { Present, Absent, CannotTell };
  Kind kind = Kind::CannotTell;
  std::string remote;
};

/// What a platform tells of a member. Unknown stays unknown: a role that is not known is no role.
struct MemberFacts {
  bool admin = false;
  std::string zone;      ///< IANA; empty when not told
  std::string language;  ///< BCP 47; empty when not told
};

/// What a platform tells of a channel.
struct ChannelFacts {
  bool can_post = true;
  std::string why_not;         ///< stable word: "not_invited", "archived", "not_found"
  bool has_outsiders = false;  ///< shared with another organisation, or guests are in it
};

}  // namespace allybot
