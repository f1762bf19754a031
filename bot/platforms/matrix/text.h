// What members said: the words that are meant for the bot, with the people in them as our own mentions.
// https://spec.matrix.org/v1.15/client-server-api/#user-and-room-mentions
// Must never take a quoted text for something said.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace allybot::platforms::matrix {

/// By what members call the bot.
struct OwnNames {
  std::string id;       ///< "@ally:example.org"
  std::string shown;    ///< "Allybot"; may be empty
  std::string command;  ///< "ally": "!ally tip" calls it, too
};

struct Spoken {
  std::string text;           ///< without the call; other people as `<@alice:example.org>`
  bool called_first = false;  ///< by a mention or the command, and before anything else
};

/// Of the content of an m.room.message.
Spoken spoken_text(const nlohmann::json& content, const OwnNames& own);

}  // namespace allybot::platforms::matrix
