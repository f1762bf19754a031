// Speaks the bot's own sentences in one language, and turns their small markup into styled runs.
// Must never be given markup of a platform: `code` and **strong** are all that a phrase may use.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/card.h"
#include "bot/library/library.h"
#include "bot/library/tongue.h"

namespace allybot::handlers {

using Values = std::vector<std::pair<std::string, std::string>>;

struct Speaker {
  const library::Library& library;
  std::string language;
  std::string command = "/ally";  ///< as it is typed there
  std::string region{};           ///< where none is set: whose days off hold

  /// The sentence of phrases.yaml; {command} is how the bot is called there, in every one of them.
  std::string say(std::string_view key, const Values& values = {}) const;
  /// The form of the sentence that the count takes ("key.one", "key.other", ...); {n} is the count.
  std::string say_counted(std::string_view key, std::int64_t count, Values values = {}) const;
  /// "tips, myths and stories"
  std::string list(const std::vector<std::string>& parts) const { return library::written_list(language, parts); }
  /// Behind what a colon introduces, with the blanks that the language writes.
  std::string colon() const { return say("colon") + ' '; }
  /// The sentence as a label: whoever draws it puts a colon right behind it.
  std::string label(std::string_view key) const;
  /// The sentence as styled runs.
  Line line(std::string_view key, const Values& values = {}) const;
  Paragraph paragraph(std::string_view key, const Values& values = {}) const { return {line(key, values)}; }
  Note note(std::string_view key, const Values& values = {}) const { return {line(key, values)}; }
};

/// `code` and **strong** in a text as runs; an unpaired mark is text.
Line styled(std::string_view text);
Inline plain(std::string text);
Inline strong(std::string text);
Inline code(std::string text);
Inline link(std::string text, std::string address);

/// A label that fits every platform.
Button button(std::string_view label, std::string action, std::string object, Binding binding = Binding::Member,
              ButtonStyle style = ButtonStyle::Default);

}  // namespace allybot::handlers
