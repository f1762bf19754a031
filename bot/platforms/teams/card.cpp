#include "bot/platforms/teams/card.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/teams/forms.h"
#include "bot/platforms/teams/limits.h"

namespace allybot::platforms::teams {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kBullet = "\xE2\x80\xA2 ";
/// What is patched into one button may be longer than its holes by this much: a value, and the id of a place.
constexpr std::size_t kPatchedBeyondHoles = 325;

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

std::size_t units(const Json& json) { return measure(dumped(json), Unit::Utf16); }

/// The most of an element that fits into `room`, or null.
Json cut_element(const Json& element, std::size_t room) {
  Json whole = element;
  Json* runs = runs_in(whole);
  if (runs == nullptr) return nullptr;
  while (!runs->empty()) {
    Json& last = runs->back();
    const std::string text = last["text"].get<std::string>();
    const std::string cut = longest_fitting({"text", room, Unit::Utf16}, [&](std::size_t most) {
      last["text"] = cut_code_points(text, most);
      return dumped(whole);
    });
    if (!cut.empty()) return Json::parse(cut);
    runs->erase(runs->size() - 1);
  }
  return nullptr;
}

Json button_of(const Button& button, std::size_t index, const Holes& holes, Cutter& cutter) {
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
  return Json{{"type", "Action.Submit"},
              {"title", label},
              {"data", Json{{kOurs, Json{{kValue, hole(index)}, {kPlace, hole(holes.place)}}}}}};
}

/// Sets of a few actions each: what passes the number of one set would be hidden or left out.
std::vector<Json> action_sets(const Card& card, Cutter& cutter) {
  const Holes holes(card);
  std::vector<Json> sets;
  const std::size_t shown = cutter.number(card.buttons.size(), kButtons);
  for (std::size_t i = 0; i < shown; ++i) {
    Json button = button_of(card.buttons[i], i, holes, cutter);
    if (button.is_null()) continue;
    if (sets.empty() || sets.back()["actions"].size() == kButtonsInARow)
      sets.push_back(Json{{"type", "ActionSet"}, {"actions", Json::array()}});
    sets.back()["actions"].push_back(std::move(button));
  }
  return sets;
}

bool has_markup(std::string_view text) {
  constexpr std::string_view kRead = "\\`*_{}[]()<>#+|~!&:@";
  if (text.find_first_of(kRead) != std::string_view::npos || text.find("www.") != std::string_view::npos) return true;
  return text.front() == '-' || http::is_digit(text.front());  // would begin a list
}

}  // namespace

Json paragraph(const Line& line) { return rich(runs_of(line)); }
Json small_print(const std::string& text) { return rich(runs_of({plain(text)}, {true})); }

Json heading(const std::string& text) {
  if (!has_markup(text))
    return Json{{"type", "TextBlock"}, {"text", text}, {"size", "Medium"},
                {"weight", "Bolder"},  {"wrap", true}, {"style", "heading"}};
  Json run = run_of({text, true, false, false, {}}, {});
  run["size"] = "Medium";
  return rich(Json::array({std::move(run)}));
}

Json activity_of(Json body, const std::string& summary) {
  Json card{{"type", "AdaptiveCard"},
            {"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
            {"version", "1.5"},
            {"fallbackText", summary},
            {"msteams", Json{{"width", "Full"}}},
            {"body", std::move(body)}};
  return Json{{"type", "message"},
              {"summary", summary},
              {"attachments",
               Json::array({Json{{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}}})}};
}

std::string message_activity(const Card& card, const std::string& above, Cutter& cutter) {
  const std::vector<Json> sets = action_sets(card, cutter);
  const std::string summary = printable(fallback_text(card, kFallback.most));
  Json body = Json::array();
  for (const Json& set : sets) body.push_back(set);
  const std::size_t taken = units(activity_of(body, summary)) + card.buttons.size() * kPatchedBeyondHoles;
  std::size_t room = taken < kMessage.most ? kMessage.most - taken : 0;

  body = Json::array();
  if (!above.empty()) {
    Json line = small_print(above);
    room -= std::min(room, units(line) + 1);
    body.push_back(std::move(line));
  }
  if (const std::string title = cutter.text(printable(trim(card.title)), kTitle); !title.empty()) {
    Json line = heading(title);
    room -= std::min(room, units(line) + 1);
    body.push_back(std::move(line));
  }
  bool divided = false;
  bool full = false;
  for (const Block& block : card.blocks) {
    if (std::holds_alternative<Divider>(block)) divided = !body.empty();
    for (Json& element : elements_of(block)) {
      if (divided) element["separator"] = true;
      divided = false;
      const std::size_t size = units(element) + 1;
      if (size <= room) {
        room -= size;
        body.push_back(std::move(element));
        continue;
      }
      cutter.note(kMessage.field, too_long(kMessage.most - room + size, kMessage));
      if (Json part = cut_element(element, room); !part.is_null()) body.push_back(std::move(part));
      full = true;
      break;
    }
    if (full) break;
  }
  for (const Json& set : sets) body.push_back(set);
  if (body.empty()) body.push_back(rich(runs_of({plain(std::string(kEllipsis))})));  // a card of nothing is refused
  return dumped(activity_of(std::move(body), summary.empty() ? std::string(kEllipsis) : summary));
}

std::string dumped(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace allybot::platforms::teams
