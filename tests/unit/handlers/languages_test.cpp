// Typed and answered in another language: verbs by their local names, dates and plans in the reader's words.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "handlers/complete.h"
#include "handlers/file_plans.h"
#include "handlers/match.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/handlers/bot_fixture.h"
#include "tests/unit/library/content_folder.h"

namespace allybot::handlers {
namespace {

using Kind = Match::Kind;

/// A library with verbs of its own in two languages.
class Verbs : public testing::Test {
 protected:
  Verbs() {
    folder_.tip("good");
    folder_.write("de/phrases.yaml",
                  "verb.tip: Tipp, Ratschlag\nverb.exercise: \xC3\x9C"
                  "bung\nverb.schedule: plan\nverb.schedule.add: neu\nverb.help: Hilfe\n"
                  "verb.stop: stopp, alto\nverb.topics: Themen, zwei Worte\n");
    folder_.write("es/phrases.yaml", "verb.tip: consejo\nverb.help: ayuda\nverb.quiet: alto\nverb.schedule: plan\n");
    holder_ = folder_.open();
    library_ = holder_->current();
  }
  Match typed(const std::string& text, std::vector<std::string> languages) const {
    return match(text, {library_.get(), std::move(languages)});
  }

  library::ContentFolder folder_;
  std::unique_ptr<library::Holder> holder_;
  std::shared_ptr<const library::Library> library_;
};

TEST_F(Verbs, AreKnownByTheNamesOfTheReadersLanguage) {
  EXPECT_EQ(typed("Tipp Elternzeit", {"de"}).verb, "tip");
  EXPECT_EQ(typed("Tipp Elternzeit", {"de"}).arguments, "Elternzeit");
  EXPECT_EQ(typed("RATSCHLAG", {"de"}).verb, "tip");
  EXPECT_EQ(typed("ubung", {"de"}).verb, "exercise") << "without its accent";
  EXPECT_EQ(typed("plan neu freitags 10:00", {"de"}).verb, "schedule add");
  EXPECT_EQ(typed("plan add freitags 10:00", {"de"}).verb, "schedule add");
  EXPECT_EQ(typed("Tipp", {"de-AT"}).verb, "tip") << "of its base";
}

TEST_F(Verbs, AreKnownByTheirEnglishNamesEverywhere) {
  for (const auto& languages : {std::vector<std::string>{"de"}, {"es"}, {}}) {
    EXPECT_EQ(typed("tips pay", languages).verb, "tip");
    EXPECT_EQ(typed("schedule list", languages).verb, "schedule list");
  }
}

TEST_F(Verbs, OfAnotherLanguageAreKnownWhenTheyNameOneAlone) {
  EXPECT_EQ(typed("consejo", {"de"}).verb, "tip");
  EXPECT_EQ(typed("plan", {"en"}).verb, "schedule") << "the same in both";
  EXPECT_EQ(typed("alto", {"en"}).kind, Kind::Words) << "quiet in one, stop in the other";
  EXPECT_EQ(typed("alto", {"es"}).verb, "quiet");
  EXPECT_EQ(typed("alto", {"en", "de"}).verb, "stop") << "the channel's language";
}

TEST_F(Verbs, AreSuggestedByTheNameThatWasNearlyTyped) {
  const Match found = typed("Tpip Elternzeit", {"de"});
  EXPECT_EQ(found.kind, Kind::Suggestion);
  EXPECT_EQ(found.suggestion, "Tipp Elternzeit");
  EXPECT_EQ(typed("mtyh", {"de"}).suggestion, "myth");
  EXPECT_EQ(typed("plan neuu freitags", {"de"}).suggestion, "plan neu freitags");
  EXPECT_EQ(typed("plan freitags 10:00", {"de"}).suggestion, "plan neu freitags 10:00");
  EXPECT_EQ(typed("zwei", {"de"}).kind, Kind::Words) << "two words are no verb";
}

TEST_F(Verbs, AreOfferedByTheNameThatBeginsSo) {
  const auto values = [&](const std::string& text) {
    std::vector<std::string> all;
    for (const auto& choice : complete({*library_, "de"}, text).choices) all.push_back(choice.value);
    return all;
  };
  EXPECT_EQ(values("Tip"), (std::vector<std::string>{"Tipp"}));
  EXPECT_EQ(values("ub"), (std::vector<std::string>{"\xC3\x9C"
                                                    "bung"}));
  EXPECT_EQ(values("plan n"), (std::vector<std::string>{"plan next", "plan neu"}));
  EXPECT_EQ(values("exer"), (std::vector<std::string>{"exercise"})) << "the English name, when that was begun";
}

TEST(BundledVerbs, AreNamedOnceInEachLanguage) {
  const library::ContentFolder clock_of;
  const auto opened = library::open_library(fakes::source_dir() + "/content", clock_of.clock);
  ASSERT_TRUE(opened.has_value());
  const auto library = (*opened)->current();
  const auto check = [&](std::span<const Entry> entries, const std::string& before) {
    for (const std::string& language : library->languages()) {
      std::map<std::string, std::string> taken;
      for (const Entry& entry : entries) {
        const std::string key = "verb." + before + std::string(entry.name);
        EXPECT_NE(library->phrase("en", key), key);
        std::string list = library->own_phrase(language, key);
        for (std::size_t at = 0; at <= list.size();) {
          const std::size_t end = std::min(list.find(',', at), list.size());
          std::string word = schedule::plain(list.substr(at, end - at));
          word.erase(0, word.find_first_not_of(' '));
          at = end + 1;
          if (word.empty()) continue;
          EXPECT_EQ(word.find(' '), std::string::npos) << language << ": " << key << ": a verb is one word";
          const auto [other, is_new] = taken.emplace(word, entry.name);
          EXPECT_TRUE(is_new || other->second == entry.name) << language << ": " << word << " is " << other->second << ", too";
          const Entry* english = entry_called(entries, word, {});
          EXPECT_TRUE(english == nullptr || english == &entry) << language << ": " << word << " is English for another verb";
        }
      }
    }
  };
  check(command_entries(), "");
  for (const Entry& entry : command_entries()) check(entry.parts, std::string(entry.name) + '.');
}

TEST(BundledVerbs, LeaveFreeTextThatBeginsWithTheirNamesToTheSearch) {
  const library::ContentFolder clock_of;
  const auto opened = library::open_library(fakes::source_dir() + "/content", clock_of.clock);
  ASSERT_TRUE(opened.has_value());
  const auto library = (*opened)->current();
  const auto typed = [&](const char* language, const char* text) { return match(text, {library.get(), {language}}); };
  for (const auto& [language, text] : {std::pair{"es", "me interrumpen"},
                                       {"es", "me interrumpen en las reuniones"},
                                       {"es", "yo no interrumpo a nadie"},
                                       {"es", "ayuda, mi jefe se apropia de mis ideas"},
                                       {"es", "programar reuniones sin madres ni padres"},
                                       {"de", "mein Chef unterbricht mich"},
                                       {"de", "ich werde immer unterbrochen"},
                                       {"de", "Hilfe, mein Chef redet dazwischen"},
                                       {"de", "planen ohne Eltern"},
                                       {"fr", "moi on me coupe la parole"},
                                       {"fr", "mon chef me coupe la parole"},
                                       {"es", "mi jefe me interrumpe"},
                                       {"fr", "aide mon chef me coupe la parole"},
                                       {"fr", "responsable d'une \xC3\xA9quipe mixte"},
                                       {"en", "me being talked over"}}) {
    EXPECT_EQ(typed(language, text).kind, Kind::Words) << language << ": " << text;
    EXPECT_EQ(typed(language, text).arguments, text);
  }
  for (const auto& [language, text] : {std::pair{"fr", "arr\xC3\xAAte de me couper la parole"},
                                       {"es", "basta de interrumpir"},
                                       {"de", "Ruhe im Meeting"},
                                       {"es", "silencio en las reuniones"}})
    EXPECT_EQ(typed(language, text).kind, Kind::Suggestion) << language << ": " << text;
  for (const auto& [language, text, verb] : {std::tuple{"de", "Ruhe bis Freitag", "quiet"},
                                             {"es", "silencio hasta el viernes", "quiet"},
                                             {"fr", "calme jusqu'\xC3\xA0 vendredi", "quiet"},
                                             {"de", "Hilfe Impulse", "help"},
                                             {"fr", "moi fuseau Paris", "me zone"}})
    EXPECT_EQ(typed(language, text).verb, verb) << language << ": " << text;
  EXPECT_EQ(typed("de", "Impulse dienstags").suggestion, "Impulse neu dienstags");
}

/// What stands in `marks` behind {command} in a language's phrases, with placeholders filled.
std::vector<std::string> commands_in(const std::string& language) {
  std::ifstream file(fakes::source_dir() + "/content/" + language + "/phrases.yaml");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string begin = "`{command} ";
  std::vector<std::string> found;
  for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
    const std::size_t from = at + begin.size();
    std::string command = text.substr(from, text.find('`', from) - from);
    for (const auto& [name, value] : {std::pair<std::string, std::string>{"{plan}", "p1"}, {"{before}", "Europe/Berlin"}})
      if (const auto place = command.find(name); place != std::string::npos) command.replace(place, name.size(), value);
    if (command.find('{') == std::string::npos) found.push_back(std::move(command));
  }
  return found;
}

TEST(BundledVerbs, AreThoseThatThePhrasesTellToType) {
  const library::ContentFolder clock_of;
  const auto opened = library::open_library(fakes::source_dir() + "/content", clock_of.clock);
  ASSERT_TRUE(opened.has_value());
  const auto library = (*opened)->current();
  for (const std::string language : {"en", "de", "es", "fr"}) {
    const auto commands = commands_in(language);
    EXPECT_GT(commands.size(), 60U) << language;
    for (const std::string& command : commands) {
      const Match found = match(command, {library.get(), {language}});
      EXPECT_EQ(found.kind, Kind::Verb) << language << ": " << command;
      const bool plan = found.verb == "schedule add" || found.verb == "me nudge";
      if (!plan || found.arguments.find("10") == std::string::npos) continue;
      const auto read = schedule::read_plan_words(found.arguments, vocabulary_of(*library, language, {}), {2026, 11, 24});
      EXPECT_TRUE(read.has_value()) << language << ": " << command << ": " << (read ? "" : read.error().part);
    }
  }
}

/// German: its sentences, and English items where there are no others.
class German : public BotTest {
 protected:
  German() { make_lead("U1"); }
  std::string say(const std::string& text, bool direct = false) {
    Place place;
    place.language = "de";
    place.direct = direct;
    return text_of(type(text, place));
  }
  static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

TEST_F(German, SavesAPlanInItsWordsAndSaysItBack) {
  const std::string saved = say("schedule add jeden zweiten Dienstag um 10 Uhr Tipps in Europe/Berlin bis 31. Dezember 2027");
  ASSERT_EQ(plans().size(), 1U) << saved;
  EXPECT_EQ(plans()[0].rrule, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
  EXPECT_EQ(plans()[0].words, "every second Tuesday at 10:00") << "kept in English";
  EXPECT_TRUE(has(saved, "jeden zweiten Dienstag um 10:00 Uhr (Europe/Berlin): Tipps")) << saved;
  EXPECT_TRUE(has(saved, "31. Dez. 2027")) << saved;
  EXPECT_TRUE(has(saved, "Di., 14. Nov. 2023, 10:00") || has(saved, "Di., 28. Nov. 2023, 10:00")) << saved;
  const std::string english = text_of(type("schedule list"));
  EXPECT_TRUE(has(english, "every second Tuesday at 10:00 (Europe/Berlin): tips")) << english;
}

TEST_F(German, ChangesOneThingOfAPlan) {
  say("schedule add jeden Dienstag 10:00 in Europe/Berlin");
  for (const auto& [change, words] : {std::pair{"10:30", "jeden Dienstag um 10:30 Uhr"},
                                      {"freitags", "jeden Freitag um 10:30 Uhr"},
                                      {"um 14 Uhr", "jeden Freitag um 14:00 Uhr"},
                                      {"werktags", "werktags um 14:00 Uhr"},
                                      {"Friday", "jeden Freitag um 14:00 Uhr"}}) {
    const std::string changed = say(std::string("schedule edit p1 ") + change);
    EXPECT_TRUE(has(changed, words)) << change << ": " << changed;
  }
}

TEST_F(German, ShowsInHelpWhatIsTypedInGerman) {
  const std::string help = say("help schedule");
  EXPECT_TRUE(has(help, "[PLAN] [bis DATUM]")) << help;
  EXPECT_FALSE(has(help, "WHEN")) << help;
  EXPECT_TRUE(has(text_of(type("help schedule")), "WHEN [KIND] [about TOPIC] [in ZONE] [until DATE]"));
}

TEST_F(German, KeepsDaysOfObservanceByItsWords) {
  say("schedule days um 9 Uhr 30");
  ASSERT_EQ(plans().size(), 1U);
  EXPECT_EQ(plans()[0].start.substr(11), "09:30");
}

TEST_F(German, ShowsWhatIsStoredOfPlansInItsWords) {
  say("schedule add jeden zweiten Dienstag um 10 Uhr in Europe/Berlin");
  const std::string stored = say("privacy");
  EXPECT_TRUE(has(stored, "p1: jeden zweiten Dienstag um 10:00 Uhr")) << stored;
  EXPECT_FALSE(has(stored, "every second")) << stored;
  EXPECT_TRUE(has(say("privacy export"), "p1: every second Tuesday at 10:00")) << "as it is stored";
}

TEST_F(German, AnswersInItOnceItIsChosen) {
  EXPECT_TRUE(has(text_of(type("me language de")), "Gespeichert."));
  EXPECT_TRUE(has(text_of(type("me language en")), "Saved."));
}

TEST_F(German, TakesItsWordsForAudiencesAndBarriers) {
  EXPECT_TRUE(has(say("me audience Eltern"), "Eltern"));
  EXPECT_TRUE(has(say("me audience quatsch"), "Eltern, Netzwerkleitung"));
  EXPECT_TRUE(has(say("tip Wissen"), "Say whose idea it was"));
}

TEST_F(German, OffersReadingsInGerman) {
  const std::string asked = say("schedule add jeden Dienstak 10:00");
  EXPECT_TRUE(plans().empty());
  EXPECT_TRUE(has(asked, "jeden Dienstag um 10:00 Uhr")) << asked;
}

TEST_F(German, TakesDatesAndSpans) {
  say("schedule add jeden Dienstag 10:00 in Europe/Berlin");
  EXPECT_TRUE(has(say("schedule pause bis 10. Januar 2024"), "10. Jan. 2024"));
  EXPECT_EQ(plans()[0].paused_until, "2024-01-10");
  say("schedule resume");
  EXPECT_TRUE(has(say("schedule blackout 21. Dezember bis 3. Januar"), "21. Dez. 2023"));
  EXPECT_TRUE(has(say("schedule quiet-hours 20 Uhr bis 8 Uhr"), "20:00-08:00"));
  EXPECT_TRUE(has(say("quiet bis Freitag"), "Fr., 17. Nov. 2023"));
  EXPECT_TRUE(has(say("me nudge werktags 9:30", true), "werktags um 9:30 Uhr"));
}

TEST_F(German, IsToldTheDaysOfObservanceAsPlansAreSaid) {
  say("schedule region DE");
  const std::string begun = say("schedule days start");
  EXPECT_TRUE(has(begun, "an Aktionstagen um 10:00 Uhr (UTC)")) << begun;
}

TEST(Colons, StandBehindABlankInFrench) {
  const fakes::FakeClock clock;
  const auto holder = library::open_library(fakes::source_dir() + "/content", clock);
  ASSERT_TRUE(holder.has_value());
  const auto library = (*holder)->current();
  const Speaker french{*library, "fr"}, english{*library, "en"};
  EXPECT_EQ(french.colon(), "\xE2\x80\xAF: ");
  EXPECT_EQ(french.label("card.source"), french.say("card.source") + "\xE2\x80\xAF");
  EXPECT_EQ(english.colon(), ": ");
  EXPECT_EQ(english.label("card.source"), english.say("card.source"));
}

}  // namespace
}  // namespace allybot::handlers
