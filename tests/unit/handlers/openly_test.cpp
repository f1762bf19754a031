// What is answered where the whole channel reads it, and what is not.
#include <algorithm>
#include <set>

#include "handlers/registry.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

TEST(OpenVerbs, AreDecidedOneByOne) {
  // A new verb comes here only when nothing in its answer is about the member, and it changes nothing.
  const std::set<std::string_view> open{"tip",   "myth", "resource", "exercise", "say", "pledge",
                                        "story", "find", "topics",   "source",   "help"};
  const std::set<std::string_view> closed{"me", "privacy", "series", "quiet", "stop", "suggest", "schedule", "lead"};
  for (const Entry& entry : command_entries()) {
    EXPECT_EQ(entry.open, open.count(entry.name) > 0) << entry.name;
    EXPECT_EQ(!entry.open, closed.count(entry.name) > 0) << entry.name << ": say which it is";
    for (const Entry& part : entry.parts) EXPECT_FALSE(part.open) << entry.name << ' ' << part.name;
  }
  for (const Entry& action : action_entries()) EXPECT_FALSE(action.open) << action.name << ": nobody can press there";
}

class Openly : public BotTest {
 protected:
  Openly() { platform_answers_openly_ = true; }
  std::string say(const std::string& text, const std::string& member = "U1") {
    Place place;
    place.member = member;
    return shown(ask(text, place));
  }
  const std::string kRefused = "Everybody in this channel reads what I answer";
};

TEST_F(Openly, ShowsItemsWholeAndNothingToPress) {
  const Card tip = ask("tip whose idea");
  EXPECT_NE(plain_text(tip).find("This week"), std::string::npos);
  const Card myth = ask("myth interruptions");
  EXPECT_NE(plain_text(myth).find("How sure"), std::string::npos) << "nobody can press Myth or Fact";
  for (const Card& card : {tip, myth, ask(""), ask("source EV-INT-01")})
    for (const Button& button : card.buttons) EXPECT_FALSE(button.url.empty()) << button.label;
  EXPECT_NE(say("").find("@ally help"), std::string::npos) << "it is called by a mention";
  EXPECT_NE(say("find meetings").find("About: meetings"), std::string::npos);
}

TEST_F(Openly, RefusesWhatIsPersonalOrChangesSomethingAndRepeatsNothingOfIt) {
  const std::string said = say("me");
  EXPECT_EQ(said.find(kRefused), 0U) << said;
  store_->writes = 0;
  for (const char* text : {"me zone Europe/Berlin", "me nudge weekdays 9:30", "privacy", "privacy export", "privacy forget",
                           "series", "series start first-steps", "quiet until Friday", "stop", "suggest my boss", "suggest list",
                           "schedule add every Tuesday 10:00", "schedule", "schedule calendar", "lead add <@U2>", "lead list"}) {
    EXPECT_EQ(say(text), said) << text;
    EXPECT_EQ(say(text, "UADMIN"), said) << text << ", asked by an admin";
    EXPECT_EQ(dispatcher_->place_of(Command{origin({}), text, Command::Entry::Mention}), handlers::Place::Here) << text;
    clock_.advance(std::chrono::minutes(1));
  }
  EXPECT_EQ(store_->writes, 0);
  EXPECT_TRUE(plans().empty());
  for (const char* action : {"shar", "good", "mefo", "frgt", "more"})
    EXPECT_NE(text_of(press({action, "tips", Binding::Member})).find(kRefused), std::string::npos) << action;
}

TEST_F(Openly, NeitherLooksForNorRepeatsWhatNamesNoVerb) {
  const std::string help = say("help");
  for (const char* text :
       {"my boss touches me", "help, my boss touches me", "me interrumpen en las reuniones", "hello", "hi boss", "tpi my boss",
        "may I ask about my boss", "stop my boss", "schedule puase", "help boss", "help privacy", "lead nothing", "2"})
    EXPECT_EQ(say(text), help) << text;
}

TEST_F(Openly, HelpListsWhatItDoesThereAlone) {
  const std::string help = say("help");
  EXPECT_EQ(help.find("/ally"), std::string::npos) << help;
  for (const Entry& entry : command_entries())
    EXPECT_EQ(help.find("@ally " + std::string(entry.name)) != std::string::npos, entry.open) << entry.name;
  EXPECT_NE(say("help tip").find("@ally tip [words]"), std::string::npos) << say("help tip");
}

TEST_F(Openly, ShowsAChannelNothingTwiceAndKeepsNothingOfWhoAsked) {
  std::set<std::string> titles;
  std::size_t asked = 0;
  for (std::string title = ask("tip").title; titles.insert(title).second; ++asked) {
    Place other;
    other.member = "U" + std::to_string(2 + asked);
    title = ask("tip", other).title;
  }
  EXPECT_GT(asked, 2U);
  EXPECT_EQ(seen_->of(store::reader_of(channel("C1")))->size(), asked);
  EXPECT_EQ(seen_->of(store::reader_of(member("U1")))->size(), 0U);
  EXPECT_EQ(seen_->of(store::reader_of(member("U2")))->size(), 0U);
}

TEST_F(Openly, SpeaksTheLanguageOfWhoAsksUnlessTheChannelHasOne) {
  Place place;
  place.language = "de-DE";
  EXPECT_NE(text_of(type("hilfe", place)).find("Alle in diesem Kanal"), std::string::npos) << text_of(type("hilfe", place));
}

}  // namespace
}  // namespace allybot::handlers
