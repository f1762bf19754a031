// Lines of a card as HTML, for platforms whose text is a subset of it.
// Must never let text become markup or a link: only Inline::link makes a link, and only to https and mailto.
#pragma once

#include <string>
#include <string_view>

#include "bot/core/card.h"
#include "bot/platforms/cut.h"

namespace allybot::platforms {

/// Names of the tags; empty: shown as it is.
struct HtmlTags {
  std::string_view strong, emphasis, code;
};

/// Text escaped. A bare address in it would become a link: it is kept apart by a space of no width.
std::string html_text(std::string_view text);
/// "<b>text</b>"
std::string html_wrapped(std::string_view html, std::string_view tag);
/// A run whose link is longer than `most_link` is shown without it.
std::string html(const Line& line, const HtmlTags& tags, const Limit& most_link);

}  // namespace allybot::platforms
