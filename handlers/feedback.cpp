#include "handlers/feedback.h"

#include "handlers/draw_item.h"

namespace allybot::handlers {
namespace {

Result<Reply> note(const Call& call, bool is_useful, store::Writer& tx) {
  const library::Item* item = call.library->find(ItemId(call.object), call.language);
  if (item == nullptr) return fail(Code::NotFound, "no such item", call.say("open.gone"));
  if (auto done = tx.set_feedback({call.origin.member, item->id, is_useful, call.now}); !done)
    return tl::unexpected(done.error());
  call.after([services = &call.services, memory = &call.memory, member = call.origin.member, is_useful] {
    memory->choices.forget(member);
    services->metrics.count("feedback", {{"verdict", is_useful ? "useful" : "not-for-me"}});
  });
  const std::string_view thanks = is_useful ? "feedback.useful" : "feedback.not-for-me";
  if (call.message_is_private && !call.origin.direct)
    return call.replace(thanked_card(call.speaker(), *item, showing_of(call), item->kind, thanks));
  Card card;
  card.blocks.emplace_back(Paragraph{call.line(thanks)});
  return Answer{std::move(card)};
}

}  // namespace

Result<Reply> useful(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) { return note(call, true, tx); }
Result<Reply> not_for_me(const Call& call, const Prepared& /*prepared*/, store::Writer& tx) { return note(call, false, tx); }

}  // namespace allybot::handlers
