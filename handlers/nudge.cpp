#include "handlers/nudge.h"

#include "handlers/memory.h"

namespace allybot::handlers {

library::PickQuery query_of(const Services& services, const store::Plan& plan, const store::ChannelSettings& settings,
                            const library::Library& library, TimePoint at) {
  const Defaults defaults{services.default_language, services.default_region, services.default_zone};
  const Preferences preferences = public_preferences({}, settings, {}, defaults, library);
  library::PickQuery query;
  query.language = preferences.language;
  query.region = preferences.region;
  query.kinds = plan.kinds;
  query.topics = plan.topics;
  query.now = at;
  return query;
}

Result<library::SeenMap> seen_by(const ChannelKey& channel, store::Reader& tx) {
  const auto rows = tx.seen(store::reader_of(channel));
  if (!rows) return tl::unexpected(rows.error());
  library::SeenMap seen;
  for (const store::SeenItem& row : *rows) seen.note(row.item, row.at);
  return seen;
}

Result<DrawnNudge> draw_nudge(const Services& services, const store::Plan& plan, TimePoint at, store::Reader& tx) {
  const auto settings = tx.channel_settings(plan.channel);
  if (!settings) return tl::unexpected(settings.error());
  const auto seen = seen_by(plan.channel, tx);
  if (!seen) return tl::unexpected(seen.error());
  const auto library = services.library.current();
  const library::PickQuery query = query_of(services, plan, *settings, *library, at);
  const library::Picked picked = library::pick(*library, query, *seen, services.random);
  if (picked.item == nullptr) return fail(Code::NotFound, "nothing matches the plan");
  const Speaker speaker{*library, query.language, services.command};
  return DrawnNudge{picked.item->id, item_card(speaker, *picked.item, Showing::Public, picked.item->kind)};
}

}  // namespace allybot::handlers
