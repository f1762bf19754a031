#include "bot/platforms/google_chat/card.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/google_chat/limits.h"
#include "bot/platforms/google_chat/route.h"
#include "bot/platforms/html_text.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms::google_chat {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kBullet = "\xE2\x80\xA2 ";
constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";
constexpr std::size_t kPatchedBeyondHole = 100;

constexpr HtmlTags kTags{"b", "i", {}};

std::string line_html(const Line& line) { return html(line, kTags, kUrl); }

/// Empty when the block has no text.
std::string block_html(const Block& block) {
  return std::visit(
      [](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          std::string text;
          for (std::size_t i = 0; i < b.items.size(); ++i) {
            if (trim(plain_text(b.items[i])).empty()) continue;
            if (!text.empty()) text += "<br>";
            text += (b.numbered ? std::to_string(i + 1) + ". " : std::string(kBullet)) + line_html(b.items[i]);
          }
          return text;
        } else if constexpr (std::is_same_v<Kind, Divider>) {
          return {};
        } else {
          std::string text = trim(plain_text(b.line)).empty() ? std::string() : line_html(b.line);
          if constexpr (std::is_same_v<Kind, Labelled>) return "<b>" + html_text(printable(trim(b.label))) + ":</b> " + text;
          if (text.empty()) return {};
          if constexpr (std::is_same_v<Kind, Quote>) return html_wrapped(text, "i");
          if constexpr (std::is_same_v<Kind, Note>) return "<font color=\"#5f6368\">" + text + "</font>";
          return text;
        }
      },
      block);
}

/// Plain text that calls nobody: "<users/all>" would, and has no escape.
std::string calling_nobody(std::string text) {
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1))
    text.insert(at + 1, kZeroWidthSpace);
  return text;
}

Json paragraph(const std::string& text) { return Json{{"textParagraph", Json{{"text", text}}}}; }

std::size_t bytes(const Json& json) { return dumped(json).size(); }

/// Nothing when the button cannot be shown.
Json button_of(const Button& button, std::size_t index, const std::string& function, On where, Cutter& cutter) {
  const std::string field = "button " + std::to_string(index + 1);
  std::string label = cutter.text(printable(trim(button.label)), kButton, field);
  if (label.empty()) label = kEllipsis;
  if (button.url.empty()) {
    Json action{{"function", function}, {"parameters", Json::array({Json{{"key", kValue}, {"value", hole(index)}}})}};
    if (button.opens_form && where == On::Message) action["interaction"] = "OPEN_DIALOG";
    return Json{{"text", label}, {"onClick", Json{{"action", std::move(action)}}}};
  }
  const std::string url = safe_link(button.url);
  if (url.empty() || !fits(url, kUrl)) {
    cutter.note(field, "only https and mailto addresses of at most 2,000 bytes are links");
    return nullptr;
  }
  return Json{{"text", label}, {"onClick", Json{{"openLink", Json{{"url", url}}}}}};
}

Json buttons_of(const Card& card, const std::string& function, On where, Cutter& cutter) {
  Json all = Json::array();
  const std::size_t shown = cutter.number(card.buttons.size(), kButtons);
  for (std::size_t i = 0; i < shown; ++i)
    if (Json button = button_of(card.buttons[i], i, function, where, cutter); !button.is_null()) all.push_back(std::move(button));
  return all;
}

/// As much of the block as fits into `room`, without its styles; null when nothing does.
Json cut_block(const Block& block, std::size_t room) {
  const std::string whole = printable(plain_text(Card{{}, {block}, {}, {}}));
  const std::string cut = longest_fitting(
      {"text", room, Unit::Bytes}, [&](std::size_t most) { return dumped(paragraph(html_text(cut_code_points(whole, most)))); });
  return cut.empty() ? Json() : Json::parse(cut);
}

Drawn drawn(const std::string& title, Json widgets, const std::string& fallback) {
  Json card = Json::object();
  if (!title.empty()) card["header"] = Json{{"title", title}};
  card["sections"] = Json::array({Json{{"widgets", std::move(widgets)}}});
  return {dumped(card), fallback.empty() ? std::string(kEllipsis) : calling_nobody(fallback)};
}

/// At most `most` code points of what stands in a text field.
Json input_of(const Field& field, std::size_t most) {
  const std::string label = cut(printable(field.label), kLabel);
  if (field.kind == Field::Kind::Choose && !field.choices.empty()) {
    Json items = Json::array();
    for (const Choice& choice : field.choices) {
      if (items.size() == kOptions.most) break;
      items.push_back(Json{{"text", cut(printable(choice.label.empty() ? choice.value : choice.label), kOption)},
                           {"value", choice.value},
                           {"selected", choice.value == field.initial}});
    }
    return Json{
        {"selectionInput", Json{{"name", field.name}, {"label", label}, {"type", "DROPDOWN"}, {"items", std::move(items)}}}};
  }
  Json input{
      {"name", field.name}, {"label", label}, {"type", field.kind == Field::Kind::LongText ? "MULTIPLE_LINE" : "SINGLE_LINE"}};
  if (!trim(field.hint).empty()) input["hintText"] = cut(printable(field.hint), kHint);
  if (!field.initial.empty()) input["value"] = cut(field.initial, {kInitial.field, most});
  return Json{{"textInput", std::move(input)}};
}

Drawn drawn_form(const Form& form, const std::string& function, const std::string& value, const FormProblems& problems,
                 const std::string& say, std::size_t most_initial) {
  const std::string title = cut(printable(trim(form.title)), kTitle);
  Json widgets = Json::array();
  const auto wrong = [&](const std::string& sentence) {
    widgets.push_back(paragraph("<font color=\"#b3261e\">" + html_wrapped(html_text(printable(sentence)), "b") + "</font>"));
  };
  if (!problems.by_field.empty()) wrong(say);
  for (const auto& [name, sentence] : problems.by_field)
    if (std::none_of(form.fields.begin(), form.fields.end(), [&name = name](const Field& field) { return field.name == name; }))
      wrong(sentence);
  if (!trim(form.intro).empty()) widgets.push_back(paragraph(html_text(printable(form.intro))));
  for (const Field& field : form.fields) {
    for (const auto& [name, sentence] : problems.by_field)
      if (name == field.name) wrong(sentence);
    widgets.push_back(input_of(field, most_initial));
  }
  std::string label = cut(printable(trim(form.submit)), kButton);
  if (label.empty()) label = title.empty() ? "OK" : title;
  const Json parameters = Json::array({Json{{"key", kValue}, {"value", value}}, Json{{"key", kForm}, {"value", "1"}}});
  const Json send{{"text", label}, {"onClick", Json{{"action", Json{{"function", function}, {"parameters", parameters}}}}}};
  widgets.push_back(Json{{"buttonList", Json{{"buttons", Json::array({send})}}}});
  return drawn(title, std::move(widgets), title.empty() ? label : title);
}

}  // namespace

Drawn draw(const Card& card, const std::string& function, On where, Cutter& cutter) {
  const std::string title = cutter.text(printable(trim(card.title)), kTitle);
  const std::string fallback = printable(fallback_text(card, kFallback.most));
  const Json buttons = buttons_of(card, function, where, cutter);
  const std::size_t taken = message_fields(drawn(title, buttons, fallback)).size() + buttons.size() * kPatchedBeyondHole;
  std::size_t room = taken < kMessage.most ? kMessage.most - taken : 0;

  Json widgets = Json::array();
  const std::size_t blocks = cutter.number(card.blocks.size(), kBlocks);
  for (std::size_t i = 0; i < blocks; ++i) {
    const Block& block = card.blocks[i];
    const std::string text = block_html(block);
    const bool divides = std::holds_alternative<Divider>(block);
    if (text.empty() && (!divides || widgets.empty())) continue;
    Json widget = divides ? Json{{"divider", Json::object()}} : paragraph(text);
    const std::size_t size = bytes(widget) + 1;
    if (size <= room) {
      room -= size;
      widgets.push_back(std::move(widget));
      continue;
    }
    cutter.note(kMessage.field, too_long(kMessage.most - room + size, kMessage));
    if (Json part = cut_block(block, room); !part.is_null()) widgets.push_back(std::move(part));
    break;
  }
  if (!buttons.empty()) widgets.push_back(Json{{"buttonList", Json{{"buttons", buttons}}}});
  if (widgets.empty()) widgets.push_back(paragraph(std::string(kEllipsis)));  // a section of nothing is refused
  return drawn(title, std::move(widgets), fallback);
}

Drawn draw(const Form& form, const std::string& function, const std::string& value, const FormProblems& problems,
           const std::string& say) {
  Drawn made = drawn_form(form, function, value, problems, say, kInitial.most);
  // What people paste into every field together may be more than a message.
  for (std::size_t most = kInitial.most / 2; message_fields(made).size() > kMessage.most && most > 0; most /= 2)
    made = drawn_form(form, function, value, problems, say, most);
  return made;
}

std::string message_fields(const Drawn& drawn) {
  return R"("fallbackText":)" + dumped(drawn.fallback) + R"(,"cardsV2":[{"cardId":"ally","card":)" + drawn.card + "}]";
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace allybot::platforms::google_chat
