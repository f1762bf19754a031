#include "bot/app/preview/coming.h"

#include <algorithm>
#include <set>

#include "bot/core/direct_channel.h"
#include "bot/schedule/foretell.h"
#include "handlers/almanac.h"
#include "handlers/foretell.h"
#include "handlers/post.h"

namespace allybot::app {
namespace {

using Chance = ComingPost::Chance;
using store::Plan;

constexpr std::chrono::hours kAhead{24 * 56};
constexpr std::size_t kMostChannels = 500;  // a page waits for the answer

bool may_draw(const Plan& plan, const library::Item& item, const handlers::Readership& readers, TimePoint at) {
  if (!plan.series.empty() || schedule::keeps_days(plan)) return false;
  library::PickQuery query = handlers::query_of(plan, readers, at);
  if (query.kinds.empty()) query.kinds = {"tips", "myths"};
  return library::may_show(item, query);
}

Result<void> add_channel(std::vector<ComingPost>& into, const ChannelKey& channel, const library::Library& library,
                         const library::Item& item, const handlers::Defaults& defaults, TimePoint now, store::Reader& tx) {
  const auto readers = handlers::readership_of(library, defaults, channel, tx);
  if (!readers) return tl::unexpected(readers.error());
  const library::Item* read_there = library.find(item.id, readers->preferences.language);
  if (read_there == nullptr || read_there->path != item.path) return {};  // a draft, or another language's
  const auto situation = schedule::situation_of(channel, now, tx);
  if (!situation) return tl::unexpected(situation.error());
  handlers::SameRandom random;
  const handlers::LibraryAlmanac almanac(library, defaults.region);
  const auto dates = schedule::foretell(
      *situation, {now, now + kAhead, almanac, handlers::sketcher_of(library, defaults.region, *readers, random), std::nullopt});
  if (!dates) return tl::unexpected(dates.error());
  for (const Plan& plan : situation->plans) {
    const auto of_plan = [&](const schedule::Dated& one) { return one.plan == &plan && one.occurrence.post; };
    auto found = std::find_if(dates->begin(), dates->end(), [&](const auto& one) { return of_plan(one) && one.item == item.id; });
    Chance chance = plan.series.empty() && !schedule::keeps_days(plan) ? Chance::Drawn : Chance::Set;
    if (found == dates->end()) {
      chance = Chance::Possible;
      found = std::find_if(dates->begin(), dates->end(),
                           [&](const auto& one) { return of_plan(one) && may_draw(plan, item, *readers, one.occurrence.at); });
    }
    if (found != dates->end()) into.push_back({channel, plan.id, found->occurrence.at, plan.zone, chance});
  }
  return {};
}

}  // namespace

const char* name_of(Chance chance) {
  switch (chance) {
    case Chance::Set: return "set";
    case Chance::Drawn: return "drawn";
    case Chance::Possible: return "possible";
  }
  return "";
}

Result<ComingPosts> coming_posts(const library::Library& library, const library::Item& item, const handlers::Defaults& defaults,
                                 TimePoint now, store::Reader& tx) {
  const auto plans = tx.all_plans();
  if (!plans) return tl::unexpected(plans.error());
  std::set<ChannelKey> channels;
  ComingPosts coming;
  for (const Plan& plan : *plans) {
    if (is_direct_channel(plan.channel)) continue;
    if (channels.size() == kMostChannels && !channels.contains(plan.channel))
      coming.all_asked = false;
    else
      channels.insert(plan.channel);
  }
  for (const ChannelKey& channel : channels)
    if (auto added = add_channel(coming.posts, channel, library, item, defaults, now, tx); !added)
      return tl::unexpected(added.error());
  std::stable_sort(coming.posts.begin(), coming.posts.end(),
                   [](const ComingPost& one, const ComingPost& other) { return one.at < other.at; });
  return coming;
}

Result<std::optional<TimePoint>> next_post(const schedule::Almanac& almanac, TimePoint now, store::Reader& tx) {
  const auto plans = tx.all_plans();
  if (!plans) return tl::unexpected(plans.error());
  std::set<ChannelKey> channels;
  for (const Plan& plan : *plans) channels.insert(plan.channel);
  std::optional<TimePoint> next;
  for (const ChannelKey& channel : channels) {
    const auto situation = schedule::situation_of(channel, now, tx);
    if (!situation) return tl::unexpected(situation.error());
    const auto dates = schedule::foretell(*situation, {now, now + kAhead, almanac, {}, std::nullopt});
    if (!dates) return tl::unexpected(dates.error());
    const auto first = std::find_if(dates->begin(), dates->end(), [](const auto& one) { return one.occurrence.post; });
    if (first != dates->end() && (!next || first->occurrence.at < *next)) next = first->occurrence.at;
  }
  if (next) return next;
  return tx.next_due();
}

}  // namespace allybot::app
