#include "bot/platforms/mattermost/render.h"

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/mattermost/forms.h"
#include "bot/platforms/mattermost/limits.h"
#include "bot/platforms/mattermost/message.h"
#include "bot/platforms/request_id.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::mattermost {
namespace {

constexpr std::string_view kSkipParsing = R"("skip_slack_parsing":true)";
constexpr std::chrono::minutes kResponseUrlLives{30};  // five uses within half an hour
constexpr std::chrono::minutes kResponseUrlDoubt{2};   // our clock and the server's may differ
constexpr std::size_t kNonceCharacters = 16;

std::string escaped(std::string_view text) { return markdown_text(text, markdown_rules()); }

bool has_actions(const Card& card) {
  for (const Button& button : card.buttons)
    if (button.url.empty()) return true;
  return false;
}

}  // namespace

Renderer::Renderer(const Buttons& buttons, Addresses addresses,
                   std::function<std::string(std::string_view language, std::string_view key)> say, NameOf name_of)
    : buttons_(buttons), addresses_(std::move(addresses)), say_(std::move(say)), name_of_(std::move(name_of)) {}

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  Rendered made;
  // "{}" shows nothing and closes a dialog. Never 204: Mattermost tells the member that the command failed.
  if (timing == Timing::InRequest) made.response = http::json_response("{}");
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const HomePage&) {},     // Mattermost has no page of ours
                 [](const Completions&) {},  // and asks for no completions
                 [](const Offers&) {},
                 [&](const Answer& answer) { show(answer.card, false, origin, route, timing, now, made); },
                 [&](const Replace& replace) { show(replace.card, true, origin, route, timing, now, made); },
                 [&](const OpenForm& wanted) { open(wanted.form, origin, route, timing, now, made); },
                 [&](const FormProblems& problems) {
                   if (route.asked == Asked::Form && timing == Timing::InRequest)
                     made.response = http::json_response(form_problems(problems));
                   else
                     show(problems_as_card(problems, say_(origin.language, kSayFormProblems)), false, origin, route, timing, now,
                          made);
                 },
             },
             reply);
  return made;
}

void Renderer::show(const Card& card, bool replace, const Origin& origin, const Route& route, Timing timing, TimePoint now,
                    Rendered& into) {
  if (route.asked == Asked::Command && timing == Timing::InRequest) {
    into.response = http::json_response(ephemeral(card, origin, now));
  } else if (route.asked == Asked::Press && timing == Timing::InRequest) {
    answer_press(card, replace, origin, route, now, into);
  } else if (!route.response_url.empty()) {
    into.calls.push_back({origin.member.str(), Call{route.response_url, ephemeral(card, origin, now)}.text(), {}, {}});
  } else {
    send_directly(card, origin, route, now, into);
  }
}

void Renderer::answer_press(const Card& card, bool replace, const Origin& origin, const Route& route, TimePoint now,
                            Rendered& into) {
  const bool in_conversation = route.shown == Shown::Direct;
  if (replace && in_conversation) {
    const Message made = message(card, {origin.channel, origin.member.member, Shown::Direct}, now);
    into.response = http::json_response(R"({"update":{"message":)" + made.text + R"(,"props":{"attachments":)" +
                                        made.attachments + "}}," + std::string(kSkipParsing) + '}');
    return;
  }
  std::string note = short_note(card);
  if (note.empty()) {
    send_directly(card, origin, route, now, into);
    if (in_conversation || origin.direct) return;  // it appears under their eyes
    note = escaped(say_(origin.language, kSayInDirect));
  }
  into.response = http::json_response(R"({"ephemeral_text":)" + json_quoted(note) + ',' + std::string(kSkipParsing) + '}');
}

void Renderer::send_directly(const Card& card, const Origin& origin, const Route& route, TimePoint now, Rendered& into) {
  const MemberId& who = origin.member.member;
  if (who.empty()) {
    log::warning("mattermost.no_way_to_answer", {{"channel", origin.channel.str()}});
    return;
  }
  Message made = message(card, {origin.channel, who, Shown::Direct}, now);
  const bool moved = !origin.direct && route.shown != Shown::Direct && !route.channel_name.empty();
  if (moved) {
    // "~ops" becomes a link to the channel that was asked in, and the one in which "Share here" shares.
    const std::string line =
        json_quoted(cut_escaped(say_(origin.language, kSayAskedIn), kAskedIn, escaped) + " ~" + route.channel_name + "\n\n");
    made.text = line.substr(0, line.size() - 1) + made.text.substr(1);
  }
  const std::string body = R"({"channel_id":")" + direct_channel(who).str() + R"(","message":)" + made.text +
                           R"(,"props":{"attachments":)" + made.attachments + "}}";
  // One member's answers wait for each other, and for nobody else's.
  into.calls.push_back({origin.member.str(), Call{Call::kPosts, body}.text(), {}, {}});
}

void Renderer::open(const Form& form, const Origin& origin, const Route& route, Timing timing, TimePoint now, Rendered& into) {
  if (route.trigger_id.empty()) {
    show(form_as_card(form), false, origin, route, timing, now, into);
    return;
  }
  Action action = form.on_submit;
  action.binding = Binding::Member;
  FormTicket ticket;
  ticket.token = buttons_.sign(action, origin.channel, origin.member.member, now);
  ticket.workspace = origin.channel.workspace.str();
  ticket.place = origin.channel.channel.str();
  ticket.response_url = route.response_url;
  if (!route.response_url.empty()) ticket.url_good_until = now + kResponseUrlLives - kResponseUrlDoubt;
  ticket.channel_name = route.channel_name;
  ticket.nonce = request_id(route.trigger_id).str().substr(0, kNonceCharacters);
  into.calls.push_back({origin.member.str(),
                        Call{Call::kOpenDialog, open_dialog(form, route.trigger_id, addresses_.dialogs, ticket)}.text(),
                        {},
                        {}});
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, TimePoint now) {
  const bool direct = is_direct_channel(channel);
  const std::string target = direct ? direct_member(channel.channel).str() : channel.channel.str();
  if (!is_id(target)) return fail(Code::Invalid, "channel is no id of Mattermost's");
  const Message made =
      message(card, {channel, direct ? MemberId(target) : MemberId(), direct ? Shown::Direct : Shown::Channel}, now);
  return R"({"channel_id":")" + channel.channel.str() + R"(","message":)" + made.text + R"(,"props":{"attachments":)" +
         made.attachments + "}}";
}

std::string Renderer::ephemeral(const Card& card, const Origin& origin, TimePoint now) {
  const Message made = message(card, {origin.channel, origin.member.member, Shown::Ephemeral}, now);
  std::string json;
  json.reserve(made.text.size() + made.attachments.size() + 96);
  // Stated although it is the default: "private" must not hang on one.
  (((json += R"({"response_type":"ephemeral","text":)") += made.text) += R"(,"attachments":)") += made.attachments;
  (((json += ',') += kSkipParsing) += '}');
  return json;
}

Renderer::Message Renderer::message(const Card& card, const Target& target, TimePoint now) {
  const auto made = cache_.get(card.cache_key, [&] {
    Cutter cutter;
    return message_parts(with_names(card, name_of_), addresses_.actions, cutter);
  });
  const Holes holes(card);
  std::vector<std::string> values(card.buttons.size() + 3);
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    const Button& button = card.buttons[i];
    if (!button.url.empty()) continue;
    Action action = button.action;
    if (target.shown == Shown::Channel) action.binding = Binding::Anyone;
    values[i] = buttons_.sign(action, target.about, target.who, now);
  }
  values[holes.workspace] = target.about.workspace.str();
  values[holes.place] = target.about.channel.str();
  values[holes.shown] = std::string(1, static_cast<char>(target.shown));
  const std::string filled = made->filled(values);
  const std::size_t border = filled.find('\n');
  return {filled.substr(0, border), filled.substr(border + 1)};
}

std::string Renderer::short_note(const Card& card) const {
  if (has_actions(card)) return {};
  Cutter cutter;
  std::string text = whole_markdown(with_names(card, name_of_), kMessage, cutter);
  return count_code_points(text) <= kShortNote ? text : std::string();
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  // As long an address as any: it takes room from the card.
  message_parts(card, "https://" + std::string(60, 'x') + kActionsPath, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::mattermost
