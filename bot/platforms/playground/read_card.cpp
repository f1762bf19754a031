#include "bot/platforms/playground/read_card.h"

#include <nlohmann/json.hpp>

#include "bot/platforms/json_read.h"

namespace allybot::platforms::playground {
namespace {

using Json = nlohmann::json;

const Json& list_at(const Json& from, const char* name) {
  static const Json kNone = Json::array();
  const auto found = from.find(name);
  return found != from.end() && found->is_array() ? *found : kNone;
}

Line line_of(const Json& runs) {
  Line line;
  for (const Json& run : runs)
    line.push_back({text_at(run, {"text"}), true_at(run, {"strong"}), true_at(run, {"emphasis"}), true_at(run, {"code"}),
                    text_at(run, {"link"})});
  return line;
}

Block block_of(const Json& block) {
  const std::string kind = text_at(block, {"kind"});
  if (kind == "bullets" || kind == "numbers") {
    Bullets bullets;
    bullets.numbered = kind == "numbers";
    for (const Json& item : list_at(block, "items")) bullets.items.push_back(line_of(item));
    return bullets;
  }
  Line line = line_of(list_at(block, "line"));
  if (kind == "labelled") return Labelled{text_at(block, {"label"}), std::move(line)};
  if (kind == "quote") return Quote{std::move(line)};
  if (kind == "note") return Note{std::move(line)};
  if (kind == "divider") return Divider{};
  return Paragraph{std::move(line)};
}

Button button_of(const Json& made, const std::function<Action(std::string_view value)>& open) {
  Button button;
  button.label = text_at(made, {"label"});
  const std::string style = text_at(made, {"style"});
  button.style = style == "primary" ? ButtonStyle::Primary : style == "danger" ? ButtonStyle::Danger : ButtonStyle::Default;
  button.confirm = text_at(made, {"confirm"});
  button.url = text_at(made, {"url"});
  if (button.url.empty()) button.action = open(text_at(made, {"value"}));
  return button;
}

}  // namespace

std::optional<Card> read_card(std::string_view content, const std::function<Action(std::string_view value)>& open) {
  const auto read = read_json(content);
  if (!read || !read->contains("card")) return std::nullopt;
  const Json& made = read->at("card");
  Card card;
  card.title = text_at(made, {"title"});
  for (const Json& block : list_at(made, "blocks")) card.blocks.push_back(block_of(block));
  for (const Json& button : list_at(made, "buttons")) card.buttons.push_back(button_of(button, open));
  return card;
}

}  // namespace allybot::platforms::playground
