#include "bot/library/pick.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "bot/core/text.h"
#include "bot/library/kind.h"
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

std::int32_t day_of(TimePoint now) {
  return static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(now).time_since_epoch().count());
}

std::string region_of(std::string_view text) {
  std::string region(text.substr(0, text.find('-')));
  for (char& c : region)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return region == "UK" ? "GB" : region;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool region_allows(const Item& item, std::string_view region) {
  if (region.empty()) return true;
  return (item.regions.empty() || contains(item.regions, region)) && !contains(item.not_regions, region);
}

/// A query made ready for comparing entries.
class Filter {
 public:
  explicit Filter(const PickQuery& query)
      : today_(day_of(query.now)), region_(region_of(query.region)), not_this_(query.not_this) {
    everyone_ = audience_bit("everyone");
    asked_ = audience_bit(query.audience);
  }

  std::int32_t today() const { return today_; }
  /// Items for whoever is asking: everyone's, and those of the audience that was given.
  bool fits(const PickEntry& entry) const {
    if (!may(entry) || (entry.audiences & (everyone_ | asked_)) == 0) return false;
    return !(entry.regional && region_.empty());
  }
  /// Items that may be shown when nothing fits: of special audiences to somebody unknown, of a region to somewhere unknown.
  bool may(const PickEntry& entry) const {
    if (today_ < entry.first_day || today_ >= entry.end_day) return false;
    const bool audience_known = asked_ != 0 && asked_ != everyone_;
    if (audience_known && (entry.audiences & (everyone_ | asked_)) == 0) return false;
    return !entry.not_everywhere || region_allows(*entry.item, region_);
  }
  bool is_not_wanted(const PickEntry& entry) const { return !not_this_.empty() && entry.item->id == not_this_; }

 private:
  std::int32_t today_;
  std::string region_;
  const ItemId& not_this_;
  std::uint8_t everyone_ = 0, asked_ = 0;
};

using Pool = std::vector<const PickEntry*>;

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

/// Whether it has one of the topics, or none was asked for.
bool has_any_topic(const Item& item, const std::vector<std::string>& topics) {
  return topics.empty() ||
         std::any_of(topics.begin(), topics.end(), [&](const auto& topic) { return contains(item.topics, topic); });
}

/// Whether an earlier topic of the query lists the item already.
bool listed_before(const Item& item, const std::vector<std::string>& topics, std::size_t upto) {
  for (std::size_t at = 0; at < upto; ++at)
    if (contains(item.topics, topics[at])) return true;
  return false;
}

/// Everything that matches kinds and topics and `accept`.
template <class Accept>
void gather(const PickIndex& index, const std::vector<std::string_view>& kinds_asked, const std::vector<std::string>& topics,
            const Filter& filter, const Accept& accept, Pool& into) {
  for (const auto kind : kinds_asked) {
    const auto cut = index.rotation_cut(kind, filter.today());
    if (topics.empty()) {
      for (const PickEntry& entry : index.of_kind(kind))
        if (entry.review_day >= cut && accept(entry)) into.push_back(&entry);
      continue;
    }
    for (std::size_t at = 0; at < topics.size(); ++at)
      for (const PickEntry& entry : index.of_topic(kind, topics[at]))
        if (entry.review_day >= cut && accept(entry) && !listed_before(*entry.item, topics, at)) into.push_back(&entry);
  }
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

/// Leaves out what the reader put aside, while anything else is left.
void put_aside(Pool& pool, const PickIndex& index, const std::vector<ItemId>& not_for_me) {
  std::vector<const Item*> aside;
  for (const ItemId& id : not_for_me)
    if (const PickEntry* entry = index.entry(id)) aside.push_back(entry->item);
  if (aside.empty()) return;
  std::sort(aside.begin(), aside.end());
  const auto kept = std::partition(pool.begin(), pool.end(), [&](const PickEntry* entry) {
    return !std::binary_search(aside.begin(), aside.end(), entry->item);
  });
  if (kept != pool.begin()) pool.erase(kept, pool.end());
}

/// The main topics of the last two items that the reader saw.
std::array<std::uint16_t, 2> latest_topics(const PickIndex& index, const SeenMap& seen) {
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
  std::array<std::uint16_t, 2> topics = {0, 0};
  for (std::size_t which = 0; which < 2; ++which) {
    if (latest[which] == nullptr) continue;
    if (const PickEntry* entry = index.entry(*latest[which])) topics[which] = entry->main_topic;
  }
  return topics;
}

/// One of the unseen, not of the topics to avoid while there are others; nothing when all have been seen.
const PickEntry* draw_unseen(Room& room, const SeenMap& seen, const std::array<std::uint16_t, 2>& avoid, Random& random) {
  const Pool& pool = room.pool;
  const auto is_avoided = [&](const PickEntry& entry) {
    return entry.main_topic != 0 && (entry.main_topic == avoid[0] || entry.main_topic == avoid[1]);
  };
  const std::size_t draws = std::max(kLeastDraws, pool.size() / 20);
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

bool may_show(const Item& item, const PickQuery& query) {
  if (item.draft) return false;
  const Date today(std::chrono::floor<std::chrono::days>(query.now));
  if (item.publish && today < *item.publish) return false;
  if (item.expire && today >= *item.expire) return false;
  if (!region_allows(item, region_of(query.region))) return false;
  if (!query.kinds.empty() && !contains(query.kinds, item.kind)) return false;
  if (!has_any_topic(item, query.topics)) return false;
  if (query.audience.empty() || query.audience == "everyone" || audience_bit(query.audience) == 0) return true;
  return contains(item.audience, "everyone") || contains(item.audience, query.audience);
}

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
  if (by_search) {
    gather_hits(library, index, kinds_asked, query, filter, pool);
  } else {
    const auto barrier = barrier_bit(query.barrier);
    const auto gather_those = [&](auto accept) { gather(index, kinds_asked, topics, filter, accept, pool); };
    if (barrier != 0) gather_those([&](const PickEntry& entry) { return (entry.barriers & barrier) != 0 && filter.fits(entry); });
    if (pool.empty()) gather_those([&](const PickEntry& entry) { return filter.fits(entry); });
    if (pool.empty()) gather_those([&](const PickEntry& entry) { return filter.may(entry); });
  }

  Picked picked;
  picked.pool = pool.size();
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
  put_aside(pool, index, query.not_for_me);
  // Whoever asks for a topic wants that topic again.
  const bool free_choice = topics.empty() && !by_search;
  const auto avoid = free_choice ? latest_topics(index, seen) : std::array<std::uint16_t, 2>{0, 0};
  const PickEntry* drawn = draw_unseen(room, seen, avoid, random);
  if (drawn == nullptr) {
    picked.came_round = true;
    drawn = seen_longest_ago(pool, seen);
  } else if (const Leaning leaning(query, index, filter.today()); leaning.any()) {
    const PickEntry* other = draw_unseen(room, seen, avoid, random);
    if (leaning.of(*other) > leaning.of(*drawn)) drawn = other;
  }
  picked.item = drawn == nullptr ? nullptr : drawn->item;
  return picked;
}

}  // namespace allybot::library
