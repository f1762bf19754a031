#include "bot/platforms/zulip/render.h"

#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/platforms/fitted.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/zulip/limits.h"
#include "bot/platforms/zulip/text.h"

namespace allybot::platforms::zulip {
namespace {

constexpr const char* kEllipsis = "\xE2\x80\xA6";

std::string content_of(const Card& card, Cutter& cutter) {
  const std::string title = markdown_text(cutter.text(printable(trim(card.title)), kTitle), markdown_rules());
  const std::string head = title.empty() ? title : "**" + title + "**";
  const std::size_t used = head.empty() ? 0 : count_code_points(head) + 2;
  const std::string body = fitted_body(card, kMessage.most - used, markdown_rules(), cutter);
  if (head.empty() && body.empty()) return kEllipsis;  // a message of nothing is refused
  return head.empty() || body.empty() ? head + body : head + "\n\n" + body;
}

}  // namespace

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing) const {
  Rendered made;
  if (timing == Timing::InRequest) made.response = http::json_response(kNoAnswer);
  if (const auto* wanted = std::get_if<Answer>(&reply)) answer(wanted->card, origin, timing, made);
  if (const auto* wanted = std::get_if<Replace>(&reply)) answer(wanted->card, origin, timing, made);
  return made;
}

void Renderer::answer(const Card& card, const Origin& origin, Timing timing, Rendered& into) const {
  const std::string& member = origin.member.member.str();
  const Route route = Route::read(origin.route);
  if (!is_id(member)) {
    log::warning("zulip.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  std::string said = content(card);
  if (route.direct && timing == Timing::InRequest) {
    into.response = http::json_response(R"({"content":)" + json_quoted(said) + '}');
    return;
  }
  if (!route.direct && !route.place_name.empty())
    said = cut(say_(origin.language, kSayAskedIn) + " #" + markdown_text(route.place_name, markdown_rules()), kAskedIn) + "\n\n" +
           said;
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back(
      {origin.member.str(), Message{direct_channel(origin.member.member).str(), {}, std::move(said)}.text(), {}, {}});
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, const std::string& address) const {
  const std::string& place = channel.channel.str();
  if (!is_place(place)) return fail(Code::Invalid, "channel is no id of Zulip's");
  const std::string topic = cut(printable(address.empty() ? topic_ : address), kTopic);
  return Message{place, is_id(place) ? topic : std::string(), content(card)}.text();
}

std::string Renderer::content(const Card& card) const {
  Cutter cutter;
  std::string said = content_of(with_member_names(card, name_of_), cutter);
  return is_valid_utf8(said) ? said : with_valid_utf8(said);
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  content_of(card, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::zulip
