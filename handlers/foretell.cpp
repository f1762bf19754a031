#include "handlers/foretell.h"

#include <algorithm>

#include "bot/core/direct_channel.h"
#include "bot/library/library.h"
#include "bot/schedule/calendar.h"
#include "handlers/almanac.h"
#include "handlers/post.h"

namespace allybot::handlers {

using library::Series;
using store::Plan;

std::uint64_t SameRandom::below(std::uint64_t bound) {
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return (z ^ (z >> 31U)) % bound;
}

Defaults defaults_of(const Services& services) {
  return {services.default_language, services.default_region, services.default_zone};
}

Result<Preferences> readers_of(const library::Library& library, const Defaults& defaults, const ChannelKey& channel,
                               store::Reader& tx) {
  if (is_direct_channel(channel)) {
    const auto settings = tx.member_settings(direct_member(channel));
    if (!settings) return tl::unexpected(settings.error());
    return private_preferences(*settings, {}, {}, defaults, library);
  }
  const auto settings = tx.channel_settings(channel);
  if (!settings) return tl::unexpected(settings.error());
  return public_preferences({}, *settings, {}, defaults, library);
}

Result<Readership> readership_of(const library::Library& library, const Defaults& defaults, const ChannelKey& channel,
                                 store::Reader& tx) {
  auto preferences = readers_of(library, defaults, channel, tx);
  if (!preferences) return tl::unexpected(preferences.error());
  Readership readers{std::move(*preferences), {}, {}};
  if (is_direct_channel(channel)) {
    const auto feedback = tx.feedback_of(direct_member(channel));
    if (!feedback) return tl::unexpected(feedback.error());
    readers.verdicts = verdicts_in(*feedback);
  }
  const auto rows = tx.seen(store::reader_of(channel));
  if (!rows) return tl::unexpected(rows.error());
  for (const store::SeenItem& row : *rows) readers.seen.note(row.item, row.at);
  return readers;
}

library::PickQuery query_of(const Plan& plan, const Readership& readers, TimePoint at) {
  library::PickQuery query;
  query.language = readers.preferences.language;
  query.region = readers.preferences.region;
  query.audience = readers.preferences.audience;
  query.kinds = plan.kinds;
  query.topics = plan.topics;
  query.useful = readers.verdicts.useful;
  query.not_for_me = readers.verdicts.not_for_me;
  query.now = at;
  return query;
}

library::Picked pick_for(const library::Library& library, const Plan& plan, const Readership& readers, TimePoint at,
                         Random& random) {
  return library::pick(library, query_of(plan, readers, at), readers.seen, random);
}

Result<NextStep> next_step(const library::Library& library, const Plan& plan, const std::string& language) {
  const Series* series = library.series(plan.series);
  if (series == nullptr) return fail(Code::NotFound, "the series is gone");
  std::size_t at = static_cast<std::size_t>(std::max(plan.step, 0));
  for (; at < series->steps.size(); ++at)
    if (const library::Item* item = library.find(series->steps[at].item, language); item != nullptr)
      return NextStep{series, item, at, at + 1 == series->steps.size()};
  return fail(Code::NotFound, "the series is over");
}

schedule::Sketcher sketcher_of(const library::Library& library, const std::string& default_region, Readership readers,
                               Random& random) {
  const auto almanac = std::make_shared<const LibraryAlmanac>(library, default_region);
  return [&library, almanac, readers = std::move(readers), &random](
             const Plan& plan, const schedule::Occurrence& one) mutable -> Result<schedule::Sketch> {
    schedule::Sketch sketch;
    if (schedule::keeps_days(plan)) {
      const auto kept = almanac->kept(plan, one.nominal.date);
      if (!kept) return fail(Code::NotFound, "no day of observance");
      sketch.item = day_item(*kept);
    } else if (!plan.series.empty()) {
      const auto step = next_step(library, plan, readers.preferences.language);
      if (!step) return tl::unexpected(step.error());
      sketch = {step->item->id, static_cast<int>(step->at) + 1};
    } else {
      const library::Picked picked = pick_for(library, plan, readers, one.at, random);
      if (picked.item == nullptr) return fail(Code::NotFound, "nothing matches the plan");
      sketch.item = picked.item->id;
    }
    readers.seen.note(sketch.item, one.at);
    return sketch;
  };
}

Result<std::vector<schedule::SimulatedRow>> simulate_channel(const Content& content, const ChannelKey& channel,
                                                             const schedule::Span& span,
                                                             const std::optional<schedule::Downtime>& down, store::Reader& tx) {
  const TimePoint from(schedule::days_of(span.from).time_since_epoch());
  const auto situation = schedule::situation_of(channel, std::min(from, span.known_at.value_or(from)), tx);
  if (!situation) return tl::unexpected(situation.error());
  if (content.library == nullptr) return schedule::simulate(*situation, span, content.almanac, {}, down);
  auto readers = readership_of(*content.library, content.defaults, channel, tx);
  if (!readers) return tl::unexpected(readers.error());
  SameRandom random;
  return schedule::simulate(*situation, span, content.almanac,
                            sketcher_of(*content.library, content.defaults.region, std::move(*readers), random), down);
}

}  // namespace allybot::handlers
