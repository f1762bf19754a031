#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/matrix/adapter.h"
#include "bot/platforms/matrix/route.h"
#include "tests/fakes/matrix_judge.h"
#include "tests/fakes/matrix_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;
using platforms::Fetch;
using platforms::Timing;

/// A homeserver that has one room of Alice's own, and takes all that is asked of it.
http::ClientOutcome told(const http::ClientRequest& request) {
  using fakes::ScriptedClient;
  if (request.url.find("m.direct") != std::string::npos)
    return ScriptedClient::answered(200, R"({"@alice:example.org":["!alice:example.org"]})");
  if (request.url.find("joined_members") != std::string::npos)
    return ScriptedClient::answered(200, R"({"joined":{"@alice:example.org":{},"@ally:example.org":{}}})");
  return ScriptedClient::answered(200, "{}");
}

struct Matrix {
  fakes::PlatformRig rig{{{"MATRIX_HOMESERVER_URL", "https://matrix.example.org"},
                          {"MATRIX_USER_ID", fakes::kMatrixBot},
                          {"MATRIX_AS_TOKEN", fakes::kMatrixAsToken},
                          {"MATRIX_HS_TOKEN", fakes::kMatrixHsToken}}};
  fakes::ScriptedClient client;
  TimePoint now = rig.clock.now();
  /// A new one for each input: what it has learnt from one must not change what it makes of another.
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::matrix::declaration().make(rig.environment(client)));
};

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  const std::string& member = origin.member.member.str();
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(origin.member.workspace.str() == "example.org" && origin.channel.workspace.str() == "example.org");
  BOT_CHECK(member.empty() || platforms::matrix::is_member_id(member));
  BOT_CHECK(origin.direct ? channel == '@' + member : platforms::matrix::is_room_id(channel));
  BOT_CHECK(channel.find('/') == std::string::npos && member.find('/') == std::string::npos);
  BOT_CHECK(origin.request.str().empty() || origin.request.str().size() == 24);
}

/// To the member's own room alone, and what a homeserver takes.
void check_rendered(const platforms::Rendered& rendered, const Origin& origin) {
  for (const platforms::Outgoing& outgoing : rendered.calls) {
    const auto call = platforms::matrix::Call::read(outgoing.payload);
    BOT_CHECK(call.where == '@' + origin.member.member.str() || (origin.direct && platforms::matrix::is_room_id(call.where)));
    BOT_CHECK(!call.transaction.empty());
    const auto complaints = fakes::matrix_complaints(call.content);
    for (const auto& complaint : complaints) std::fprintf(stderr, "%s\n", complaint.c_str());
    BOT_CHECK(complaints.empty());
  }
}

/// What a member said, shown back in every kind of block: never more than fits, never markup, never a call.
void check_answers(Matrix& m, const std::string& said, const Origin& origin) {
  const Line line = text_line(said);
  Card card{said, {Paragraph{line}, Quote{line}, Labelled{said, line}, Note{line}, Bullets{{line, line}, true}}, {}, {}};
  card.blocks.emplace_back(
      Paragraph{{{said, true, false, false, {}}, {said, false, true, false, {}}, {said, false, false, true, {}}}});
  card.buttons.push_back({said, {}, ButtonStyle::Default, {}, "https://example.org/" + said});
  for (const Timing timing : {Timing::InRequest, Timing::Late})
    for (const Reply& reply : {Reply(Answer{card}), Reply(Replace{card}), Reply(FormProblems{{{"what", said}}})})
      check_rendered(m.adapter->render(reply, origin, timing, m.now), origin);
}

void check_inbound(Matrix& m, const Inbound& inbound) {
  std::visit(
      [&m](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          check_text(one.text);
          check_answers(m, one.text, one.origin);
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          check_origin(one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Handshake>) {
          BOT_CHECK(one.status == 200 || one.status == 404);
          BOT_CHECK(json::parse(one.body, nullptr, false).is_object());
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty() &&
                    std::all_of(one.why.begin(), one.why.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
        } else {
          BOT_CHECK(false);  // there are no buttons, forms or completions in what a homeserver sends
        }
      },
      inbound);
}

void receive(http::RawRequest raw) {
  Matrix m;
  const auto proven = m.adapter->authenticate(std::move(raw), m.now);
  BOT_CHECK(proven.has_value() && std::holds_alternative<Authentic>(*proven));
  for (int fetches = 0; fetches < 50; ++fetches) {
    auto parsed = m.adapter->parse(std::get<Authentic>(*proven), m.now);
    BOT_CHECK(parsed.has_value());
    if (const auto* all = std::get_if<std::vector<Inbound>>(&*parsed)) {
      BOT_CHECK(!all->empty());
      for (const Inbound& inbound : *all) check_inbound(m, inbound);
      break;
    }
    const auto& fetch = std::get<Fetch>(*parsed);
    BOT_CHECK(fetch.request.url.rfind("https://matrix.example.org/_matrix/client/", 0) == 0);
    m.adapter->fetched(fetch.purpose, told(fetch.request));
  }
  BOT_CHECK(m.client.requests().empty());
}

/// The bytes are the Authorization and the address's token: nobody without ours gets in.
void unproven(std::string_view input) {
  Matrix m;
  http::RawRequest raw = fakes::matrix_transaction({}, "1", {});
  raw.headers.add("Authorization", std::string(input));
  raw.query = "access_token=" + std::string(input);
  const auto proven = m.adapter->authenticate(std::move(raw), m.now);
  BOT_CHECK(!proven.has_value() && proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
}

/// The bytes are the HTML beside a plain text, too: who is meant by a name in it.
void with_html(std::string_view input) {
  const std::string text = is_valid_utf8(input) ? std::string(input) : std::string("not text");
  const json more{{"format", "org.matrix.custom.html"}, {"formatted_body", text}};
  receive(fakes::matrix_transaction({fakes::matrix_message("!ally " + text, {}, more.dump())}));
}

}  // namespace

// The first byte chooses a path and whether the rest is the body, an event, or what a member put into a genuine one.
void matrix_parse(std::string_view input) {
  if (input.empty()) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'a': {
      http::RawRequest raw = fakes::matrix_transaction({});
      raw.body = std::string(input);
      return receive(std::move(raw));
    }
    case 'e': return receive(fakes::matrix_transaction({std::string(input)}));
    case 'p': return receive(fakes::matrix_query("/matrix/_matrix/app/v1/" + std::string(input)));
    case 'u': return unproven(input);
    case 'C':
      receive(fakes::matrix_transaction({fakes::matrix_message("!ally " + std::string(input))}));
      receive(fakes::matrix_transaction({fakes::matrix_message(std::string(input), fakes::matrix_conversation())}));
      return;
    case 'H': return with_html(input);
    default: return;
  }
}

}  // namespace allybot::fuzz
