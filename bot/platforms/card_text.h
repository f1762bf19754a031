// Cards as text, shared by adapters: Markdown, the spoken fallback, numbered choices, a form as a card.
// Must never let text become markup, a mention or a link: only Inline::link makes a link, and only to https and mailto.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/card.h"
#include "bot/core/form.h"
#include "bot/core/reply.h"

namespace allybot::platforms {

/// https:// or mailto:, printable ASCII without spaces, quotes, brackets or pipes.
bool is_safe_link(std::string_view url);
/// What is_safe_link() would refuse of an https or mailto address percent-encoded (UTF-8 too); empty for other schemes.
std::string safe_link(std::string_view url);

/// A card without shapes and colours, for notifications and screen readers: its title as a sentence, then its blocks.
/// When it is longer than `most` code points the labelled lines ("This week: ...") come right after the title, and the
/// rest is cut.
std::string fallback_text(const Card& card, std::size_t most);

/// At most `most` code points of the runs' texts, with an ellipsis where something was cut; links keep their addresses.
Line cut_line(const Line& line, std::size_t most);

/// How a platform's Markdown differs from CommonMark.
struct MarkdownRules {
  bool mentions_by_at = true;       ///< "@name" would call people: the sign is kept apart from the word
  bool mentions_by_tilde = false;   ///< "~name" would link a channel
  bool links_by_themselves = true;  ///< a bare address would become a link
  bool emoji_by_colon = true;       ///< ":name:" would become an emoji
  bool headings = true;             ///< the title may be a heading; else it is bold
  bool backslash = true;            ///< a backslash takes its meaning from a mark; else marks are kept apart from what they mark
  std::string_view strong = "**", emphasis = "*";
  std::string (*literal)(std::string_view text) = nullptr;  ///< a platform's own way with literal text, instead of all the above
};

/// Literal text as Markdown.
std::string markdown_text(std::string_view text, const MarkdownRules& rules);
std::string markdown(const Line& line, const MarkdownRules& rules);
/// One block; a divider is "---".
std::string markdown(const Block& block, const MarkdownRules& rules);
/// Blocks with an empty line between them, without title and buttons.
std::string markdown_body(const Card& card, const MarkdownRules& rules);
/// Title and body.
std::string markdown(const Card& card, const MarkdownRules& rules);

/// "1. Another\n2. Share here"; links with their address. For platforms without buttons.
std::string numbered_choices(const std::vector<Button>& buttons);

/// A form's questions as a card, where no form can be opened.
Card form_as_card(const Form& form);
/// What is wrong with a form that was sent, under the sentence `say`; for where it cannot stand beside the fields.
Card problems_as_card(const FormProblems& problems, const std::string& say);

}  // namespace allybot::platforms
