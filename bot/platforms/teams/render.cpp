#include "bot/platforms/teams/render.h"

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/platforms/adaptive_form.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/teams/card.h"
#include "bot/platforms/teams/limits.h"

namespace allybot::platforms::teams {
Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  Rendered made;
  if (timing == Timing::InRequest) made.response = http::empty_response();
  if (route.asked == Asked::Search) {
    if (timing == Timing::InRequest) made.response = http::json_response(extension_.body(reply));
    return made;
  }
  if (route.asked == Asked::Dialog && timing == Timing::InRequest) {  // past that it is closed, and answers go where others go
    if (std::string body = in_dialog(reply, origin, now); !body.empty()) made.response = http::json_response(std::move(body));
    return made;
  }
  const std::string above = asked_in(origin, route);
  const auto shown = [&](const Card& card) {
    return message(card, above, origin.channel, origin.member.member, false, now, card_dialect(), cache_);
  };
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const HomePage&) {},     // Teams has no page of ours
                 [](const Completions&) {},  // and asks for no completions
                 [](const Offers&) {},       // nobody looked for any
                 [&](const Answer& wanted) { answer(shown(wanted.card), route.asked == Asked::Form, origin, route, made); },
                 [&](const Replace& wanted) { answer(shown(wanted.card), true, origin, route, made); },
                 [&](const OpenForm& wanted) {
                   answer(form(wanted.form, above, origin, now, card_dialect()), false, origin, route, made);
                 },
                 [&](const FormProblems& problems) {
                   answer(shown(problems_as_card(problems, say_(origin.language, kSayFormProblems))), false, origin, route, made);
                 },
             },
             reply);
  return made;
}

std::string Renderer::in_dialog(const Reply& reply, const Origin& origin, TimePoint now) {
  const auto show = [&](const Card& card) {
    return dialog_body(message(card, {}, origin.channel, origin.member.member, false, now, attachment_dialect(), dialogs_));
  };
  const auto open = [&](const Form& wanted, const std::string& above) {
    return dialog_body(form(wanted, above, origin, now, attachment_dialect()));
  };
  if (const auto* answer = std::get_if<Answer>(&reply)) return show(answer->card);
  if (const auto* replace = std::get_if<Replace>(&reply)) return show(replace->card);
  if (const auto* wanted = std::get_if<OpenForm>(&reply)) return open(wanted->form, {});
  if (const auto* problems = std::get_if<FormProblems>(&reply)) {
    const Card card = problems_as_card(*problems, say_(origin.language, kSayFormProblems));
    return problems->form ? open(*problems->form, plain_text(card)) : show(card);
  }
  return {};
}

void Renderer::answer(std::string activity, bool in_place, const Origin& origin, const Route& route, Rendered& into) const {
  const MemberId& who = origin.member.member;
  if (!is_member_id(who.str())) {
    log::warning("teams.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  Call call;
  call.service = service_of(origin.address);
  call.conversation = direct_channel(who).str();
  if (in_place && !route.card.empty() && !route.conversation.empty()) {
    call.what = Call::What::Update;
    call.conversation = route.conversation;
    call.activity = route.card;
  } else if (targeted_ && !origin.direct && is_conversation_id(origin.channel.channel.str())) {
    call.activity = origin.channel.channel.str();
  }
  call.body = std::move(activity);
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back({origin.member.str(), call.text(), {}, {}});
}

std::string Renderer::form(const Form& form, const std::string& above, const Origin& origin, TimePoint now,
                           const CardDialect& dialect) const {
  Action action = form.on_submit;
  action.binding = Binding::Member;
  return adaptive_form(form, above,
                       {buttons_.sign(action, origin.channel, origin.member.member, now), origin.channel.channel.str(),
                        say_(origin.language, kSayNeeded)},
                       dialect);
}

std::string Renderer::asked_in(const Origin& origin, const Route& route) const {
  if (origin.direct || route.place_name.empty()) return {};
  return say_(origin.language, kSayAskedIn) + ' ' + cut(printable(route.place_name), kPlaceName);
}

std::string Renderer::service_of(const std::string& address) const {
  return !address.empty() && hosts_.allow(address) ? address : service_;
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, const std::string& address, TimePoint now) {
  const bool direct = is_direct_channel(channel);
  const MemberId who = direct_member(channel.channel);
  if (direct ? !is_member_id(who.str()) : !is_conversation_id(channel.channel.str()))
    return fail(Code::Invalid, "channel is no id of Teams'");
  Call call;
  call.service = service_of(address);
  call.conversation = channel.channel.str();
  call.body = message(card, {}, channel, who, !direct, now, card_dialect(), cache_);
  return call.text();
}

std::string Renderer::message(const Card& card, const std::string& above, const ChannelKey& about, const MemberId& who,
                              bool for_anyone, TimePoint now, const CardDialect& dialect, RenderCache& cache) {
  // With a line above it is another text; those are few, and not kept.
  const auto made = cache.get(above.empty() ? std::string_view(card.cache_key) : std::string_view(), [&] {
    Cutter cutter;
    return adaptive_message(with_member_names(card, name_of_), above, dialect, cutter);
  });
  const CardHoles holes(card);
  std::vector<std::string> values(card.buttons.size() + 1);
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    const Button& button = card.buttons[i];
    if (!button.url.empty()) continue;
    Action action = button.action;
    if (for_anyone) action.binding = Binding::Anyone;
    values[i] = buttons_.sign(action, about, who, now);
  }
  values[holes.place] = about.channel.str();
  return made->filled(values);
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  adaptive_message(card, {}, card_dialect(), cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::teams
