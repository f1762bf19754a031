// What Google Chat's events mean, in both of their forms.
#include "tests/unit/platforms/google_chat/rig.h"

namespace allybot::platforms::google_chat {
namespace {

using fakes::ChatEntry;

struct GoogleChatParse : GoogleChatRig {
  const Action more{"more", "tips/a", Binding::Member};

  static std::string with(const std::string& body, const std::string& patch) {
    Json all = Json::parse(body);
    all.merge_patch(Json::parse(patch));
    return all.dump();
  }
};

TEST_F(GoogleChatParse, ReadsCommandsInBothForms) {
  for (const std::string& body : {fakes::chat_message("tip pay", space, ChatEntry::Slash),
                                  fakes::as_addon(fakes::chat_message("tip pay", space, ChatEntry::Slash))}) {
    const auto command = receive_as<Command>(body);
    EXPECT_EQ(command.entry, Command::Entry::Slash);
    EXPECT_EQ(command.text, "tip pay");
    EXPECT_EQ(command.origin.member, alice);
    EXPECT_EQ(command.origin.channel, channel);
    EXPECT_FALSE(command.origin.direct);
    EXPECT_FALSE(command.origin.request.empty());
  }
}

TEST_F(GoogleChatParse, ReadsMentionsAndDirectMessagesInBothForms) {
  for (const bool addon : {false, true}) {
    const auto form = [addon](const std::string& body) { return addon ? fakes::as_addon(body) : body; };
    EXPECT_EQ(receive_as<Command>(form(fakes::chat_message("tip"))).entry, Command::Entry::Mention);
    const auto said = receive_as<Command>(form(fakes::chat_message("tip", own)));
    EXPECT_EQ(said.entry, Command::Entry::Direct);
    EXPECT_EQ(said.origin.channel, direct);
    EXPECT_TRUE(said.origin.direct);
  }
}

TEST_F(GoogleChatParse, NamesEachMessageOnce) {
  fakes::ChatPlace other = space;
  other.message = "M2.M2";
  const auto first = receive_as<Command>(fakes::chat_message("tip"));
  EXPECT_EQ(first.origin.request, receive_as<Command>(fakes::chat_message("tip")).origin.request);
  EXPECT_NE(first.origin.request, receive_as<Command>(fakes::chat_message("tip", other)).origin.request);
}

TEST_F(GoogleChatParse, IgnoresWhatIsNotForUs) {
  const std::string mention = fakes::chat_message("tip");
  struct {
    std::string body;
    const char* why;
  } rows[] = {
      {"[]", "not-an-event"},
      {"{}", "event"},
      {R"({"chat":{}})", "event"},
      {R"({"chat":{"user":{"name":"users/1"},"somethingNewPayload":{}}})", "event"},
      {fakes::chat_event("WIDGET_UPDATED"), "widget_updated"},
      {fakes::chat_event("SOMETHING_NEW"), "event"},
      {with(mention, R"({"space":{"name":"rooms/AAAA"}})"), "no-space"},
      {with(mention, R"({"space":{"name":"spaces/a/b"}})"), "no-space"},
      {with(mention, R"({"space":7})"), "no-space"},
      {with(mention, R"({"user":{"name":"people/1"}})"), "no-member"},
      {with(mention, R"({"user":null})"), "no-member"},
      {with(mention, R"({"user":{"type":"BOT"}})"), "bot"},
      {with(mention, R"({"message":{"annotations":null}})"), "mention-not-first"},
      {with(mention,
            R"({"message":{"annotations":[{"type":"USER_MENTION","startIndex":7,"userMention":{"user":{"type":"BOT"}}}]}})"),
       "mention-not-first"},
      {with(fakes::chat_press("x"), R"({"common":{"parameters":null}})"), "foreign-value"},
      {with(fakes::in_dialog(fakes::chat_press("x"), "REQUEST_DIALOG"), R"({"common":{"parameters":null}})"), "foreign-value"},
      {fakes::in_dialog(fakes::chat_press("x"), "CANCEL_DIALOG"), "dialog-cancelled"},
      {fakes::in_dialog(fakes::chat_press("x", space, true), "CANCEL_DIALOG"), "dialog-cancelled"},
      {fakes::as_addon(fakes::in_dialog(fakes::chat_press("x"), "CANCEL_DIALOG")), "dialog-cancelled"},
  };
  for (const auto& row : rows) EXPECT_EQ(why_ignored(row.body), row.why) << row.body;
}

TEST_F(GoogleChatParse, NamesMentionedMembersByIdAndNobodyByWhatIsTyped) {
  const std::string said = with(fakes::chat_message("lead add @Bob Fake <@1003>"), R"({"message":{"annotations":[
      {"type":"USER_MENTION","userMention":{"user":{"name":"users/9","displayName":"Ally","type":"BOT"}}},
      {"type":"USER_MENTION","startIndex":15,"userMention":{"user":{"name":"users/1002","displayName":"Bob Fake","type":"HUMAN"}}}]}})");
  EXPECT_EQ(receive_as<Command>(said).text, "lead add <@1002> < @1003>");
}

TEST_F(GoogleChatParse, ReadsPressesInBothForms) {
  for (const bool addon : {false, true}) {
    const std::string body = fakes::chat_press(value(more, channel));
    const auto press = receive_as<Press>(addon ? fakes::as_addon(body) : body);
    EXPECT_EQ(press.action, more);
    EXPECT_TRUE(press.message_is_private);
    EXPECT_EQ(press.origin.language, "en-GB");
    EXPECT_EQ(press.origin.zone, "Europe/London");
  }
}

TEST_F(GoogleChatParse, ReadsAValueFromTheListOfAnAction) {
  Json body = Json::parse(fakes::chat_press("unused"));
  body.erase("common");
  body["action"] =
      Json{{"actionMethodName", "ally"}, {"parameters", Json::array({Json{{"key", "v"}, {"value", value(more, channel)}}})}};
  EXPECT_EQ(receive_as<Press>(body.dump()).action, more);
}

TEST_F(GoogleChatParse, AValueCountsWhereItWasShownAlone) {
  fakes::ChatPlace elsewhere = space;
  elsewhere.space = "BBBBfake";
  const auto moved = receive_as<Unusable>(fakes::chat_press(value(more, channel), elsewhere));
  EXPECT_FALSE(moved.error.for_member.empty());
  receive_as<Unusable>(fakes::chat_press(value(more, channel), own));
  receive_as<Unusable>(fakes::chat_press(value(more, direct), space));
  EXPECT_EQ(receive_as<Press>(fakes::chat_press(value(more, direct), own)).action, more);
}

TEST_F(GoogleChatParse, ReadsForms) {
  const std::string inputs = R"({"when":{"stringInputs":{"value":["weekdays 9:30"]}},"kind":{"stringInputs":{}},"odd":7})";
  for (const bool addon : {false, true}) {
    const std::string body = fakes::chat_press(value(more, channel), space, true, inputs);
    const auto sent = receive_as<FormSubmitted>(addon ? fakes::as_addon(body) : body);
    EXPECT_EQ(sent.action, more);
    EXPECT_EQ(sent.values, (std::map<std::string, std::string>{{"when", "weekdays 9:30"}, {"kind", ""}, {"odd", ""}}));
  }
}

TEST_F(GoogleChatParse, AFormForAnyoneIsNone) {
  receive_as<Unusable>(fakes::chat_press(value({"more", "tips/a", Binding::Anyone}, channel), space, true));
}

TEST_F(GoogleChatParse, TellsWhenItIsAddedAndRemovedInBothForms) {
  for (const bool addon : {false, true}) {
    const auto form = [addon](const std::string& body) { return addon ? fakes::as_addon(body) : body; };
    const auto added = receive_as<Lifecycle>(form(fakes::chat_event("ADDED_TO_SPACE")));
    EXPECT_EQ(added.kind, Lifecycle::Kind::AddedToChannel);
    EXPECT_EQ(added.origin.member, alice);
    EXPECT_EQ(receive_as<Lifecycle>(form(fakes::chat_event("REMOVED_FROM_SPACE"))).kind, Lifecycle::Kind::RemovedFromChannel);
  }
}

}  // namespace
}  // namespace allybot::platforms::google_chat
