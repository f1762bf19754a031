#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/mattermost/adapter.h"
#include "bot/platforms/mattermost/route.h"
#include "bot/platforms/render_cache.h"
#include "tests/fakes/mattermost_judge.h"
#include "tests/fakes/mattermost_requests.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using nlohmann::json;
using platforms::Authentic;

struct Mattermost {
  fakes::PlatformRig rig{{{"MATTERMOST_URL", "http://127.0.0.1:8065"},
                          {"MATTERMOST_BOT_TOKEN", fakes::kMattermostBotToken},
                          {"MATTERMOST_COMMAND_TOKENS", fakes::kMattermostToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::mattermost::declaration().make(rig.environment(client)));
  TimePoint now = rig.clock.now();
};

Mattermost& mattermost() {
  static Mattermost& instance = *new Mattermost;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  using platforms::mattermost::is_id;
  BOT_CHECK(origin.member.workspace.empty() || is_id(origin.member.workspace.str()));
  BOT_CHECK(origin.member.member.empty() || is_id(origin.member.member.str()));
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(channel.empty() || is_id(channel) || channel == '@' + origin.member.member.str());
  BOT_CHECK(origin.direct == (channel.substr(0, 1) == "@"));
  BOT_CHECK(origin.request.str().find_first_of("/ \n") == std::string::npos && origin.request.str().size() <= 24);
}

/// What a member said, shown back to them in every way that an answer goes.
void check_answers(const std::string& said, const Origin& origin) {
  Card card;
  card.title = said;
  card.blocks.emplace_back(Paragraph{text_line(said)});
  card.buttons.push_back({said, {"more", said, Binding::Member}, ButtonStyle::Default, {}, {}});
  for (const Reply& reply : {Reply(Answer{card}), Reply(Replace{card}), Reply(FormProblems{{{"field", said}}})}) {
    for (const auto timing : {platforms::Timing::InRequest, platforms::Timing::Late}) {
      const auto rendered = mattermost().adapter->render(reply, origin, timing, mattermost().now);
      if (rendered.response) {
        BOT_CHECK(rendered.response->status == 200);
        const std::string& body = rendered.response->body;
        const bool is_message = body != "{}" && body.compare(0, 11, R"({"errors":{)") != 0;
        if (is_message) BOT_CHECK(fakes::mattermost_complaints(body).empty());
      }
      for (const platforms::Outgoing& call : rendered.calls) {
        const std::size_t body = call.payload.front() == '{' ? 0 : call.payload.find('\n') + 1;
        BOT_CHECK(fakes::mattermost_complaints(call.payload.substr(body)).empty());
      }
    }
  }
}

/// A second reading of a proven body, by a parser that builds all of it: nothing that was proven may mean something else there.
void check_proof(const http::RawRequest& raw, const Action& action, const Origin& origin) {
  const json body = json::parse(raw.body, nullptr, false);
  BOT_CHECK(body.is_object() && body.value("user_id", "") == origin.member.member.str());
  std::string value;
  if (raw.path == platforms::mattermost::kActionsPath) {
    value = body.value("/context/v"_json_pointer, "");
    BOT_CHECK(body.value("/context/c"_json_pointer, "") == origin.channel.channel.str());
    BOT_CHECK(body.value("/context/t"_json_pointer, "") == origin.channel.workspace.str());
  } else {
    value = body.value("state", "");
    value.resize(value.find('\n'));
  }
  const auto opened = mattermost().rig.buttons.open(value, origin.channel, origin.member.member, mattermost().now);
  BOT_CHECK(opened.has_value() && opened->action == action);
}

void check_inbound(const http::RawRequest& raw, const Inbound& inbound) {
  std::visit(
      [&raw](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          BOT_CHECK(!one.origin.member.member.empty());
          check_text(one.text);
          check_answers(one.text, one.origin);
        } else if constexpr (std::is_same_v<Kind, Press>) {
          check_origin(one.origin);
          check_proof(raw, one.action, one.origin);
          check_answers("answer", one.origin);
        } else if constexpr (std::is_same_v<Kind, FormSubmitted>) {
          check_origin(one.origin);
          check_proof(raw, one.action, one.origin);
          for (const auto& [name, value] : one.values) {
            check_text(value);
            check_answers(value, one.origin);
          }
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty());
        } else {
          const bool is_sent_by_mattermost = false;
          BOT_CHECK(is_sent_by_mattermost);
        }
      },
      inbound);
}

/// Parses what was proven; gives whether it was.
bool receive(const http::RawRequest& raw) {
  Mattermost& m = mattermost();
  const auto proven = m.adapter->authenticate(raw, m.now);
  if (!proven) {
    BOT_CHECK(proven.error().code == Code::Unauthorized && proven.error().for_member.empty());
    return false;
  }
  const auto parsed = m.adapter->parse(std::get<Authentic>(*proven), m.now);
  BOT_CHECK(parsed.has_value());
  BOT_CHECK(std::get<std::vector<Inbound>>(*parsed).size() == 1);
  check_inbound(raw, std::get<std::vector<Inbound>>(*parsed).front());
  BOT_CHECK(m.client.requests().empty());
  return true;
}

std::string text_of(std::string_view bytes) { return is_valid_utf8(bytes) ? std::string(bytes) : std::string("not text"); }

/// Up to the next 0x1E.
std::string piece(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\x1E'), rest.size());
  std::string taken = text_of(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

void bare(std::string_view input, const char* path, bool with_token) {
  http::RawRequest raw;
  raw.method = http::Method::Post;
  raw.path = path;
  if (with_token) raw.headers.add("Authorization", std::string("Token ") + fakes::kMattermostToken);
  raw.body = input;
  const bool accepted = receive(raw);
  if (accepted && !with_token && raw.path == platforms::mattermost::kCommandsPath)
    BOT_CHECK(http::form_field(raw.body, "token") == fakes::kMattermostToken);
}

void genuine_command(std::string_view input) {
  fakes::MattermostPlace place;
  place.channel_name = piece(input);
  place.trigger = piece(input);
  place.response_url = piece(input);
  auto fields = fakes::mattermost_command_fields(std::string(), place);
  const std::string name = piece(input);
  fields.emplace_back("user_mentions", name);
  fields.emplace_back("user_mentions_ids", "fakebob0000000000000000000");
  for (auto& [field, value] : fields)
    if (field == "text") value = input;  // whatever bytes there are
  BOT_CHECK(receive(fakes::mattermost_form_request(fields)));
}

void genuine_press(std::string_view input, bool in_conversation) {
  Mattermost& m = mattermost();
  fakes::MattermostPlace place;
  if (in_conversation) place = fakes::conversation_with_bot();
  const std::string about = in_conversation ? '@' + place.user : place.channel;
  const ChannelKey where{PlatformId("mattermost"), WorkspaceId(place.team), ChannelId(about)};
  place.trigger = piece(input);
  const std::string object = piece(input);
  const std::string shown = piece(input);
  if (!in_conversation) place.channel_name = piece(input);
  const json context{{"v", m.rig.buttons.sign({"more", object, Binding::Member}, where, MemberId(place.user), m.now)},
                     {"t", place.team},
                     {"c", about},
                     {"k", shown}};
  const bool is_told_as_direct = shown == "d" && !in_conversation;  // only where the channel's name is one of a conversation
  const bool accepted = receive(fakes::mattermost_press(context.dump(), place));
  BOT_CHECK(accepted || is_told_as_direct);
}

void genuine_form(std::string_view input) {
  Mattermost& m = mattermost();
  const fakes::MattermostPlace place;
  const ChannelKey where{PlatformId("mattermost"), WorkspaceId(place.team), ChannelId(place.channel)};
  const std::string token = m.rig.buttons.sign({"note", "tips/a", Binding::Member}, where, MemberId(place.user), m.now);
  const std::string until = std::to_string(to_unix_millis(m.now) + 1000);
  std::string response_url = piece(input);
  std::string channel_name = piece(input);
  for (std::string* part : {&response_url, &channel_name})
    for (char& c : *part)
      if (c == '\n') c = ' ';
  const std::string state = join({token, place.team, place.channel, response_url, until, channel_name, "nonce"}, "\n");
  json submission = json::object();
  while (!input.empty()) {
    const std::string name = piece(input);
    submission[name] = piece(input);
  }
  BOT_CHECK(receive(fakes::mattermost_submission(state, submission.dump(), place)));
}

}  // namespace

// The first byte chooses a path and whether the rest is the body, or what a member put into a genuine one.
void mattermost_parse(std::string_view input) {
  // The mark of this run's holes is a secret that nobody outside can know; a fuzzer reads it off the comparisons.
  const std::string first_hole = platforms::hole(0);
  if (input.empty() || input.find(first_hole.substr(0, first_hole.size() - 3)) != std::string_view::npos) return;
  const char choice = input[0];
  input.remove_prefix(1);
  switch (choice) {
    case 'c': return bare(input, platforms::mattermost::kCommandsPath, false);
    case 't': return bare(input, platforms::mattermost::kCommandsPath, true);
    case 'a': return bare(input, platforms::mattermost::kActionsPath, false);
    case 'd': return bare(input, platforms::mattermost::kDialogsPath, false);
    case 'C': return genuine_command(input);
    case 'A': return genuine_press(input, false);
    case 'B': return genuine_press(input, true);
    case 'D': return genuine_form(input);
    default: return;
  }
}

}  // namespace allybot::fuzz
