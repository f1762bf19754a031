#include "handlers/share.h"

#include "handlers/foretell.h"
#include "handlers/item_card.h"
#include "handlers/post.h"

namespace allybot::handlers {

Result<Prepared> prepare_share(const Call& call) {
  if (call.origin.direct) return fail(Code::Unsupported, "nobody to share with", call.say("share.direct"));
  if (!call.memory.shares.has_room(call.origin.member, call.now))
    return fail(Code::TooMany, "share limit", call.say("limit.shares"));
  Prepared prepared;
  if (!call.services.channel_facts) return prepared;
  auto facts = call.services.channel_facts(call.origin.channel);
  if (!facts) return prepared;  // the outbox will find out
  prepared.channel = std::move(*facts);
  prepared.channel_known = true;
  if (!prepared.channel.can_post)
    return fail(Code::Forbidden, "cannot post there",
                call.say(prepared.channel.why_not == "archived" ? "share.archived" : "share.not-invited"));
  return prepared;
}

Result<Reply> share(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) {
  const library::Item* found = call.library->find(ItemId(call.object), call.language);
  if (found == nullptr) return fail(Code::NotFound, "no such item", call.say("open.gone"));
  const auto there = readers_of(*call.library, defaults_of(call.services), call.origin.channel, tx);
  if (!there) return tl::unexpected(there.error());
  const library::Item* item = call.library->find(ItemId(call.object), there->language);
  if (item == nullptr) item = found;
  const Speaker speaker = call.services.speaker(*call.library, call.origin.channel.platform, there->language);

  std::string key = call.request_key();
  if (key.empty()) key = random_name(call.services.random);
  auto delivery = post_to_channel(call.services, item_card(speaker, *item, Showing::Public, item->kind), speaker.language,
                                  call.origin.channel, call.origin.address, "share/" + key, call.now);
  if (!delivery) return tl::unexpected(delivery.error());
  delivery->item = item->id;
  if (const auto added = tx.add_delivery(*delivery); !added) return tl::unexpected(added.error());
  const store::ReaderKey channel = store::reader_of(call.origin.channel);
  if (auto done = tx.note_seen(channel, item->id, call.now); !done) return tl::unexpected(done.error());
  const ItemId id = item->id;
  call.after([services = &call.services, memory = &call.memory, channel, id, member = call.origin.member, now = call.now] {
    services->seen.noted_in_store(channel, id, now);
    services->metrics.count("shares");
    memory->shares.take(member, now);
  });
  Card card;
  card.blocks.emplace_back(Paragraph{call.line("share.done")});
  return Answer{std::move(card)};
}

}  // namespace allybot::handlers
