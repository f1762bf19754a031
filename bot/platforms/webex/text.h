// What members wrote to us in Webex, with its mentions read. https://developer.webex.com/docs/api/basics (markdown, mentions)
// Must never believe a name: who is meant is told by the ids beside the text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace allybot::platforms::webex {

/// Who the bot is, as the API tells it.
struct Ourselves {
  std::string id, name;
};

struct Spoken {
  std::string text;           ///< without mentions of us; other members as `<@ID>`; a typed "<@" gets a space
  bool called_first = false;  ///< a mention of us is the first thing in it
  std::vector<std::pair<std::string, std::string>> mentioned;  ///< others, by id and name
};

/// `message` as the API gives it.
Spoken spoken_text(const nlohmann::json& message, const Ourselves& us);

}  // namespace allybot::platforms::webex
