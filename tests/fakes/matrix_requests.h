// Requests as a homeserver sends them to an application service, with the events in them.
// Must never hold a token or an id of a real server.
#pragma once

#include <string>
#include <vector>

#include "bot/http/message.h"

namespace allybot::fakes {

inline constexpr const char* kMatrixBot = "@ally:example.org";
inline constexpr const char* kMatrixAsToken = "fake-as-token-of-thirty-two-bytes";
inline constexpr const char* kMatrixHsToken = "fake-hs-token-of-thirty-two-bytes";

struct MatrixPlace {
  std::string room = "!ops:example.org";
  std::string user = "@alice:example.org";
  std::string event = "$said1";
};
/// Alice's own room with the bot.
MatrixPlace matrix_conversation();

/// JSON of an m.text event; `text` may be no UTF-8. `more` is the JSON of other fields of its content.
std::string matrix_message(const std::string& text, const MatrixPlace& place = {}, const std::string& more = "{}");
/// The same with this content (JSON).
std::string matrix_event(const std::string& type, const std::string& content, const MatrixPlace& place = {});
std::string matrix_state(const std::string& type, const std::string& key, const std::string& content,
                         const MatrixPlace& place = {});
/// The user of `place` sets what `whose` is to the room.
std::string matrix_member(const std::string& whose, const std::string& membership, const MatrixPlace& place = {});
/// An invite of the bot by the user of `place`; `state` is the JSON of invite_room_state.
std::string matrix_invite(bool direct, const MatrixPlace& place = {}, const std::string& state = "[]");

http::RawRequest matrix_transaction(const std::vector<std::string>& events, const std::string& id = "1",
                                    const std::string& token = kMatrixHsToken);
http::RawRequest matrix_query(const std::string& path);

}  // namespace allybot::fakes
