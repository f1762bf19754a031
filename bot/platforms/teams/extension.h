// The message extension: what a member looks for under the message box, and the list of cards that they may send themselves.
// https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
// Must never read of the chat that it is opened in: the bot need not be there. A card must never have a button that answers:
// nobody could say whose press it is.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/reply.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::teams {

inline constexpr const char* kQuery = "composeExtension/query";
inline constexpr const char* kSearchCommand = "search";  ///< its id in the manifest, and the name of its one parameter
inline constexpr const char* kSearchWords = "words";

/// What the value of such an invoke asks for; nothing when it is none of ours, or of another shape.
std::optional<Search> read_query(const nlohmann::json& value);

/// The body of its answer. Any thread may call it.
class ExtensionAnswers {
 public:
  /// A list for Offers, a sentence for a card, an empty list for the rest.
  std::string body(const Reply& reply);

 private:
  std::string attachment(const Offers::Offer& offer);
  RenderCache cache_;
};

}  // namespace allybot::platforms::teams
