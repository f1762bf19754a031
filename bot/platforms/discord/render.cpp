#include "bot/platforms/discord/render.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/discord/forms.h"
#include "bot/platforms/discord/limits.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::discord {
namespace {

/// Nothing that is said calls anybody, whatever it looks like.
constexpr std::string_view kNobody = R"("allowed_mentions":{"parse":[]},)";
constexpr std::string_view kEphemeral = R"("flags":64,)";
constexpr const char* kNothingToSay = R"({"type":4,"data":{"flags":64,"allowed_mentions":{"parse":[]},"content":")"
                                      "\xE2\x80\xA6"
                                      R"("}})";
constexpr const char* kNoChange = R"({"type":6})";

std::string_view without(std::string_view text, std::string_view before) {
  return text.substr(0, before.size()) == before ? text.substr(before.size()) : text;
}

/// `before` is the subcommand that was chosen: it is no part of what is typed.
std::string completions(const Completions& words, std::string_view before) {
  nlohmann::ordered_json choices = nlohmann::ordered_json::array();
  for (const Choice& choice : words.choices) {
    const std::string_view value = without(choice.value, before);
    // A value that does not fit would be another word.
    if (choices.size() == kCompletions || trim(value).empty() || !fits(value, kCompletion)) continue;
    const std::string label = cut(printable(trim(without(choice.label, before))), kCompletion);
    choices.push_back({{"name", label.empty() ? std::string(value) : label}, {"value", value}});
  }
  return dumped({{"type", 8}, {"data", {{"choices", std::move(choices)}}}});
}

/// What says that nothing is to be seen, for each kind of question.
http::Response nothing(Asked asked) {
  switch (asked) {
    case Asked::Command:
    case Asked::Form: return http::json_response(kNothingToSay);
    case Asked::Press: return http::json_response(kNoChange);
    case Asked::Typing: return http::json_response(completions({}, {}));
    case Asked::Event: return http::empty_response(204);
  }
  return http::empty_response();
}

}  // namespace

Renderer::Renderer(const Buttons& buttons, std::function<std::string(std::string_view language, std::string_view key)> say)
    : buttons_(buttons), say_(std::move(say)) {}

http::Response Renderer::acknowledge(const Origin& origin) {
  const Asked asked = Route::read(origin.route).asked;
  if (asked != Asked::Command && asked != Asked::Form) return nothing(asked);
  // Whether the answer will be private is settled here.
  return http::json_response(origin.direct ? R"({"type":5})" : R"({"type":5,"data":{"flags":64}})");
}

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  Rendered made;
  if (timing == Timing::InRequest) made.response = nothing(route.asked);
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const HomePage&) {},  // Discord has no page of ours
                 [](const Offers&) {},
                 [&](const Completions& words) {
                   if (timing == Timing::InRequest && route.asked == Asked::Typing)
                     made.response = http::json_response(completions(words, route.before));
                 },
                 [&](const Answer& answer) { show(answer.card, false, origin, route, timing, now, made); },
                 [&](const Replace& replace) { show(replace.card, true, origin, route, timing, now, made); },
                 [&](const OpenForm& wanted) { open(wanted.form, origin, route, timing, now, made); },
                 [&](const FormProblems& problems) {
                   show(problems_as_card(problems, say_(origin.language, kSayFormProblems)), false, origin, route, timing, now,
                        made);
                 },
             },
             reply);
  return made;
}

void Renderer::show(const Card& card, bool replace, const Origin& origin, const Route& route, Timing timing, TimePoint now,
                    Rendered& into) {
  if (route.asked == Asked::Typing || route.asked == Asked::Event) return;  // nobody to tell, and no way
  const Target target{origin.channel, origin.member.member, false, Overflow::Embed};
  const bool in_place = replace && route.asked == Asked::Press && route.replaces;
  const std::string flags(origin.direct ? std::string_view() : kEphemeral);
  if (timing == Timing::InRequest) {
    const std::string envelope =
        in_place ? R"({"type":7,"data":{)" + std::string(kNobody) : R"({"type":4,"data":{)" + flags + std::string(kNobody);
    into.response = http::json_response(message(card, target, now, envelope) + '}');
    return;
  }
  if (route.token.empty()) {
    log::warning("discord.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  // A command's answer was put off: that answer is filled. A press was only acknowledged: its message is the original.
  const bool original = route.asked != Asked::Press || in_place;
  const std::string envelope = '{' + (original ? std::string() : flags) + std::string(kNobody);
  into.calls.push_back({origin.member.str(),
                        Call{original ? Call::Kind::Original : Call::Kind::FollowUp, route.application + ' ' + route.token,
                             message(card, target, now, envelope)}
                            .text(),
                        {},
                        {}});
}

void Renderer::open(const Form& form, const Origin& origin, const Route& route, Timing timing, TimePoint now, Rendered& into) {
  // A modal can only be the first answer, and not the one to a modal.
  const bool possible =
      timing == Timing::InRequest && (route.asked == Asked::Command || route.asked == Asked::Press) && fits_modal(form);
  if (!possible) return show(form_as_card(form), false, origin, route, timing, now, into);
  Action action = form.on_submit;
  action.binding = Binding::Member;
  const CustomId id{buttons_.sign(action, origin.channel, origin.member.member, now),
                    origin.direct ? origin.channel.workspace.str() : std::string()};
  into.response = http::json_response(R"({"type":9,"data":)" + modal(form, id.beginning() + CustomId::ending(0)) + '}');
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, TimePoint now) {
  const bool direct = is_direct_channel(channel);
  const std::string target = direct ? direct_member(channel.channel).str() : channel.channel.str();
  if (!is_id(target)) return fail(Code::Invalid, "channel is no id of Discord's");
  const Target to{channel, direct ? MemberId(target) : MemberId(), !direct, direct ? Overflow::Embed : Overflow::Cut};
  return Call{Call::Kind::Post, channel.channel.str(), message(card, to, now, '{' + std::string(kNobody))}.text();
}

std::string Renderer::message(const Card& card, const Target& target, TimePoint now, std::string_view envelope) {
  const std::string key =
      card.cache_key.empty() ? std::string() : (target.overflow == Overflow::Embed ? "e" : "c") + card.cache_key;
  const auto made = cache_.get(key, [&] {
    Cutter cutter;
    return message_fields(card, target.overflow, cutter);
  });
  std::string text(envelope);
  made->append_to(text, values(card, target, now));
  return text += '}';
}

std::vector<std::string> Renderer::values(const Card& card, const Target& target, TimePoint now) const {
  const bool direct = is_direct_channel(target.where.channel);
  std::vector<std::string> all(card.buttons.size());
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    if (!card.buttons[i].url.empty()) continue;
    Action action = card.buttons[i].action;
    if (target.for_channel) action.binding = Binding::Anyone;
    all[i] = CustomId{buttons_.sign(action, target.where, target.who, now), direct ? target.where.workspace.str() : std::string()}
                 .beginning();
  }
  return all;
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  message_fields(card, Overflow::Cut, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::discord
