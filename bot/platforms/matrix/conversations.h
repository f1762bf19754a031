// Members' own rooms with the bot: found, made, and mended when somebody left or joined; kept in the bot's account data.
// https://spec.matrix.org/v1.15/client-server-api/#direct-messaging
// Must never give a room in which anybody else is.
#pragma once

#include <string>

#include "bot/core/mutex.h"
#include "bot/platforms/matrix/api.h"
#include "bot/platforms/matrix/rooms.h"

namespace allybot::platforms::matrix {

/// Blocks; worker and sender threads may call it.
class Conversations {
 public:
  Conversations(const Api& api, Rooms& rooms, std::string own_id) : api_(api), rooms_(rooms), own_id_(std::move(own_id)) {}

  /// Whether somebody who left is invited again: only when they asked for something just now.
  enum class Again { Invite, LeaveAlone };
  /// The room with that member, made where there is none. Empty with the reason when it cannot be.
  std::string with(const std::string& member, Again again, SendOutcome& why);
  /// Reads which rooms are whose, unless that is known. What was answered, as a step.
  SendOutcome load();
  /// Writes it back when it has changed.
  void save();

  /// What load() and the check of a room ask, for whoever asks without blocking; read_* take what was answered and say whether
  /// it was an answer to go by.
  http::ClientRequest direct_request() const;
  bool read_direct(const http::ClientOutcome& outcome);
  http::ClientRequest members_request(const std::string& room) const;
  bool read_members(const std::string& room, const http::ClientOutcome& outcome);

 private:
  std::string account_data() const;
  void write_back() BOT_REQUIRES(making_);
  std::string make(const std::string& member, SendOutcome& why) BOT_REQUIRES(making_);
  /// False when this room will not do; with Sent when another may.
  bool mend(const std::string& member, const std::string& room, Again again, SendOutcome& why) BOT_REQUIRES(making_);

  const Api& api_;
  Rooms& rooms_;
  const std::string own_id_;
  Mutex making_;  ///< held while the homeserver is asked, so that nobody gets two rooms at once
};

}  // namespace allybot::platforms::matrix
