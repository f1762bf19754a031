#include "handlers/nudge.h"

#include "bot/core/direct_channel.h"
#include "bot/schedule/budget.h"
#include "handlers/almanac.h"
#include "handlers/foretell.h"
#include "handlers/my_nudges.h"
#include "handlers/post.h"
#include "handlers/series.h"

namespace allybot::handlers {

namespace {

/// A member may hold back and end what they get; in a channel anybody may ask for quiet, where its leads allow it.
Result<void> add_way_out_of(Card& card, const Speaker& speaker, const store::Plan& plan, store::Reader& tx) {
  if (is_direct_channel(plan.channel)) {
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

Result<DrawnNudge> draw_nudge(const Services& services, const store::Plan& plan, TimePoint at, store::Reader& tx) {
  const auto library = services.library.current();
  const auto readers = readership_of(*library, defaults_of(services), plan.channel, tx);
  if (!readers) return tl::unexpected(readers.error());
  const Speaker speaker = services.speaker(*library, plan.channel.platform, readers->preferences.language);
  const Showing showing = showing_in(services, plan.channel);
  DrawnNudge drawn;
  if (schedule::keeps_days(plan)) {
    const auto nominal = schedule::LocalTime::read(plan.next_local);
    const auto kept = nominal ? LibraryAlmanac(*library, services.default_region).kept(plan, nominal->date) : std::nullopt;
    if (!kept) return fail(Code::NotFound, "no day of observance");
    drawn = {day_item(*kept), day_card(speaker, *kept, showing)};
  } else if (!plan.series.empty()) {
    auto step = draw_step(speaker, plan, showing);
    if (!step) return step;
    drawn = std::move(*step);
  } else {
    const library::Picked picked = pick_for(*library, plan, *readers, at, services.random);
    if (picked.item == nullptr) return fail(Code::NotFound, "nothing matches the plan");
    drawn = {picked.item->id, item_card(speaker, *picked.item, showing, picked.item->kind)};
  }
  drawn.language = speaker.language;
  if (showing == Showing::Posted) return drawn;
  if (auto done = add_way_out_of(drawn.card, speaker, plan, tx); !done) return tl::unexpected(done.error());
  return drawn;
}

}  // namespace allybot::handlers
