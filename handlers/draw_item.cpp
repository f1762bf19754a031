#include "handlers/draw_item.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

using library::Item;

/// What was asked for, as the library understands it.
struct Asked {
  library::PickQuery query;
  std::string corrected;  ///< the words that a typo was mended to
};

/// "fear", "know how": the barrier that the words name, or nothing.
std::string barrier_named(const Call& call, std::string_view words) {
  for (const std::string_view barrier : library::kBarriers)
    if (is_listed(*call.library, call.language, "words.barrier." + std::string(barrier), words)) return std::string(barrier);
  return {};
}

Asked understand(const Call& call, std::string_view kind, std::string_view words) {
  Asked asked{suiting(call), {}};
  if (!kind.empty()) asked.query.kinds = {std::string(kind)};
  if (words.empty()) return asked;
  asked.query.barrier = barrier_named(call, words);
  if (!asked.query.barrier.empty()) return asked;
  auto topic = call.library->topic_named(words, call.language);
  if (!topic) {
    asked.corrected = call.library->search(words, kind, call.language, 1).corrected;
    if (!asked.corrected.empty()) topic = call.library->topic_named(asked.corrected, call.language);
  }
  if (topic)
    asked.query.topics = {*topic};
  else
    asked.query.words = asked.corrected.empty() ? std::string(words) : asked.corrected;
  return asked;
}

/// The item of that kind that the member saw last.
ItemId last_seen(const store::Seen& seen, std::string_view kind) {
  ItemId last;
  TimePoint at{};
  for (const auto& [item, when] : seen) {
    if (when < at || item.str().compare(0, kind.size() + 1, std::string(kind) + '/') != 0) continue;
    last = item;
    at = when;
  }
  return last;
}

Card nothing_card(const Call& call, std::string_view kind, std::string_view words, const std::vector<const Item*>& nearest,
                  bool was_the_only_one) {
  const Speaker speaker = call.speaker();
  Card card;
  card.title = speaker.say("nothing.title");
  const Values values = {{"kind", kind_word(speaker, kind)}, {"words", std::string(words)}};
  if (was_the_only_one)
    card.blocks.emplace_back(speaker.paragraph("nothing.only-one", values));
  else
    card.blocks.emplace_back(speaker.paragraph(words.empty() ? "nothing.of-kind" : "nothing.about", values));
  if (!nearest.empty()) {
    card.blocks.emplace_back(speaker.paragraph("nothing.nearest"));
    Bullets list;
    for (const Item* item : nearest) list.items.push_back(text_line(item->title));
    card.blocks.emplace_back(std::move(list));
    add_open_buttons(card, nearest);
  }
  card.buttons.push_back(button(speaker.say("button.topics"), "run", "topics"));
  return card;
}

std::string again_object(std::string_view kind, std::string_view words) {
  std::string object(kind);
  if (!words.empty()) object += ' ' + std::string(words);
  return object;
}

}  // namespace

library::PickQuery suiting(const Call& call) {
  library::PickQuery query;
  query.language = call.language;
  query.audience = call.preferences.audience;
  query.region = call.preferences.region;
  query.now = call.now;
  if (call.open) return query;
  auto verdicts = call.memory.choices.verdicts_of(call.origin.member, call.now);
  query.useful = std::move(verdicts.useful);
  query.not_for_me = std::move(verdicts.not_for_me);
  return query;
}

Showing showing_of(const Call& call) {
  if (call.open) return Showing::Posted;
  return call.origin.direct ? Showing::Direct : Showing::Private;
}

void add_open_buttons(Card& card, const std::vector<const Item*>& items) {
  for (const Item* item : items) card.buttons.push_back(button(item->title, "open", item->id.str()));
}

Card draw_card(const Call& call, std::string_view kind, std::string_view words) {
  const store::ReaderKey reader = call.reader();
  if (!words.empty() && !kind.empty()) {
    const Item* named = call.library->find(ItemId(std::string(kind) + '/' + fold_case(words)), call.language);
    if (named != nullptr) {
      call.services.seen.note(reader, named->id);
      return item_card(call.speaker(), *named, showing_of(call), std::string(kind));
    }
  }
  Asked asked = understand(call, kind, words);
  const auto seen = call.services.seen.of(reader);
  if (call.pressed) asked.query.not_this = last_seen(*seen, kind);
  const library::Picked picked = library::pick(*call.library, asked.query, *seen, call.services.random);
  if (picked.item == nullptr) {
    const bool only_one = !asked.query.not_this.empty() && picked.any_matched;
    return nothing_card(call, kind, words, picked.nearest, only_one);
  }
  call.services.seen.note(reader, picked.item->id);
  const Speaker speaker = call.speaker();
  Card card =
      item_card(speaker, *picked.item, showing_of(call), again_object(kind, asked.corrected.empty() ? words : asked.corrected));
  if (!asked.corrected.empty()) {
    card.cache_key.clear();
    card.blocks.insert(card.blocks.begin(), speaker.paragraph("tip.did-you-mean", {{"words", asked.corrected}}));
  }
  if (picked.came_round) {
    card.blocks.emplace_back(speaker.note("tip.came-round"));
    if (!card.cache_key.empty()) card.cache_key += "-round";
  }
  return card;
}

Result<Reply> draw_item(const Call& call, std::string_view kind, std::string_view words) {
  return call.replace(draw_card(call, kind, words));
}

Result<Reply> another(const Call& call) {
  const std::string_view object = call.object;
  const std::size_t space = object.find(' ');
  const std::string_view words = space == std::string_view::npos ? std::string_view() : object.substr(space + 1);
  return draw_item(call, object.substr(0, space), words);
}

Result<Reply> open_item(const Call& call) {
  const Item* item = call.library->find(ItemId(call.object), call.language);
  if (item == nullptr) return fail(Code::NotFound, "no such item", call.say("open.gone"));
  call.services.seen.note(call.reader(), item->id);
  return Answer{item_card(call.speaker(), *item, showing_of(call), item->kind)};
}

}  // namespace allybot::handlers
