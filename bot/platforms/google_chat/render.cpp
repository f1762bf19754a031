#include "bot/platforms/google_chat/render.h"

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/google_chat/card.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr const char* kNothing = "{}";
constexpr const char* kAnyFunction = "ally";

}  // namespace

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  Rendered made;
  if (timing == Timing::InRequest) made.response = http::json_response(kNothing);
  const auto shown = [&](const Card& card) { return fields(card, origin.channel, origin.member.member, false, now); };
  std::visit(
      Overloaded{
          [](const Silence&) {},
          [](const HomePage&) {},     // what Chat calls home is another card, for later
          [](const Completions&) {},  // and it asks for no completions
          [](const Offers&) {},
          [&](const Answer& wanted) { answer(shown(wanted.card), route.asked == Asked::Form, origin, route, timing, made); },
          [&](const Replace& wanted) { answer(shown(wanted.card), true, origin, route, timing, made); },
          [&](const OpenForm& wanted) {
            Action action = wanted.form.on_submit;
            action.binding = Binding::Member;
            const std::string value = buttons_.sign(action, origin.channel, origin.member.member, now);
            answer(form_fields(wanted.form, form_.function, value), false, origin, route, timing, made);
          },
          [&](const FormProblems& problems) {
            answer(shown(problems_as_card(problems, say_(origin.language, kSayFormProblems))), false, origin, route, timing,
                   made);
          },
      },
      reply);
  return made;
}

void Renderer::answer(const std::string& fields, bool in_place, const Origin& origin, const Route& route, Timing timing,
                      Rendered& into) const {
  const std::string& member = origin.member.member.str();
  if (route.asked == Asked::Nobody || !is_id(member) || !is_id(route.space)) {
    log::warning("googlechat.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  const bool update = in_place && !route.message.empty();
  std::string message = fields;
  if (!update && !origin.direct) message += R"(,"privateMessageViewer":{"name":"users/)" + member + R"("})";
  if (timing == Timing::InRequest) {
    into.response = http::json_response(in_request(message, update, route.asked != Asked::Command));
    return;
  }
  if (!update && !route.thread.empty()) message += R"(,"thread":{"name":")" + route.thread + R"("})";
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back(
      {origin.member.str(),
       Call{update ? Call::What::Update : Call::What::Post, update ? route.message : route.space, '{' + message + '}'}.text(),
       {},
       {}});
}

// https://developers.google.com/workspace/chat/receive-respond-interactions#respond
std::string Renderer::in_request(const std::string& message, bool update, bool pressed) const {
  if (form_.addon)
    return std::string(R"({"hostAppDataAction":{"chatDataAction":{")") +
           (update ? "updateMessageAction" : "createMessageAction") + R"(":{"message":{)" + message + "}}}}}";
  if (update) return R"({"actionResponse":{"type":"UPDATE_MESSAGE"},)" + message + '}';
  if (pressed) return R"({"actionResponse":{"type":"NEW_MESSAGE"},)" + message + '}';
  return '{' + message + '}';
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, TimePoint now) {
  const bool direct = is_direct_channel(channel);
  const MemberId who = direct_member(channel.channel);
  if (!is_id(direct ? who.str() : channel.channel.str())) return fail(Code::Invalid, "channel is no id of Google Chat's");
  return Call{Call::What::Post, channel.channel.str(), '{' + fields(card, channel, who, !direct, now) + '}'}.text();
}

std::string Renderer::fields(const Card& card, const ChannelKey& where, const MemberId& who, bool for_anyone, TimePoint now) {
  const auto made = cache_.get(card.cache_key, [&] {
    Cutter cutter;
    return message_fields(with_member_names(card, name_of_), form_.function, cutter);
  });
  std::vector<std::string> values(card.buttons.size());
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    if (!card.buttons[i].url.empty()) continue;
    Action action = card.buttons[i].action;
    if (for_anyone) action.binding = Binding::Anyone;
    values[i] = buttons_.sign(action, where, who, now);
  }
  return made->filled(values);
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  message_fields(card, kAnyFunction, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::google_chat
