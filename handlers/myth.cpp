#include "handlers/myth.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {
namespace {

Result<Reply> reveal(const Call& call, Vote vote) {
  const library::Item* item = call.library->find(ItemId(call.object), call.language);
  if (item == nullptr) return fail(Code::NotFound, "no such item", call.say("open.gone"));
  call.services.seen.note(call.reader(), item->id);
  call.services.metrics.count("votes", {{"vote", vote == Vote::Myth ? "myth" : "fact"}});
  return call.replace(reveal_card(call.speaker(), *item, showing_of(call), vote, item->kind));
}

}  // namespace

Result<Reply> myth(const Call& call) { return draw_item(call, "myths", call.arguments); }
Result<Reply> vote_myth(const Call& call) { return reveal(call, Vote::Myth); }
Result<Reply> vote_fact(const Call& call) { return reveal(call, Vote::Fact); }

}  // namespace allybot::handlers
