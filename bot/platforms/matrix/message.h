// Cards as the content of an m.room.message: a subset of HTML, and plain text for who shows none.
// https://spec.matrix.org/v1.15/client-server-api/#mroommessage-msgtypes
// Must never hold a text that calls somebody: a message says whom it mentions, and ours mention nobody.
#pragma once

#include <string>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms::matrix {

/// The fields of the content, without its braces; buttons are not among them, what takes their place is in the card. `above`
/// stands before the card, in small print; it may be empty.
std::string content_fields(const Card& card, const Line& above, Cutter& cutter);

}  // namespace allybot::platforms::matrix
