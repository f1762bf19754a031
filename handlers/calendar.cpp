#include "handlers/calendar.h"

#include <algorithm>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/ical.h"
#include "handlers/almanac.h"
#include "handlers/foretell.h"
#include "handlers/plan_text.h"
#include "handlers/post.h"
#include "handlers/roles.h"
#include "handlers/verbs.h"

namespace allybot::handlers {
namespace {

using schedule::CalendarEvent;
using store::Feed;
using store::Plan;

constexpr std::chrono::hours kAhead{24 * 366};
constexpr std::size_t kTokenLetters = 32;  // 128 bits as hexadecimal digits
constexpr std::size_t kMostFeeds = 10;     // of one member

bool is_token(std::string_view text) {
  return text.size() == kTokenLetters && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<std::size_t> revoke(const Call& call, const Prepared& prepared, store::Writer& tx) {
  auto feeds = tx.feeds_by(call.origin.member);
  if (!feeds) return tl::unexpected(feeds.error());
  if (!call.origin.direct) {
    const auto may = may_change(call, prepared.member, call.place(), tx);
    if (!may) return tl::unexpected(may.error());
    if (*may) {  // a lead ends what others subscribe to of this channel, too
      const auto others = tx.feeds_of(call.place());
      if (!others) return tl::unexpected(others.error());
      feeds->insert(feeds->end(), others->begin(), others->end());
    }
  }
  std::size_t ended = 0;
  for (const Feed& feed : *feeds) {
    const auto removed = tx.remove_feed(feed.token_hash);
    if (!removed) return tl::unexpected(removed.error());
    if (*removed) ++ended;
  }
  return ended;
}

Result<void> add_posts(std::vector<CalendarEvent>& events, const Services& services, const Speaker& speaker,
                       const ChannelKey& channel, store::Reader& reader) {
  const TimePoint now = services.clock.now();
  const auto situation = schedule::situation_of(channel, now, reader);
  if (!situation) return tl::unexpected(situation.error());
  if (situation->plans.empty()) return {};
  auto readers = readership_of(speaker.library, defaults_of(services), channel, reader);
  if (!readers) return tl::unexpected(readers.error());
  const LibraryAlmanac almanac(speaker.library, services.default_region);
  const auto dates = schedule::foretell(
      *situation,
      {now, now + kAhead, almanac, sketcher_of(speaker.library, services.default_region, std::move(*readers), services.random)});
  if (!dates) return tl::unexpected(dates.error());
  for (const schedule::Dated& dated : *dates) {
    if (!dated.occurrence.post) continue;
    const Plan& plan = *dated.plan;
    const auto kept = schedule::keeps_days(plan) ? almanac.kept(plan, dated.occurrence.nominal.date) : std::nullopt;
    const std::string what = kept ? day_text(speaker, *kept) : what_text(speaker, plan);
    events.push_back({dated.occurrence.key(plan), dated.occurrence.at,
                      speaker.say("calendar.event", {{"kinds", what}, {"plan", plan.id.str()}}), plan_text(speaker, plan)});
  }
  return {};
}

Result<std::vector<ChannelKey>> channels_of(const Feed& feed, store::Reader& reader) {
  if (!feed.channel.empty()) return std::vector{ChannelKey{feed.owner.platform, feed.owner.workspace, feed.channel}};
  auto led = reader.channels_led_by(feed.owner);
  if (led) led->push_back(direct_channel(feed.owner));
  return led;
}

}  // namespace

Result<Reply> schedule_calendar(const Call& call, const Prepared& prepared, store::Writer& tx) {
  Card card;
  card.title = call.say("calendar.title");
  const std::string asked = fold_case(trim(call.arguments));
  if (is_listed(*call.library, call.language, "words.revoke", asked) ||
      is_listed(*call.library, call.language, "words.off", asked)) {
    const auto ended = revoke(call, prepared, tx);
    if (!ended) return tl::unexpected(ended.error());
    card.blocks.emplace_back(Paragraph{call.line(*ended > 0 ? "calendar.revoked" : "calendar.none")});
    return Answer{std::move(card)};
  }
  const bool is_all = is_listed(*call.library, call.language, "words.all", asked);
  if (!asked.empty() && !is_all) return fail(Code::Invalid, "not understood", call.say("calendar.how"));
  const bool all = is_all || call.origin.direct;
  if (!all)
    if (auto may = require_change(call, prepared.member, call.place(), tx); !may) return tl::unexpected(may.error());
  const std::string base = call.services.public_url ? call.services.public_url() : std::string();
  if (base.empty()) return fail(Code::Unsupported, "no public address", call.say("calendar.no-address"));

  Feed feed;
  feed.owner = call.origin.member;
  if (!all) feed.channel = call.place().channel;
  feed.created_at = call.now;
  const auto before = tx.feeds_by(feed.owner);
  if (!before) return tl::unexpected(before.error());
  bool replaced = false;
  for (const Feed& one : *before) {
    if (one.channel != feed.channel) continue;
    if (const auto removed = tx.remove_feed(one.token_hash); !removed) return tl::unexpected(removed.error());
    replaced = true;
  }
  if (!replaced && before->size() >= kMostFeeds) return fail(Code::TooMany, "too many feeds", call.say("calendar.too-many"));
  const std::string token = call.services.new_token();
  feed.token_hash = call.services.hash_of_token(token);
  if (auto done = tx.add_feed(feed); !done) return tl::unexpected(done.error());
  card.blocks.emplace_back(Paragraph{call.line(all ? "calendar.all" : "calendar.channel")});
  card.blocks.emplace_back(Paragraph{{code(base + "/calendar/" + token + ".ics")}});
  card.blocks.emplace_back(Note{call.line("calendar.key")});
  if (replaced) card.blocks.emplace_back(Note{call.line("calendar.replaced")});
  card.buttons.push_back(button(call.say("button.revoke"), "run", "schedule calendar revoke"));
  return Answer{std::move(card)};
}

Result<std::string> calendar_of(const Services& services, std::string_view token) {
  if (!is_token(token)) return fail(Code::NotFound, "no such calendar");
  const std::string hash = services.hash_of_token(token);
  const auto library = services.library.current();
  return store::read<std::string>(services.store, [&](store::Reader& reader) -> Result<std::string> {
    const auto feed = reader.feed(hash);
    if (!feed) return tl::unexpected(feed.error());
    if (!*feed) return fail(Code::NotFound, "no such calendar");
    const auto settings = reader.member_settings((*feed)->owner);
    if (!settings) return tl::unexpected(settings.error());
    const Speaker speaker = services.speaker(*library, (*feed)->owner.platform, settings->language);
    const auto channels = channels_of(**feed, reader);
    if (!channels) return tl::unexpected(channels.error());
    std::vector<CalendarEvent> events;
    for (const ChannelKey& channel : *channels)
      if (auto added = add_posts(events, services, speaker, channel, reader); !added) return tl::unexpected(added.error());
    std::stable_sort(events.begin(), events.end(),
                     [](const CalendarEvent& one, const CalendarEvent& other) { return one.at < other.at; });
    return schedule::to_ics(events, "calendar", speaker.say("calendar.name"), services.clock.now());
  });
}

Result<void> end_calendars(const MemberKey& member, const ChannelKey& channel, store::Writer& tx) {
  const auto feeds = tx.feeds_by(member);
  if (!feeds) return tl::unexpected(feeds.error());
  for (const Feed& feed : *feeds)
    if (feed.channel == channel.channel)
      if (const auto removed = tx.remove_feed(feed.token_hash); !removed) return tl::unexpected(removed.error());
  return {};
}

}  // namespace allybot::handlers
