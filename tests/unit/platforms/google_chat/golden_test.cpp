// What Google Chat is sent for each kind of card, as files that people read in review (tests/golden/googlechat).
#include "tests/fakes/golden.h"
#include "tests/fakes/google_chat_dialog.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/google_chat/rig.h"

namespace allybot::platforms::google_chat {
namespace {

/// Values differ from run to run; what is around them does not.
std::string blurred(std::string text) {
  const std::string sign = R"("key":"v","value":")";
  for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
    const std::size_t from = at + sign.size();
    text.replace(from, text.find('"', from) - from, "SIGNED");
  }
  return text;
}

struct GoogleChatGolden : GoogleChatRig {
  Origin asked = receive_as<Command>(fakes::chat_message("tip", space, fakes::ChatEntry::Slash)).origin;
  Origin pressed() { return receive_as<Press>(fakes::chat_press(value({"more", "tips/a", Binding::Member}, channel))).origin; }

  void expect_golden(const std::string& name, const std::string& body) {
    EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "googlechat/" + name + ".json", fakes::laid_out(blurred(body))), "");
  }
  void expect_dialog(const std::string& name, const Reply& reply, const Origin& to) {
    const std::string body = adapter->render(reply, to, Timing::InRequest, now).response->body;
    EXPECT_EQ(fakes::ChatDialog(body).complaints(), std::vector<std::string>{}) << name;
    expect_golden(name, body);
  }
  std::string answer(const Reply& reply, const Origin& to) {
    std::string body = adapter->render(reply, to, Timing::InRequest, now).response->body;
    const Json read = Json::parse(body);
    const std::string wrapped = "/hostAppDataAction/chatDataAction/createMessageAction/message";
    const Json::json_pointer inside(wrapped);
    const Json& message = read.contains(inside) ? read.at(inside) : read;
    if (message.contains("cardsV2")) {
      EXPECT_EQ(fakes::google_chat_complaints(message.dump()), std::vector<std::string>{});
    }
    return body;
  }
};

TEST_F(GoogleChatGolden, OfEachAnswer) {
  for (const auto& [name, card] : fakes::sample_cards()) {
    expect_golden(name, answer(Answer{card}, asked));
    EXPECT_TRUE(adapter->faults(card).empty()) << name;
  }
}

TEST_F(GoogleChatGolden, OfAPressAnsweredInPlaceAndBeside) {
  expect_golden("update", answer(Replace{fakes::sample_cards()[2].second}, pressed()));
  expect_golden("beside", answer(Answer{fakes::sample_cards()[2].second}, pressed()));
}

TEST_F(GoogleChatGolden, OfAForm) { expect_golden("form", answer(OpenForm{fakes::sample_form()}, asked)); }

TEST_F(GoogleChatGolden, OfDialogs) {
  const Form form = fakes::sample_form();
  const FormProblems problems{{{"what", "Please write a sentence."}}, form};
  const Card card = fakes::sample_cards().front().second;
  const std::string press = fakes::chat_press(value({"wrng", "tips/a", Binding::Member}, channel));
  const std::string submission = fakes::chat_press(value(form.on_submit, channel), space, true);
  const Origin wanted = receive_as<Press>(fakes::in_dialog(press, "REQUEST_DIALOG")).origin;
  const Origin sent = receive_as<FormSubmitted>(fakes::in_dialog(submission, "SUBMIT_DIALOG")).origin;
  for (const std::string kind : {"", "addon-"}) {
    rig.settings["GOOGLECHAT_APP_KIND"] = kind.empty() ? "classic" : "addon";
    adapter = make();
    expect_dialog(kind + "dialog", OpenForm{form}, wanted);
    expect_dialog(kind + "dialog-problems", problems, sent);
    expect_dialog(kind + "dialog-answer", Answer{card}, wanted);
    expect_dialog(kind + "dialog-closed", Answer{card}, sent);
  }
}

TEST_F(GoogleChatGolden, OfAPostAndADirectMessage) {
  const Card card = fakes::sample_cards().front().second;
  const auto post = sending(*adapter->post(card, channel, "", now));
  EXPECT_EQ(post.first, "p AAAAfake");
  expect_golden("post", post.second.dump());
  const auto message = sending(*adapter->post(card, direct, "", now));
  EXPECT_EQ(message.first, "p @1001");
  expect_golden("direct", message.second.dump());
}

TEST_F(GoogleChatGolden, OfLateAnswers) {
  const Card card = fakes::sample_cards().back().second;
  const auto late = sending(adapter->render(Answer{card}, asked, Timing::Late, now).calls.at(0).payload);
  EXPECT_EQ(late.first, "p AAAAfake");
  expect_golden("late", late.second.dump());
  const auto update = sending(adapter->render(Replace{card}, pressed(), Timing::Late, now).calls.at(0).payload);
  EXPECT_EQ(update.first, "u spaces/AAAAfake/messages/M1.M1");
}

TEST_F(GoogleChatGolden, OfAnAddonsAnswers) {
  const Origin press = pressed();
  rig.settings["GOOGLECHAT_APP_KIND"] = "addon";
  adapter = make();
  const Card card = fakes::sample_cards().front().second;
  expect_golden("addon", answer(Answer{card}, asked));
  expect_golden("addon-update", answer(Replace{card}, press));
}

TEST_F(GoogleChatGolden, OfTheChecklist) {
  const ManifestInput input{
      "https://bot.example.org", "ally", {{"tip", "[words]", "A tip."}, {"help", "[verb]", "Help."}}, nullptr};
  EXPECT_EQ(fakes::golden_difference(fakes::source_dir(), "googlechat/checklist.txt",
                                     declaration().manifest(input).value_or("") + '\n'),
            "");
}

// What only one member may see says so in each message; a direct message needs not.
TEST_F(GoogleChatGolden, EveryAnswerInASpaceIsForItsMemberAlone) {
  for (const Origin& origin : {asked, pressed()}) {
    const Json in_request =
        body_of(adapter->render(Answer{fakes::sample_cards().front().second}, origin, Timing::InRequest, now));
    EXPECT_EQ(in_request.at("/privateMessageViewer/name"_json_pointer), "users/1001");
    const auto late =
        sending(adapter->render(Answer{fakes::sample_cards().front().second}, origin, Timing::Late, now).calls.at(0).payload);
    EXPECT_EQ(late.second.at("/privateMessageViewer/name"_json_pointer), "users/1001");
  }
  const Origin alone = receive_as<Command>(fakes::chat_message("tip", own)).origin;
  EXPECT_FALSE(body_of(adapter->render(Answer{fakes::sample_cards().front().second}, alone, Timing::InRequest, now))
                   .contains("privateMessageViewer"));
}

TEST_F(GoogleChatGolden, APostThatAllSeeIsNeverChangedIntoOnesAnswer) {
  const Origin anyone = receive_as<Press>(fakes::chat_press(value({"more", "tips/a", Binding::Anyone}, channel))).origin;
  const Json beside = body_of(adapter->render(Replace{fakes::sample_cards().front().second}, anyone, Timing::InRequest, now));
  EXPECT_EQ(beside.at("/actionResponse/type"_json_pointer), "NEW_MESSAGE");
  EXPECT_EQ(beside.at("/privateMessageViewer/name"_json_pointer), "users/1001");
}

TEST_F(GoogleChatGolden, NothingIsSaidWhereTheBotWasRemoved) {
  const Origin gone = receive_as<Lifecycle>(fakes::chat_event("REMOVED_FROM_SPACE")).origin;
  const Rendered rendered = adapter->render(Answer{fakes::sample_cards().front().second}, gone, Timing::InRequest, now);
  EXPECT_EQ(rendered.response->body, "{}");
  EXPECT_TRUE(rendered.calls.empty());
}

}  // namespace
}  // namespace allybot::platforms::google_chat
