// Dialogs: opened by a button that said so, kept open by what is wrong, closed by what was taken; in both forms of an event.
#include "tests/fakes/google_chat_dialog.h"
#include "tests/fakes/sample_cards.h"
#include "tests/unit/platforms/google_chat/rig.h"

namespace allybot::platforms::google_chat {
namespace {

using fakes::ChatDialog;
using Faults = std::vector<std::string>;

/// A classic app, and a Workspace add-on.
struct GoogleChatDialog : GoogleChatRig, testing::WithParamInterface<bool> {
  /// `adapter` proves what comes: only the account that signs tells the two apart there.
  std::unique_ptr<Adapter> answering = [this] {
    rig.settings["GOOGLECHAT_APP_KIND"] = GetParam() ? "addon" : "classic";
    return make();
  }();
  const Card card = fakes::sample_cards().front().second;
  const Form form = fakes::sample_form();

  static std::string event(const std::string& classic, const std::string& what) {
    const std::string in = fakes::in_dialog(classic, what);
    return GetParam() ? fakes::as_addon(in) : in;
  }
  Press pressed(const std::string& what = "REQUEST_DIALOG", Binding binding = Binding::Member) {
    return receive_as<Press>(event(fakes::chat_press(value({"wrng", "tips/a", binding}, channel)), what));
  }
  FormSubmitted sent(const std::string& inputs = "{}", const fakes::ChatPlace& place = {}) {
    const std::string signed_value = value(form.on_submit, place.direct ? direct : channel);
    return receive_as<FormSubmitted>(event(fakes::chat_press(signed_value, place, true, inputs), "SUBMIT_DIALOG"));
  }
  ChatDialog shown(const Reply& reply, const Origin& to) {
    const Rendered rendered = answering->render(reply, to, Timing::InRequest, now);
    ChatDialog dialog(rendered.response ? rendered.response->body : "");
    EXPECT_EQ(dialog.complaints(), Faults{});
    return dialog;
  }
};

std::string kind_of_app(const testing::TestParamInfo<bool>& kind) { return kind.param ? "Addon" : "Classic"; }
INSTANTIATE_TEST_SUITE_P(Of, GoogleChatDialog, testing::Values(false, true), kind_of_app);

TEST_P(GoogleChatDialog, OpensWithTheFieldsOfTheForm) {
  const ChatDialog dialog = shown(OpenForm{form}, pressed().origin);
  ASSERT_TRUE(dialog.is_open());
  for (const char* part : {"This is wrong", "What is wrong: ", "Which part: ", "[Send]"})
    EXPECT_NE(dialog.text().find(part), std::string::npos) << dialog.text();
}

TEST_P(GoogleChatDialog, SendsWhatStandsInItToTheMemberItWasMadeFor) {
  const ChatDialog dialog = shown(OpenForm{form}, pressed().origin);
  const std::string body = fakes::chat_press(dialog.value_of("Send"), space, true, dialog.inputs({{"what", "The year."}}));
  const auto submitted = receive_as<FormSubmitted>(event(body, "SUBMIT_DIALOG"));
  EXPECT_EQ(submitted.action, form.on_submit);
  EXPECT_EQ(submitted.standing, Press::Standing::Good);
  EXPECT_EQ(submitted.values, (std::map<std::string, std::string>{{"what", "The year."}, {"kind", "number"}}));
}

TEST_P(GoogleChatDialog, StaysOpenWithWhatIsWrongAndWhatWasTyped) {
  Form typed = form;
  typed.fields[0].initial = "Typed by hand <b>";
  typed.fields[1].initial = "words";
  const ChatDialog dialog =
      shown(FormProblems{{{"what", "Please say more & better."}, {"moon", "No such moon."}}, typed}, sent().origin);
  ASSERT_TRUE(dialog.is_open());
  const std::string text = dialog.text();
  EXPECT_NE(text.find("Typed by hand <b>"), std::string::npos) << text;
  const std::size_t problem = text.find("Please say more &amp; better.");
  ASSERT_NE(problem, std::string::npos) << text;
  EXPECT_LT(problem, text.find("What is wrong: ")) << "right over its field";
  EXPECT_NE(text.find("No such moon."), std::string::npos) << "what has no field is said, too";
  EXPECT_LT(text.find("Please change this and send it again:"), problem);
  EXPECT_EQ(dialog.inputs({}),
            R"({"kind":{"stringInputs":{"value":["words"]}},"what":{"stringInputs":{"value":["Typed by hand <b>"]}}})");
}

TEST_P(GoogleChatDialog, SaysWhatIsWrongWhereTheFormCannotComeAgain) {
  const ChatDialog dialog = shown(FormProblems{{{"what", "Please say more."}}}, sent().origin);
  ASSERT_TRUE(dialog.is_open());
  EXPECT_NE(dialog.text().find("Please say more."), std::string::npos);
}

TEST_P(GoogleChatDialog, WithMoreThanAMessageTakesCutsWhatWasTyped) {
  Form typed = form;
  for (int i = 0; i < 12; ++i) {
    Field field = form.fields[0];
    field.name = std::string("f") + static_cast<char>('a' + i);
    for (int at = 0; at < 3000; ++at) field.initial += "\xF0\x9F\x8C\xBB";
    typed.fields.push_back(field);
  }
  const ChatDialog dialog = shown(FormProblems{{{"what", "No."}}, typed}, sent().origin);  // the judge counts
  EXPECT_TRUE(dialog.is_open());
}

TEST_P(GoogleChatDialog, ClosesWithAWordAndTheAnswerIsAMessageForItsMemberAlone) {
  const Origin from = sent().origin;
  const Rendered rendered = answering->render(Answer{card}, from, Timing::InRequest, now);
  const ChatDialog dialog(rendered.response->body);
  EXPECT_EQ(dialog.complaints(), Faults{});
  EXPECT_FALSE(dialog.is_open());
  EXPECT_EQ(dialog.said(), card.title);
  ASSERT_EQ(rendered.calls.size(), 1U);
  const auto call = sending(rendered.calls[0].payload);
  EXPECT_EQ(call.first, "p AAAAfake");
  EXPECT_EQ(call.second.at("/privateMessageViewer/name"_json_pointer), "users/1001");
}

TEST_P(GoogleChatDialog, ClosesWithTheFirstWordsOfAnAnswerWithoutATitle) {
  Card untitled = card;
  untitled.title.clear();
  const std::string said = shown(Answer{untitled}, sent().origin).said();
  EXPECT_FALSE(said.empty());
  EXPECT_LE(said.size(), 200U);
}

// The form is its member's own; the message that the dialog was opened from may be everybody's.
TEST_P(GoogleChatDialog, NeverChangesTheMessageThatItWasOpenedFrom) {
  for (const Timing timing : {Timing::InRequest, Timing::Late})
    for (const Reply& reply :
         {Reply(Replace{card}), Reply(Answer{card}), Reply(FormProblems{{{"what", "No."}}, form}), Reply(OpenForm{form})})
      for (const Origin& origin :
           {sent().origin, pressed("SUBMIT_DIALOG").origin, pressed("REQUEST_DIALOG", Binding::Anyone).origin})
        for (const Outgoing& call : answering->render(reply, origin, timing, now).calls)
          EXPECT_EQ(sending(call.payload).first, "p AAAAfake");
}

TEST_P(GoogleChatDialog, ShowsWhateverElseIsAnsweredToTheMemberWhoWaitsForIt) {
  for (const std::string what : {"REQUEST_DIALOG", "SUBMIT_DIALOG"}) {
    const ChatDialog dialog = shown(Answer{card}, pressed(what).origin);
    ASSERT_TRUE(dialog.is_open());
    EXPECT_FALSE(dialog.value_of("Another").empty()) << dialog.text();
    EXPECT_TRUE(shown(Replace{card}, pressed(what).origin).is_open());
    EXPECT_TRUE(answering->render(Answer{card}, pressed(what).origin, Timing::InRequest, now).calls.empty());
  }
}

TEST_P(GoogleChatDialog, IsAnsweredAsOneWhenThereIsNothingToSay) {
  for (const Reply& reply : {Reply(Silence{}), Reply(HomePage{card}), Reply(Completions{})})
    for (const Origin& origin : {pressed().origin, sent().origin}) EXPECT_FALSE(shown(reply, origin).is_open());
}

TEST_P(GoogleChatDialog, SaysInItThatAButtonIsNotOurs) {
  const std::string forged = fakes::chat_press(std::string(75, 'v'));
  const auto unusable = receive_as<Unusable>(event(forged, "REQUEST_DIALOG"));
  Card sorry;
  sorry.blocks.emplace_back(Paragraph{text_line(unusable.error.for_member)});
  EXPECT_NE(shown(Answer{sorry}, unusable.origin).text().find("no longer works"), std::string::npos);
}

TEST_P(GoogleChatDialog, IsClosedWhenTheAnswerTakesLongAndTheFormIsAMessage) {
  for (const Origin& origin : {pressed().origin, sent().origin}) {
    const ChatDialog dialog(answering->acknowledge(origin).body);
    EXPECT_EQ(dialog.complaints(), Faults{});
    EXPECT_FALSE(dialog.is_open());
    EXPECT_NE(dialog.said().find("takes a moment"), std::string::npos);
    const Rendered late = answering->render(OpenForm{form}, origin, Timing::Late, now);
    ASSERT_EQ(late.calls.size(), 1U);
    const auto call = sending(late.calls[0].payload);
    EXPECT_EQ(call.second.at("/privateMessageViewer/name"_json_pointer), "users/1001");
    EXPECT_NE(call.second.dump().find("What is wrong"), std::string::npos);
  }
  EXPECT_EQ(answering->acknowledge(receive_as<Command>(fakes::chat_message("tip")).origin).body, "{}");
}

TEST_P(GoogleChatDialog, InAConversationIsAnsweredThere) {
  const Rendered rendered = answering->render(Answer{card}, sent("{}", own).origin, Timing::InRequest, now);
  ASSERT_EQ(rendered.calls.size(), 1U);
  const auto call = sending(rendered.calls[0].payload);
  EXPECT_EQ(call.first, "p " + own.space);
  EXPECT_FALSE(call.second.contains("privateMessageViewer"));
}

TEST_P(GoogleChatDialog, TakesTheAnswersOfACommandThatWasSetToOpenOne) {
  const std::string said = fakes::chat_message("tip", space, fakes::ChatEntry::Slash);
  const auto command = receive_as<Command>(event(said, "REQUEST_DIALOG"));
  EXPECT_EQ(command.text, "tip");
  EXPECT_TRUE(shown(Answer{card}, command.origin).is_open());
  EXPECT_TRUE(shown(OpenForm{form}, command.origin).is_open());
}

TEST_P(GoogleChatDialog, IsNotMeantByAnEventThatIsNone) {
  Json unspecified = Json::parse(fakes::chat_press(value({"wrng", "tips/a", Binding::Member}, channel)));
  unspecified["isDialogEvent"] = false;
  unspecified["dialogEventType"] = "REQUEST_DIALOG";
  const std::string body = GetParam() ? fakes::as_addon(unspecified.dump()) : unspecified.dump();
  const std::string answer =
      answering->render(Answer{card}, receive_as<Press>(body).origin, Timing::InRequest, now).response->body;
  EXPECT_NE(ChatDialog(answer).complaints(), Faults{}) << "a message is no answer to a dialog";
}

// Cards that were posted before buttons said that they open a form stay as they are.
TEST_P(GoogleChatDialog, IsAskedForByTheButtonsThatSaySoAndByNoOther) {
  for (const bool opens : {false, true}) {
    Card one;
    one.title = "A card";
    one.buttons.push_back({"Edit", {"pfrm", "p1", Binding::Member}, ButtonStyle::Default, {}, {}, opens});
    const auto post = sending(*answering->post(one, channel, "", now));
    EXPECT_EQ(post.second.dump().find(R"("interaction":"OPEN_DIALOG")") != std::string::npos, opens);
  }
  const auto command = receive_as<Press>(fakes::chat_press(value({"pfrm", "p1", Binding::Member}, channel)));
  const Json old = Json::parse(answering->render(OpenForm{form}, command.origin, Timing::InRequest, now).response->body);
  EXPECT_NE(old.dump().find("cardsV2"), std::string::npos) << "a card with fields";
}

// A form that is a card is mended in its place.
TEST_P(GoogleChatDialog, IsNotNeededForAFormToKeepWhatWasTyped) {
  Form typed = form;
  typed.fields[0].initial = "Typed by hand";
  const std::string body = fakes::chat_press(value(form.on_submit, channel), space, true);
  const auto as_card = receive_as<FormSubmitted>(GetParam() ? fakes::as_addon(body) : body);
  const Reply problems = FormProblems{{{"what", "Please say more."}}, typed};
  const std::string answer = answering->render(problems, as_card.origin, Timing::InRequest, now).response->body;
  EXPECT_NE(answer.find(GetParam() ? "updateMessageAction" : "UPDATE_MESSAGE"), std::string::npos) << answer;
  for (const char* part : {"Typed by hand", "Please say more."}) EXPECT_NE(answer.find(part), std::string::npos) << answer;
}

}  // namespace
}  // namespace allybot::platforms::google_chat
