#include <nlohmann/json.hpp>

#include "bot/core/check.h"
#include "bot/core/text.h"
#include "bot/platforms/slack/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/slack_judge.h"
#include "tests/fakes/slack_requests.h"
#include "tests/fuzz/targets.h"

namespace allybot::fuzz {
namespace {

/// Takes pieces off the input: a card is made of whatever it holds.
class Pieces {
 public:
  explicit Pieces(std::string_view input) : rest_(input) {}
  bool empty() const { return rest_.empty(); }
  unsigned byte() {
    if (rest_.empty()) return 0;
    const auto taken = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    return taken;
  }
  /// Up to the next 0x1E, repeated as often as a byte says, to reach limits with a small input.
  std::string text() {
    const unsigned times = 1U << (byte() % 11);
    const std::size_t end = std::min(rest_.find('\x1E'), rest_.size());
    const std::string piece(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    std::string all;
    for (unsigned i = 0; i < times && all.size() < 20000; ++i) all += piece;
    return all;
  }

 private:
  std::string_view rest_;
};

Line line(Pieces& pieces) {
  Line made;
  for (unsigned runs = pieces.byte() % 4; runs > 0; --runs) {
    const unsigned style = pieces.byte();
    Inline run{pieces.text(), (style & 1U) != 0, (style & 2U) != 0, (style & 4U) != 0, {}};
    if ((style & 8U) != 0) run.link = "https://example.org/" + pieces.text();
    if ((style & 16U) != 0) run.link = "javascript:" + run.text;
    made.push_back(std::move(run));
  }
  return made;
}

Block block(Pieces& pieces) {
  switch (pieces.byte() % 6) {
    case 0: return Paragraph{line(pieces)};
    case 1: {
      Bullets bullets;
      bullets.numbered = pieces.byte() % 2 == 0;
      for (unsigned items = pieces.byte() % 8; items > 0; --items) bullets.items.push_back(line(pieces));
      return bullets;
    }
    case 2: return Quote{line(pieces)};
    case 3: return Labelled{pieces.text(), line(pieces)};
    case 4: return Note{line(pieces)};
    default: return Divider{};
  }
}

Card card(Pieces& pieces) {
  Card made;
  made.title = pieces.text();
  for (unsigned blocks = pieces.byte() % 80; blocks > 0 && !pieces.empty(); --blocks) made.blocks.push_back(block(pieces));
  for (unsigned buttons = pieces.byte() % 60; buttons > 0 && !pieces.empty(); --buttons) {
    const unsigned kind = pieces.byte();
    Button button{pieces.text(), {"more", pieces.text(), Binding::Member}, static_cast<ButtonStyle>(kind % 3), {}, {}};
    if ((kind & 8U) != 0) button.confirm = pieces.text();
    if ((kind & 16U) != 0) button.url = "https://example.org/" + pieces.text();
    made.buttons.push_back(std::move(button));
  }
  return made;
}

struct Slack {
  fakes::PlatformRig rig{{{"SLACK_SIGNING_SECRET", fakes::kSlackSecret}, {"SLACK_BOT_TOKEN", fakes::kSlackToken}}};
  fakes::ScriptedClient client;
  std::unique_ptr<platforms::Adapter> adapter = std::move(*platforms::slack::declaration().make(rig.environment(client)));
};

}  // namespace

void slack_card(std::string_view input) {
  static Slack& slack = *new Slack;  // never destroyed: at exit OpenSSL is gone before it
  Pieces pieces(input);
  const Card made = card(pieces);
  const ChannelKey channel{PlatformId("slack"), WorkspaceId("T0FAKE001"), ChannelId("C0FAKE001")};
  const auto payload = slack.adapter->post(made, channel, "", slack.rig.clock.now());
  BOT_CHECK(payload.has_value());
  BOT_CHECK(is_valid_utf8(*payload));
  const auto message = nlohmann::json::parse(*payload, nullptr, false);
  BOT_CHECK(!message.is_discarded());
  const auto complaints = fakes::slack_complaints_of_message(message);
  BOT_CHECK(complaints.empty());
  // Every button that is shown opens to what it was made for.
  for (const auto& block_shown : message.value("blocks", nlohmann::json::array())) {
    if (block_shown.at("type") != "actions") continue;
    for (const auto& element : block_shown.at("elements")) {
      if (!element.contains("value")) continue;
      const auto opened =
          slack.rig.buttons.open(element.at("value").get<std::string>(), channel, MemberId("U0FAKE001"), slack.rig.clock.now());
      BOT_CHECK(opened.has_value());
      const std::size_t index = std::stoul(element.at("action_id").get<std::string>().substr(6));
      BOT_CHECK(opened->action.object == made.buttons.at(index).action.object);
    }
  }
}

}  // namespace allybot::fuzz
