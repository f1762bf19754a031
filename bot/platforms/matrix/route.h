// Names of Matrix's things, how to answer one event of it, and the calls that the adapter makes.
// Must never be logged: a room's id is as good as a place to post.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/core/direct_channel.h"
#include "bot/core/id.h"

namespace allybot::platforms::matrix {

inline constexpr const char* kPlatform = "matrix";
inline constexpr const char* kBase = "/matrix";  ///< what the homeserver is told as our address, after the public URL
inline constexpr const char* kTransactions = "/matrix/_matrix/app/v1/transactions/";
inline constexpr const char* kUsers = "/matrix/_matrix/app/v1/users/";
inline constexpr const char* kAliases = "/matrix/_matrix/app/v1/rooms/";
inline constexpr const char* kPing = "/matrix/_matrix/app/v1/ping";

enum class Asked : char { Command = 'c', Press = 'p', Form = 'f', Nobody = 'n' };

struct Route {
  Asked asked = Asked::Nobody;
  std::string room;    ///< the member's own with us, where this was said; empty: it has to be found
  std::string thread;  ///< the event that began the thread, there
  std::string event;   ///< what is answered

  std::string text() const;
  static Route read(std::string_view text);
};

/// One message on its way. As text: a line each for where and transaction, then the content as JSON.
struct Call {
  std::string where;        ///< "!room:server", or "@member": their own room with us, made when there is none
  std::string transaction;  ///< of an answer; a post has the outbox's key instead
  std::string content;

  std::string text() const;
  /// An empty content when the text is no call.
  static Call read(std::string_view text);
};

/// "@localpart:server" of printable ASCII without what our own text of a mention uses.
bool is_user_id(std::string_view text);
bool is_room_id(std::string_view text);
bool is_event_id(std::string_view text);

/// "alice:example.org" for "@alice:example.org"; a slash, which keys do not take, is percent-encoded.
MemberId member_of(std::string_view user);
std::string user_of(const MemberId& member);
bool is_member_id(std::string_view text);
std::string_view server_of(std::string_view user);
/// The server without a port, which names would not take.
std::string workspace_of(std::string_view server);

/// For one part of a path.
std::string encoded(std::string_view text);
/// Percent-encoding undone; what is none stays.
std::string decoded(std::string_view text);
/// "https://matrix.to/#/...", which clients show as the name of the room.
std::string link_to(std::string_view room);

}  // namespace allybot::platforms::matrix
