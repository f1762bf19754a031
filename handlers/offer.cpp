#include "handlers/offer.h"

#include <algorithm>
#include <span>

#include "bot/core/text.h"
#include "handlers/draw_item.h"
#include "handlers/find.h"

namespace allybot::handlers {
namespace {

using library::Item;

constexpr std::size_t kMost = 25;          // of one page
constexpr std::size_t kMostUnasked = 10;   // before there are words
constexpr std::size_t kMostSkipped = 500;  // nobody turns so many pages
constexpr std::string_view kDot = " \xC2\xB7 ";

/// As they would be drawn one after the other, without being seen by that.
std::vector<const Item*> unasked(const Call& call, std::size_t most) {
  const library::PickQuery query = suiting(call);
  store::Seen seen = *call.services.seen.of(store::reader_of(call.origin.member));
  std::vector<const Item*> items;
  while (items.size() < most) {
    const Item* item = library::pick(*call.library, query, seen, call.services.random).item;
    if (item == nullptr || std::find(items.begin(), items.end(), item) != items.end()) break;  // all have come round
    items.push_back(item);
    seen.note(item->id, call.now + milliseconds(items.size()));
  }
  return items;
}

/// The kind and what to do: "tip", a dot, "In one meeting, name the person who said it first."
std::string teaser_of(const Speaker& speaker, const Item& item) {
  std::string text = item.claim.empty() ? item.action : item.claim;
  if (text.empty() && !item.body.empty()) text = plain_text(Card{{}, {item.body.front()}, {}, {}});
  return kind_word(speaker, item.kind) + std::string(kDot) + text;
}

Offers offers_of(const Call& call, std::span<const Item* const> items) {
  const Speaker speaker = call.speaker();
  Offers offers;
  for (const Item* item : items)
    offers.all.push_back({item_card(speaker, *item, Showing::Posted, item->kind), teaser_of(speaker, *item)});
  return offers;
}

}  // namespace

Reply offer(const Call& call, const Search& asked) {
  const std::size_t most = std::min(asked.most, kMost);
  if (most == 0 || asked.skip > kMostSkipped) return Offers{};
  if (trim(asked.text).empty()) return asked.skip > 0 ? Offers{} : offers_of(call, unasked(call, std::min(most, kMostUnasked)));
  const Found found = find_items(call, trim(asked.text), asked.skip + most, true);
  if (found.items.empty() && asked.skip == 0) {
    Card card;
    card.blocks.emplace_back(Paragraph{call.line("offer.nothing", {{"words", found.words}})});
    return Answer{std::move(card)};
  }
  return offers_of(call, std::span(found.items).subspan(std::min(asked.skip, found.items.size())));
}

}  // namespace allybot::handlers
