#include "handlers/dispatch.h"

#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

using handlers::Place;

class Dispatch : public BotTest {
 protected:
  Command command(const std::string& text, const BotTest::Place& place = {}) {
    return {origin(place), text, Command::Entry::Slash};
  }
  handlers::Place place_of(const std::string& text) { return dispatcher_->place_of(command(text)); }
};

TEST_F(Dispatch, RunsReadersHereAndWritersOnAWorker) {
  for (const char* text : {"", "tip", "myth pay", "whatever words", "hello", "tpi", "help", "source X", "schedule puase"})
    EXPECT_EQ(place_of(text), handlers::Place::Here) << text;
  for (const char* text : {"schedule add every Tuesday 10:00", "schedule", "privacy", "me zone Berlin", "lead add <@U2>"})
    EXPECT_EQ(place_of(text), handlers::Place::Worker) << text;
  EXPECT_EQ(dispatcher_->place_of(Press{origin({}), {"shar", "tips/x", Binding::Member}}), handlers::Place::Worker);
  EXPECT_EQ(dispatcher_->place_of(Press{origin({}), {"more", "tips", Binding::Member}}), handlers::Place::Here);
  EXPECT_EQ(dispatcher_->place_of(Press{origin({}), {"run", "schedule remove p1", Binding::Member}}), handlers::Place::Worker);
  EXPECT_EQ(dispatcher_->place_of(Lifecycle{origin({}), Lifecycle::Kind::HomeOpened}), handlers::Place::Here);
  EXPECT_EQ(dispatcher_->place_of(Lifecycle{origin({}), Lifecycle::Kind::Uninstalled}), handlers::Place::Worker);
}

TEST_F(Dispatch, WritesNothingForACommandThatReads) {
  store_->writes = 0;
  for (const char* text : {"", "tip", "myth", "find meetings", "topics", "help", "source EV-INT-01"}) type(text);
  EXPECT_EQ(store_->writes, 0);
}

TEST_F(Dispatch, GivesARepeatTheStoredAnswerAndNoSecondEffect) {
  BotTest::Place place;
  place.request = "R1";
  const Command zone = command("me zone Europe/Berlin", place);
  const std::string first = text_of(handle(zone));
  EXPECT_EQ(repeated(zone), "answer: " + first);
  restart();
  EXPECT_EQ(repeated(zone), "answer: " + first);
}

TEST_F(Dispatch, TakesTheSameRequestOfAnotherWorkspaceForAnother) {
  BotTest::Place place;
  place.request = "R1";
  handle(command("me zone Europe/Berlin", place));
  Command elsewhere = command("me zone Europe/Berlin", place);
  elsewhere.origin.member.workspace = WorkspaceId("T2");
  EXPECT_TRUE(std::holds_alternative<Answer>(handle(elsewhere)));
}

TEST_F(Dispatch, KeepsNothingOfAChangeThatDoesNotCommit) {
  BotTest::Place place;
  place.request = "R1";
  store_->refuse_commits = true;
  EXPECT_NE(text_of(handle(command("me zone Europe/Berlin", place))).find("nothing was changed"), std::string::npos);
  EXPECT_TRUE(log_.has("command-failed"));
  store_->refuse_commits = false;
  EXPECT_NE(text_of(handle(command("me", place))).find("UTC"), std::string::npos);
  // The request was not claimed either, so trying again under its name does the work.
  EXPECT_NE(text_of(handle(command("me zone Europe/Berlin", place))).find("Saved."), std::string::npos);
}

TEST_F(Dispatch, AnswersWhenTheDatabaseIsAway) {
  store_->refuse_reads = true;
  store_->refuse_writes = true;
  EXPECT_NE(text_of(type("tip")).find("This week"), std::string::npos);
  EXPECT_NE(text_of(type("me zone Europe/Berlin")).find("try again in a minute"), std::string::npos);
  EXPECT_NE(text_of(type("privacy")).find("try again in a minute"), std::string::npos);
}

TEST_F(Dispatch, AnswersWhenAHandlerThrowsAndDoesNotLogWhatItSays) {
  store_->in_write = [] { throw std::runtime_error("secret words"); };
  EXPECT_NE(text_of(type("me zone Europe/Berlin")).find("went wrong on my side"), std::string::npos);
  EXPECT_TRUE(log_.has("handler-threw"));
  EXPECT_EQ(log_.all_text().find("secret"), std::string::npos);
}

TEST_F(Dispatch, LogsNothingThatWasTyped) {
  for (const char* text : {"find hushhush", "me zone hushhush", "source hushhush", "lead add hushhush", "schedule add hushhush"})
    type(text);
  EXPECT_EQ(log_.all_text().find("hushhush"), std::string::npos);
}

TEST_F(Dispatch, AnswersThirtyCommandsAMinuteAndThenSaysSoKindly) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(text_of(type("help")).find("a lot in one minute"), std::string::npos) << i;
  EXPECT_NE(text_of(type("help")).find("a lot in one minute"), std::string::npos);
  EXPECT_NE(text_of(press({"more", "tips", Binding::Member})).find("a lot in one minute"), std::string::npos);
  BotTest::Place other;
  other.member = "U2";
  EXPECT_EQ(text_of(type("help", other)).find("a lot in one minute"), std::string::npos);
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(text_of(type("help")).find("a lot in one minute"), std::string::npos);
}

TEST_F(Dispatch, AnswersLateAndForeignPressesPolitely) {
  const Action good{"good", "tips/say-whose-idea", Binding::Member};
  EXPECT_NE(text_of(handle(Press{origin({}), good, Press::Standing::Expired})).find("too old"), std::string::npos);
  EXPECT_NE(text_of(handle(Press{origin({}), good, Press::Standing::NotYours})).find("somebody else"), std::string::npos);
  EXPECT_NE(text_of(handle(Press{origin({}), {"zzzz", "", Binding::Member}})).find("too old"), std::string::npos);
  EXPECT_EQ(metrics_.counted("feedback{verdict=useful}"), 0);
}

TEST_F(Dispatch, CarriesOutNothingOfALateOrForeignForm) {
  FormSubmitted form{origin({}), {"idea", "", Binding::Member}, Press::Standing::NotYours, {{"note", "words"}}};
  EXPECT_NE(text_of(handle(form)).find("somebody else"), std::string::npos);
  EXPECT_EQ(metrics_.counted("notes"), 0);
}

TEST_F(Dispatch, AnswersWhatCannotBeReadWithItsOwnSentence) {
  const Unusable bad{origin({}), Error{Code::Invalid, "not utf-8", "Please type it again."}};
  EXPECT_EQ(text_of(handle(bad)), "Please type it again.");
  const Unusable silent{origin({}), Error{Code::TooLarge, "too large", {}}};
  EXPECT_NE(text_of(handle(silent)).find("too long"), std::string::npos);
}

TEST_F(Dispatch, SuggestsTheVerbThatWasMeantAndRunsItWhenPressed) {
  const Card asked = ask("tpi meetings");
  EXPECT_NE(plain_text(asked).find("/ally tip meetings"), std::string::npos);
  const Reply got = press(action(asked, "Yes: tip meetings"));
  EXPECT_NE(text_of(got).find("This week"), std::string::npos);
  EXPECT_EQ(action(asked, "No, look for my words").object, "find tpi meetings");
  EXPECT_EQ(metrics_.counted("commands{verb=mistyped}"), 1);
}

TEST_F(Dispatch, GivesATipAndThreeThingsToTryForNothing) {
  const std::string text = text_of(type(""));
  EXPECT_NE(text.find("This week"), std::string::npos);
  EXPECT_NE(text.find("Three things to try"), std::string::npos);
  EXPECT_NE(text.find("/ally myth"), std::string::npos);
}

TEST_F(Dispatch, IntroducesItselfToAGreeting) { EXPECT_EQ(ask("Hi").title, "Hello, I am Allybot"); }

TEST_F(Dispatch, ReadsADirectMessageWithoutWhatItQuotes) {
  BotTest::Place direct;
  direct.channel = "D1";
  direct.direct = true;
  EXPECT_NE(text_of(type("> schedule remove p1\nhelp", direct)).find("What I can do"), std::string::npos);
}

TEST_F(Dispatch, ReadsTheCommandAsItIsWrittenWhereThereIsNone) {
  for (const auto entry : {Command::Entry::Direct, Command::Entry::Mention}) {
    Command typed = command("/ally help");
    typed.entry = entry;
    EXPECT_NE(text_of(handle(typed)).find("What I can do"), std::string::npos);
    typed.text = "/ally";
    EXPECT_NE(text_of(handle(typed)).find("Three things to try"), std::string::npos);
    typed.text = "/allyship at work";
    EXPECT_EQ(text_of(handle(typed)).find("What I can do"), std::string::npos) << "other words are words";
    typed.text = "/ally schedule add every Tuesday 10:00";
    EXPECT_EQ(dispatcher_->place_of(typed), handlers::Place::Worker);
  }
}

TEST_F(Dispatch, CountsCommandsByVerbNeverByWords) {
  type("tip meetings");
  type("some words");
  EXPECT_EQ(metrics_.counted("commands{verb=tip}"), 1);
  EXPECT_EQ(metrics_.counted("commands{verb=find}"), 1);
}

TEST_F(Dispatch, WakesTheWorkersAfterAChangeOnly) {
  type("tip");
  EXPECT_EQ(woken_, 0);
  type("me zone Europe/Berlin");
  EXPECT_EQ(woken_, 1);
}

/// In a conversation with the bot on a platform without slash commands.
class WithoutSlashCommands : public BotTest {
 protected:
  WithoutSlashCommands() { platform_slashes_ = false; }
  std::string said(const std::string& text) {
    Place place;
    place.direct = true;
    return text_of(type(text, place));
  }
};

TEST_F(WithoutSlashCommands, SentencesNameTheCommandAsItIsTypedThere) {
  for (const char* typed : {"help", "help schedule", "me", "quiet", "schedule add"}) {
    const std::string text = said(typed);
    EXPECT_EQ(text.find("/ally"), std::string::npos) << text;
  }
  EXPECT_NE(said("help").find("ally tip"), std::string::npos) << said("help");
  platform_slashes_ = true;
  EXPECT_NE(said("help").find("/ally tip"), std::string::npos) << said("help");
}

TEST_F(WithoutSlashCommands, WhatTheSentencesNameIsUnderstood) {
  const std::string help = said("help tip");
  EXPECT_EQ(said("ally help tip"), help);
  EXPECT_EQ(said("Ally help tip"), help);
  EXPECT_EQ(said("/ally help tip"), help);
  EXPECT_NE(said("ally").find("Three things to try"), std::string::npos);
}

TEST_F(WithoutSlashCommands, WordsThatOnlyBeginSoAreLookedForWhole) {
  EXPECT_EQ(said("ally skills for beginners"), said("find ally skills for beginners"));
  EXPECT_EQ(said("allyship"), said("find allyship"));
}

}  // namespace
}  // namespace allybot::handlers
