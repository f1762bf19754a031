// /ally me: the member's own language, zone, region and audience; what was not chosen is taken from elsewhere.
// Must never show or change another member's choices.
#pragma once

#include "handlers/registry.h"

namespace allybot::handlers {

inline constexpr const char* kFromHome = "home";

/// What the member has chosen, as lines of a card.
void add_choices(Card& card, const Call& call, const store::MemberSettings& chosen);

Result<Reply> me(const Call& call);
Result<Reply> me_zone(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> me_language(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> me_region(const Call& call, const Prepared& prepared, store::Writer& tx);
Result<Reply> me_audience(const Call& call, const Prepared& prepared, store::Writer& tx);
/// Opens the form with all of them; from the bot's own page (object kFromHome) it leads back there.
Result<Reply> me_form(const Call& call);
Result<Reply> me_sent(const Call& call, const Prepared& prepared, store::Writer& tx);

}  // namespace allybot::handlers
