#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/zulip/adapter.h"
#include "bot/platforms/zulip/route.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/zulip_judge.h"
#include "tests/fakes/zulip_requests.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;
using platforms::Fetch;
using platforms::Timing;

struct Zulip {
  fakes::PlatformRig rig{{{"ZULIP_URL", "http://127.0.0.1:9991"},
                          {"ZULIP_BOT_EMAIL", fakes::kZulipEmail},
                          {"ZULIP_API_KEY", fakes::kZulipKey},
                          {"ZULIP_WEBHOOK_TOKEN", fakes::kZulipToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::zulip::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
};

Zulip& zulip() {
  static Zulip& instance = *new Zulip;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_content(const std::string& content) {
  const auto complaints = fakes::zulip_complaints(content);
  for (const auto& complaint : complaints) std::fprintf(stderr, "%s\n", complaint.c_str());
  BOT_CHECK(complaints.empty());
}

/// Only the member reads it: in the answer to a direct message, or in one of our own.
void check_rendered(const platforms::Rendered& rendered, const Origin& origin) {
  if (rendered.response) {
    const json answer = json::parse(rendered.response->body);
    BOT_CHECK(!answer.contains("content") || origin.direct);
    if (answer.contains("content")) check_content(answer.at("content"));
  }
  for (const platforms::Outgoing& call : rendered.calls) {
    const auto message = platforms::zulip::Message::read(call.payload);
    BOT_CHECK(message.place == '@' + origin.member.member.str() && message.topic.empty());
    check_content(message.content);
  }
}

/// What a member said, shown back in every kind of block: never more than Zulip takes, never markup, never a call.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.blocks.emplace_back(Paragraph{{{said, false, false, false, "https://example.org/" + said}}});
  for (const Timing timing : {Timing::InRequest, Timing::Late})
    for (const Reply& reply : {Reply(Answer{card}), Reply(Replace{card})})
      check_rendered(zulip().adapter->render(reply, origin, timing, zulip().now), origin);
  const auto post = zulip().adapter->post(card, origin.channel, origin.address, zulip().now);
  BOT_CHECK(post.has_value());
  const auto message = platforms::zulip::Message::read(*post);
  BOT_CHECK(message.place == origin.channel.channel.str());
  check_content(message.content);
}

void check_origin(const Origin& origin) {
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(platforms::zulip::is_id(origin.member.member.str()));
  BOT_CHECK(platforms::zulip::is_place(channel));
  BOT_CHECK(origin.direct == (channel == '@' + origin.member.member.str()));
  BOT_CHECK(origin.member.workspace == origin.channel.workspace);
  BOT_CHECK(origin.member.workspace.str().find('/') == std::string::npos);
  BOT_CHECK(is_valid_utf8(origin.address) && origin.address.find('\n') == std::string::npos);
}

void check_inbound(const Inbound& inbound) {
  std::visit(
      [](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          BOT_CHECK(is_valid_utf8(one.text));
          check_answers(one.text, one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty() &&
                    std::all_of(one.why.begin(), one.why.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
        } else {
          BOT_CHECK(false);  // Zulip tells of messages alone
        }
      },
      inbound);
}

void receive(const std::string& body) {
  Zulip& z = zulip();
  const auto proven = z.adapter->authenticate(fakes::zulip_request(body), z.now);
  if (!proven) {
    BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
    return;
  }
  for (int fetches = 0; fetches < 2; ++fetches) {
    auto parsed = z.adapter->parse(std::get<Authentic>(*proven), z.now);
    BOT_CHECK(parsed.has_value());
    if (const auto* fetch = std::get_if<Fetch>(&*parsed)) {
      BOT_CHECK(fetches == 0);
      z.adapter->fetched(fetch->purpose, fakes::ScriptedClient::answered(500, {}));
      continue;
    }
    const auto& all = std::get<std::vector<Inbound>>(*parsed);
    BOT_CHECK(all.size() == 1 && z.client.requests().empty());
    return check_inbound(all.front());
  }
}

/// Whatever has not our token in it cannot be ours.
void unproven(std::string_view input) {
  if (input.find(fakes::kZulipToken) != std::string_view::npos && input.find("\"token\"") == input.rfind("\"token\"")) return;
  const auto proven = zulip().adapter->authenticate(fakes::zulip_request(std::string(input)), zulip().now);
  BOT_CHECK(!proven.has_value() && proven.error().code == Code::Unauthorized);
}

}  // namespace

// The first byte chooses whether the rest is the body, one that must not get in, or what a member typed.
void zulip_parse(std::string_view input) {
  if (input.empty()) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'a': return receive(std::string(input));
    case 'u': return unproven(input);
    case 'C':
      receive(fakes::zulip_mention(std::string(input)));
      receive(fakes::zulip_direct(std::string(input)));
      return;
    default: return;
  }
}

}  // namespace allybot::fuzz
