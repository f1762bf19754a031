// The one platform-neutral message: a tree that adapters turn into blocks, attachments or plain text.
// Must never hold markup of a platform: text is text, and whoever renders it escapes it.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace allybot {

/// A run of text in one style. `link` makes it a link; only https and mailto addresses are ever rendered as one.
struct Inline {
  std::string text;
  bool strong = false;
  bool emphasis = false;
  bool code = false;
  std::string link;
  friend bool operator==(const Inline&, const Inline&) = default;
};
using Line = std::vector<Inline>;

struct Paragraph {
  Line line;
};
struct Bullets {
  std::vector<Line> items;
  bool numbered = false;
};
struct Quote {
  Line line;
};
/// "This week: ...": a short label in bold before the text.
struct Labelled {
  std::string label;
  Line line;
};
/// Small print: source, year, caveat.
struct Note {
  Line line;
};
struct Divider {};

using Block = std::variant<Paragraph, Bullets, Quote, Labelled, Note, Divider>;

/// Whose press counts. A value for `Member` is refused from anybody else; `Anyone` is for posts the whole channel sees.
enum class Binding { Member, Anyone };

/// What a press asks for. `name` is one of the registered actions (at most 4 ASCII letters);
/// `object` what it is about (an item, a plan, words): it travels inside the signed button value.
struct Action {
  std::string name;
  std::string object;
  Binding binding = Binding::Member;
  friend bool operator==(const Action&, const Action&) = default;
};

enum class ButtonStyle { Default, Primary, Danger };

struct Button {
  std::string label;  ///< at most 30 code points, or platforms cut it
  Action action;      ///< ignored when `url` is set
  ButtonStyle style = ButtonStyle::Default;
  std::string confirm;  ///< asked before the press counts, where the platform can
  std::string url;      ///< makes it a link
  /// Its press asks for a form: some platforms have to know before it is pressed. Set by the dispatcher, by the action's name.
  bool opens_form = false;
};

struct Card {
  std::string title;
  std::vector<Block> blocks;
  std::vector<Button> buttons;
  /// Equal keys promise equal cards but for the buttons' objects and bindings, so that a rendering may be reused
  /// and only the signed values patched. Names content revision, item, language and card shape. Empty: never reused.
  std::string cache_key;
};

/// The text of a line without styles; links as "text (address)".
std::string plain_text(const Line& line);
/// The whole card as text: title, blocks, no buttons. The fallback for notifications, screen readers and terminals.
std::string plain_text(const Card& card);

/// A line of one unstyled run.
Line text_line(std::string text);

}  // namespace allybot
