#include <algorithm>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/platforms/render_cache.h"
#include "bot/platforms/teams/adapter.h"
#include "bot/platforms/teams/route.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;
using platforms::Fetch;
using platforms::Timing;

struct Teams {
  fakes::PlatformRig rig{{{"TEAMS_CLIENT_ID", fakes::kTeamsClient},
                          {"TEAMS_CLIENT_SECRET", fakes::kTeamsSecret},
                          {"TEAMS_TENANT_ID", fakes::kTeamsTenant}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::teams::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
  /// The token covers no body: one is good for all.
  std::string token = fakes::teams_token(fakes::teams_claims(now));
  fakes::TeamsPlace place;

  Teams() {  // with the keys that a first request would have asked for
    for (int fetches = 0; fetches < 2; ++fetches) {
      const auto proven = adapter->authenticate(fakes::teams_request(fakes::teams_message("tip"), token), now);
      BOT_CHECK(proven.has_value() && std::holds_alternative<Fetch>(*proven));
      const auto& fetch = std::get<Fetch>(*proven);
      adapter->fetched(fetch.purpose, fakes::teams_login_answer(fetch.request));
    }
  }
};

Teams& teams() {
  static Teams& instance = *new Teams;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  const std::string& member = origin.member.member.str();
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(origin.member.workspace.str() == fakes::kTeamsTenant && origin.channel.workspace.str() == fakes::kTeamsTenant);
  BOT_CHECK(member.empty() || platforms::is_member_id(member));
  BOT_CHECK(!channel.empty());
  BOT_CHECK(origin.direct ? channel == '@' + member : platforms::is_conversation_id(channel));
  BOT_CHECK(origin.request.str().empty() || origin.request.str().size() == 24);
  const std::string address = http::lower_case(origin.address);  // as the token may spell it
  BOT_CHECK(address == fakes::kTeamsService || address == "https://smba.trafficmanager.net/amer");
  for (const char c : origin.language) BOT_CHECK(c > ' ' && c <= '~' && c != '/');
  check_text(origin.zone);
}

/// A member's own search, wherever it was typed, and a list of cards about what they typed: nothing is sent, nothing answers.
void check_search(const Search& search) {
  check_origin(search.origin);
  check_text(search.text);
  BOT_CHECK(search.origin.direct && search.origin.request.empty() && search.most <= 25);
  const Line line = text_line(search.text);
  Card card{search.text, {Paragraph{line}, Quote{line}, Labelled{search.text, line}, Note{line}}, {}, {}};
  card.buttons.push_back({search.text, {"more", search.text, Binding::Member}, ButtonStyle::Default, {}, {}});
  card.buttons.push_back({search.text, {}, ButtonStyle::Default, {}, "https://example.org/" + search.text});
  for (const Reply& reply : {Reply(Offers{{{card, search.text}, {Card{"Tip", {}, {}, {}}, search.text}}}), Reply(Answer{card}),
                             Reply(Offers{}), Reply(Silence{})}) {
    const auto rendered = teams().adapter->render(reply, search.origin, Timing::InRequest, teams().now);
    BOT_CHECK(rendered.calls.empty() && rendered.response && rendered.response->status == 200);
    BOT_CHECK(fakes::extension_complaints(rendered.response->body).empty());
  }
}

/// All that is sent goes to the member's own conversation, and is what Teams takes.
void check_rendered(const platforms::Rendered& rendered, const Origin& origin) {
  if (rendered.response && !rendered.response->body.empty()) {
    BOT_CHECK(platforms::teams::Route::read(origin.route).asked == platforms::teams::Asked::Dialog);
    BOT_CHECK(fakes::dialog_complaints(rendered.response->body).empty());
  }
  for (const platforms::Outgoing& call : rendered.calls) {
    const auto read = platforms::teams::Call::read(call.payload);
    BOT_CHECK(read.service == fakes::kTeamsService || read.service == "https://smba.trafficmanager.net/amer");
    if (read.what == platforms::teams::Call::What::Post) BOT_CHECK(read.conversation == '@' + origin.member.member.str());
    BOT_CHECK(platforms::is_conversation_id(read.conversation) || read.conversation[0] == '@');
    BOT_CHECK(fakes::teams_complaints(read.body).empty());
  }
}

/// What a member said, shown back in every kind of block: never more than Teams takes, never markup, never a call.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.buttons.push_back({said, {"more", said, Binding::Member}, ButtonStyle::Default, said, {}});
  card.buttons.push_back({said, {}, ButtonStyle::Default, {}, "https://example.org/" + said});
  Form form;
  form.title = form.intro = form.submit = said;
  form.fields.push_back({"what", said.empty() ? "What" : "What: " + said, Field::Kind::Text, said, said, {}, false, 100});
  form.on_submit = {"note", said, Binding::Member};
  check_rendered(teams().adapter->render(Answer{card}, origin, Timing::InRequest, teams().now), origin);
  for (const Reply& reply : {Reply(Replace{card}), Reply(OpenForm{form}), Reply(FormProblems{{{"what", said}}})})
    check_rendered(teams().adapter->render(reply, origin, Timing::Late, teams().now), origin);
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
        } else if constexpr (std::is_same_v<Kind, Search>) {
          check_search(one);
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          check_origin(one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Handshake>) {
          check_text(one.body);
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty() &&
                    std::all_of(one.why.begin(), one.why.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
        } else {
          BOT_CHECK(false);  // Teams asks for no completions
        }
      },
      inbound);
}

/// A body under a good token: refused for what it is, or read.
void receive(std::string body) {
  Teams& t = teams();
  const auto proven = t.adapter->authenticate(fakes::teams_request(std::move(body), t.token), t.now);
  if (!proven) {
    BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
    return;
  }
  BOT_CHECK(std::holds_alternative<Authentic>(*proven));
  const auto parsed = t.adapter->parse(std::get<Authentic>(*proven), t.now);
  BOT_CHECK(parsed.has_value());
  BOT_CHECK(std::get<std::vector<Inbound>>(*parsed).size() == 1);
  check_inbound(std::get<std::vector<Inbound>>(*parsed).front());
  BOT_CHECK(t.client.requests().empty());
}

/// The first line is the Authorization: nobody without the private key gets in.
void unproven(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  http::RawRequest raw = fakes::teams_request(std::string(input.substr(std::min(end + 1, input.size()))), std::string());
  raw.headers.add("Authorization", std::string(input.substr(0, end)));
  const auto proven = teams().adapter->authenticate(std::move(raw), teams().now);
  BOT_CHECK(!proven.has_value());
  BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
}

/// A button and a form of ours about that object, sent back by the member they were made for.
void genuine(std::string_view input, bool direct) {
  Teams& t = teams();
  const std::string object = is_valid_utf8(input) ? std::string(input) : std::string("not text");
  const ChannelKey where{PlatformId("teams"), WorkspaceId(fakes::kTeamsTenant),
                         ChannelId(direct ? '@' + t.place.user : t.place.conversation)};
  const std::string value = t.rig.buttons.sign({"more", object, Binding::Member}, where, MemberId(t.place.user), t.now);
  for (const bool form : {false, true}) {
    json data{{"allybot", {{"v", value}, {"c", where.channel.str()}}}, {"what", object}};
    if (form) data["allybot"]["k"] = "f";
    const auto raw = fakes::teams_request(fakes::teams_press(data.dump(), fakes::own_conversation()), t.token);
    const auto proven = t.adapter->authenticate(raw, t.now);
    const auto parsed = t.adapter->parse(std::get<Authentic>(*proven), t.now);
    const Inbound& inbound = std::get<std::vector<Inbound>>(*parsed).front();
    check_inbound(inbound);
    if (const auto* press = std::get_if<Press>(&inbound))
      BOT_CHECK(press->action.object == object && press->standing == Press::Standing::Good && press->origin.channel == where);
    BOT_CHECK(form ? std::holds_alternative<FormSubmitted>(inbound) : std::holds_alternative<Press>(inbound));
    const auto in_dialog = t.adapter->authenticate(fakes::teams_request(fakes::teams_dialog_press(data.dump()), t.token), t.now);
    const auto read = t.adapter->parse(std::get<Authentic>(*in_dialog), t.now);
    const Inbound& again = std::get<std::vector<Inbound>>(*read).front();
    check_inbound(again);
    BOT_CHECK(again.index() == inbound.index());
  }
}

}  // namespace

// The first byte chooses a path and whether the rest is the body, or what a member put into a genuine one.
void teams_parse(std::string_view input) {
  // The mark of this run's holes is a secret that nobody outside can know; a fuzzer reads it off the comparisons.
  const std::string first_hole = platforms::hole(0);
  if (input.empty() || input.find(first_hole.substr(0, first_hole.size() - 3)) != std::string_view::npos) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'a': return receive(std::string(input));
    case 'u': return unproven(input);
    case 'C':
      receive(fakes::teams_message(std::string(input)));
      return receive(fakes::teams_message(std::string(input), fakes::own_conversation()));
    case 'P': {
      const std::string place = is_valid_utf8(input) ? std::string(input) : std::string("x");
      return receive(fakes::teams_press(json{{"allybot", {{"v", place}, {"c", place}, {"k", place}}}}.dump()));
    }
    case 'S': {
      const std::string words = is_valid_utf8(input) ? std::string(input) : std::string("not text");
      return receive(fakes::teams_search(words));
    }
    case 'M': {
      const std::string value = is_valid_utf8(input) ? std::string(input) : std::string("x");
      receive(fakes::teams_dialog());
      return receive(fakes::teams_dialog_press(json{{"allybot", {{"v", value}, {"c", value}, {"k", value}}}}.dump()));
    }
    case 'B': return genuine(input, false);
    case 'D': return genuine(input, true);
    default: return;
  }
}

}  // namespace allybot::fuzz
