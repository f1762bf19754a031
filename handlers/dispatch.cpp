#include "handlers/dispatch.h"

#include <exception>
#include <type_traits>

#include "bot/core/direct_channel.h"
#include "bot/core/log.h"
#include "bot/core/text.h"
#include "handlers/admin_word.h"
#include "handlers/calendar.h"
#include "handlers/complete.h"
#include "handlers/dates_anew.h"
#include "handlers/file_plans.h"
#include "handlers/forms.h"
#include "handlers/item_card.h"
#include "handlers/lifecycle.h"
#include "handlers/match.h"
#include "handlers/nudge.h"
#include "handlers/offer.h"
#include "handlers/post.h"
#include "handlers/proposals.h"
#include "handlers/silence.h"
#include "handlers/start.h"
#include "handlers/travellers.h"
#include "handlers/trouble.h"

namespace allybot::handlers {
namespace {

using Handled = std::variant<Reply, Repeated>;

constexpr Entry kStart{.name = "start", .read = &start, .place = Place::Here, .open = true};
constexpr Entry kGreet{.name = "hello", .read = &greet, .place = Place::Here};

const Entry& entry_named(const char* verb) { return *match(verb).entry; }

/// What the words ask for, as a row; nothing for "did you mean".
const Entry* entry_of(const Match& match) {
  static const Entry& find = entry_named("find");
  switch (match.kind) {
    case Match::Kind::Verb: return match.entry;
    case Match::Kind::Words: return &find;
    case Match::Kind::Greeting: return &kGreet;
    case Match::Kind::Empty: return &kStart;
    case Match::Kind::Suggestion: return nullptr;
  }
  return nullptr;
}

/// The same where everybody reads the answer: what names no verb may be about the member, and is neither looked for nor repeated.
void say_nothing_again(Match& match) {
  if (match.kind == Match::Kind::Verb || match.kind == Match::Kind::Empty) return;
  match = Match{};
  match.kind = Match::Kind::Verb;
  match.verb = "help";
  match.entry = &entry_named("help");
}

Place place_of_entry(const Entry* entry) {
  if (entry == nullptr) return Place::Here;
  return entry->read != nullptr ? entry->place : Place::Worker;
}

/// Where there is no slash command, "ally tip" is typed all the same, for our sentences write it so; and "/ally tip" as
/// elsewhere.
std::string text_of(const Command& command, const Call& call) {
  if (command.entry == Command::Entry::Slash) return command.text;
  const std::string& name = call.services.command;
  std::string text = without_quoted_lines(command.text);
  const std::string_view said = trim(text);
  if (starts_with_word(said, '/' + name)) return std::string(said.substr(name.size() + 1));
  if (fold_case(said.substr(0, name.size())) != name || !starts_with_word(said, said.substr(0, name.size()))) return text;
  std::string rest(said.substr(name.size()));
  return match(rest, tongues_of(call)).kind == Match::Kind::Words ? text : rest;  // "ally skills" is looked for
}

/// What becomes a post says which of its buttons open a form, too.
Services with_forms_marked(Services services) {
  services.render_post = [post = std::move(services.render_post)](Card card, const std::string& language,
                                                                  const ChannelKey& channel, const std::string& address) {
    mark_forms(card);
    return post(card, language, channel, address);
  };
  return services;
}

std::string phrase_key(Code code) { return std::string("error.") + name_of(code); }

Reply say_only(std::string_view text) {
  Card card;
  card.blocks.emplace_back(Paragraph{styled(text)});
  return Answer{std::move(card)};
}

}  // namespace

std::string Call::request_key() const {
  if (origin.request.empty()) return {};
  return origin.member.platform.str() + '/' + origin.member.workspace.str() + '/' + origin.request.str();
}

ChannelKey Call::place() const { return origin.direct ? direct_channel(origin.member) : origin.channel; }

struct Dispatcher::State {
  explicit State(Services given) : services(with_forms_marked(std::move(given))), memory(services.store) {}

  Services services;
  Memory memory;
  DatesAnew dates;

  Defaults defaults() const { return {services.default_language, services.default_region, services.default_zone}; }

  bool answers_openly(const Origin& origin) const {
    return services.answers_openly && services.answers_openly(origin.member.platform);
  }

  Call call_of(const Origin& origin) {
    const TimePoint now = services.clock.now();
    const bool open = answers_openly(origin);
    auto library = services.library.current();
    const store::ChannelSettings channel = memory.choices.of(origin.channel, now);
    Preferences preferences =
        open ? public_preferences({}, channel, origin, defaults(), *library)
             : private_preferences(memory.choices.of(origin.member, now), channel, origin, defaults(), *library);
    std::string language = preferences.language;
    return Call{.services = services,
                .memory = memory,
                .library = std::move(library),
                .origin = origin,
                .verb = {},
                .arguments = {},
                .object = {},
                .open = open,
                .preferences = std::move(preferences),
                .language = std::move(language),
                .channel_language = channel.language,
                .now = now};
  }

  Reply sorry(const Call& call, const Error& error) const {
    services.metrics.count("refusals", {{"code", name_of(error.code)}});
    switch (error.code) {
      case Code::Internal:
      case Code::Unavailable:
      case Code::Ambiguous:
        log::error("command-failed", {{"platform", call.origin.member.platform.str()},
                                      {"workspace", call.origin.member.workspace.str()},
                                      {"verb", call.verb},
                                      {"code", name_of(error.code)},
                                      {"reason", error.for_log}});
        break;
      default: log::info("command-refused", {{"verb", call.verb}, {"code", name_of(error.code)}}); break;
    }
    return say_only(error.for_member.empty() ? call.say(phrase_key(error.code)) : error.for_member);
  }

  /// Claim, effect and stored answer in one transaction; a repeat gets the stored answer.
  Handled change(const Entry& entry, Call& call, const RenderToStore& render) {
    const std::string key = call.request_key();
    if (!key.empty()) {
      const auto stored = store::read<std::optional<std::string>>(
          services.store, [&](store::Reader& reader) { return reader.stored_answer(key); });
      if (!stored) return sorry(call, stored.error());
      if (*stored) return Repeated{**stored};
    }
    Prepared prepared;
    if (entry.prepare != nullptr) {
      auto made = entry.prepare(call);
      if (!made) return sorry(call, made.error());
      prepared = std::move(*made);
    }
    std::vector<std::function<void()>> after;
    call.after_commit = &after;
    Reply reply;
    std::optional<std::string> repeated;
    bool only_asks = false;
    const auto done = services.store.write([&](store::Writer& tx) -> Result<void> {
      after.clear();
      if (!key.empty()) {
        const auto claimed = tx.claim_request(key, call.origin.member, call.now);
        if (!claimed) return tl::unexpected(claimed.error());
        if (!*claimed) {
          auto stored = tx.stored_answer(key);
          if (!stored) return tl::unexpected(stored.error());
          repeated = stored->value_or(std::string());
          return {};
        }
      }
      auto made = entry.change(call, prepared, tx);
      if (!made) return tl::unexpected(made.error());
      reply = std::move(*made);
      mark_forms(reply);
      if (std::holds_alternative<FormProblems>(reply)) {  // nothing was done: the mended form may come under the same id
        only_asks = true;
        return fail(Code::Invalid, "form has problems");
      }
      if (!key.empty()) return tx.store_answer(key, entry.shown_once ? std::string() : render(reply));
      return {};
    });
    call.after_commit = nullptr;
    if (only_asks) {
      std::get<FormProblems>(reply).form = form_again(entry, call);
      return reply;
    }
    if (!done) return sorry(call, done.error());
    if (repeated) return Repeated{std::move(*repeated)};
    for (const auto& work : after) work();
    if (services.wake) services.wake();
    return reply;
  }

  Handled run(const Entry& entry, Call& call, const RenderToStore& render) {
    if (call.open && !entry.open)
      return sorry(call, {Code::Forbidden, "not where everybody reads it", call.say("openly.not-here")});
    services.metrics.count("commands", {{"verb", entry.name}});
    if (entry.read == nullptr) return change(entry, call, render);
    auto made = entry.read(call);
    if (!made) return sorry(call, made.error());
    return std::move(*made);
  }

  Handled run_text(const std::string& text, Call& call, const RenderToStore& render) {
    Match matched = match(text, tongues_of(call));
    if (call.open) say_nothing_again(matched);
    const Entry* entry = entry_of(matched);
    call.verb = matched.verb;
    if (entry == nullptr) {
      services.metrics.count("commands", {{"verb", "mistyped"}});
      return Reply{Answer{did_you_mean(call.speaker(), matched)}};
    }
    call.arguments = std::move(matched.arguments);
    return run(*entry, call, render);
  }

  bool over_limit(const Call& call) {
    if (memory.commands.take(call.origin.member, call.now)) return false;
    services.metrics.count("refusals", {{"code", name_of(Code::TooMany)}});
    return true;
  }

  Handled on(const Command& command, const RenderToStore& render) {
    Call call = call_of(command.origin);
    if (over_limit(call)) return say_only(call.say("limit.commands"));
    return run_text(text_of(command, call), call, render);
  }

  Handled on_action(const Origin& origin, const Action& action, Press::Standing standing, Call& call,
                    const RenderToStore& render) {
    if (standing == Press::Standing::Expired) return say_only(call.say("press.expired"));
    if (standing == Press::Standing::NotYours) return say_only(call.say("press.not-yours"));
    if (over_limit(call)) return say_only(call.say("limit.commands"));
    if (action.name == "run") return run_text(action.object, call, render);
    const Entry* entry = action_entry(action.name);
    if (entry == nullptr) {
      log::warning("action-unknown", {{"platform", origin.member.platform.str()}});
      return say_only(call.say("press.expired"));
    }
    call.verb = entry->name;
    call.object = action.object;
    return run(*entry, call, render);
  }

  Handled on(const Press& press, const RenderToStore& render) {
    Call call = call_of(press.origin);
    call.pressed = true;
    call.message_is_private = press.message_is_private;
    if (!press.message_is_private && !press.origin.direct && press.standing == Press::Standing::Good)
      memory.answered.note(press.origin.channel);
    return on_action(press.origin, press.action, press.standing, call, render);
  }

  Handled on(const FormSubmitted& form, const RenderToStore& render) {
    Call call = call_of(form.origin);
    call.form = &form.values;
    return on_action(form.origin, form.action, form.standing, call, render);
  }

  Handled on(const Completion& asked, const RenderToStore& /*render*/) {
    const Call call = call_of(asked.origin);
    return Reply{complete(call.speaker(), asked.text)};
  }

  Handled on(const Search& asked, const RenderToStore& /*render*/) { return offer(call_of(asked.origin), asked); }

  Handled on(const Lifecycle& change, const RenderToStore& /*render*/) {
    Call call = call_of(change.origin);
    if (change.kind == Lifecycle::Kind::HomeOpened) {
      auto made = home(call);
      if (!made) return sorry(call, made.error());
      return std::move(*made);
    }
    const auto done = place_changed(call, change);
    if (!done) log::error("lifecycle-failed", {{"code", name_of(done.error().code)}, {"reason", done.error().for_log}});
    if (done && services.wake) services.wake();
    return Reply{Silence{}};
  }

  Handled on(const Unusable& unusable, const RenderToStore& /*render*/) {
    const Call call = call_of(unusable.origin);
    return sorry(call, unusable.error);
  }

  Handled on(const Handshake& /*unused*/, const RenderToStore& /*render*/) { return Reply{Silence{}}; }
  Handled on(const Ignored& /*unused*/, const RenderToStore& /*render*/) { return Reply{Silence{}}; }
};

Dispatcher::Dispatcher(Services services) : state_(std::make_unique<State>(std::move(services))) {}
Dispatcher::~Dispatcher() = default;

std::string Dispatcher::language_of(const Origin& origin) const { return state_->call_of(origin).language; }

Place Dispatcher::place_of(const Inbound& inbound) const {
  const auto asked = [](const Call& call, const std::string& text) { return entry_of(match(text, tongues_of(call))); };
  if (const auto* command = std::get_if<Command>(&inbound)) {
    const Call call = state_->call_of(command->origin);
    if (call.open) return Place::Here;  // what may be said there is in memory; else it is refused
    return place_of_entry(asked(call, text_of(*command, call)));
  }
  const auto of_action = [&](const Origin& origin, const Action& action) {
    return place_of_entry(action.name == "run" ? asked(state_->call_of(origin), action.object) : action_entry(action.name));
  };
  if (const auto* press = std::get_if<Press>(&inbound)) return of_action(press->origin, press->action);
  if (const auto* form = std::get_if<FormSubmitted>(&inbound)) return of_action(form->origin, form->action);
  if (const auto* change = std::get_if<Lifecycle>(&inbound))
    return change->kind == Lifecycle::Kind::HomeOpened ? Place::Here : Place::Worker;
  return Place::Here;
}

std::variant<Reply, Repeated> Dispatcher::handle(const Inbound& inbound, const RenderToStore& render) {
  try {
    Handled handled = std::visit([&](const auto& kind) { return state_->on(kind, render); }, inbound);
    if (auto* reply = std::get_if<Reply>(&handled)) mark_forms(*reply);
    return handled;
  } catch (...) {  // what it says may hold what a member typed, so it is not logged
    log::error("handler-threw");
    state_->services.metrics.count("refusals", {{"code", name_of(Code::Internal)}});
    const auto library = state_->services.library.current();
    return say_only(library->phrase(state_->services.default_language, "error.internal"));
  }
}

Result<Dispatcher::Nudge> Dispatcher::draw(const store::Plan& plan, TimePoint at, store::Reader& tx) {
  auto drawn = draw_nudge(state_->services, plan, at, tx);
  if (!drawn) return tl::unexpected(drawn.error());
  // A member's private answers follow from memory what their own nudges showed. Should the transaction fail after all, one item
  // is thought seen that was not.
  if (is_direct_channel(plan.channel)) state_->services.seen.noted_in_store(store::reader_of(plan.channel), drawn->item, at);
  mark_forms(drawn->card);
  return Nudge{drawn->item, std::move(drawn->card), std::move(drawn->language), drawn->next_step, drawn->last};
}

void Dispatcher::tell_of_trouble(const schedule::InTrouble& trouble, store::Writer& tx) {
  const auto told = handlers::tell_of_trouble(state_->services, trouble, tx);
  if (!told) log::error("trouble-untold", {{"delivery", trouble.delivery.id}, {"code", name_of(told.error().code)}});
}

Result<std::string> Dispatcher::calendar(std::string_view token) { return calendar_of(state_->services, token); }

void Dispatcher::keep_house() {
  if (const auto noted = note_answers(state_->services, state_->memory); !noted)
    log::error("answers-not-noted", {{"code", name_of(noted.error().code)}});
  const auto asked = ask_about_silence(state_->services);
  if (!asked) log::error("silence-not-asked", {{"code", name_of(asked.error().code)}});
  const auto expired = expire_proposals(state_->services);
  if (!expired) log::error("proposals-not-expired", {{"code", name_of(expired.error().code)}});
  const auto anew = state_->dates.look(state_->services);
  if (!anew) log::error("dates-not-computed", {{"code", name_of(anew.error().code)}});
  if (((asked && *asked) || (expired && *expired > 0) || (anew && *anew > 0)) && state_->services.wake) state_->services.wake();
}

void Dispatcher::follow_travellers() {
  if (const auto followed = handlers::follow_travellers(state_->services); !followed)
    log::error("travellers-not-followed", {{"code", name_of(followed.error().code)}});
}

void Dispatcher::tell_of_revision(const std::string& revision, const std::string& why) {
  if (const auto told = handlers::tell_of_revision(state_->services, revision, why); !told)
    log::error("admins-not-told", {{"code", name_of(told.error().code)}});
}

Result<void> Dispatcher::sync_file_plans(const std::function<std::optional<ChannelKey>(const std::string&)>& resolve) {
  return handlers::sync_file_plans(state_->services, resolve);
}

std::vector<Card> Dispatcher::sample_cards(const library::Library& library, const library::Item& item) {
  const Speaker speaker{library, item.language};
  std::vector<Card> cards;
  for (const Showing showing : {Showing::Private, Showing::Direct, Showing::Public}) {
    cards.push_back(item_card(speaker, item, showing, item.kind));
    if (item.kind == "myths") cards.push_back(reveal_card(speaker, item, showing, Vote::Fact, item.kind));
  }
  cards.push_back(thanked_card(speaker, item, Showing::Private, item.kind, "feedback.useful"));
  return cards;
}

}  // namespace allybot::handlers
