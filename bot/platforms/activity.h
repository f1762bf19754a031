// What is alike in all that Teams sends, to an app or to an outgoing webhook: ids, and what members typed, with its mentions
// read. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference (Activity) Must never
// believe a name in it: who is meant is told by the entities beside the text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace allybot::platforms {

/// "29:" and letters, digits, dashes and underscores: a person, as this bot knows them.
bool is_member_id(std::string_view text);
/// A channel's, chat's or one-to-one conversation's id, without a thread.
bool is_conversation_id(std::string_view text);
bool is_activity_id(std::string_view text);
/// "19:abc@thread.tacv2;messageid=1" without its thread.
std::string_view without_thread(std::string_view conversation);

/// Of the client that it was typed in; nothing where that is not told.
const nlohmann::json* client_of(const nlohmann::json& activity);
/// BCP 47; empty where none is told.
std::string language_of(const nlohmann::json& activity);
/// A word for the metric of an activity that is nothing for us: whoever sends activities chooses among few.
std::string kind_for_metric(const std::string& type);

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

}  // namespace allybot::platforms
