#include "bot/platforms/rocket_chat/render.h"

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/platforms/fitted.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/rocket_chat/limits.h"
#include "bot/platforms/rocket_chat/route.h"
#include "bot/platforms/rocket_chat/text.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::rocket_chat {
namespace {

constexpr const char* kEllipsis = "\xE2\x80\xA6";

std::string content_of(const Card& card, std::size_t most, Cutter& cutter) {
  const std::string title = markdown_text(cutter.text(printable(trim(card.title)), kTitle), markdown_rules());
  const std::string head = title.empty() ? title : '*' + title + '*';
  const std::size_t used = head.empty() ? 0 : count_code_points(head) + 2;
  const std::string body = fitted_body(card, most > used ? most - used : 0, markdown_rules(), cutter);
  if (head.empty() && body.empty()) return kEllipsis;  // a message of nothing is not shown
  return head.empty() || body.empty() ? head + body : head + "\n\n" + body;
}

}  // namespace

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing) const {
  Rendered made;
  if (timing == Timing::InRequest) made.response = http::json_response(kNoAnswer);
  if (const auto* wanted = std::get_if<Answer>(&reply)) answer(wanted->card, origin, made);
  if (const auto* wanted = std::get_if<Replace>(&reply)) answer(wanted->card, origin, made);
  return made;
}

void Renderer::answer(const Card& card, const Origin& origin, Rendered& into) const {
  if (!is_id(origin.member.member.str())) {
    log::warning("rocketchat.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  const Route route = Route::read(origin.route);
  std::string said = content(card);
  if (!route.place_name.empty())
    said = cut(say_(origin.language, kSayAskedIn) + markdown_text(" #" + route.place_name, markdown_rules()), kAskedIn) + "\n\n" +
           said;
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back(
      {origin.member.str(), Message{direct_channel(origin.member.member).str(), route.thread, std::move(said)}.text(), {}, {}});
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel) const {
  const std::string& place = channel.channel.str();
  if (!is_place(place)) return fail(Code::Invalid, "channel is no id of Rocket.Chat's");
  return Message{place, {}, content(card)}.text();
}

std::string Renderer::content(const Card& card) const {
  const Card named = with_member_names(card, name_of_);
  const auto written = [&named](std::size_t most) {
    Cutter cutter;
    std::string said = content_of(named, most, cutter);
    return is_valid_utf8(said) ? said : with_valid_utf8(said);
  };
  std::string said = written(kMessage.most);
  // Characters that count twice are rare: what they make too long is cut further.
  return fits(said, kMessage) ? said : longest_fitting(kMessage, written);
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  const std::string said = content_of(card, kMessage.most, cutter);
  if (!fits(said, kMessage)) cutter.note(kMessage.field, too_long(measure(said, kMessage.unit), kMessage));
  return cutter.faults();
}

}  // namespace allybot::platforms::rocket_chat
