#include "bot/platforms/adaptive_card.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/render_cache.h"

namespace allybot::platforms {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kBullet = "\xE2\x80\xA2 ";
/// What is patched into one button may be longer than its holes by this much: a value, and the id of a place.
constexpr std::size_t kPatchedBeyondHoles = 325;
// None of these is published by anybody: what a card can use, and what stays readable on a phone.
constexpr Limit kTitle{"title", 300};
constexpr Limit kButton{"button", 64};
constexpr Limit kUrl{"url", 2000, Unit::Bytes};

struct Look {
  bool small = false;
};

Json run_of(const Inline& part, Look look) {
  Json run{{"type", "TextRun"}, {"text", printable(part.text)}};
  if (part.strong) run["weight"] = "Bolder";
  if (part.emphasis) run["italic"] = true;
  if (part.code) run["fontType"] = "Monospace";
  if (look.small) {
    run["size"] = "Small";
    run["isSubtle"] = true;
  }
  const std::string url = part.link.empty() ? std::string() : safe_link(part.link);
  if (!url.empty() && fits(url, kUrl)) {
    run["color"] = "Accent";
    run["selectAction"] = Json{{"type", "Action.OpenUrl"}, {"url", url}};
  }
  return run;
}

Json runs_of(const Line& line, Look look = {}) {
  Json runs = Json::array();
  for (const Inline& part : line)
    if (!part.text.empty()) runs.push_back(run_of(part, look));
  return runs;
}

/// Nothing when the line has no text.
Json rich(Json runs) {
  if (runs.empty()) return nullptr;
  return Json{{"type", "RichTextBlock"}, {"inlines", std::move(runs)}};
}

Line led_by(Inline first, const Line& line) {
  Line all{std::move(first)};
  all.insert(all.end(), line.begin(), line.end());
  return all;
}

Inline plain(std::string text) { return {std::move(text), false, false, false, {}}; }

/// The elements of a block; a divider has none of its own.
std::vector<Json> elements_of(const Block& block) {
  std::vector<Json> made;
  const auto add = [&made](Json element) {
    if (!element.is_null()) made.push_back(std::move(element));
  };
  std::visit(
      [&](const auto& b) {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          std::size_t number = 0;
          for (const Line& item : b.items) {
            ++number;
            if (trim(plain_text(item)).empty()) continue;
            add(rich(runs_of(led_by(plain(b.numbered ? std::to_string(number) + ". " : std::string(kBullet)), item))));
            if (number > 1) made.back()["spacing"] = "Small";
          }
        } else if constexpr (std::is_same_v<Kind, Labelled>) {
          add(rich(runs_of(led_by({b.label + ": ", true, false, false, {}}, b.line))));
        } else if constexpr (std::is_same_v<Kind, Quote>) {
          if (Json inner = rich(runs_of(b.line)); !inner.is_null())
            add(Json{{"type", "Container"}, {"style", "emphasis"}, {"items", Json::array({std::move(inner)})}});
        } else if constexpr (std::is_same_v<Kind, Note>) {
          add(rich(runs_of(b.line, {true})));
        } else if constexpr (std::is_same_v<Kind, Paragraph>) {
          add(rich(runs_of(b.line)));
        }
      },
      block);
  return made;
}

/// The texts of an element, to cut the last ones first.
Json* runs_in(Json& element) {
  if (element.contains("items")) return runs_in(element["items"][0]);
  return element.contains("inlines") ? &element["inlines"] : nullptr;
}

std::size_t size_of(const Json& json, Unit unit) { return measure(dumped(json), unit); }

/// The most of an element that fits into `room`, or null.
Json cut_element(const Json& element, std::size_t room, Unit unit) {
  Json whole = element;
  Json* runs = runs_in(whole);
  if (runs == nullptr) return nullptr;
  while (!runs->empty()) {
    Json& last = runs->back();
    const std::string text = last["text"].get<std::string>();
    const std::string cut = longest_fitting({"text", room, unit}, [&](std::size_t most) {
      last["text"] = cut_code_points(text, most);
      return dumped(whole);
    });
    if (!cut.empty()) return Json::parse(cut);
    runs->erase(runs->size() - 1);
  }
  return nullptr;
}

Json button_of(const Button& button, std::size_t index, std::size_t place, const CardDialect& dialect, Cutter& cutter) {
  const std::string field = "button " + std::to_string(index + 1);
  std::string label = cutter.text(printable(trim(button.label)), kButton, field);
  if (label.empty()) label = kEllipsis;
  if (!button.url.empty()) {
    const std::string url = safe_link(button.url);
    if (url.empty() || !fits(url, kUrl)) {
      cutter.note(field, "only https and mailto addresses of at most 2,000 bytes are links");
      return nullptr;
    }
    return Json{{"type", "Action.OpenUrl"}, {"title", label}, {"url", url}};
  }
  return Json{{"type", "Action.Submit"}, {"title", label}, {"data", dialect.data(hole(index), hole(place), false)}};
}

/// What passes one row, behind its last button.
Json folded(const Json& actions, std::size_t in_a_row, std::size_t label) {
  Json row = Json::array(), rest = Json::array();
  for (const Json& action : actions) (row.size() + 1 < in_a_row ? row : rest).push_back(action);
  row.push_back(Json{{"type", "Action.ShowCard"},
                     {"title", hole(label)},
                     {"card", Json{{"type", "AdaptiveCard"}, {"actions", std::move(rest)}}}});
  return row;
}

/// Sets of a few actions each: what passes the number of one set would be hidden or left out.
std::vector<Json> action_sets(const Card& card, const CardDialect& dialect, Cutter& cutter) {
  const CardHoles holes(card);
  Json actions = Json::array();
  const std::size_t shown = cutter.number(card.buttons.size(), dialect.buttons);
  for (std::size_t i = 0; i < shown; ++i)
    if (Json button = button_of(card.buttons[i], i, holes.place, dialect, cutter); !button.is_null())
      actions.push_back(std::move(button));
  if (dialect.one_row && actions.size() > dialect.buttons_in_a_row)
    actions = folded(actions, dialect.buttons_in_a_row, holes.more);
  std::vector<Json> sets;
  for (Json& action : actions) {
    if (sets.empty() || sets.back()["actions"].size() == dialect.buttons_in_a_row)
      sets.push_back(Json{{"type", "ActionSet"}, {"actions", Json::array()}});
    sets.back()["actions"].push_back(std::move(action));
  }
  return sets;
}

bool has_markup(std::string_view text) {
  constexpr std::string_view kRead = "\\`*_{}[]()<>#+|~!&:@";
  if (text.find_first_of(kRead) != std::string_view::npos || text.find("www.") != std::string_view::npos) return true;
  return text.front() == '-' || http::is_digit(text.front());  // would begin a list
}

}  // namespace

Json adaptive_paragraph(const Line& line) { return rich(runs_of(line)); }
Json adaptive_small_print(const std::string& text) { return rich(runs_of({plain(text)}, {true})); }

Json adaptive_heading(const std::string& text, const CardDialect& dialect) {
  if (!has_markup(text)) {
    Json block{{"type", "TextBlock"}, {"text", text}, {"size", "Medium"}, {"weight", "Bolder"}, {"wrap", true}};
    if (dialect.headings) block["style"] = "heading";
    return block;
  }
  Json run = run_of({text, true, false, false, {}}, {});
  run["size"] = "Medium";
  return rich(Json::array({std::move(run)}));
}

Json adaptive_message_of(Json body, const std::string& summary, const CardDialect& dialect) {
  Json card{{"type", "AdaptiveCard"},
            {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
            {"version", dialect.version},
            {"fallbackText", summary}};
  if (dialect.full_width) card["msteams"] = Json{{"width", "Full"}};
  card["body"] = std::move(body);
  return dialect.around(std::move(card), summary);
}

std::string adaptive_message(const Card& card, const std::string& above, const CardDialect& dialect, Cutter& cutter) {
  const Limit& most = dialect.message;
  const auto size = [&most](const Json& json) { return size_of(json, most.unit); };
  const std::vector<Json> sets = action_sets(card, dialect, cutter);
  const std::string summary = printable(fallback_text(card, dialect.summary.most));
  Json body = Json::array();
  for (const Json& set : sets) body.push_back(set);
  const std::size_t taken = size(adaptive_message_of(body, summary, dialect)) + card.buttons.size() * kPatchedBeyondHoles;
  std::size_t room = taken < most.most ? most.most - taken : 0;

  body = Json::array();
  if (!above.empty()) {
    Json line = adaptive_small_print(above);
    room -= std::min(room, size(line) + 1);
    body.push_back(std::move(line));
  }
  if (const std::string title = cutter.text(printable(trim(card.title)), kTitle); !title.empty()) {
    Json line = adaptive_heading(title, dialect);
    room -= std::min(room, size(line) + 1);
    body.push_back(std::move(line));
  }
  bool divided = false;
  bool full = false;
  for (const Block& block : card.blocks) {
    if (std::holds_alternative<Divider>(block)) divided = !body.empty();
    for (Json& element : elements_of(block)) {
      if (divided) element["separator"] = true;
      divided = false;
      const std::size_t needed = size(element) + 1;
      if (needed <= room) {
        room -= needed;
        body.push_back(std::move(element));
        continue;
      }
      cutter.note(most.field, too_long(most.most - room + needed, most));
      if (Json part = cut_element(element, room, most.unit); !part.is_null()) body.push_back(std::move(part));
      full = true;
      break;
    }
    if (full) break;
  }
  for (const Json& set : sets) body.push_back(set);
  if (body.empty()) body.push_back(rich(runs_of({plain(std::string(kEllipsis))})));  // a card of nothing is refused
  return dumped(adaptive_message_of(std::move(body), summary.empty() ? std::string(kEllipsis) : summary, dialect));
}

std::string dumped(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace allybot::platforms
