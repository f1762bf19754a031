#include "bot/platforms/slack/blocks.h"

#include <nlohmann/json.hpp>
#include <type_traits>
#include <vector>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/slack/limits.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kNothing = "\xE2\x80\xA6";  // an ellipsis, where Slack wants a text and there is none

/// One block to be: neighbours of one kind may be put together when there are too many.
struct Piece {
  enum class Kind { Text, Note, Divider };
  Kind kind = Kind::Text;
  std::string text;  ///< mrkdwn
};

/// Items of a list, in as many pieces as their text needs.
void append_bullets(std::vector<Piece>& pieces, const Bullets& bullets, Cutter& cutter) {
  std::string text;
  for (std::size_t i = 0; i < bullets.items.size(); ++i) {
    const std::string sign = bullets.numbered ? std::to_string(i + 1) + ". " : "\xE2\x80\xA2 ";
    Limit rest = kText;
    rest.most -= measure(sign, kText.unit);
    const std::string item = sign + mrkdwn(bullets.items[i], rest, cutter, kText.field);
    if (!text.empty() && measure(text, kText.unit) + 1 + measure(item, kText.unit) > kText.most) {
      pieces.push_back({Piece::Kind::Text, std::move(text)});
      text.clear();
    }
    if (!text.empty()) text += '\n';
    text += item;
  }
  if (!text.empty()) pieces.push_back({Piece::Kind::Text, std::move(text)});
}

void append_quote(std::vector<Piece>& pieces, const Quote& quote, Cutter& cutter) {
  // Every line gets a mark of its own: the worst case is a text of line breaks alone.
  Limit rest = kText;
  rest.most = kText.most / 3;
  const std::string quoted = mrkdwn(quote.line, rest, cutter, "quote");
  std::string text = "> ";
  for (const char c : quoted) {
    text += c;
    if (c == '\n') text += "> ";
  }
  pieces.push_back({Piece::Kind::Text, std::move(text)});
}

std::vector<Piece> pieces_of(const Card& card, Cutter& cutter) {
  std::vector<Piece> pieces;
  for (const Block& block : card.blocks) {
    std::visit(
        [&](const auto& b) {
          using Kind = std::decay_t<decltype(b)>;
          if constexpr (std::is_same_v<Kind, Bullets>) {
            append_bullets(pieces, b, cutter);
          } else if constexpr (std::is_same_v<Kind, Quote>) {
            append_quote(pieces, b, cutter);
          } else if constexpr (std::is_same_v<Kind, Labelled>) {
            Line line{{b.label + ':', true, false, false, {}}, {" ", false, false, false, {}}};
            line.insert(line.end(), b.line.begin(), b.line.end());
            pieces.push_back({Piece::Kind::Text, mrkdwn(line, kText, cutter, kText.field)});
          } else if constexpr (std::is_same_v<Kind, Note>) {
            pieces.push_back({Piece::Kind::Note, mrkdwn(b.line, kNote, cutter, kNote.field)});
          } else if constexpr (std::is_same_v<Kind, Divider>) {
            pieces.push_back({Piece::Kind::Divider, {}});
          } else {
            pieces.push_back({Piece::Kind::Text, mrkdwn(b.line, kText, cutter, kText.field)});
          }
        },
        block);
  }
  // A text object of nothing is refused.
  std::erase_if(pieces, [](const Piece& piece) { return piece.kind != Piece::Kind::Divider && trim(piece.text).empty(); });
  return pieces;
}

const Limit& limit_of(Piece::Kind kind) { return kind == Piece::Kind::Note ? kNote : kText; }

/// Puts neighbours together until there are at most `most`; then dividers go; what is still too much is cut.
void fit_number(std::vector<Piece>& pieces, std::size_t most, Cutter& cutter) {
  if (pieces.size() <= most) return;
  std::erase_if(pieces, [](const Piece& piece) { return piece.kind == Piece::Kind::Divider; });
  std::vector<Piece> joined;
  std::size_t too_many = pieces.size() > most ? pieces.size() - most : 0;
  for (Piece& piece : pieces) {
    if (too_many > 0 && !joined.empty() && joined.back().kind == piece.kind) {
      const Limit& limit = limit_of(piece.kind);
      if (measure(joined.back().text, limit.unit) + 2 + measure(piece.text, limit.unit) <= limit.most) {
        joined.back().text += "\n\n" + piece.text;
        --too_many;
        continue;
      }
    }
    joined.push_back(std::move(piece));
  }
  pieces = std::move(joined);
  if (pieces.size() > most) {
    cutter.note(kMessageBlocks.field, "more blocks than fit in one message");
    pieces.resize(most);
  }
}

/// Slack refuses a message whose blocks are too long together: what comes last gives way.
void fit_length(std::vector<Piece>& pieces, Cutter& cutter) {
  std::size_t left = kAllText.most;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::size_t length = measure(pieces[i].text, kAllText.unit);
    if (length <= left) {
      left -= length;
      continue;
    }
    cutter.note(kAllText.field, "all texts together are too long for one message");
    pieces.resize(i);
    pieces.push_back({Piece::Kind::Text, kNothing});
    return;
  }
}

Json mrkdwn_object(const std::string& text) { return Json{{"type", "mrkdwn"}, {"text", text}, {"verbatim", true}}; }

Json block_of(const Piece& piece) {
  switch (piece.kind) {
    case Piece::Kind::Text: return Json{{"type", "section"}, {"text", mrkdwn_object(piece.text)}};
    case Piece::Kind::Note: return Json{{"type", "context"}, {"elements", Json::array({mrkdwn_object(piece.text)})}};
    case Piece::Kind::Divider: return Json{{"type", "divider"}};
  }
  return Json{{"type", "divider"}};
}

Json button_of(const Button& button, std::size_t index, const std::string& cancel, Cutter& cutter) {
  const std::string field = "button " + std::to_string(index + 1);
  const std::string_view label = trim(button.label).empty() ? std::string_view(kNothing) : trim(button.label);
  Json element{{"type", "button"},
               {"action_id", "button" + std::to_string(index)},
               {"text", plain_text_object(label, kButton, cutter, field)}};
  if (button.url.empty()) {
    element["value"] = hole(index);
  } else {
    const std::string url = safe_link(button.url);
    if (url.empty() || !fits(url, kUrl)) {
      cutter.note(field, "only https and mailto addresses of at most 3,000 bytes are links");
      return nullptr;
    }
    element["url"] = url;
  }
  if (button.style == ButtonStyle::Primary) element["style"] = "primary";
  if (button.style == ButtonStyle::Danger) element["style"] = "danger";
  if (!button.confirm.empty() && button.url.empty()) {
    element["confirm"] = Json{{"title", plain_text_object(label, kConfirmTitle, cutter, field)},
                              {"text", plain_text_object(button.confirm, kConfirmText, cutter, field + " confirm")},
                              {"confirm", plain_text_object(label, kConfirmButton, cutter, field)},
                              {"deny", plain_text_object(cancel, kConfirmButton, cutter, field)}};
    if (button.style == ButtonStyle::Danger) element["confirm"]["style"] = "danger";
  }
  return element;
}

}  // namespace

Json plain_text_object(std::string_view text, const Limit& limit, Cutter& cutter, std::string_view field) {
  return Json{{"type", "plain_text"}, {"text", cutter.escaped(printable(text), limit, escape, field)}, {"emoji", true}};
}

Json card_blocks(const Card& card, const Limit& most_blocks, const std::string& cancel, Cutter& cutter) {
  Json blocks = Json::array();
  if (!trim(card.title).empty())
    blocks.push_back(Json{{"type", "header"}, {"text", plain_text_object(trim(card.title), kTitle, cutter, kTitle.field)}});

  Json rows = Json::array();
  const std::size_t shown = cutter.number(card.buttons.size(), kButtons);
  for (std::size_t i = 0; i < shown; ++i) {
    Json element = button_of(card.buttons[i], i, cancel, cutter);
    if (element.is_null()) continue;
    if (rows.empty() || rows.back()["elements"].size() == kButtonsInABlock)
      rows.push_back(Json{{"type", "actions"}, {"elements", Json::array()}});
    rows.back()["elements"].push_back(std::move(element));
  }

  std::vector<Piece> pieces = pieces_of(card, cutter);
  fit_length(pieces, cutter);
  fit_number(pieces, most_blocks.most - blocks.size() - rows.size(), cutter);
  for (const Piece& piece : pieces) blocks.push_back(block_of(piece));
  for (Json& row : rows) blocks.push_back(std::move(row));
  return blocks;
}

std::string message_fields(const Card& card, const std::string& cancel, Cutter& cutter) {
  // What screen readers and notifications say instead of the blocks. https://docs.slack.dev/reference/methods/chat.postMessage
  std::string said = cut_escaped(fallback_text(card, kFallback.most), kFallback, escape);
  if (trim(said).empty()) said = kNothing;  // no_text otherwise
  Json message{{"text", std::move(said)}};
  Json blocks = card_blocks(card, kMessageBlocks, cancel, cutter);
  if (!blocks.empty()) message["blocks"] = std::move(blocks);
  const std::string whole = dumped(message);
  return whole.substr(1, whole.size() - 2);
}

std::string dumped(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace allybot::platforms::slack
