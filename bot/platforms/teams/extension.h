// The message extension: what a member looks for under the message box, with the list of cards that they may send themselves,
// and the dialog that the menu of a message opens.
// https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
// https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command
// Must never read of the chat or the message that it is opened in: the bot need not be there. A card that is sent on must never
// have a button that answers: nobody could say whose press it is.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/reply.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::teams {

inline constexpr const char* kQuery = "composeExtension/query";
inline constexpr const char* kOpenDialog = "composeExtension/fetchTask";
inline constexpr const char* kSubmit = "composeExtension/submitAction";  ///< a button in the dialog
// Ids in the manifest, and the name of the one parameter.
inline constexpr const char* kSearchCommand = "search";
inline constexpr const char* kSearchWords = "words";
inline constexpr const char* kAskCommand = "ask";

/// What the value of such an invoke asks for; nothing when it is none of ours, or of another shape.
std::optional<Search> read_query(const nlohmann::json& value);

/// The body of an answer that shows a card in the dialog; `attachment` is JSON.
std::string dialog_body(const std::string& attachment);

/// The body of an answer to a search. Any thread may call it.
class ExtensionAnswers {
 public:
  /// A list for Offers, a sentence for a card, an empty list for the rest.
  std::string body(const Reply& reply);

 private:
  std::string attachment(const Offers::Offer& offer);
  RenderCache cache_;
};

}  // namespace allybot::platforms::teams
