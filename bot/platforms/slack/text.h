// Slack's text: escaping, mrkdwn, and what members typed. https://docs.slack.dev/messaging/formatting-message-text
// Must never let text of ours or of a member become a mention, a link or a format that the card did not ask for.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::slack {

/// The three characters that Slack wants escaped, and no others.
std::string escape(std::string_view text);
/// Literal text in mrkdwn: escaped, and kept from being read as bold, italic, struck, code or a quote.
std::string mrkdwn_text(std::string_view text);
std::string mrkdwn(const Line& line);
/// Within the limit, with an ellipsis where something was cut.
std::string mrkdwn(const Line& line, const Limit& limit, Cutter& cutter, std::string_view field);

/// What a member typed, as plain text: `<@U1|kim>` becomes `<@U1>`, `<#C1|ops>` `<#C1>`, a link its address, `<!here>` "@here";
/// `&amp;`, `&lt;` and `&gt;` become characters, once. Typed text never looks like a mention.
std::string typed_text(std::string_view text);

/// Lines that quote somebody else are taken out.
std::string without_quotes(std::string_view text);

/// Capital letters and digits, 2 to 24 of them, as all of Slack's ids are.
bool is_id(std::string_view text);

}  // namespace allybot::platforms::slack
