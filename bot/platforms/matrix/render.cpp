#include "bot/platforms/matrix/render.h"

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/matrix/limits.h"
#include "bot/platforms/matrix/message.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::matrix {
namespace {

/// A user's id is what members call each other by: it needs no name.
Card with_users(const Card& card) {
  return with_member_names(card, [](std::string_view id) -> std::optional<std::string> {
    if (!is_member_id(id)) return std::nullopt;
    return user_of(MemberId(std::string(id)));
  });
}

}  // namespace

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint /*now*/) {
  const Route route = Route::read(origin.route);
  Rendered made;
  if (timing == Timing::InRequest) made.response = http::json_response("{}");
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const HomePage&) {},     // Matrix has no page of ours
                 [](const Completions&) {},  // and asks for no completions
                 [](const Offers&) {},
                 [&](const Answer& wanted) { answer(wanted.card, origin, route, made); },
                 [&](const Replace& wanted) { answer(wanted.card, origin, route, made); },
                 [&](const OpenForm& wanted) { answer(form_as_card(wanted.form), origin, route, made); },
                 [&](const FormProblems& problems) {
                   answer(problems_as_card(problems, say_(origin.language, kSayFormProblems)), origin, route, made);
                 },
             },
             reply);
  return made;
}

void Renderer::answer(const Card& card, const Origin& origin, const Route& route, Rendered& into) {
  const std::string& member = origin.member.member.str();
  if (route.asked == Asked::Nobody || !is_member_id(member)) {
    log::warning("matrix.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  const std::string where = is_room_id(route.room) ? route.room : direct_channel(origin.member.member).str();
  const Call call{where, transaction_of(origin), content(card, asked_in(origin), route)};
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back({origin.member.str(), call.text(), {}, {}});
}

Line Renderer::asked_in(const Origin& origin) const {
  const std::string& room = origin.channel.channel.str();
  if (origin.direct || !is_room_id(room)) return {};
  const std::string name = rooms_.name_of(room);
  return {Inline{say_(origin.language, kSayAskedIn) + ' ', false, false, false, {}},
          Inline{name.empty() ? room : cut(name, kPlaceName), false, false, false, link_to(room)}};
}

/// The same for a repeat of the same request: should it be answered twice, one of both is shown.
std::string Renderer::transaction_of(const Origin& origin) {
  if (!origin.request.empty()) return "answer-" + origin.request.str();
  constexpr std::uint64_t kBound = std::uint64_t{1} << 62U;
  return "answer-" + std::to_string(random_.below(kBound)) + '-' + std::to_string(random_.below(kBound));
}

std::string Renderer::content(const Card& card, const Line& above, const Route& route) {
  // With a line above it is another text; those are few, and not kept.
  const auto made = cache_.get(above.empty() ? std::string_view(card.cache_key) : std::string_view(), [&] {
    Cutter cutter;
    return content_fields(with_users(card), above, cutter);
  });
  std::string content = '{' + made->filled({});
  if (!route.thread.empty())
    content += R"(,"m.relates_to":{"rel_type":"m.thread","event_id":)" + json_quoted(route.thread) +
               R"(,"is_falling_back":true,"m.in_reply_to":{"event_id":)" + json_quoted(route.event) + "}}";
  return content + '}';
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel) {
  const std::string& where = channel.channel.str();
  if (is_direct_channel(channel) ? !is_member_id(where.substr(1)) : !is_room_id(where))
    return fail(Code::Invalid, "channel is no id of Matrix's");
  return Call{where, {}, content(card, {}, {})}.text();
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  content_fields(card, {}, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::matrix
