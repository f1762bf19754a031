#include "bot/library/pick.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "bot/core/text.h"
#include "bot/library/kind.h"
#include "bot/library/pick_filter.h"
#include "bot/library/pick_index.h"

namespace allybot::library {
namespace {

/// Search hits that may be drawn: those not much worse than the best.
constexpr std::size_t kMostHits = 30;
constexpr double kGoodEnough = 0.5;
/// Draws before all of a pool is looked at. Two hundred find an unseen item 199 times in 200 over a whole round; a twentieth of
/// a large pool costs less than looking at all of it.
constexpr std::size_t kLeastDraws = 200;
/// An item is new for so many days from its `publish`.
constexpr std::int32_t kNewDays = 30;

using Pool = std::vector<const PickEntry*>;
/// Main topics to stay away from, as PickEntry numbers them; 0: none.
using Topics = std::array<std::uint16_t, 2>;

/// Room for one draw, kept by each thread: a pool of a hundred thousand is not allocated for every request.
struct Room {
  Pool pool, others;
};

Room& room_of_thread() {
  thread_local Room room;
  room.pool.clear();
  room.others.clear();
  return room;
}

std::vector<std::string_view> kinds_of(const PickQuery& query) {
  std::vector<std::string_view> names(query.kinds.begin(), query.kinds.end());
  if (!names.empty()) return names;
  for (const Kind& kind : kinds())
    if (kind.drawn_unasked) names.push_back(kind.name);
  return names;
}

/// Whether an earlier topic of the query lists the item already.
bool listed_before(const Item& item, const std::vector<std::string>& topics, std::size_t upto) {
  for (std::size_t at = 0; at < upto; ++at)
    if (contains(item.topics, topics[at])) return true;
  return false;
}

/// Entries of one kind, or of one kind and topic, that a draw may come from.
struct Shelf {
  const std::vector<PickEntry>& entries;
  std::int32_t cut;   ///< review days from here on
  std::size_t topic;  ///< which of the query's topics, when it has any
};

std::vector<Shelf> shelves_of(const PickIndex& index, const std::vector<std::string_view>& kinds_asked,
                              const std::vector<std::string>& topics, const Filter& filter) {
  std::vector<Shelf> shelves;
  shelves.reserve(kinds_asked.size() * std::max<std::size_t>(1, topics.size()));
  for (const auto kind : kinds_asked) {
    const auto cut = index.rotation_cut(kind, filter.today());
    if (topics.empty()) shelves.push_back({index.of_kind(kind), cut, 0});
    for (std::size_t at = 0; at < topics.size(); ++at) shelves.push_back({index.of_topic(kind, topics[at]), cut, at});
  }
  return shelves;
}

/// Everything on the shelves that is `accept`ed, each once.
template <class Accept>
void gather(const std::vector<Shelf>& shelves, const std::vector<std::string>& topics, const Accept& accept, Pool& into) {
  for (const Shelf& shelf : shelves)
    for (const PickEntry& entry : shelf.entries)
      if (entry.review_day >= shelf.cut && accept(entry) && !listed_before(*entry.item, topics, shelf.topic))
        into.push_back(&entry);
}

/// The hits of a search that may be drawn.
void gather_hits(const Library& library, const PickIndex& index, const std::vector<std::string_view>& kinds_asked,
                 const PickQuery& query, const Filter& filter, Pool& into) {
  std::vector<std::pair<const PickEntry*, double>> hits;
  for (const auto kind : kinds_asked) {
    const auto cut = index.rotation_cut(kind, filter.today());
    for (const Hit& hit : library.search(query.words, kind, query.language, kMostHits).hits) {
      const PickEntry* entry = index.entry(hit.item->id);
      if (entry == nullptr || entry->review_day < cut || !filter.may(*entry) || !has_any_topic(*entry->item, query.topics))
        continue;
      hits.emplace_back(entry, hit.score);
    }
  }
  const bool any_fits = std::any_of(hits.begin(), hits.end(), [&](const auto& hit) { return filter.fits(*hit.first); });
  double best = 0;
  for (const auto& [entry, score] : hits)
    if (!any_fits || filter.fits(*entry)) best = std::max(best, score);
  for (const auto& [entry, score] : hits)
    if ((!any_fits || filter.fits(*entry)) && score >= best * kGoodEnough) into.push_back(entry);
}

/// What suits one reader, as points: a topic's verdicts, newness.
class Leaning {
 public:
  Leaning(const PickQuery& query, const PickIndex& index, std::int32_t today) : new_since_(today - kNewDays) {
    add(query.useful, 1, index);
    add(query.not_for_me, -1, index);
    any_ = !topics_.empty() || index.newest_day() > new_since_;
  }

  bool any() const { return any_; }

  int of(const PickEntry& entry) const {
    int points = entry.first_day > new_since_ ? 1 : 0;
    for (const auto& [topic, verdict] : topics_)
      if (topic == entry.main_topic) points += std::clamp(verdict, -1, 1);
    return points;
  }

 private:
  void add(const std::vector<ItemId>& items, int verdict, const PickIndex& index) {
    for (const ItemId& id : items) {
      const PickEntry* entry = index.entry(id);
      if (entry == nullptr || entry->main_topic == 0) continue;
      const auto known =
          std::find_if(topics_.begin(), topics_.end(), [&](const auto& one) { return one.first == entry->main_topic; });
      if (known == topics_.end())
        topics_.emplace_back(entry->main_topic, verdict);
      else
        known->second += verdict;
    }
  }

  bool any_ = false;
  std::int32_t new_since_;
  std::vector<std::pair<std::uint16_t, int>> topics_;
};

/// What the reader put aside, in the order of their places in memory.
std::vector<const Item*> aside_of(const PickIndex& index, const std::vector<ItemId>& not_for_me) {
  std::vector<const Item*> aside;
  for (const ItemId& id : not_for_me)
    if (const PickEntry* entry = index.entry(id)) aside.push_back(entry->item);
  std::sort(aside.begin(), aside.end());
  return aside;
}

/// Leaves out what the reader put aside, while anything else is left.
void put_aside(Pool& pool, const std::vector<const Item*>& aside) {
  if (aside.empty()) return;
  const auto kept = std::partition(pool.begin(), pool.end(), [&](const PickEntry* entry) {
    return !std::binary_search(aside.begin(), aside.end(), entry->item);
  });
  if (kept != pool.begin()) pool.erase(kept, pool.end());
}

/// The main topics of the last two items that the reader saw.
Topics latest_topics(const PickIndex& index, const SeenMap& seen) {
  const ItemId* latest[2] = {nullptr, nullptr};
  TimePoint at[2] = {};
  for (const auto& [item, when] : seen) {
    if (latest[0] == nullptr || when > at[0]) {
      latest[1] = latest[0];
      at[1] = at[0];
      latest[0] = &item;
      at[0] = when;
    } else if (latest[1] == nullptr || when > at[1]) {
      latest[1] = &item;
      at[1] = when;
    }
  }
  Topics topics = {0, 0};
  for (std::size_t which = 0; which < 2; ++which) {
    if (latest[which] == nullptr) continue;
    if (const PickEntry* entry = index.entry(*latest[which])) topics[which] = entry->main_topic;
  }
  return topics;
}

bool is_one_of(const Topics& avoid, const PickEntry& entry) {
  return entry.main_topic != 0 && (entry.main_topic == avoid[0] || entry.main_topic == avoid[1]);
}

std::size_t draws_before_looking_at_all(std::size_t size) { return std::max(kLeastDraws, size / 20); }

/// The draw of an unseen one without putting a pool together: as a rule most of what is there fits and was not seen.
struct AtOnce {
  const std::vector<Shelf>& shelves;
  const std::vector<std::string>& topics;
  const Filter& filter;
  std::uint8_t barrier;
  const std::vector<const Item*>& aside;
  const SeenMap& seen;
  const Topics& avoid;

  /// Nothing when luck did not find one; then the pool is looked at.
  const PickEntry* draw(Random& random) const {
    std::size_t size = 0;
    for (const Shelf& shelf : shelves) size += shelf.entries.size();
    if (size == 0) return nullptr;
    for (std::size_t left = draws_before_looking_at_all(size); left > 0; --left) {
      std::size_t at = random.below(size);
      const Shelf* shelf = shelves.data();
      for (; at >= shelf->entries.size(); ++shelf) at -= shelf->entries.size();
      const PickEntry& entry = shelf->entries[at];
      if (is_good(entry, *shelf)) return &entry;
    }
    return nullptr;
  }

 private:
  bool is_good(const PickEntry& entry, const Shelf& shelf) const {
    if (entry.review_day < shelf.cut || !filter.fits(entry) || is_one_of(avoid, entry)) return false;
    if (barrier != 0 && (entry.barriers & barrier) == 0) return false;
    if (filter.is_not_wanted(entry) || std::binary_search(aside.begin(), aside.end(), entry.item)) return false;
    return seen.find(entry.item->id) == seen.end() && !listed_before(*entry.item, topics, shelf.topic);
  }
};

/// One of the unseen, not of the topics to avoid while there are others; nothing when all have been seen.
const PickEntry* draw_unseen(Room& room, const SeenMap& seen, const Topics& avoid, Random& random) {
  const Pool& pool = room.pool;
  const auto is_avoided = [&](const PickEntry& entry) { return is_one_of(avoid, entry); };
  const std::size_t draws = draws_before_looking_at_all(pool.size());
  // A draw that is thrown back when it does not fit is as fair as a draw among those that do.
  for (std::size_t drawn = 0; drawn < draws; ++drawn) {
    const PickEntry& entry = *pool[random.below(pool.size())];
    if (!is_avoided(entry) && seen.find(entry.item->id) == seen.end()) return &entry;
  }
  room.others.clear();
  for (const PickEntry* entry : pool)
    if (seen.find(entry->item->id) == seen.end()) room.others.push_back(entry);
  if (room.others.empty()) return nullptr;
  const auto away =
      std::partition(room.others.begin(), room.others.end(), [&](const PickEntry* entry) { return !is_avoided(*entry); });
  const auto choice = away == room.others.begin() ? room.others.size() : static_cast<std::size_t>(away - room.others.begin());
  return room.others[random.below(choice)];
}

const PickEntry* seen_longest_ago(const Pool& pool, const SeenMap& seen) {
  const PickEntry* oldest = nullptr;
  TimePoint oldest_at{};
  for (const PickEntry* entry : pool) {
    const auto found = seen.find(entry->item->id);
    if (found == seen.end()) continue;
    const TimePoint at = (*found).second;
    if (oldest != nullptr && at >= oldest_at) continue;
    oldest = entry;
    oldest_at = at;
  }
  return oldest;
}

/// Up to three things near to what was asked, that may be shown.
std::vector<const Item*> nearest_to(const Library& library, const PickIndex& index, const PickQuery& query,
                                    const Filter& filter) {
  std::vector<const Item*> near;
  const auto add = [&](const PickEntry* entry) {
    if (near.size() >= 3 || entry == nullptr || !filter.may(*entry) || filter.is_not_wanted(*entry)) return;
    if (entry->review_day < index.rotation_cut(entry->item->kind, filter.today())) return;
    if (std::find(near.begin(), near.end(), entry->item) == near.end()) near.push_back(entry->item);
  };
  std::string words = query.words;
  for (const auto& topic : query.topics) words += ' ' + topic;
  if (!trim(words).empty())
    for (const Hit& hit : library.search(words, "", query.language, 12).hits) add(index.entry(hit.item->id));
  for (const auto& topic : query.topics)
    for (const Kind& kind : kinds())
      for (const PickEntry& entry : index.of_topic(kind.name, topic)) {
        add(&entry);
        if (near.size() >= 3) return near;
      }
  // Nothing is near in meaning: the beginning of what is drawn unasked, so that there is always a way on.
  for (const bool asked_kinds : {true, false}) {
    for (const Kind& kind : kinds()) {
      const bool is_asked = contains(query.kinds, kind.name);
      if (asked_kinds ? !is_asked : !kind.drawn_unasked) continue;
      for (const PickEntry& entry : index.of_kind(kind.name)) {
        if (near.size() >= 3) return near;
        if (filter.fits(entry)) add(&entry);
      }
    }
  }
  return near;
}

}  // namespace

Picked pick(const Library& library, const PickQuery& query, const SeenMap& seen, Random& random) {
  const PickIndex& index = library.pick_index(query.language);
  const Filter filter(query);
  const auto kinds_asked = kinds_of(query);
  Room& room = room_of_thread();
  Pool& pool = room.pool;

  std::vector<std::string> topics = query.topics;
  bool by_search = false;
  if (!trim(query.words).empty()) {
    const auto named = library.topic_named(query.words, query.language);
    by_search = !named;
    if (named && topics.empty()) topics = {*named};
  }
  Picked picked;
  // Whoever asks for a topic wants that topic again.
  const bool free_choice = topics.empty() && !by_search;
  const auto avoid = free_choice ? latest_topics(index, seen) : Topics{0, 0};
  const auto aside = aside_of(index, query.not_for_me);
  const Leaning leaning(query, index, filter.today());
  const auto better = [&](const PickEntry* drawn, const PickEntry* other) {
    return other != nullptr && leaning.of(*other) > leaning.of(*drawn) ? other : drawn;
  };
  if (by_search) {
    gather_hits(library, index, kinds_asked, query, filter, pool);
  } else {
    const auto barrier = barrier_bit(query.barrier);
    const auto shelves = shelves_of(index, kinds_asked, topics, filter);
    const AtOnce at_once{shelves, topics, filter, barrier, aside, seen, avoid};
    if (const PickEntry* drawn = at_once.draw(random)) {
      picked.item = (leaning.any() ? better(drawn, at_once.draw(random)) : drawn)->item;
      return picked;
    }
    const auto gather_those = [&](auto accept) { gather(shelves, topics, accept, pool); };
    if (barrier != 0) gather_those([&](const PickEntry& entry) { return (entry.barriers & barrier) != 0 && filter.fits(entry); });
    if (pool.empty()) gather_those([&](const PickEntry& entry) { return filter.fits(entry); });
    if (pool.empty()) gather_those([&](const PickEntry& entry) { return filter.may(entry); });
  }

  picked.any_matched = !pool.empty();
  if (!query.not_this.empty()) {
    const auto unwanted =
        std::find_if(pool.begin(), pool.end(), [&](const PickEntry* entry) { return filter.is_not_wanted(*entry); });
    if (unwanted != pool.end()) {
      *unwanted = pool.back();
      pool.pop_back();
    }
  }
  if (pool.empty()) {
    picked.nearest = nearest_to(library, index, query, filter);
    return picked;
  }
  put_aside(pool, aside);
  const PickEntry* drawn = draw_unseen(room, seen, avoid, random);
  if (drawn == nullptr) {
    picked.came_round = true;
    drawn = seen_longest_ago(pool, seen);
  } else if (leaning.any()) {
    drawn = better(drawn, draw_unseen(room, seen, avoid, random));
  }
  picked.item = drawn == nullptr ? nullptr : drawn->item;
  return picked;
}

}  // namespace allybot::library
