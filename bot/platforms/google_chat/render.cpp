#include "bot/platforms/google_chat/render.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/core/overloaded.h"
#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/member_names.h"
#include "bot/platforms/sentences.h"

namespace allybot::platforms::google_chat {
namespace {

constexpr const char* kNothing = "{}";
constexpr const char* kAnyFunction = "ally";

/// What closes a dialog says so much of the answer, which follows as a message.
constexpr std::size_t kMostWord = 150;

bool is_dialog(Asked asked) { return asked == Asked::Dialog || asked == Asked::DialogForm; }

std::string word_of(const Card& card) {
  const std::string title = printable(trim(card.title));
  return cut_code_points(title.empty() ? printable(fallback_text(card, kMostWord)) : title, kMostWord);
}

}  // namespace

struct Renderer::Asking {
  const Origin& origin;
  const Route& route;
  Timing timing;
  TimePoint now;
};

http::Response Renderer::acknowledge(const Origin& origin) const {
  if (!is_dialog(Route::read(origin.route).asked)) return http::json_response(kNothing);
  return http::json_response(closed_dialog(say_(origin.language, kSayFollows)));
}

Rendered Renderer::render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) {
  const Route route = Route::read(origin.route);
  const Asking asking{origin, route, timing, now};
  Rendered made;
  if (timing == Timing::InRequest)
    made.response = http::json_response(is_dialog(route.asked) ? closed_dialog({}) : std::string(kNothing));
  std::visit(Overloaded{
                 [](const Silence&) {},
                 [](const HomePage&) {},     // what Chat calls home is another card, for later
                 [](const Completions&) {},  // and it asks for no completions
                 [](const Offers&) {},
                 [&](const Answer& wanted) { show(wanted.card, route.asked == Asked::Form, asking, made); },
                 [&](const Replace& wanted) { show(wanted.card, true, asking, made); },
                 [&](const OpenForm& wanted) { ask(wanted.form, {}, asking, made); },
                 [&](const FormProblems& problems) {
                   if (problems.form) return ask(*problems.form, problems, asking, made);
                   const Card said = problems_as_card(problems, say_(origin.language, kSayFormProblems));
                   if (timing == Timing::Late || !is_dialog(route.asked)) return show(said, false, asking, made);
                   made.response =
                       http::json_response(dialog(filled(said, On::Dialog, origin.channel, origin.member.member, false, now)));
                 },
             },
             reply);
  return made;
}

/// In a dialog that was asked for. One whose form was sent is closed with a word, and the answer is a message of its own: what
/// was answered stays to be read.
void Renderer::show(const Card& card, bool in_place, const Asking& asking, Rendered& into) {
  const auto shown = [&](On where) {
    return filled(card, where, asking.origin.channel, asking.origin.member.member, false, asking.now);
  };
  if (asking.timing == Timing::Late || !is_dialog(asking.route.asked)) return message(shown(On::Message), in_place, asking, into);
  if (asking.route.asked == Asked::Dialog) {
    into.response = http::json_response(dialog(shown(On::Dialog)));
    return;
  }
  into.response = http::json_response(closed_dialog(word_of(card)));
  message(shown(On::Message), in_place, {asking.origin, asking.route, Timing::Late, asking.now}, into);
}

/// In a dialog where one is open or asked for; else as a card with fields.
void Renderer::ask(const allybot::Form& form, const FormProblems& problems, const Asking& asking, Rendered& into) const {
  Action action = form.on_submit;
  action.binding = Binding::Member;
  const std::string value = buttons_.sign(action, asking.origin.channel, asking.origin.member.member, asking.now);
  const Drawn drawn = draw(form, form_.function, value, problems, say_(asking.origin.language, kSayFormProblems));
  if (asking.timing == Timing::InRequest && is_dialog(asking.route.asked))
    into.response = http::json_response(dialog(drawn.card));
  else
    message(message_fields(drawn), asking.route.asked == Asked::Form, asking, into);
}

void Renderer::message(const std::string& fields, bool in_place, const Asking& asking, Rendered& into) const {
  const auto& [origin, route, timing, now] = asking;
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

// https://developers.google.com/workspace/chat/dialogs
std::string Renderer::dialog(const std::string& card) const {
  if (form_.addon) return R"({"action":{"navigations":[{"pushCard":)" + card + "}]}}";
  return R"({"actionResponse":{"type":"DIALOG","dialogAction":{"dialog":{"body":)" + card + "}}}}";
}

std::string Renderer::closed_dialog(const std::string& said) const {
  const std::string text = dumped(said);
  if (form_.addon)
    return R"({"action":{"navigations":[{"endNavigation":{"action":"CLOSE_DIALOG"}}])" +
           (said.empty() ? std::string() : R"(,"notification":{"text":)" + text + '}') + "}}";
  return R"({"actionResponse":{"type":"DIALOG","dialogAction":{"actionStatus":{"statusCode":"OK")" +
         (said.empty() ? std::string() : R"(,"userFacingMessage":)" + text) + "}}}}";
}

Result<std::string> Renderer::post(const Card& card, const ChannelKey& channel, TimePoint now) {
  const bool direct = is_direct_channel(channel);
  const MemberId who = direct_member(channel.channel);
  if (!is_id(direct ? who.str() : channel.channel.str())) return fail(Code::Invalid, "channel is no id of Google Chat's");
  return Call{Call::What::Post, channel.channel.str(), '{' + filled(card, On::Message, channel, who, !direct, now) + '}'}.text();
}

std::string Renderer::filled(const Card& card, On where, const ChannelKey& place, const MemberId& who, bool for_anyone,
                             TimePoint now) {
  const std::string in_dialog = where == On::Dialog && !card.cache_key.empty() ? '\n' + card.cache_key : std::string();
  const auto made = cache_.get(where == On::Dialog ? in_dialog : card.cache_key, [&] {
    Cutter cutter;
    const Drawn drawn = draw(with_member_names(card, name_of_), form_.function, where, cutter);
    return where == On::Dialog ? drawn.card : message_fields(drawn);
  });
  std::vector<std::string> values(card.buttons.size());
  for (std::size_t i = 0; i < card.buttons.size(); ++i) {
    if (!card.buttons[i].url.empty()) continue;
    Action action = card.buttons[i].action;
    if (for_anyone) action.binding = Binding::Anyone;
    values[i] = buttons_.sign(action, place, who, now);
  }
  return made->filled(values);
}

std::vector<CardFault> card_faults(const Card& card) {
  Cutter cutter;
  draw(card, kAnyFunction, On::Message, cutter);
  return cutter.faults();
}

}  // namespace allybot::platforms::google_chat
