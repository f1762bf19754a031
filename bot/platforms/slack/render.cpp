#include "bot/platforms/slack/render.h"

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/sentences.h"
#include "bot/platforms/slack/blocks.h"
#include "bot/platforms/slack/forms.h"
#include "bot/platforms/slack/home.h"
#include "bot/platforms/slack/text.h"

namespace allybot::platforms::slack {
namespace {

// Stated although it is the default: "private" must not hang on one. Links are not unfolded: a source is no advertisement.
constexpr std::string_view kEphemeral = R"({"response_type":"ephemeral",)";
constexpr std::string_view kEphemeralNew = R"({"response_type":"ephemeral","replace_original":false,)";
constexpr std::string_view kReplaceOriginal = R"({"replace_original":true,)";

}  // namespace

Renderer::Renderer(const Buttons& buttons, std::function<std::string(std::string_view key)> say)
    : buttons_(buttons), say_(std::move(say)) {}

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  Rendered made;
  // Whatever else is said, the request itself is acknowledged; an empty body shows nothing and closes a view.
  if (timing == Timing::InRequest) made.response = http::empty_response();
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const Completions&) {},  // Slack completes nothing
                 [](const Offers&) {},
                 [&](const Answer& answer) { show(answer.card, false, origin, route, timing, now, made); },
                 [&](const Replace& replace) { show(replace.card, true, origin, route, timing, now, made); },
                 [&](const OpenForm& wanted) { open(wanted.form, origin, route, timing, now, made); },
                 [&](const FormProblems& problems) {
                   if (route.asked == Asked::Form && timing == Timing::InRequest)
                     made.response = http::json_response(form_problems(problems));
                   else
                     show(problems_as_card(problems, say_(kSayFormProblems)), false, origin, route, timing, now, made);
                 },
                 [&](const HomePage& page) {
                   if (origin.member.member.empty()) return;
                   ChannelKey own = origin.channel;
                   own.channel = direct_channel(origin.member.member);
                   call(made, origin, "views.publish",
                        home_page(page.card, origin.member.member, values(page.card, own, origin.member.member, false, now),
                                  say_(kSayCancel)));
                 },
             },
             reply);
  return made;
}

Renderer::Way Renderer::way_of(const Origin& origin, const Route& route, Timing timing) {
  if (route.asked == Asked::Command && timing == Timing::InRequest) return Way::InRequest;
  if (!route.response_url.empty()) return Way::ResponseUrl;
  if (origin.member.member.empty()) return Way::Nowhere;
  if (route.asked == Asked::Change || origin.direct || origin.channel.channel.empty()) return Way::Direct;
  return Way::Ephemeral;
}

void Renderer::show(const Card& card, bool replace, const Origin& origin, const Route& route, Timing timing, TimePoint now,
                    Rendered& into) {
  const MemberId& who = origin.member.member;
  const Way way = way_of(origin, route, timing);
  switch (way) {
    case Way::InRequest: into.response = http::json_response(fields(card, origin.channel, who, false, now, kEphemeral)); return;
    case Way::ResponseUrl: {
      const bool may_replace = replace && route.asked == Asked::Press;
      std::string envelope(may_replace ? kReplaceOriginal : kEphemeralNew);
      if (!may_replace && !route.thread.empty()) envelope += "\"thread_ts\":" + json_quoted(route.thread) + ',';
      call(into, origin, route.response_url, fields(card, origin.channel, who, false, now, envelope));
      return;
    }
    case Way::Ephemeral: {
      std::string envelope = R"({"channel":")" + origin.channel.channel.str() + R"(","user":")" + who.str() + R"(",)";
      if (!route.thread.empty()) envelope += "\"thread_ts\":" + json_quoted(route.thread) + ',';
      call(into, origin, "chat.postEphemeral", fields(card, origin.channel, who, false, now, envelope));
      return;
    }
    case Way::Direct: {
      // A conversation of two need not be the one with us, but where a message reached us.
      ChannelKey own = origin.channel;
      if (route.asked != Asked::Message || !origin.direct) own.channel = direct_channel(who);
      call(into, origin, "chat.postMessage", message(card, own, who, false, now));
      return;
    }
    case Way::Nowhere: log::warning("slack.no_way_to_answer", {{"channel", origin.channel.str()}}); return;
  }
}

void Renderer::open(const Form& form, const Origin& origin, const Route& route, Timing timing, TimePoint now, Rendered& into) {
  if (route.trigger_id.empty()) {
    show(form_as_card(form), false, origin, route, timing, now, into);
    return;
  }
  Action action = form.on_submit;
  action.binding = Binding::Member;
  const FormTicket ticket{buttons_.sign(action, origin.channel, origin.member.member, now), origin.channel.channel.str(),
                          route.response_url};
  call(into, origin, "views.open",
       R"({"trigger_id":)" + json_quoted(route.trigger_id) + R"(,"view":)" + form_view(form, ticket, say_(kSayCancel)) + '}');
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, TimePoint now) {
  const bool direct = is_direct_channel(channel);
  const std::string target = direct ? direct_member(channel.channel).str() : channel.channel.str();
  if (!is_id(target)) return fail(Code::Invalid, "channel is no id of Slack's");
  return message(card, channel, direct ? MemberId(target) : MemberId(), !direct, now);
}

std::string Renderer::message(const Card& card, const ChannelKey& where, const MemberId& who, bool for_channel, TimePoint now) {
  // `channel` may be a member's id: Slack opens the conversation. https://docs.slack.dev/reference/methods/chat.postMessage
  const std::string& target = where.channel.str();
  const std::string envelope = R"({"channel":")" + (is_direct_channel(where.channel) ? target.substr(1) : target) +
                               R"(","unfurl_links":false,"unfurl_media":false,)";
  return fields(card, where, who, for_channel, now, envelope);
}

std::string Renderer::fields(const Card& card, const ChannelKey& where, const MemberId& who, bool for_channel, TimePoint now,
                             std::string_view envelope) {
  const auto made = cache_.get(card.cache_key, [&] {
    Cutter cutter;
    return message_fields(card, say_(kSayCancel), cutter);
  });
  std::string text(envelope);
  made->append_to(text, values(card, where, who, for_channel, now));
  text += '}';
  return text;
}

std::vector<std::string> Renderer::values(const Card& card, const ChannelKey& where, const MemberId& who, bool for_channel,
                                          TimePoint now) const {
  std::vector<std::string> signed_values(card.buttons.size());
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    const Button& button = card.buttons[i];
    if (!button.url.empty()) continue;
    if (for_channel && button.action.binding != Binding::Anyone) {
      Action action = button.action;
      action.binding = Binding::Anyone;
      signed_values[i] = buttons_.sign(action, where, who, now);
    } else {
      signed_values[i] = buttons_.sign(button.action, where, who, now);
    }
  }
  return signed_values;
}

void Renderer::call(Rendered& into, const Origin& origin, std::string target, std::string body) {
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back({origin.member.str(), Call{std::move(target), std::move(body)}.text(), {}, {}});
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  message_fields(card, {}, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::slack
