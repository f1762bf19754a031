#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/webex/adapter.h"
#include "bot/platforms/webex/route.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/webex_judge.h"
#include "tests/fakes/webex_requests.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;
using platforms::Fetch;
using platforms::Timing;

constexpr const char* kMessage = "FAKEfuzzMessage";
constexpr const char* kAction = "FAKEfuzzAction";

struct Webex {
  fakes::PlatformRig rig{{{"WEBEX_BOT_TOKEN", fakes::kWebexToken}, {"WEBEX_WEBHOOK_SECRET", fakes::kWebexSecret}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::webex::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
  fakes::WebexPlace ops;
  fakes::WebexPlace own = fakes::own_webex_space();
  /// What the API gives beside what a fuzzer says.
  fakes::WebexTold usual;
};

Webex& webex() {
  static Webex& instance = *new Webex;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  const std::string& member = origin.member.member.str();
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(origin.member.workspace.str() == "webex" && origin.channel.workspace.str() == "webex");
  BOT_CHECK(member.empty() || platforms::webex::is_id(member));
  BOT_CHECK(member != fakes::kWebexBot);
  BOT_CHECK(origin.direct ? channel == '@' + member && !member.empty() : platforms::webex::is_id(channel));
  BOT_CHECK(origin.request.str().size() == 24);
  BOT_CHECK(origin.address.empty());
}

/// All that is sent goes to the member's own space, and is what Webex takes.
void check_rendered(const platforms::Rendered& rendered, const Origin& origin) {
  if (rendered.response) BOT_CHECK(rendered.response->body.empty());
  for (const platforms::Outgoing& call : rendered.calls) {
    const auto read = platforms::webex::Call::read(call.payload);
    BOT_CHECK(read.place == '@' + origin.member.member.str() || (origin.direct && !read.thread.empty()));
    BOT_CHECK(fakes::webex_complaints(read.body).empty());
  }
}

/// What a member said, shown back in every kind of block: never more than Webex takes, never markup, never a call.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  for (int i = 0; i < 6; ++i) card.buttons.push_back({said, {"more", said, Binding::Member}, ButtonStyle::Default, said, {}});
  card.buttons.push_back({said, {}, ButtonStyle::Default, {}, "https://example.org/" + said});
  Form form;
  form.title = form.intro = form.submit = said;
  form.fields.push_back({"what", said.empty() ? "What" : "What: " + said, Field::Kind::Text, said, said, {}, false, 100});
  form.on_submit = {"note", said, Binding::Member};
  check_rendered(webex().adapter->render(Answer{card}, origin, Timing::InRequest, webex().now), origin);
  for (const Reply& reply : {Reply(Replace{card}), Reply(OpenForm{form}), Reply(FormProblems{{{"what", said}}})})
    check_rendered(webex().adapter->render(reply, origin, Timing::Late, webex().now), origin);
}

void check_inbound(const Inbound& inbound) {
  std::visit(
      [](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          check_text(one.text);
          BOT_CHECK(one.entry == (one.origin.direct ? Command::Entry::Direct : Command::Entry::Mention));
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
            BOT_CHECK(name.compare(0, 8, "allybot_") != 0);
          }
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          check_origin(one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
          check_answers(one.error.for_member, one.origin);
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty() &&
                    std::all_of(one.why.begin(), one.why.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
        } else {
          BOT_CHECK(false);  // Webex shakes no hands and asks for no completions
        }
      },
      inbound);
}

/// A body under a good signature, with what the API gives for what it names.
Inbound receive(const std::string& body, const fakes::WebexTold& told) {
  Webex& w = webex();
  const auto proven = w.adapter->authenticate(fakes::webex_request(body), w.now);
  BOT_CHECK(proven.has_value());
  for (int fetches = 0; fetches <= 3; ++fetches) {  // as the ingress does it
    auto parsed = w.adapter->parse(std::get<Authentic>(*proven), w.now);
    BOT_CHECK(parsed.has_value());
    if (auto* all = std::get_if<std::vector<Inbound>>(&*parsed)) {
      BOT_CHECK(all->size() == 1 && w.client.requests().empty());
      check_inbound(all->front());
      return std::move(all->front());
    }
    const Fetch& fetch = std::get<Fetch>(*parsed);
    BOT_CHECK(fetch.request.method == http::Method::Get && fetch.request.url.compare(0, 25, "https://webexapis.com/v1/") == 0);
    w.adapter->fetched(fetch.purpose, told.answer(fetch.request));
  }
  BOT_CHECK(false);  // more fetches than the bot makes
  return Ignored{};
}

/// The first line is the signature: nobody without the secret gets in.
void unproven(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  http::RawRequest raw = fakes::webex_request(std::string(input.substr(std::min(end + 1, input.size()))), std::string());
  raw.headers.add("X-Spark-Signature", std::string(input.substr(0, end)));
  const auto proven = webex().adapter->authenticate(std::move(raw), webex().now);
  BOT_CHECK(!proven.has_value());
  BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
}

/// A button and a form of ours about that object, sent back by the member they were made for.
void genuine(std::string_view input, bool direct) {
  Webex& w = webex();
  const std::string object = is_valid_utf8(input) ? std::string(input) : std::string("not text");
  const ChannelKey where{PlatformId("webex"), WorkspaceId("webex"), ChannelId(direct ? '@' + w.own.person : w.ops.room)};
  const std::string value = w.rig.buttons.sign({"more", object, Binding::Member}, where, MemberId(w.own.person), w.now);
  for (const bool form : {false, true}) {
    json data{{"allybot_value", value}, {"allybot_place", where.channel.str()}, {"what", object}};
    if (form) data["allybot_kind"] = "form";
    fakes::WebexTold told = w.usual;
    const std::string body = told.action(data.dump(), w.own);
    const Inbound inbound = receive(body, told);
    if (const auto* press = std::get_if<Press>(&inbound))
      BOT_CHECK(press->action.object == object && press->standing == Press::Standing::Good && press->origin.channel == where);
    BOT_CHECK(form ? std::holds_alternative<FormSubmitted>(inbound) : std::holds_alternative<Press>(inbound));
  }
}

/// What the API gives for a message or an action, byte for byte.
void given(std::string_view input, bool action) {
  for (const fakes::WebexPlace& place : {webex().ops, webex().own}) {
    fakes::WebexTold told = webex().usual;
    const std::string data = json{
        {"id", action ? kAction : kMessage},
        {"roomId", place.room},
        {"roomType", place.type},
        {"personId", place.person},
        {"personEmail",
         place.email}}.dump();
    told.resources[action ? std::string("/attachment/actions/") + kAction : std::string("/messages/") + kMessage] =
        std::string(input);
    receive(fakes::webex_event(action ? "attachmentActions" : "messages", "created", data, place.person), told);
  }
}

}  // namespace

// The first byte chooses a path and whether the rest is a webhook's body, what the API gives, or what a member put into a
// genuine one.
void webex_parse(std::string_view input) {
  // The mark of this run's holes is a secret that nobody outside can know; a fuzzer reads it off the comparisons.
  const std::string first_hole = platforms::hole(0);
  if (input.empty() || input.find(first_hole.substr(0, first_hole.size() - 3)) != std::string_view::npos) return;
  const char choice = input[0];
  input.remove_prefix(1);
  fakes::WebexTold told = webex().usual;
  switch (choice) {
    case 'a': receive(std::string(input), told); return;
    case 'u': return unproven(input);
    case 'M': return given(input, false);
    case 'A': return given(input, true);
    case 'C':
      for (const fakes::WebexPlace& place : {webex().ops, webex().own}) {
        const std::string body = told.message(std::string(input), place);
        receive(body, told);
      }
      return;
    case 'P': {
      const std::string place = is_valid_utf8(input) ? std::string(input) : std::string("x");
      const std::string body =
          told.action(json{{"allybot_value", place}, {"allybot_place", place}, {"allybot_kind", place}}.dump(), webex().ops);
      receive(body, told);
      return;
    }
    case 'B': return genuine(input, false);
    case 'D': return genuine(input, true);
    default: return;
  }
}

}  // namespace allybot::fuzz
