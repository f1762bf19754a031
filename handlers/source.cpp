#include "handlers/source.h"

#include <algorithm>

#include "bot/core/text.h"

namespace allybot::handlers {
namespace {

using library::Source;

constexpr std::size_t kMostNear = 3;
constexpr std::size_t kMostClaim = 120;  // code points of a claim in a list

/// Ids are compared without case: "ev-int-01" is EV-INT-01.
const Source* source_named(const library::Library& library, std::string_view id) {
  if (const Source* exact = library.source(id); exact != nullptr) return exact;
  const std::string folded = fold_case(id);
  for (const Source& source : library.sources())
    if (fold_case(source.id) == folded) return &source;
  return nullptr;
}

std::vector<const Source*> sources_near(const library::Library& library, std::string_view words) {
  const std::string folded = fold_case(words);
  std::vector<const Source*> near;
  const auto add = [&](const Source& source) {
    if (near.size() < kMostNear && std::find(near.begin(), near.end(), &source) == near.end()) near.push_back(&source);
  };
  for (const Source& source : library.sources())
    if (edit_distance(folded, fold_case(source.id), 2) <= 2) add(source);
  for (const Source& source : library.sources())
    if (fold_case(source.id).find(folded) != std::string::npos || source.topic == folded) add(source);
  return near;
}

void add_labelled(Card& card, const Call& call, std::string_view key, const std::string& text) {
  if (!text.empty()) card.blocks.emplace_back(Labelled{call.speaker().label(key), text_line(text)});
}

Card card_of(const Call& call, const Source& source) {
  Card card;
  card.title = source.id;
  card.blocks.emplace_back(Paragraph{text_line(source.claim)});
  add_labelled(card, call, "source.number", source.number);
  add_labelled(card, call, "source.population", source.population);
  std::string from = source.publisher;
  if (source.year > 0) from += (from.empty() ? "" : ", ") + std::to_string(source.year);
  Labelled where{call.speaker().label("source.from"), {plain(from)}};
  if (!source.title.empty()) {
    where.line.push_back(plain(call.speaker().colon()));
    where.line.push_back(link(source.title, source.url));
  }
  card.blocks.emplace_back(std::move(where));
  if (!source.confidence.empty()) add_labelled(card, call, "card.how-sure", call.say("sure." + source.confidence));
  add_labelled(card, call, "source.caveat", source.caveat);
  if (!source.url.empty()) {
    Button open;
    open.label = call.say("button.open");
    open.url = source.url;
    card.buttons.push_back(std::move(open));
  }
  card.cache_key = call.library->revision() + "|source|" + source.id + '|' + call.language;
  return card;
}

}  // namespace

Result<Reply> source(const Call& call) {
  Card card;
  if (call.arguments.empty()) {
    card.title = call.say("source.title");
    card.blocks.emplace_back(Paragraph{call.line("source.how")});
    return Answer{std::move(card)};
  }
  if (const Source* found = source_named(*call.library, call.arguments); found != nullptr) return Answer{card_of(call, *found)};
  card.title = call.say("source.title");
  const auto near = sources_near(*call.library, call.arguments);
  card.blocks.emplace_back(
      Paragraph{call.line(near.empty() ? "source.unknown" : "source.near", {{"id", cut_code_points(call.arguments, 40)}})});
  Bullets list;
  for (const Source* candidate : near)
    list.items.push_back({code(candidate->id), plain(" " + cut_code_points(candidate->claim, kMostClaim))});
  if (!list.items.empty()) card.blocks.emplace_back(std::move(list));
  for (const Source* candidate : near) card.buttons.push_back(button(candidate->id, "run", "source " + candidate->id));
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
