// A card's blocks as Markdown within a platform's limit: block by block, the last one cut within its text.
// Must never fail: what does not fit is left out and remembered.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "bot/core/card.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms {

/// The most of one block that still fits as `markdown` writes it, or nothing of it.
std::string cut_block(const Block& block, const Limit& limit, const std::function<std::string(const Block&)>& markdown);
/// At most `most` code points, an empty line between blocks; without title and buttons.
std::string fitted_body(const Card& card, std::size_t most, const MarkdownRules& rules, Cutter& cutter);

}  // namespace allybot::platforms
