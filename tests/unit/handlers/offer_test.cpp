// Items that a member who types may post in their own name: what is listed, and what listing them must not do.
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

class Offering : public BotTest {
 protected:
  static Place direct() {
    Place place;
    place.channel = "@U1";
    place.direct = true;
    return place;
  }
  Reply look_for(const std::string& text, std::size_t skip = 0, std::size_t most = 25, const std::string& language = "") {
    Place place = direct();
    place.language = language;
    return handle(Search{origin(place), text, skip, most});
  }
  std::vector<Offers::Offer> offered(const std::string& text, std::size_t skip = 0, std::size_t most = 25) {
    const Reply reply = look_for(text, skip, most);
    if (const auto* offers = std::get_if<Offers>(&reply)) return offers->all;
    ADD_FAILURE() << "no offers for " << text << ": " << text_of(reply);
    return {};
  }
  static std::set<std::string> titles(const std::vector<Offers::Offer>& offers) {
    std::set<std::string> all;
    for (const auto& offer : offers) all.insert(offer.card.title);
    return all;
  }
};

TEST_F(Offering, ListsWhatFitsTheWordsAsWholeCards) {
  const auto offers = offered("whose idea");
  ASSERT_FALSE(offers.empty());
  const Offers::Offer& first = offers.front();
  EXPECT_NE(plain_text(first.card).find("This week"), std::string::npos) << plain_text(first.card);
  EXPECT_NE(plain_text(first.card).find("Source"), std::string::npos) << "a number keeps its source wherever it is sent";
  EXPECT_EQ(first.teaser.substr(0, 7), "tip \xC2\xB7 ");
  EXPECT_EQ(titles(offers).size(), offers.size()) << "none twice";
}

TEST_F(Offering, FindsWhileAWordIsOnlyBegun) {
  const auto whole = titles(offered("meetings"));
  EXPECT_EQ(titles(offered("meeti")), whole);
  EXPECT_FALSE(offered("  meetings  ").empty());
}

TEST_F(Offering, MendsATypo) { EXPECT_EQ(titles(offered("meetnigs")), titles(offered("meetings"))); }

TEST_F(Offering, HasCardsThatNeedNoBotWhereTheyAreSent) {
  std::set<std::string> kinds;
  for (const char* words : {"meetings", "interrupt", "door", "panel", "numbers", "original", "proud", "fathers", ""})
    for (const Offers::Offer& offer : offered(words)) {
      kinds.insert(offer.teaser.substr(0, offer.teaser.find(' ')));
      for (const Button& button : offer.card.buttons) EXPECT_FALSE(button.url.empty()) << button.label;
      EXPECT_EQ(plain_text(offer.card).find("/ally"), std::string::npos) << plain_text(offer.card);
      EXPECT_NE(offer.card.cache_key, "") << "drawn once for everybody";
      EXPECT_GT(offer.teaser.size(), offer.teaser.find("\xC2\xB7") + 3) << offer.teaser;
    }
  EXPECT_GE(kinds.size(), 5U);
}

TEST_F(Offering, GivesAMythWithItsEvidence) {
  const auto offers = offered("interrupt");
  ASSERT_FALSE(offers.empty());
  EXPECT_NE(plain_text(offers.front().card).find("How sure"), std::string::npos) << plain_text(offers.front().card);
}

TEST_F(Offering, HasSomethingBeforeAnythingIsTyped) {
  const auto offers = offered("");
  EXPECT_GE(offers.size(), 3U);
  EXPECT_EQ(titles(offers).size(), offers.size());
  EXPECT_EQ(titles(offered("   ")), titles(offers)) << "all there are in so small a library";
  EXPECT_EQ(offered("", 0, 2).size(), 2U);
  EXPECT_TRUE(offered("", 25).empty()) << "one page of them";
}

TEST_F(Offering, GoesOnWhenAllHaveBeenSeen) {
  const auto before = titles(offered(""));
  for (int i = 0; i < 8; ++i) {
    type("tip");
    press({"fact", "myths/interrupt-33", Binding::Member});
  }
  EXPECT_EQ(titles(offered("")), before);
}

TEST_F(Offering, CountsNothingAsSeenThatWasOnlyListed) {
  const std::string first = ask("tip").title;
  for (int i = 0; i < 5; ++i) {
    offered("");
    offered("meetings");
  }
  EXPECT_NE(ask("tip").title, first) << "the other one is new to the member";
}

TEST_F(Offering, LeavesOutWhatWasNotForTheMemberWhileThereIsMore) {
  press({"poor", "tips/say-whose-idea", Binding::Member});
  EXPECT_NE(offered("", 0, 1).front().card.title, "Say whose idea it was");
}

TEST_F(Offering, TurnsPages) {
  const auto all = offered("meetings");
  ASSERT_GE(all.size(), 2U) << "too few for pages";
  const auto first = offered("meetings", 0, 1), second = offered("meetings", 1, 1);
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(first[0].card.title, all[0].card.title);
  EXPECT_EQ(second[0].card.title, all[1].card.title);
  for (const std::size_t beyond : {all.size(), all.size() + 1, std::size_t{500}, std::size_t{501}, SIZE_MAX})
    EXPECT_TRUE(offered("meetings", beyond).empty()) << beyond;
  EXPECT_TRUE(offered("meetings", 0, 0).empty());
  EXPECT_LE(offered("meetings", 0, SIZE_MAX).size(), 25U);
}

TEST_F(Offering, SaysWhenThereIsNothing) {
  EXPECT_EQ(text_of(look_for("xylophone zebra")),
            "Nothing on \"xylophone zebra\" yet. Try a single word, such as meetings or pay.");
  EXPECT_TRUE(offered("xylophone zebra", 25).empty()) << "the end of a list is no sentence";
  EXPECT_NE(text_of(look_for("xylophone zebra", 0, 25, "de")).find("gibt es noch nichts"), std::string::npos);
}

TEST_F(Offering, TakesWordsOfAnyLengthAndShape) {
  for (const std::string& words : {std::string(200000, 'q'), std::string("\" OR 1 --"), std::string("**"),
                                   std::string("\xF0\x9F\x98\x80"), std::string("meetings AND NOT")}) {
    const Reply reply = look_for(words);
    EXPECT_LT(std::holds_alternative<Offers>(reply) ? 0 : text_of(reply).size(), 1200U);
  }
}

TEST_F(Offering, KeepsNothingOfWhatWasTyped) {
  look_for("mobbing by my manager");
  look_for("xylophone");
  EXPECT_FALSE(log_.has("mobbing"));
  EXPECT_FALSE(log_.has("xylophone"));
  EXPECT_TRUE(audit().empty());
  restart();
  EXPECT_EQ(text_of(type("privacy")).find("mobbing"), std::string::npos);
}

TEST_F(Offering, NeverUsesUpTheCommandsOfAMinute) {
  for (int i = 0; i < 100; ++i) look_for("meetings");
  EXPECT_EQ(text_of(type("tip")).find("a minute"), std::string::npos);
}

}  // namespace
}  // namespace allybot::handlers
