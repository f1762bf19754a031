#include <cstdio>

#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/discord/adapter.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/render_cache.h"
#include "tests/fakes/discord_judge.h"
#include "tests/fakes/discord_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using platforms::Authentic;
using platforms::Timing;

struct Discord {
  fakes::PlatformRig rig{{{"DISCORD_PUBLIC_KEY", fakes::kDiscordPublicKey}, {"DISCORD_BOT_TOKEN", fakes::kDiscordToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::discord::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
  fakes::DiscordPlace place;
};

Discord& discord() {
  static Discord& instance = *new Discord;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  for (const std::string* id : {&origin.member.workspace.str(), &origin.channel.workspace.str()})
    BOT_CHECK(id->empty() || platforms::discord::is_id(*id));
  BOT_CHECK(origin.member.workspace == origin.channel.workspace);
  BOT_CHECK(platforms::discord::is_id(origin.member.member.str()));
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(!channel.empty() && platforms::discord::is_id(channel[0] == '@' ? channel.substr(1) : channel));
  BOT_CHECK((channel[0] == '@') == origin.direct);
  check_text(origin.request.str());
  for (const char c : origin.language) BOT_CHECK(c > ' ' && c <= '~' && c != '/');
}

void check_taken(const std::string& body) {
  const auto complaints = fakes::discord_complaints(body);
  for (const auto& complaint : complaints) std::fprintf(stderr, "%s\n", complaint.c_str());
  BOT_CHECK(complaints.empty());
}

void check_rendered(const platforms::Rendered& rendered) {
  if (rendered.response && !rendered.response->body.empty()) check_taken(rendered.response->body);
  for (const platforms::Outgoing& call : rendered.calls) check_taken(call.payload.substr(call.payload.find('\n') + 1));
}

/// What a member said, shown back in every kind of block: never more than Discord takes, never markup, never a call.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.buttons.push_back({said, {"more", said, Binding::Member}, ButtonStyle::Default, said, {}});
  card.buttons.push_back({said, {}, ButtonStyle::Default, {}, "https://example.org/" + said});
  Form form;
  form.title = form.intro = form.submit = said;
  form.fields.push_back({"what", said, Field::Kind::Text, said, said, {}, false, 100});
  form.on_submit = {"note", said, Binding::Member};
  for (const Timing timing : {Timing::InRequest, Timing::Late}) {
    check_rendered(discord().adapter->render(Answer{card}, origin, timing, discord().now));
    check_rendered(discord().adapter->render(Replace{card}, origin, timing, discord().now));
    check_rendered(discord().adapter->render(OpenForm{form}, origin, timing, discord().now));
    check_rendered(discord().adapter->render(Completions{{{said, said}}}, origin, timing, discord().now));
  }
  check_rendered({discord().adapter->acknowledge(origin), {}});
}

void check_inbound(const Inbound& inbound) {
  std::visit(
      [](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command> || std::is_same_v<Kind, Completion>) {
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
            check_text(value);
            check_answers(value, one.origin);
          }
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          check_origin(one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Handshake>) {
          BOT_CHECK(one.body == (one.status == 200 ? R"({"type":1})" : ""));
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty());
        } else {
          BOT_CHECK(false);  // Discord looks for nothing to post
        }
      },
      inbound);
}

void receive(const http::RawRequest& raw) {
  const auto proven = discord().adapter->authenticate(raw, discord().now);
  BOT_CHECK(proven.has_value());
  const auto parsed = discord().adapter->parse(std::get<Authentic>(*proven), discord().now);
  BOT_CHECK(parsed.has_value());
  BOT_CHECK(std::get<std::vector<Inbound>>(*parsed).size() == 1);
  check_inbound(std::get<std::vector<Inbound>>(*parsed).front());
  BOT_CHECK(discord().client.requests().empty());
}

/// The first line is the signature, the second the timestamp: nobody without the key gets in.
void unsigned_request(std::string_view input) {
  http::RawRequest raw = fakes::discord_sent("{}", discord().now);
  raw.headers = {};
  for (const char* name : {"X-Signature-Ed25519", "X-Signature-Timestamp"}) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    raw.headers.add(name, std::string(input.substr(0, end)));
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  raw.body = input;
  const auto proven = discord().adapter->authenticate(raw, discord().now);
  BOT_CHECK(!proven.has_value());
  BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
}

/// A button and a form of ours about that object, sent back by the member they were made for.
void genuine(std::string_view input, const fakes::DiscordPlace& place, const std::string& workspace) {
  Discord& d = discord();
  const std::string object = is_valid_utf8(input) ? std::string(input) : std::string("not text");
  const bool direct = place.guild.empty();
  const ChannelKey where{PlatformId("discord"), WorkspaceId(workspace), ChannelId(direct ? '@' + place.user : place.channel)};
  const std::string id = d.rig.buttons.sign({"more", object, Binding::Member}, where, MemberId(place.user), d.now) + '@' +
                         (direct ? workspace : std::string()) + ".a";
  BOT_CHECK(id.size() <= 100);
  for (const std::string& body :
       {fakes::discord_press(id, place), fakes::discord_form(id, {{"what", std::string(input)}}, place)}) {
    const auto proven = d.adapter->authenticate(fakes::discord_sent(body, d.now), d.now);
    const auto parsed = d.adapter->parse(std::get<Authentic>(*proven), d.now);
    const Inbound& inbound = std::get<std::vector<Inbound>>(*parsed).front();
    check_inbound(inbound);
    if (const auto* press = std::get_if<Press>(&inbound))
      BOT_CHECK(press->action.object == object && press->standing == Press::Standing::Good && press->origin.channel == where);
  }
}

}  // namespace

// The first byte chooses a path and whether the rest is the body, or what a member put into a genuine one.
void discord_parse(std::string_view input) {
  // The mark of this run's holes is a secret that nobody outside can know; a fuzzer reads it off the comparisons.
  const std::string first_hole = platforms::hole(0);
  if (input.empty() || input.find(first_hole.substr(0, first_hole.size() - 3)) != std::string_view::npos) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'i': return receive(fakes::discord_request(platforms::discord::kInteractionsPath, std::string(input), discord().now));
    case 'e': return receive(fakes::discord_request(platforms::discord::kEventsPath, std::string(input), discord().now));
    case 'u': return unsigned_request(input);
    case 'C': return receive(fakes::discord_sent(fakes::discord_command(std::string(input)), discord().now));
    case 'T': return receive(fakes::discord_sent(fakes::discord_typing(std::string(input)), discord().now));
    case 'P': return receive(fakes::discord_sent(fakes::discord_press(std::string(input)), discord().now));
    case 'B': return genuine(input, discord().place, discord().place.guild);
    case 'D': return genuine(input, fakes::discord_direct(), "18446744073709551615");
    default: return;
  }
}

}  // namespace allybot::fuzz
