// What people read: tips, myths, resources and the other kinds, found, opened and looked up.
#include <set>

#include "bot/library/kind.h"
#include "handlers/registry.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

class Cards : public BotTest {
 protected:
  static bool has(const Card& card, const std::string& text) { return plain_text(card).find(text) != std::string::npos; }
};

TEST_F(Cards, ShowATipWithActionSourceAndCaveat) {
  const Card card = ask("tip whose idea");
  EXPECT_EQ(card.title, "Say whose idea it was");
  EXPECT_TRUE(has(card, "This week: Once this week, repeat a good point"));
  EXPECT_TRUE(has(card, "Academy of Management Journal"));
  EXPECT_TRUE(has(card, "2019 (adults judging transcripts, USA)"));
  EXPECT_TRUE(has(card, "To keep in mind: Mostly readers judging transcripts; the field trial is small."));
  EXPECT_TRUE(has(card, "/ally source EV-CRD-05"));
  for (const char* label : {"Another", "Share here", "Useful", "Not for me", "This is wrong"})
    EXPECT_TRUE(has_button(card, label)) << label;
}

TEST_F(Cards, HaveNothingToShareInADirectConversation) {
  Place direct;
  direct.channel = "D1";
  direct.direct = true;
  EXPECT_FALSE(has_button(ask("tip", direct), "Share here"));
  EXPECT_FALSE(has_button(ask("myth", direct), "Share here"));
}

TEST_F(Cards, StandForThemselvesWhereNobodyCanPressOrAsk) {
  const auto library = content();
  const Speaker speaker{*library, "en", "ally"};
  std::set<std::string> kinds;
  for (const library::Kind& kind : library::kinds()) {
    for (const library::Item* item : library->items(kind.name, "en")) {
      const Card card = item_card(speaker, *item, Showing::Posted, item->kind);
      kinds.insert(item->kind);
      for (const Button& button : card.buttons) EXPECT_FALSE(button.url.empty()) << item->id.str() << ": " << button.label;
      EXPECT_FALSE(has(card, "/ally")) << item->id.str();
      EXPECT_EQ(has(card, "How sure"), item->kind == "myths" && !item->sources.empty()) << item->id.str();
      EXPECT_FALSE(has(card, "Press Myth")) << item->id.str();
    }
  }
  EXPECT_GE(kinds.size(), 5U);
}

TEST_F(Cards, ArePostedWholeOnlyWhereNobodyIsHeard) {
  const auto drawn = [this](const std::string& to) {
    store::Plan plan;
    plan.id = PlanId("p1");
    plan.channel = channel(to);
    plan.kinds = {"myths"};
    Card card;
    const auto read = store_->read([&](store::Reader& tx) -> Result<void> {
      auto nudge = dispatcher_->draw(plan, clock_.now(), tx);
      if (!nudge) return tl::unexpected(nudge.error());
      card = nudge->card;
      return {};
    });
    EXPECT_TRUE(read.has_value()) << read.error().for_log;
    return card;
  };
  EXPECT_TRUE(has_button(drawn("C1"), "Myth"));
  platform_hears_ = false;
  const Card card = drawn("C1");
  EXPECT_TRUE(has(card, "How sure")) << plain_text(card);
  for (const Button& button : card.buttons) EXPECT_FALSE(button.url.empty()) << button.label;
  EXPECT_TRUE(has_button(drawn("@U1"), "Myth")) << "a member's own conversation is none of a workflow's";
}

TEST_F(Cards, DoNotComeTwiceUntilAllWereSeen) {
  std::set<std::string> titles;
  Card card = ask("tip");
  titles.insert(card.title);
  for (int i = 0; i < 2; ++i) {
    clock_.advance(seconds(1));
    const Reply next = press(action(card, "Another"));
    ASSERT_TRUE(std::holds_alternative<Replace>(next));
    card = card_of(next);
    titles.insert(card.title);
  }
  EXPECT_EQ(titles.size(), 3U) << "all three tips, each once";
  clock_.advance(seconds(1));
  const Card again = card_of(press(action(card, "Another")));
  EXPECT_NE(again.title, card.title);
  EXPECT_TRUE(has(again, "come round again"));
}

TEST_F(Cards, PutAsideWhatWasNotForMe) {
  const Card first = ask("tip count");
  ASSERT_EQ(first.title, "Count who speaks");
  press({"poor", "tips/count-who-speaks", Binding::Member});
  for (int i = 0; i < 8; ++i) {
    clock_.advance(seconds(1));
    EXPECT_NE(ask("tip").title, first.title) << "also after the others have come round";
  }
  Place other;
  other.member = "U2";
  std::set<std::string> titles;
  for (int i = 0; i < 3; ++i) titles.insert(ask("tip", other).title);
  EXPECT_EQ(titles.count(first.title), 1U) << "for nobody else";
  EXPECT_EQ(ask("tip count-who-speaks").title, first.title) << "who asks for it by name gets it";
}

TEST_F(Cards, TakeTheNameOfABarrierForWhatHelpsAgainstIt) {
  for (int i = 0; i < 3; ++i) {
    clock_.advance(seconds(1));
    EXPECT_EQ(ask("tip Know how").title, "Say whose idea it was");
  }
}

TEST_F(Cards, KeepEachMembersHistoryApart) {
  const std::string mine = ask("tip whose idea").title;
  Place other;
  other.member = "U2";
  EXPECT_EQ(ask("tip whose idea", other).title, mine);
  EXPECT_FALSE(has(ask("tip whose idea", other), "No "));
}

TEST_F(Cards, StayInAConversationAndReplaceInAChannel) {
  Place direct;
  direct.channel = "D1";
  direct.direct = true;
  EXPECT_TRUE(std::holds_alternative<Answer>(press({"more", "tips", Binding::Member}, direct)));
  EXPECT_TRUE(std::holds_alternative<Answer>(press({"more", "tips", Binding::Anyone}, {}, false)))
      << "a public post stays as it is";
}

TEST_F(Cards, MendATypoAndSaySo) {
  const Card card = ask("tip meetigns");
  EXPECT_TRUE(has(card, "Did you mean meetings?") || has(card, "Did you mean meeting?")) << shown(card);
  EXPECT_TRUE(has(card, "This week"));
  EXPECT_EQ(card.cache_key, "") << "what was typed is in it";
}

TEST_F(Cards, OfferTheNearestThingsWhenNothingMatches) {
  const Card card = ask("resource meetings");
  EXPECT_EQ(card.title, "Nothing found");
  EXPECT_TRUE(has(card, "I have no resource about \"meetings\" yet."));
  ASSERT_TRUE(has_button(card, "Topics"));
  ASSERT_GE(card.buttons.size(), 2U) << shown(card);
  EXPECT_EQ(card.buttons.front().action.name, "open");
  EXPECT_TRUE(std::holds_alternative<Answer>(press(card.buttons.front().action)));
}

TEST_F(Cards, ShareOneKeyForEqualCardsOnly) {
  const Card one = ask("tip whose idea");
  Place other;
  other.member = "U2";
  EXPECT_EQ(ask("tip whose idea", other).cache_key, one.cache_key);
  EXPECT_FALSE(one.cache_key.empty());
  Place direct;
  direct.direct = true;
  EXPECT_NE(ask("tip whose idea", direct).cache_key, one.cache_key);
  EXPECT_NE(ask("").cache_key, one.cache_key);
}

TEST_F(Cards, AskBeforeTheyRevealAMyth) {
  const Card card = ask("myth interruptions");
  EXPECT_TRUE(has(card, "Men interrupt women 33 percent more often"));
  EXPECT_FALSE(has(card, "headline")) << "the answer is not there yet";
  const Reply said = press(action(card, "Myth"));
  ASSERT_TRUE(std::holds_alternative<Replace>(said));
  const Card answer = card_of(said);
  EXPECT_TRUE(has(answer, "You said myth. It is mostly a myth"));
  EXPECT_TRUE(has(answer, "How sure we are: It varies. Some of the evidence here is thin, some is disputed."));
  EXPECT_TRUE(has(
      answer, "Sources: Journal of Language and Social Psychology (https://example.org/interrupt), 2014; MediaPost and others"));
  EXPECT_TRUE(has(answer, "This week"));
  EXPECT_TRUE(has_button(answer, "This is wrong"));
}

TEST_F(Cards, RevealWithoutShamingWhoGuessedOtherwise) {
  const Card answer = card_of(press({"fact", "myths/fathers-want-leave", Binding::Member}));
  EXPECT_TRUE(has(answer, "Many people would say the same. It is a myth."));
  EXPECT_FALSE(has(answer, "How sure we are")) << "no source, nothing to be sure by";
}

TEST_F(Cards, RevealAPublicMythToWhoPressedAlone) {
  const Reply said = press({"myth", "myths/interrupt-33", Binding::Anyone}, {}, false);
  EXPECT_TRUE(std::holds_alternative<Answer>(said));
}

TEST_F(Cards, SayWhereAResourceIsHowLongItTakesAndWhatItCosts) {
  const Card card = ask("resource");
  EXPECT_TRUE(has(card,
                  "Where: Stanford Encyclopedia of Philosophy (https://plato.stanford.edu/entries/original-position/) (article, "
                  "40 minutes, free)"));
  ASSERT_TRUE(has_button(card, "Open"));
  EXPECT_EQ(card.buttons.front().url, "https://plato.stanford.edu/entries/original-position/");
}

TEST_F(Cards, ShowTheFieldsOfTheOtherKinds) {
  EXPECT_TRUE(has(ask("exercise"), "Takes: 15 minutes, on your own"));
  EXPECT_TRUE(has(ask("pledge"), "If I am asked to speak on a panel and every other speaker is a man, then I will say yes"));
  EXPECT_TRUE(has(ask("story"), "Who once opened a door for you"));
  const Card say = ask("say");
  EXPECT_TRUE(has(say, "In the moment: I was in that hiring round."));
  EXPECT_TRUE(has(say, "With your manager: Could we say"));
  EXPECT_TRUE(has(say, "not a place to report"));
  EXPECT_LT(plain_text(say).find("not a place to report"), plain_text(say).find("In the moment"));
  EXPECT_TRUE(has(say, "adviser@example.org"));
}

TEST_F(Cards, FindListsWhatFitsWithAButtonForEach) {
  const Card card = ask("find meetings");
  EXPECT_EQ(card.title, "About: meetings");
  EXPECT_TRUE(has(card, "Count who speaks (tip)"));
  const Card opened = card_of(press(action(card, "Count who speaks")));
  EXPECT_EQ(opened.title, "Count who speaks");
}

TEST_F(Cards, FindTakesWordsWithoutAVerb) { EXPECT_EQ(ask("code review").title, "About: code review"); }

TEST_F(Cards, FindAnswersWhatIsInNoTextWithSomethingToDo) {
  const Card card = ask("find xylophone zebra");
  EXPECT_TRUE(has(card, "I have nothing on \"xylophone zebra\" yet"));
  EXPECT_TRUE(has_button(card, "Topics"));
  EXPECT_TRUE(has_button(ask("find"), "Topics"));
}

TEST_F(Cards, FindCutsWhatItSaysAgain) {
  const Card card = ask("find " + std::string(5000, 'q'));
  EXPECT_LT(plain_text(card).size(), 1000U);
}

TEST_F(Cards, TopicsAreThoseThatItemsHave) {
  const Card card = ask("topics");
  EXPECT_TRUE(has(card, "Meetings: meetings (3)"));
  EXPECT_FALSE(has(card, "remote"));
  EXPECT_EQ(action(card, "Meetings").object, "tip meetings");
}

TEST_F(Cards, SourcesTellWhoCountedWhomAndWhatToMind) {
  const Card card = ask("source ev-int-02");
  EXPECT_EQ(card.title, "EV-INT-02");
  for (const char* text : {"The number: 33 percent", "Who was counted: press coverage", "MediaPost and others, 2015",
                           "Researchers disagree", "To keep in mind: The headline rests on 40 people"})
    EXPECT_TRUE(has(card, text)) << text;
}

TEST_F(Cards, SourcesNearAnUnknownIdAreOffered) {
  const Card card = ask("source EV-INT-09");
  EXPECT_TRUE(has_button(card, "EV-INT-01"));
  EXPECT_TRUE(has_button(card, "EV-INT-02"));
  EXPECT_TRUE(has(card, "EV-INT-02 The 33 percent line"));
  EXPECT_TRUE(has(ask("source nonsense"), "I know no source"));
  EXPECT_TRUE(has(ask("source"), "EV-INT-01"));
}

TEST_F(Cards, HelpListsEveryVerbAndWhomToTurnTo) {
  const Card card = ask("help");
  for (const VerbHelp& verb : verbs()) EXPECT_TRUE(has(card, "/ally " + verb.name)) << verb.name;
  EXPECT_TRUE(has(card, "Confidential adviser: Sam Example, adviser@example.org"));
  EXPECT_TRUE(has(ask("help schedule"), "/ally schedule pause"));
  EXPECT_TRUE(has(ask("help nonsense"), "I do not know \"nonsense\""));
}

TEST_F(Cards, OpenSaysKindlyWhatIsGone) {
  EXPECT_NE(text_of(press({"open", "tips/long-gone", Binding::Member})).find("no longer in the library"), std::string::npos);
}

TEST_F(Cards, SampleCardsExistForEachItem) {
  const auto library = content();
  for (const library::Item* item : library->items("", "en")) {
    const auto cards = Dispatcher::sample_cards(*library, *item);
    EXPECT_EQ(cards.size(), item->kind == "myths" ? 7U : 4U) << item->id.str();
    for (const Card& card : cards) EXPECT_EQ(card.title, item->title);
    EXPECT_GE(cards.front().buttons.size(), 4U) << item->id.str();
  }
}

}  // namespace
}  // namespace allybot::handlers
