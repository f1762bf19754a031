// What the bot says when nothing, a greeting or a near miss was typed, and on its own page.
// Must never scold: whatever was typed, there is something to do next.
#pragma once

#include "handlers/match.h"
#include "handlers/registry.h"

namespace allybot::handlers {

/// Nothing was typed: a tip and three things to try.
Result<Reply> start(const Call& call);
/// Who the bot is.
Result<Reply> greet(const Call& call);
/// The introduction for who added the bot to a channel, or greeted it.
Card introduction(const Speaker& speaker);
/// "Did you mean ...?" for a near miss: the words and the suggestion.
Card did_you_mean(const Speaker& speaker, const Match& match);
/// What stands on the bot's own page of a member who chose so.
Card home_card(const Call& call, const store::MemberSettings& chosen);
/// The bot's own page.
Result<Reply> home(const Call& call);

}  // namespace allybot::handlers
