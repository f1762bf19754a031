// What somebody typed, as Markdown that shows just these words: paragraphs and flat lists, everything else taken literally.
// Must never let a typed sign become markup, so that no text can bring a link, a heading, HTML or a fence into a file.
#pragma once

#include <string>
#include <string_view>

namespace allybot::library {

/// Lines that begin with "- ", "* " or "1. " stay list items. Empty when nothing is left of the text.
std::string markdown_of(std::string_view typed);

/// One line: control characters and line breaks become spaces, blanks at the ends go; NFC.
std::string one_line(std::string_view typed);

}  // namespace allybot::library
