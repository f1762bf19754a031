#include <algorithm>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/activity.h"
#include "bot/platforms/teams_outgoing/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/teams_judge.h"
#include "tests/fakes/teams_requests.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using platforms::Authentic;
using platforms::Timing;

struct Outgoing {
  fakes::PlatformRig rig{{{"TEAMS_OUTGOING_WEBHOOKS", std::string("engineering=") + fakes::kTeamsWebhookKey}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter =
      std::move(*platforms::teams_outgoing::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
};

Outgoing& outgoing() {
  static Outgoing& instance = *new Outgoing;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_origin(const Origin& origin) {
  const std::string& member = origin.member.member.str();
  BOT_CHECK(origin.member.workspace.str() == "engineering" && origin.channel.workspace.str() == "engineering");
  BOT_CHECK(member.empty() || platforms::is_member_id(member));
  BOT_CHECK(platforms::is_conversation_id(origin.channel.channel.str()));
  BOT_CHECK(!origin.direct && origin.address.empty() && origin.route.empty());
  BOT_CHECK(origin.request.empty() || origin.request.str().size() == 24);
  for (const char c : origin.language) BOT_CHECK(c > ' ' && c <= '~' && c != '/');
}

/// What a member said, shown back in every kind of block: never more than Teams takes, never markup, nothing to press.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.buttons.push_back({said, {"more", said, Binding::Member}, ButtonStyle::Default, said, {}});
  card.buttons.push_back({said, {}, ButtonStyle::Default, {}, "https://example.org/" + said});
  platforms::Adapter& adapter = *outgoing().adapter;
  for (const Reply& reply : {Reply(Answer{card}), Reply(Replace{card})}) {
    const auto made = adapter.render(reply, origin, Timing::InRequest, outgoing().now);
    BOT_CHECK(made.calls.empty() && fakes::workflow_complaints(made.response->body).empty());
    const auto late = adapter.render(reply, origin, Timing::Late, outgoing().now);
    BOT_CHECK(late.calls.empty() && !late.response);
  }
}

void check_inbound(const Inbound& inbound) {
  std::visit(
      [](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          BOT_CHECK(is_valid_utf8(one.text) && one.entry == Command::Entry::Mention);
          check_answers(one.text, one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty() &&
                    std::all_of(one.why.begin(), one.why.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
        } else {
          BOT_CHECK(false);  // nothing else is told there
        }
      },
      inbound);
}

/// A body under a good signature.
void receive(std::string body) {
  Outgoing& o = outgoing();
  const bool empty = body.empty();
  const auto proven = o.adapter->authenticate(fakes::teams_outgoing_request(std::move(body)), o.now);
  BOT_CHECK(proven.has_value() != empty);
  if (empty) return;
  const auto parsed = o.adapter->parse(std::get<Authentic>(*proven), o.now);
  BOT_CHECK(parsed.has_value());
  BOT_CHECK(std::get<std::vector<Inbound>>(*parsed).size() == 1);
  check_inbound(std::get<std::vector<Inbound>>(*parsed).front());
  BOT_CHECK(o.client.requests().empty());
}

/// The first line is the Authorization: nobody without the key gets in.
void unproven(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  http::RawRequest raw = fakes::teams_outgoing_request(std::string(input.substr(std::min(end + 1, input.size()))));
  const std::string signature(*raw.headers.only("Authorization"));
  raw.headers = {};
  raw.headers.add("Authorization", std::string(input.substr(0, end)));
  if (input.substr(0, end) == signature) return;  // made by who has the key
  const auto proven = outgoing().adapter->authenticate(std::move(raw), outgoing().now);
  BOT_CHECK(!proven.has_value());
  BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
}

}  // namespace

// The first byte chooses whether the rest is a signed body, one that must not get in, or what a member typed.
void teams_outgoing_parse(std::string_view input) {
  if (input.empty()) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'a': return receive(std::string(input));
    case 'u': return unproven(input);
    case 'C': return receive(fakes::teams_message(std::string(input)));
    default: return;
  }
}

}  // namespace allybot::fuzz
