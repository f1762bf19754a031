#include "handlers/find.h"

#include "bot/core/text.h"
#include "handlers/draw_item.h"

namespace allybot::handlers {
namespace {

using library::Item;

constexpr std::size_t kMostHits = 5;     // as many buttons as the strictest platform shows in a row
constexpr std::size_t kMostWords = 200;  // code points of what was typed that are said again

/// Items of a topic, for words that name one but are in no text.
std::vector<const Item*> items_about(const Call& call, const std::string& topic, std::size_t most) {
  std::vector<const Item*> found;
  for (const Item* item : call.library->items("", call.language)) {
    if (found.size() == most) break;
    if (!item->topics.empty() && item->topics.front() == topic) found.push_back(item);
  }
  return found;
}

Card nothing_found(const Call& call, const std::string& words) {
  Card card;
  card.title = call.say("find.nothing-title");
  card.blocks.emplace_back(Paragraph{call.line("find.nothing", {{"words", words}})});
  library::PickQuery query;
  query.language = call.language;
  query.words = words;
  query.region = call.preferences.region;
  query.now = call.now;
  const auto nearest = library::pick(*call.library, query, {}, call.services.random).nearest;
  Bullets list;
  for (const Item* item : nearest) list.items.push_back(text_line(item->title));
  if (!list.items.empty()) card.blocks.emplace_back(std::move(list));
  add_open_buttons(card, nearest);
  card.buttons.push_back(button(call.say("button.topics"), "run", "topics"));
  return card;
}

}  // namespace

Found find_items(const Call& call, std::string_view typed, std::size_t most, bool prefix) {
  Found found{cut_code_points(typed, kMostWords), {}, {}};
  library::SearchResult result = call.library->search(found.words, "", call.language, most * 2, prefix);
  found.corrected = std::move(result.corrected);
  library::PickQuery allowed;
  allowed.language = call.language;
  allowed.region = call.preferences.region;
  allowed.now = call.now;
  for (const library::Hit& hit : result.hits) {
    allowed.kinds = {hit.item->kind};
    if (found.items.size() < most && library::may_show(*hit.item, allowed)) found.items.push_back(hit.item);
  }
  if (found.items.empty())
    if (const auto topic = call.library->topic_named(found.words, call.language); topic)
      found.items = items_about(call, *topic, most);
  return found;
}

Result<Reply> find(const Call& call) {
  Card card;
  if (call.arguments.empty()) {
    card.title = call.say("find.title-empty");
    card.blocks.emplace_back(Paragraph{call.line("find.empty")});
    card.buttons.push_back(button(call.say("button.topics"), "run", "topics"));
    return Answer{std::move(card)};
  }
  const auto [words, corrected, items] = find_items(call, call.arguments, kMostHits);
  if (items.empty()) return Answer{nothing_found(call, words)};

  card.title = call.say("find.title", {{"words", corrected.empty() ? words : corrected}});
  if (!corrected.empty())
    card.blocks.emplace_back(Paragraph{call.line("find.did-you-mean", {{"words", corrected}, {"typed", words}})});
  Bullets list;
  const Speaker speaker = call.speaker();
  for (const Item* item : items) {
    Line line = {strong(item->title), plain(" (" + kind_word(speaker, item->kind) + ")")};
    if (!item->action.empty()) line.push_back(plain(speaker.colon() + item->action));
    list.items.push_back(std::move(line));
  }
  card.blocks.emplace_back(std::move(list));
  add_open_buttons(card, items);
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
