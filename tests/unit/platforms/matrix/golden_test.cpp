#include "tests/fakes/golden.h"
#include "bot/platforms/dialogue.h"
#include "bot/platforms/sentences.h"
#include "tests/fakes/replay.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/matrix/rig.h"

namespace allybot::platforms::matrix {
namespace {

/// With what takes the place of buttons and forms.
struct MatrixGolden : MatrixRig {
  Dialogue dialogue{
      adapter->capabilities(), rig.clock,
      [this](std::string_view language, std::string_view key) { return sentence(rig.environment(*client), language, key); },
      [](const Origin& to) { return to.language; },
      [](const Action& action) { return action.name == "more" ? "tip " + action.object : std::string(); }};
  Outgoing said(const Reply& reply, const Origin& origin) {
    const auto shown = dialogue.say(reply, origin);
    auto rendered = adapter->render(shown ? *shown : reply, origin, Timing::Late, now);
    EXPECT_EQ(rendered.calls.size(), 1U);
    return rendered.calls.at(0);
  }
  Outgoing posted(const Card& card, const ChannelKey& to) { return nudge(dialogue.post(card, to).value_or(card), to); }
  static void expect_golden(const std::string& name, const std::string& payload) {
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "matrix/" + name + ".json",
                                       fakes::laid_out(sending(payload).second.dump())),
              "");
  }
};

TEST_F(MatrixGolden, OfEachAnswer) {
  give_own_room();
  const Origin asked = say("tip", own).origin;
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_golden(name, said(Answer{card}, asked).payload);
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(MatrixGolden, OfAnAnswerToWhatWasAskedInARoom) {
  receive({fakes::matrix_state("m.room.name", "", R"({"name":"Ops & <friends>"})")});
  const Outgoing answer = said(Answer{fakes::sample_cards().front().second}, say("!ally tip", room).origin);
  expect_golden("asked-in-room", answer.payload);
  EXPECT_EQ(sending(answer.payload).first, "@alice:example.org");
}

TEST_F(MatrixGolden, OfAnAnswerInAThread) {
  give_own_room();
  const Origin asked = say("tip", own, R"({"m.relates_to":{"rel_type":"m.thread","event_id":"$root"}})").origin;
  expect_golden("thread", said(Answer{fakes::sample_cards().front().second}, asked).payload);
}

TEST_F(MatrixGolden, OfAForm) {
  give_own_room();
  expect_golden("form", said(OpenForm{fakes::sample_form()}, say("tip", own).origin).payload);
}

TEST_F(MatrixGolden, OfAPostAndADirectMessage) {
  const Card card = fakes::sample_cards().front().second;
  const Outgoing post = posted(card, channel);
  EXPECT_EQ(sending(post.payload).first, "!ops:example.org");
  expect_golden("post", post.payload);
  const Outgoing message = posted(card, direct);
  EXPECT_EQ(sending(message.payload).first, "@alice:example.org");
  expect_golden("direct", message.payload);
}

TEST_F(MatrixGolden, OfTheRegistration) {
  const ManifestInput input{"https://bot.example.org", "ally", {}, [this](std::string_view name) {
                              return std::optional<std::string>(server.settings().at(std::string(name)));
                            }};
  EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "matrix/registration.yaml",
                                     declaration().manifest(input).value_or("") + '\n'),
            "");
}

TEST_F(MatrixGolden, EveryRecordedRequestIsReadAsBefore) {
  give_own_room();
  server.add_room("!new:example.org", {{fakes::kMatrixBot, "invite"}});
  const auto cases = fakes::replay_cases(fakes::source_dir(), "matrix");
  EXPECT_GE(cases.size(), 12U);
  for (const std::string& name : cases) {
    adapter = make();
    EXPECT_EQ(adapter->connect().kind, Connection::Kind::On);
    server.set_member("!new:example.org", fakes::kMatrixBot, "invite");
    auto raw = fakes::replay_request(fakes::source_dir(), "matrix", name);
    ASSERT_TRUE(raw.has_value()) << name;
    std::string lines;
    for (const Inbound& inbound : receive(std::move(*raw))) lines += (lines.empty() ? "" : "\n") + fakes::described(inbound);
    EXPECT_EQ(fakes::replay_difference(fakes::source_dir(), "matrix", name, lines), "") << name;
  }
}

// What only one member may see goes to their own room, whatever it answers.
TEST_F(MatrixGolden, NoAnswerGoesToASharedRoom) {
  const Origin asked = say("!ally tip", room).origin;
  const Card card = fakes::sample_cards().front().second;
  for (const Timing timing : {Timing::InRequest, Timing::Late})
    for (const Reply& reply : {Reply(Answer{card}), Reply(Replace{card}), Reply(OpenForm{fakes::sample_form()}),
                               Reply(FormProblems{{{"what", "No."}}})})
      EXPECT_EQ(sending(adapter->render(reply, asked, timing, now).calls.at(0).payload).first, "@alice:example.org");
}

TEST_F(MatrixGolden, ShowsMembersByTheirIds) {
  Card card;
  card.blocks.emplace_back(Paragraph{text_line("<@a%2Fb:example.org>")});
  EXPECT_EQ(sending(nudge(card, channel).payload).second.at("body"), "@a/b:example.org");
}

TEST_F(MatrixGolden, NothingIsSaidWhereTheBotWasRemoved) {
  const Origin gone = receive_as<Lifecycle>(fakes::matrix_member(fakes::kMatrixBot, "leave")).origin;
  const Rendered rendered = adapter->render(Answer{fakes::sample_cards().front().second}, gone, Timing::InRequest, now);
  EXPECT_EQ(rendered.response->body, "{}");
  EXPECT_TRUE(rendered.calls.empty());
}

}  // namespace
}  // namespace allybot::platforms::matrix
