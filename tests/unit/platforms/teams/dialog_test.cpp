// The dialog that the menu of a message opens: what is read of it, what it shows, and that nobody else's words are touched.
#include "tests/fakes/golden.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/platforms/teams/rig.h"

namespace allybot::platforms::teams {
namespace {

const Card& tip() {
  static const Card card = fakes::sample_cards().front().second;
  return card;
}

void blur(Json& at) {
  if (at.is_object() && at.contains("allybot")) at["allybot"]["v"] = "SIGNED";
  if (at.is_structured())
    for (Json& inner : at) blur(inner);
}

struct TeamsDialog : TeamsRig {
  Origin opened = receive_as<Command>(fakes::teams_dialog(ops)).origin;

  Json shown(const Reply& reply, const Origin& origin) {
    const Rendered rendered = adapter->render(reply, origin, Timing::InRequest, now);
    EXPECT_TRUE(rendered.calls.empty()) << "nothing is posted anywhere";
    EXPECT_EQ(fakes::dialog_complaints(rendered.response->body), std::vector<std::string>{});
    return Json::parse(rendered.response->body).at("task").at("value").at("card").at("content").at("body");
  }
  static Json data_of(const Json& body, std::size_t button) {
    for (const Json& element : body)
      if (element.contains("actions")) return element.at("actions").at(button).at("data");
    return {};
  }
  Press press(const std::string& data, const fakes::TeamsPlace& by) {
    return receive_as<Press>(fakes::teams_dialog_press(data, by));
  }
  int refused(const std::string& activity) { return receive_as<Handshake>(activity).status; }
};

TEST_F(TeamsDialog, IsAskedForByAMemberAboutThemselvesAlone) {
  const Command asked = receive_as<Command>(fakes::teams_dialog(ops));
  EXPECT_EQ(asked.text, "") << "the words of the message are another's";
  EXPECT_EQ(asked.entry, Command::Entry::Direct);
  EXPECT_EQ(asked.origin.member, alice);
  EXPECT_EQ(asked.origin.channel, direct) << "the bot need not be in the chat";
  EXPECT_TRUE(asked.origin.direct);
  EXPECT_FALSE(asked.origin.request.empty()) << "a repeat is known";
  EXPECT_EQ(asked.origin.route.find("Operations"), std::string::npos);
}

TEST_F(TeamsDialog, ShowsACardWhoseButtonsComeBack) {
  const Json body = shown(Answer{tip()}, opened);
  EXPECT_EQ(body.at(0).at("text"), tip().title);
  const Press pressed = press(data_of(body, 0).dump(), ops);
  EXPECT_EQ(pressed.standing, Press::Standing::Good);
  EXPECT_EQ(pressed.action, tip().buttons.front().action);
  EXPECT_EQ(pressed.origin.channel, direct);
  EXPECT_TRUE(pressed.message_is_private);
  EXPECT_EQ(shown(Replace{fakes::sample_cards().back().second}, pressed.origin).at(0).at("text"), "What I can do");
}

TEST_F(TeamsDialog, RefusesAPressByAnybodyElse) {
  const std::string data = data_of(shown(Answer{tip()}, opened), 0).dump();
  fakes::TeamsPlace bob = ops;
  bob.user = "29:fakeBob";
  EXPECT_EQ(receive_as<Unusable>(fakes::teams_dialog_press(data, bob)).error.code, Code::Unauthorized);
  Json forged = Json::parse(data);
  forged["allybot"]["v"] = "AAAA";
  const auto refused_press = receive_as<Unusable>(fakes::teams_dialog_press(forged.dump(), ops));
  EXPECT_FALSE(shown(Answer{{"", {Paragraph{text_line(refused_press.error.for_member)}}, {}, {}}}, refused_press.origin).empty())
      << "said in the dialog";
}

TEST_F(TeamsDialog, TakesNoButtonThatWasMadeForAnyone) {
  const std::string posted = data({"more", "tips", Binding::Anyone}, channel, alice.member);
  receive_as<Unusable>(fakes::teams_dialog_press(posted, ops));
}

TEST_F(TeamsDialog, OpensAFormAndReadsItsValues) {
  const Json body = shown(OpenForm{fakes::sample_form()}, opened);
  Json values = data_of(body, 0);
  values["what"] = "the year";
  values["kind"] = "source";
  const auto sent = receive_as<FormSubmitted>(fakes::teams_dialog_press(values.dump(), ops));
  EXPECT_EQ(sent.standing, Press::Standing::Good);
  EXPECT_EQ(sent.values, (std::map<std::string, std::string>{{"kind", "source"}, {"what", "the year"}}));
  const Json again = shown(FormProblems{{{"what", "Write a sentence"}}, fakes::sample_form()}, sent.origin);
  EXPECT_NE(again.dump().find("Write a sentence"), std::string::npos);
  EXPECT_NE(again.dump().find("Input."), std::string::npos) << "the form is there once more";
  EXPECT_NE(shown(FormProblems{{{"what", "Write a sentence"}}}, sent.origin).dump().find("Write a sentence"), std::string::npos);
}

TEST_F(TeamsDialog, ClosesWhereThereIsNothingToShow) {
  for (const Reply& reply : {Reply(Silence{}), Reply(HomePage{}), Reply(Completions{}), Reply(Offers{})}) {
    const Rendered rendered = adapter->render(reply, opened, Timing::InRequest, now);
    EXPECT_TRUE(rendered.calls.empty());
    EXPECT_EQ(rendered.response->status, 200);
    EXPECT_EQ(rendered.response->body, "");
  }
}

TEST_F(TeamsDialog, AnswersInTheMembersOwnChatWhatComesTooLateForIt) {
  EXPECT_EQ(adapter->acknowledge(opened).body, "");
  const Sending call = call_of(adapter->render(Answer{tip()}, opened, Timing::Late, now));
  EXPECT_EQ(call.what, "p");
  EXPECT_EQ(call.conversation, "@29:fakeAlice");
}

TEST_F(TeamsDialog, RefusesWhatIsNoneOfItsDialogs) {
  for (const char* change : {R"({"value":{"commandId":"search"}})", R"({"value":{"commandId":7}})", R"({"value":null})",
                             R"({"value":"ask"})", R"({"from":{"id":"28:another-bot"}})"}) {
    Json activity = Json::parse(fakes::teams_dialog(ops));
    activity.merge_patch(Json::parse(change));
    EXPECT_EQ(refused(activity.dump()), 400) << change;
  }
  for (const char* data : {"{}", "null", "[]", R"("x")", R"({"allybot":"x"})", R"({"other":{"v":"x"}})"})
    EXPECT_EQ(refused(fakes::teams_dialog_press(data, ops)), 400) << data;
}

TEST_F(TeamsDialog, IsSentAsTheFilesSay) {
  for (const auto& [name, reply] :
       {std::pair{"dialog-tip", Reply(Answer{tip()})}, std::pair{"dialog-form", Reply(OpenForm{fakes::sample_form()})}}) {
    Json body = Json::parse(adapter->render(reply, opened, Timing::InRequest, now).response->body);
    blur(body);
    EXPECT_EQ(
        fakes::golden_difference(fakes::source_dir(), std::string("teams/extension-") + name + ".json", body.dump(2) + '\n'), "");
  }
}

}  // namespace
}  // namespace allybot::platforms::teams
