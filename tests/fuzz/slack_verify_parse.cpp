#include <nlohmann/json.hpp>
#include <type_traits>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/slack/adapter.h"
#include "bot/platforms/slack/envelope.h"
#include "bot/platforms/slack/text.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/slack_judge.h"
#include "tests/fakes/slack_requests.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

using platforms::Authentic;

struct Slack {
  fakes::PlatformRig rig{{{"SLACK_SIGNING_SECRET", fakes::kSlackSecret}, {"SLACK_BOT_TOKEN", fakes::kSlackToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::slack::declaration().make(rig.environment(client)));
};

Slack& slack() {
  static Slack& instance = *new Slack;  // never destroyed: at exit OpenSSL is gone before it
  return instance;
}

void check_text(const std::string& text) { BOT_CHECK(is_valid_utf8(text)); }

void check_origin(const Origin& origin) {
  for (const std::string* id : {&origin.member.workspace.str(), &origin.channel.workspace.str(), &origin.member.member.str()})
    BOT_CHECK(id->empty() || platforms::slack::is_id(*id));
  const std::string& channel = origin.channel.channel.str();
  BOT_CHECK(channel.empty() || platforms::slack::is_id(channel[0] == '@' ? channel.substr(1) : channel));
  check_text(origin.request.str());
}

/// What a member said, shown back to them: never more than Slack takes, never markup.
void check_answer(const std::string& said, const Origin& origin) {
  Card card;
  card.title = said;
  card.blocks.emplace_back(Paragraph{text_line(said)});
  const auto rendered = slack().adapter->render(Answer{card}, origin, platforms::Timing::InRequest, slack().rig.clock.now());
  if (rendered.response && !rendered.response->body.empty())
    BOT_CHECK(fakes::slack_complaints_of_message(nlohmann::json::parse(rendered.response->body)).empty());
  for (const platforms::Outgoing& call : rendered.calls) {
    const std::size_t body = call.payload.front() == '{' ? 0 : call.payload.find('\n') + 1;
    BOT_CHECK(fakes::slack_complaints_of_message(nlohmann::json::parse(call.payload.substr(body))).empty());
  }
}

void check_inbound(const Inbound& inbound) {
  std::visit(
      [](const auto& one) {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          check_origin(one.origin);
          BOT_CHECK(!one.origin.member.member.empty());
          check_text(one.text);
          check_answer(one.text, one.origin);
        } else if constexpr (std::is_same_v<Kind, Press>) {
          check_origin(one.origin);  // made up of our own value, found by the fuzzer in the corpus
        } else if constexpr (std::is_same_v<Kind, FormSubmitted>) {
          check_origin(one.origin);
          for (const auto& [name, value] : one.values) check_text(value);
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          check_origin(one.origin);
        } else if constexpr (std::is_same_v<Kind, Unusable>) {
          check_origin(one.origin);
          BOT_CHECK(!one.error.for_member.empty());
        } else if constexpr (std::is_same_v<Kind, Handshake>) {
          check_text(one.body);
          BOT_CHECK(one.body.size() <= 512);
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          BOT_CHECK(!one.why.empty());
        }
      },
      inbound);
}

/// A frame of a connection of ours: whatever it says, it is no request or one that reads like any other.
void check_frame(std::string_view text) {
  const auto frame = platforms::slack::read_socket_frame(text);
  check_text(frame.word);
  check_text(frame.envelope);
  BOT_CHECK(!frame.request || !frame.envelope.empty());
  BOT_CHECK(is_valid_utf8(platforms::slack::acknowledgement(frame.envelope, frame.takes_answer, http::json_response("{}"))));
  if (!frame.request) return;
  const auto parsed = slack().adapter->parse(*frame.request, slack().rig.clock.now());
  BOT_CHECK(parsed && std::get<std::vector<Inbound>>(*parsed).size() == 1);
  check_inbound(std::get<std::vector<Inbound>>(*parsed).front());
}

constexpr unsigned char kFrame = 'f';

}  // namespace

// 'f': a frame of a socket. Else the first byte chooses the path and whether the request is signed; unsigned, the first line is
// the signature.
void slack_verify_parse(std::string_view input) {
  if (input.empty()) return;
  const auto choice = static_cast<unsigned char>(input[0]);
  input.remove_prefix(1);
  if (choice == kFrame) return check_frame(input);
  static constexpr const char* kPaths[] = {"/slack/commands", "/slack/interactivity", "/slack/events"};
  const std::string path = kPaths[choice % 3];
  const TimePoint now = slack().rig.clock.now();

  if (choice >= 128) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    http::RawRequest raw;
    raw.method = http::Method::Post;
    raw.path = path;
    raw.headers.add("X-Slack-Request-Timestamp", std::to_string(to_unix_seconds(now)));
    raw.headers.add("X-Slack-Signature", std::string(input.substr(0, end)));
    raw.body = input.substr(std::min(end + 1, input.size()));
    const auto proven = slack().adapter->authenticate(raw, now);
    if (!proven) return;
    // Let in unsigned: an ssl_check alone, and nothing of it can be read.
    const auto& authentic = std::get<Authentic>(*proven);
    BOT_CHECK(path != "/slack/events" && http::form_field(raw.body, "ssl_check") == "1");
    BOT_CHECK(authentic.raw().body.empty());
    const auto parsed = slack().adapter->parse(authentic, now);
    BOT_CHECK(parsed && std::holds_alternative<Handshake>(std::get<std::vector<Inbound>>(*parsed).at(0)));
    return;
  }
  const auto proven = slack().adapter->authenticate(fakes::slack_request(path, std::string(input), now), now);
  BOT_CHECK(proven.has_value());
  const auto parsed = slack().adapter->parse(std::get<Authentic>(*proven), now);
  BOT_CHECK(parsed.has_value());
  BOT_CHECK(std::get<std::vector<Inbound>>(*parsed).size() == 1);
  check_inbound(std::get<std::vector<Inbound>>(*parsed).front());
  BOT_CHECK(slack().client.requests().empty());
}

}  // namespace allybot::fuzz
