// What members typed to us in Teams, with its mentions read.
// Must never believe a name in it: who is meant is told by the entities beside the text.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace allybot::platforms::teams {

struct Mentioned {
  std::string id;
  const nlohmann::json* entity = nullptr;  ///< of the activity that was read
};

struct Spoken {
  std::string text;           ///< without mentions of us; other members as `<@ID>`; a typed "<@" gets a space
  bool called_first = false;  ///< a mention of us is the first thing in it
  std::vector<Mentioned> mentioned;
};

Spoken spoken_text(const nlohmann::json& activity, const std::function<bool(const nlohmann::json& account)>& is_us);

}  // namespace allybot::platforms::teams
