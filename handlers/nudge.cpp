#include "handlers/nudge.h"

#include "bot/schedule/budget.h"
#include "handlers/my_nudges.h"
#include "handlers/post.h"
#include "handlers/series.h"

namespace allybot::handlers {

namespace {

/// Whose own conversation it is.
MemberKey owner_of(const ChannelKey& channel) {
  return {channel.platform, channel.workspace, MemberId(channel.channel.str().substr(1))};
}

/// A member may hold back and end what they get; in a channel anybody may ask for quiet, where its leads allow it.
Result<void> add_way_out_of(Card& card, const Speaker& speaker, const store::Plan& plan, store::Reader& tx) {
  if (is_own_conversation(plan.channel)) {
    add_way_out(card, speaker);
    return {};
  }
  const auto attention = tx.attention(plan.channel);
  if (!attention) return tl::unexpected(attention.error());
  if (schedule::quiet_days(*attention) == 0) return {};
  card.buttons.push_back(button(speaker.say("button.quiet"), "quie", {}, Binding::Anyone));
  if (!card.cache_key.empty()) card.cache_key += "-quiet";
  return {};
}

}  // namespace

library::PickQuery query_of(const store::Plan& plan, const Preferences& readers, TimePoint at) {
  library::PickQuery query;
  query.language = readers.language;
  query.region = readers.region;
  query.audience = readers.audience;
  query.kinds = plan.kinds;
  query.topics = plan.topics;
  query.now = at;
  return query;
}

Result<Preferences> readers_of(const Services& services, const library::Library& library, const ChannelKey& channel,
                               store::Reader& tx) {
  const Defaults defaults{services.default_language, services.default_region, services.default_zone};
  if (is_own_conversation(channel)) {
    const auto settings = tx.member_settings(owner_of(channel));
    if (!settings) return tl::unexpected(settings.error());
    return private_preferences(*settings, {}, {}, defaults, library);
  }
  const auto settings = tx.channel_settings(channel);
  if (!settings) return tl::unexpected(settings.error());
  return public_preferences({}, *settings, {}, defaults, library);
}

Result<library::SeenMap> seen_by(const ChannelKey& channel, store::Reader& tx) {
  const auto rows = tx.seen(store::reader_of(channel));
  if (!rows) return tl::unexpected(rows.error());
  library::SeenMap seen;
  for (const store::SeenItem& row : *rows) seen.note(row.item, row.at);
  return seen;
}

Result<DrawnNudge> draw_nudge(const Services& services, const store::Plan& plan, TimePoint at, store::Reader& tx) {
  const auto library = services.library.current();
  const auto readers = readers_of(services, *library, plan.channel, tx);
  if (!readers) return tl::unexpected(readers.error());
  if (!plan.series.empty()) {
    auto drawn = draw_step(Speaker{*library, readers->language, services.command}, plan);
    if (!drawn) return drawn;
    if (auto done = add_way_out_of(drawn->card, Speaker{*library, readers->language, services.command}, plan, tx); !done)
      return tl::unexpected(done.error());
    return drawn;
  }
  const auto seen = seen_by(plan.channel, tx);
  if (!seen) return tl::unexpected(seen.error());
  library::PickQuery query = query_of(plan, *readers, at);
  if (is_own_conversation(plan.channel)) {
    const auto feedback = tx.feedback_of(owner_of(plan.channel));
    if (!feedback) return tl::unexpected(feedback.error());
    auto verdicts = verdicts_in(*feedback);
    query.useful = std::move(verdicts.useful);
    query.not_for_me = std::move(verdicts.not_for_me);
  }
  const library::Picked picked = library::pick(*library, query, *seen, services.random);
  if (picked.item == nullptr) return fail(Code::NotFound, "nothing matches the plan");
  const Speaker speaker{*library, query.language, services.command};
  const bool own = is_own_conversation(plan.channel);
  Card card = item_card(speaker, *picked.item, own ? Showing::Direct : Showing::Public, picked.item->kind);
  if (auto done = add_way_out_of(card, speaker, plan, tx); !done) return tl::unexpected(done.error());
  return DrawnNudge{picked.item->id, std::move(card)};
}

}  // namespace allybot::handlers
