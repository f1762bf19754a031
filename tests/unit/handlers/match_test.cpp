#include "handlers/match.h"

#include <gtest/gtest.h>

#include <set>

namespace allybot::handlers {
namespace {

using Kind = Match::Kind;

TEST(Match, TakesAVerbAndKeepsTheWordsAsTyped) {
  const Match found = match("tip  Parental Leave ");
  EXPECT_EQ(found.kind, Kind::Verb);
  EXPECT_EQ(found.verb, "tip");
  EXPECT_EQ(found.arguments, "Parental Leave");
}

TEST(Match, FoldsCaseAndTrimsSpacesOfAnyKind) {
  EXPECT_EQ(match("\t TIP\xC2\xA0meetings \n").verb, "tip");
  EXPECT_EQ(match("\t TIP\xC2\xA0meetings \n").arguments, "meetings");
}

TEST(Match, BringsArgumentsToNfc) { EXPECT_EQ(match("find cafe\xCC\x81").arguments, "caf\xC3\xA9"); }

TEST(Match, TakesPluralsForTheVerb) {
  EXPECT_EQ(match("tips meetings").verb, "tip");
  EXPECT_EQ(match("Stories").verb, "story");
}

TEST(Match, SuggestsTheOneVerbThatIsAnEditAway) {
  const Match found = match("mtyh pay");
  EXPECT_EQ(found.kind, Kind::Suggestion);
  EXPECT_EQ(found.suggestion, "myth pay");
  EXPECT_EQ(found.arguments, "mtyh pay");
  EXPECT_EQ(found.entry, nullptr);
}

TEST(Match, LooksForWordsThatAreNearNoVerb) {
  const Match found = match("being talked over");
  EXPECT_EQ(found.kind, Kind::Words);
  EXPECT_EQ(found.arguments, "being talked over");
}

TEST(Match, SuggestsNothingBetweenTwoVerbs) {
  // "ty" is one edit from neither alone; "sip" is one from tip only, "lead" is a verb itself.
  EXPECT_EQ(match("sip").suggestion, "tip");
  EXPECT_EQ(match("lead").kind, Kind::Verb);
}

TEST(Match, KnowsNothingAndGreetings) {
  EXPECT_EQ(match("").kind, Kind::Empty);
  EXPECT_EQ(match(" \xE3\x80\x80 ").kind, Kind::Empty);
  EXPECT_EQ(match("Hello!").kind, Kind::Greeting);
  EXPECT_EQ(match("hi there").kind, Kind::Greeting);
  EXPECT_EQ(match("hi, how do I get a better meeting").kind, Kind::Words);
}

TEST(Match, FindsTheRowOfASecondWord) {
  const Match found = match("Schedule ADD every Tuesday 10:00");
  EXPECT_EQ(found.verb, "schedule add");
  ASSERT_NE(found.entry, nullptr);
  EXPECT_EQ(found.entry->name, "add");
  EXPECT_EQ(found.arguments, "every Tuesday 10:00");
}

TEST(Match, SuggestsForAMistypedSecondWord) {
  EXPECT_EQ(match("schedule puase p1").suggestion, "schedule pause p1");
  EXPECT_EQ(match("schedule puase p1").kind, Kind::Suggestion);
}

TEST(Match, SuggestsAddingWhenATimeFollowsAtOnce) {
  EXPECT_EQ(match("schedule every Tuesday 10:00").suggestion, "schedule add every Tuesday 10:00");
}

TEST(Match, AnswersAnUnknownSecondWordWithHelpOnTheVerb) {
  const Match found = match("privacy colour");
  EXPECT_EQ(found.verb, "help");
  EXPECT_EQ(found.arguments, "privacy");
}

TEST(Match, LooksForWordsThatOnlyBeginWithAVerbsName) {
  for (const char* text :
       {"me too", "me and my boss", "privacy at work", "series of sexist jokes", "lead a mixed team",
        "schedule meetings so that parents can come", "help my boss takes the credit", "help, my boss talks over women",
        "help me with my boss", "my boss interrupts", "hepl my boss interrupts"}) {
    const Match found = match(text);
    EXPECT_EQ(found.kind, Kind::Words) << text;
    EXPECT_EQ(found.arguments, text);
    EXPECT_EQ(found.entry, nullptr) << text;
  }
}

TEST(Match, AsksBeforeAVerbThatChangesSomethingIsTakenOutOfASentence) {
  for (const auto& [text, verb] : {std::pair{"stop interrupting women", "stop"}, {"quiet people in the room", "quiet"}}) {
    const Match found = match(text);
    EXPECT_EQ(found.kind, Kind::Suggestion) << text;
    EXPECT_EQ(found.suggestion, verb);
    EXPECT_EQ(found.arguments, text) << "to be looked for";
    EXPECT_EQ(found.entry, nullptr) << text;
  }
}

TEST(Match, KeepsToTheVerbWhatFitsIt) {
  for (const auto& [text, verb] : {std::pair{"stop", "stop"},
                                   {"quiet", "quiet"},
                                   {"quiet off", "quiet"},
                                   {"quiet until Friday", "quiet"},
                                   {"quiet tomorrow", "quiet"},
                                   {"quiet until 2026-12-01", "quiet"},
                                   {"help", "help"},
                                   {"help schedule", "help"},
                                   {"help schedule add", "help"},
                                   {"help nonsense", "help"},
                                   {"me", "me"},
                                   {"me zone Berlin", "me zone"},
                                   {"tip: meetings", "tip"},
                                   {"say no to a joke", "say"}})
    EXPECT_EQ(match(text).verb, verb) << text;
  EXPECT_EQ(match("scheduel puase p1").suggestion, "schedule pause p1");
  EXPECT_EQ(match("me zoen Berlin").suggestion, "me zone Berlin");
  EXPECT_EQ(match("schedule meetings on Tuesdays").suggestion, "schedule add meetings on Tuesdays");
}

TEST(Match, DropsQuotedLines) {
  EXPECT_EQ(without_quoted_lines("> what was said\ntip meetings"), "tip meetings");
  EXPECT_EQ(without_quoted_lines("tip\n  > aside\nmeetings"), "tip\nmeetings");
  EXPECT_EQ(without_quoted_lines("tip 3 > 2"), "tip 3 > 2");
}

TEST(Registry, HasEachActionOnceWithAShortName) {
  std::set<std::string_view> names;
  for (const Entry& entry : action_entries()) {
    EXPECT_LE(entry.name.size(), 4U) << entry.name;
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_NE(entry.read != nullptr, entry.change != nullptr) << entry.name;
  }
  EXPECT_EQ(names.count("run"), 0U) << "the dispatcher's own";
}

TEST(Registry, GivesEachVerbHelpAndOneHandler) {
  const auto check = [](const Entry& entry) {
    EXPECT_FALSE(entry.help_key.empty()) << entry.name;
    EXPECT_FALSE(entry.help.empty()) << entry.name;
    EXPECT_NE(entry.read != nullptr, entry.change != nullptr) << entry.name;
  };
  for (const Entry& entry : command_entries()) {
    check(entry);
    for (const Entry& part : entry.parts) check(part);
  }
  EXPECT_EQ(verbs().size(), command_entries().size());
}

}  // namespace
}  // namespace allybot::handlers
