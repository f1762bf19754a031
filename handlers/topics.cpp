#include "handlers/topics.h"

#include <unordered_map>

namespace allybot::handlers {
namespace {

constexpr std::size_t kMostButtons = 3;

}  // namespace

Result<Reply> topics(const Call& call) {
  std::unordered_map<std::string, std::size_t> counts;
  for (const library::Item* item : call.library->items("", call.language))
    for (const std::string& topic : item->topics) ++counts[topic];
  Card card;
  card.title = call.say("topics.title");
  card.blocks.emplace_back(Paragraph{call.line("topics.how")});
  Bullets list;
  std::size_t buttons = 0;
  for (const library::Topic& topic : call.library->topics(call.language)) {
    const auto found = counts.find(topic.id);
    if (found == counts.end()) continue;
    list.items.push_back(
        {plain(topic.title + call.speaker().colon()), code(topic.id), plain(" (" + std::to_string(found->second) + ")")});
    if (buttons++ < kMostButtons) card.buttons.push_back(button(topic.title, "run", "tip " + topic.id));
  }
  if (!list.items.empty()) card.blocks.emplace_back(std::move(list));
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
