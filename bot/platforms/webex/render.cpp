#include "bot/platforms/webex/render.h"

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/platforms/adaptive_form.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/webex/card.h"
#include "bot/platforms/webex/limits.h"

namespace allybot::platforms::webex {
namespace {

/// What stands between the quotes of a JSON string.
std::string inside_quotes(std::string_view text) {
  const std::string quoted = json_quoted(text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  Rendered made;
  if (timing == Timing::InRequest) made.response = http::empty_response();
  const std::string above = asked_in(origin, route);
  const Audience audience{origin.channel, origin.member.member, false, origin.language};
  const auto shown = [&](const Card& card) { return message(card, above, audience, now); };
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const HomePage&) {},     // Webex has no page of ours
                 [](const Completions&) {},  // and asks for no completions
                 [](const Offers&) {},
                 [&](const Answer& wanted) { answer(shown(wanted.card), route.asked == Asked::Form, origin, route, made); },
                 [&](const Replace& wanted) { answer(shown(wanted.card), true, origin, route, made); },
                 [&](const OpenForm& wanted) { answer(form(wanted.form, above, origin, now), false, origin, route, made); },
                 [&](const FormProblems& problems) {
                   answer(shown(problems_as_card(problems, say_(origin.language, kSayFormProblems))), false, origin, route, made);
                 },
             },
             reply);
  return made;
}

void Renderer::answer(std::string message, bool in_place, const Origin& origin, const Route& route, Rendered& into) const {
  const MemberId& who = origin.member.member;
  if (!is_id(who.str())) {
    log::warning("webex.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  Call call;
  call.place = direct_channel(who).str();
  if (!route.room.empty() && !route.thread.empty()) {
    call.place = route.room;
    call.thread = route.thread;
  }
  if (in_place) call.replaces = route.card;
  call.body = std::move(message);
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back({origin.member.str(), call.text(), {}, {}});
}

std::string Renderer::form(const Form& form, const std::string& above, const Origin& origin, TimePoint now) const {
  Action action = form.on_submit;
  action.binding = Binding::Member;
  return adaptive_form(form, above,
                       {buttons_.sign(action, origin.channel, origin.member.member, now), origin.channel.channel.str(),
                        say_(origin.language, kSayNeeded)},
                       card_dialect());
}

std::string Renderer::asked_in(const Origin& origin, const Route& route) const {
  if (origin.direct || route.place_name.empty()) return {};
  return say_(origin.language, kSayAskedIn) + ' ' + cut(printable(route.place_name), kPlaceName);
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, TimePoint now) {
  if (!is_place(channel.channel.str())) return fail(Code::Invalid, "channel is no id of Webex's");
  const bool direct = is_direct_channel(channel);
  const MemberId who = direct_member(channel.channel);
  return Call{channel.channel.str(), {}, {}, message(card, {}, {channel, who, !direct, {}}, now)}.text();
}

std::string Renderer::message(const Card& card, const std::string& above, const Audience& audience, TimePoint now) {
  // With a line above it is another text; those are few, and not kept.
  const auto made = cache_.get(above.empty() ? std::string_view(card.cache_key) : std::string_view(), [&] {
    Cutter cutter;
    return adaptive_message(with_member_names(card, name_of_), above, card_dialect(), cutter);
  });
  const CardHoles holes(card);
  std::vector<std::string> values(holes.more + 1);
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    const Button& button = card.buttons[i];
    if (!button.url.empty()) continue;
    Action action = button.action;
    if (audience.anyone) action.binding = Binding::Anyone;
    values[i] = buttons_.sign(action, audience.about, audience.who, now);
  }
  values[holes.place] = audience.about.channel.str();
  values[holes.more] = inside_quotes(say_(audience.language, kSayMore));
  return made->filled(values);
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  adaptive_message(card, {}, card_dialect(), cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::webex
