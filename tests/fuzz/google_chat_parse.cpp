#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/google_chat/adapter.h"
#include "bot/platforms/google_chat/route.h"
#include "bot/platforms/render_cache.h"
#include "tests/fakes/google_chat_dialog.h"
#include "tests/fakes/google_chat_judge.h"
#include "tests/fakes/google_chat_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;
using platforms::Fetch;
using platforms::Timing;

struct Chat {
  fakes::PlatformRig rig{
      {{"GOOGLECHAT_PROJECT_NUMBER", fakes::kChatProject}, {"GOOGLECHAT_SERVICE_ACCOUNT", fakes::chat_account()}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::google_chat::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
  /// The token covers no body: one is good for all.
  std::string token = fakes::chat_token(fakes::chat_claims(now));
  fakes::ChatPlace place;

  Chat() {  // with the keys that a first request would have asked for
    const auto proven = adapter->authenticate(fakes::chat_request("{}", token), now);
    BOT_CHECK(proven.has_value() && std::holds_alternative<Fetch>(*proven));
    const auto& fetch = std::get<Fetch>(*proven);
    adapter->fetched(fetch.purpose, fakes::chat_keys_answer(fetch.request));
  }
};

Chat& chat() {
  static Chat& instance = *new Chat;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  const std::string& member = origin.member.member.str();
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(origin.member.workspace.str() == fakes::kChatProject && origin.channel.workspace.str() == fakes::kChatProject);
  BOT_CHECK(platforms::google_chat::is_id(member));
  BOT_CHECK(origin.direct ? channel == '@' + member : platforms::google_chat::is_id(channel));
  BOT_CHECK(origin.request.str().empty() || origin.request.str().size() == 24);
  for (const char c : origin.language) BOT_CHECK(c > ' ' && c <= '~' && c != '/');
  check_text(origin.zone);
}

/// What Google Chat takes, and in a space for that member alone.
void check_message(const json& message, const Origin& origin, bool changes) {
  const auto complaints = fakes::google_chat_complaints(message.dump());
  for (const auto& complaint : complaints) std::fprintf(stderr, "%s\n", complaint.c_str());
  BOT_CHECK(complaints.empty());
  if (origin.direct || changes) return;
  BOT_CHECK(message.at("privateMessageViewer").at("name") == "users/" + origin.member.member.str());
}

void check_rendered(const platforms::Rendered& rendered, const Origin& origin) {
  if (rendered.response && rendered.response->body != "{}") {
    const json read = json::parse(rendered.response->body);
    const std::string type = read.value("/actionResponse/type"_json_pointer, "");
    if (type == "DIALOG") {
      const fakes::ChatDialog dialog(rendered.response->body);
      for (const auto& complaint : dialog.complaints()) std::fprintf(stderr, "%s\n", complaint.c_str());
      BOT_CHECK(dialog.complaints().empty());
    } else {
      check_message(read, origin, type == "UPDATE_MESSAGE");
    }
  }
  for (const platforms::Outgoing& call : rendered.calls) {
    const auto read = platforms::google_chat::Call::read(call.payload);
    const bool changes = read.what == platforms::google_chat::Call::What::Update;
    BOT_CHECK(changes ? platforms::google_chat::is_message_name(read.where) : platforms::google_chat::is_id(read.where));
    check_message(json::parse(read.body), origin, changes);
  }
}

/// What a member said, shown back in every kind of block: never more than Chat takes, never markup, never a call.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.buttons.push_back({said, {"more", said, Binding::Member}, ButtonStyle::Default, said, {}});
  card.buttons.push_back({said, {}, ButtonStyle::Default, {}, "https://example.org/" + said});
  card.buttons.front().opens_form = true;
  Form form{said, said, said, {}, {"note", said, Binding::Member}};
  form.fields.push_back({"what", "What", Field::Kind::LongText, said, said, {}});
  form.fields.push_back({"kind", "Kind", Field::Kind::Choose, {}, said, {{"a", said}, {"b", said}}});
  for (const Timing timing : {Timing::InRequest, Timing::Late})
    for (const Reply& reply :
         {Reply(Answer{card}), Reply(Replace{card}), Reply(OpenForm{form}), Reply(FormProblems{{{"what", said}}}),
          Reply(FormProblems{{{"what", said}, {"moon", said}}, form})})
      check_rendered(chat().adapter->render(reply, origin, timing, chat().now), origin);
}

void check_inbound(const Inbound& inbound) {
  std::visit(
      [](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          check_text(one.text);
          check_answers(one.text, one.origin);
        } else if constexpr (std::is_same_v<Kind, Press>) {
          check_origin(one.origin);
          check_answers(one.action.object, one.origin);
        } else if constexpr (std::is_same_v<Kind, FormSubmitted>) {
          check_origin(one.origin);
          BOT_CHECK(one.action.binding == Binding::Member);
          for (const auto& [name, value] : one.values) {
            check_text(name);
            check_text(value);
          }
          check_answers(one.action.object, one.origin);
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          check_origin(one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty() && std::all_of(one.why.begin(), one.why.end(),
                                                    [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; }));
        } else {
          BOT_CHECK(false);  // Google Chat asks for no completions and greets nobody
        }
      },
      inbound);
}

Inbound receive(std::string body) {
  Chat& c = chat();
  const auto proven = c.adapter->authenticate(fakes::chat_request(std::move(body), c.token), c.now);
  BOT_CHECK(proven.has_value() && std::holds_alternative<Authentic>(*proven));
  auto parsed = c.adapter->parse(std::get<Authentic>(*proven), c.now);
  BOT_CHECK(parsed.has_value() && std::get<std::vector<Inbound>>(*parsed).size() == 1);
  Inbound one = std::move(std::get<std::vector<Inbound>>(*parsed).front());
  check_inbound(one);
  BOT_CHECK(c.client.requests().empty());
  return one;
}

/// The bytes are the Authorization: nobody without the private key gets in.
void unproven(std::string_view input) {
  http::RawRequest raw = fakes::chat_request("{}", std::string());
  raw.headers.add("Authorization", std::string(input));
  const auto proven = chat().adapter->authenticate(std::move(raw), chat().now);
  BOT_CHECK(!proven.has_value() && proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
}

/// A button and a form of ours about that object, sent back by the member they were made for, in both forms of an event.
void genuine(std::string_view input) {
  Chat& c = chat();
  const std::string object = is_valid_utf8(input) ? std::string(input) : std::string("not text");
  const ChannelKey where{PlatformId("googlechat"), WorkspaceId(fakes::kChatProject), ChannelId(c.place.space)};
  const std::string value = c.rig.buttons.sign({"more", object, Binding::Member}, where, MemberId(c.place.user), c.now);
  for (const bool form : {false, true}) {
    const std::string body = fakes::chat_press(value, c.place, form);
    const std::string wanted = fakes::in_dialog(body, "REQUEST_DIALOG"), sent = fakes::in_dialog(body, "SUBMIT_DIALOG");
    for (const std::string& event : {body, wanted, sent, fakes::as_addon(body), fakes::as_addon(wanted), fakes::as_addon(sent)}) {
      const Inbound inbound = receive(event);
      BOT_CHECK(form ? std::holds_alternative<FormSubmitted>(inbound) : std::holds_alternative<Press>(inbound));
      if (const auto* press = std::get_if<Press>(&inbound)) BOT_CHECK(press->action.object == object);
    }
  }
}

}  // namespace

// The first byte chooses a path and whether the rest is the body, or what a member put into a genuine one.
void google_chat_parse(std::string_view input) {
  // The mark of this run's holes is a secret that nobody outside can know; a fuzzer reads it off the comparisons.
  const std::string first_hole = platforms::hole(0);
  if (input.empty() || input.find(first_hole.substr(0, first_hole.size() - 3)) != std::string_view::npos) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'a': receive(std::string(input)); return;
    case 'u': return unproven(input);
    case 'C':
      receive(fakes::chat_message(std::string(input), {}, fakes::ChatEntry::Slash));
      receive(fakes::chat_message(std::string(input), fakes::chat_conversation()));
      return;
    case 'B': return genuine(input);
    default: return;
  }
}

}  // namespace allybot::fuzz
