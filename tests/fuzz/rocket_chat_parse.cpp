#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/rocket_chat/adapter.h"
#include "bot/platforms/rocket_chat/route.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/rocket_chat_judge.h"
#include "tests/fakes/rocket_chat_requests.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;
using platforms::Fetch;
using platforms::Timing;

constexpr const char* kSeveral = "groupFAKE00000001";

struct RocketChat {
  fakes::PlatformRig rig{fakes::rocket_settings("http://127.0.0.1:9991")};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::rocket_chat::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();

  RocketChat() {
    client.answer(fakes::ScriptedClient::answered(200, R"({"success":true,"_id":"botFAKE0000000001","username":"ally"})"));
    BOT_CHECK(adapter->connect().kind == platforms::Connection::Kind::On);
  }
};

RocketChat& rocket() {
  static RocketChat& instance = *new RocketChat;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_content(const std::string& content) {
  const auto complaints = fakes::rocket_complaints(content);
  for (const auto& complaint : complaints) std::fprintf(stderr, "%s\n", complaint.c_str());
  BOT_CHECK(complaints.empty());
}

/// Only the member reads it: in our own direct message, never in the answer to the request.
void check_rendered(const platforms::Rendered& rendered, const Origin& origin) {
  BOT_CHECK(!rendered.response || rendered.response->body == "{}");
  for (const platforms::Outgoing& call : rendered.calls) {
    const auto message = platforms::rocket_chat::Message::read(call.payload);
    BOT_CHECK(message.place == '@' + origin.member.member.str() && (message.thread.empty() || origin.direct));
    check_content(message.content);
  }
}

/// What a member said, shown back in every kind of block: never more than the server takes, never markup, never a call.
void check_answers(const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.blocks.emplace_back(Paragraph{{{said, false, false, false, "https://example.org/" + said}}});
  for (const Timing timing : {Timing::InRequest, Timing::Late})
    for (const Reply& reply : {Reply(Answer{card}), Reply(Replace{card})})
      check_rendered(rocket().adapter->render(reply, origin, timing, rocket().now), origin);
  const auto post = rocket().adapter->post(card, origin.channel, origin.address, rocket().now);
  BOT_CHECK(post.has_value());
  const auto message = platforms::rocket_chat::Message::read(*post);
  BOT_CHECK(message.place == origin.channel.channel.str());
  check_content(message.content);
}

void check_origin(const Origin& origin) {
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(platforms::rocket_chat::is_id(origin.member.member.str()));
  BOT_CHECK(platforms::rocket_chat::is_place(channel));
  BOT_CHECK(origin.direct == (channel == '@' + origin.member.member.str()));
  BOT_CHECK(origin.member.workspace == origin.channel.workspace && origin.member.workspace.str() == "127.0.0.1");
  BOT_CHECK(platforms::rocket_chat::is_id(origin.request.str()));
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
          BOT_CHECK(false);  // it tells of messages alone
        }
      },
      inbound);
}

http::ClientOutcome told(const std::string& url) {
  if (url.find(kSeveral) == std::string::npos) return fakes::ScriptedClient::answered(400, R"({"success":false,"error":"x y"})");
  return fakes::ScriptedClient::answered(
      200, R"({"success":true,"room":{"t":"d","uids":["botFAKE0000000001","kimFAKE0000000001","leeFAKE0000000001"]}})");
}

void receive(const std::string& body) {
  RocketChat& r = rocket();
  const auto proven = r.adapter->authenticate(fakes::rocket_request(body), r.now);
  if (!proven) {
    BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
    return;
  }
  for (int fetches = 0; fetches < 4; ++fetches) {
    auto parsed = r.adapter->parse(std::get<Authentic>(*proven), r.now);
    BOT_CHECK(parsed.has_value());
    if (const auto* fetch = std::get_if<Fetch>(&*parsed)) {
      BOT_CHECK(fetches < 3 && fetch->request.url.compare(0, 29, "http://127.0.0.1:9991/api/v1/") == 0);
      BOT_CHECK(fetch->request.url.find_first_of(" \n#&%", 29) == std::string::npos);
      r.adapter->fetched(fetch->purpose, told(fetch->request.url));
      continue;
    }
    const auto& all = std::get<std::vector<Inbound>>(*parsed);
    BOT_CHECK(all.size() == 1);
    return check_inbound(all.front());
  }
}

/// Whatever has none of our tokens in it cannot be ours.
void unproven(std::string_view input) {
  for (const char* token : {fakes::kRocketHook, fakes::kRocketDirectHook})
    if (input.find(token) != std::string_view::npos) return;
  const auto proven = rocket().adapter->authenticate(fakes::rocket_request(std::string(input)), rocket().now);
  BOT_CHECK(!proven.has_value() && proven.error().code == Code::Unauthorized);
}

}  // namespace

// The first byte chooses whether the rest is the body, one that must not get in, or what a member typed.
void rocket_chat_parse(std::string_view input) {
  if (input.empty()) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'a': return receive(std::string(input));
    case 'u': return unproven(input);
    case 'C':
      receive(fakes::rocket_mention(std::string(input)));
      receive(fakes::rocket_direct(std::string(input)));
      receive(fakes::rocket_direct(std::string(input), {}, kSeveral));
      return;
    default: return;
  }
}

}  // namespace allybot::fuzz
