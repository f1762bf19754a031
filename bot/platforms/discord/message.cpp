#include "bot/platforms/discord/message.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/discord/limits.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/discord/text.h"
#include "bot/platforms/fitted.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::discord {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kNothing = "\xE2\x80\xA6";  // an ellipsis, where Discord wants a text and there is none
constexpr std::string_view kBetween = "\n\n";

bool is_link_button(const Button& button) {
  const std::string url = safe_link(button.url);
  return url.rfind("https://", 0) == 0 && fits(url, kUrl);
}

/// Buttons lead to https addresses alone, and to short ones: the others stand in the text.
Line links_of(const Card& card, Cutter& cutter) {
  Line links;
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    const Button& button = card.buttons[i];
    if (button.url.empty() || is_link_button(button)) continue;
    if (safe_link(button.url).empty()) {
      cutter.note("button " + std::to_string(i + 1), "only https and mailto addresses are links");
      continue;
    }
    if (!links.empty()) links.push_back({" \xC2\xB7 ", false, false, false, {}});
    links.push_back({button.label, false, false, false, button.url});
  }
  return links;
}

/// Fills `content`, then the embed, block by block; the last block that finds room is cut.
class Page {
 public:
  Page(Overflow overflow, Cutter& cutter) : overflow_(overflow), cutter_(cutter) {}

  void add_title(const std::string& title) { append(content_, "### " + title, kContent); }

  void add(const Block& block) {
    if (full_) return;
    const std::string text = markdown(block);
    if (trim(text).empty() || (!in_embed_ && append(content_, text, kContent))) return;
    in_embed_ = overflow_ == Overflow::Embed;
    if (in_embed_ && append(embed_, text, kDescription)) return;
    full_ = true;
    std::string& last = in_embed_ ? embed_ : content_;
    const Limit& limit = in_embed_ ? kDescription : kContent;
    const std::size_t used = measure(last, limit.unit) + (last.empty() ? 0 : kBetween.size());
    cutter_.note(limit.field, too_long(used + measure(text, limit.unit), limit));
    append(last,
           cut_block(block, {limit.field, used < limit.most ? limit.most - used : 0, limit.unit},
                     [](const Block& shorter) { return markdown(shorter); }),
           limit);
  }

  std::string content() const { return trim(content_).empty() ? kNothing : content_; }
  const std::string& embed() const { return embed_; }

 private:
  static bool append(std::string& to, const std::string& text, const Limit& limit) {
    if (text.empty()) return true;
    const std::size_t between = to.empty() ? 0 : kBetween.size();
    if (measure(to, Unit::Utf16) + between + measure(text, Unit::Utf16) > limit.most) return false;
    if (between > 0) to += kBetween;
    to += text;
    return true;
  }

  const Overflow overflow_;
  Cutter& cutter_;
  std::string content_, embed_;
  bool in_embed_ = false;
  bool full_ = false;
};

Json button_of(const Button& button, std::size_t index, Cutter& cutter) {
  const std::string label(trim(printable(button.label)));
  Json made{{"type", 2},
            {"style", 2},
            {"label", label.empty() ? kNothing : cutter.text(label, kButton, "button " + std::to_string(index + 1))}};
  if (!button.url.empty()) {
    made["style"] = 5;
    made["url"] = safe_link(button.url);
    return made;
  }
  if (button.style == ButtonStyle::Primary) made["style"] = 1;
  if (button.style == ButtonStyle::Danger) made["style"] = 4;
  made["custom_id"] = hole(index) + CustomId::ending(index);
  return made;
}

Json rows_of(const Card& card, Cutter& cutter) {
  Json rows = Json::array();
  const std::size_t shown = cutter.number(card.buttons.size(), kButtons);
  for (std::size_t i = 0; i < shown; ++i) {
    const Button& button = card.buttons[i];
    if (!button.url.empty() && !is_link_button(button)) continue;
    if (rows.empty() || rows.back()["components"].size() == kButtonsInARow)
      rows.push_back(Json{{"type", 1}, {"components", Json::array()}});
    rows.back()["components"].push_back(button_of(button, i, cutter));
  }
  return rows;
}

}  // namespace

std::string message_fields(const Card& card, Overflow overflow, Cutter& cutter) {
  Page page(overflow, cutter);
  if (const std::string title = cutter.escaped(trim(printable(card.title)), kTitle, escape); !title.empty())
    page.add_title(title);
  for (const Block& block : card.blocks) page.add(block);
  if (Line links = links_of(card, cutter); !links.empty()) page.add(Paragraph{std::move(links)});

  Json message{{"content", page.content()}, {"embeds", Json::array()}, {"components", rows_of(card, cutter)}};
  if (!page.embed().empty()) message["embeds"].push_back(Json{{"description", page.embed()}});
  const std::string whole = dumped(message);
  return whole.substr(1, whole.size() - 2);
}

std::string dumped(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace allybot::platforms::discord
