// Sharing, verdicts, what is said to be wrong, choices and forgetting.
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

class Change : public BotTest {
 protected:
  static constexpr const char* kTip = "tips/say-whose-idea";
  static bool has(const Reply& reply, const std::string& text) { return text_of(reply).find(text) != std::string::npos; }
  Reply share(const Place& place = {}) { return press({"shar", kTip, Binding::Member}, place); }
  std::vector<store::StoredFact> facts(const std::string& who = "U1") {
    auto found = store::read<std::vector<store::StoredFact>>(
        *kept_, [&](store::Reader& reader) { return reader.facts_about(member(who)); });
    EXPECT_TRUE(found.has_value());
    return found ? std::move(*found) : std::vector<store::StoredFact>();
  }
};

TEST_F(Change, SharingPostsTheItemAndNamesNobody) {
  Place place;
  place.request = "R1";
  EXPECT_TRUE(has(share(place), "without your name"));
  const auto waiting = deliveries("C1");
  ASSERT_EQ(waiting.size(), 1U);
  const store::Delivery& delivery = waiting.front();
  EXPECT_EQ(delivery.key, "share/slack/T1/R1");
  EXPECT_EQ(delivery.address, "address of C1");
  EXPECT_EQ(delivery.item, ItemId(kTip));
  EXPECT_EQ(delivery.idempotency.size(), 32U);
  EXPECT_EQ(delivery.payload.find("U1"), std::string::npos);
  EXPECT_NE(delivery.payload.find("Say whose idea it was"), std::string::npos);
  EXPECT_NE(delivery.payload.find("[Get one privately|more|tips|anyone]"), std::string::npos);
  EXPECT_EQ(delivery.payload.find("Share here"), std::string::npos);
  EXPECT_EQ(delivery.payload.find("This is wrong"), std::string::npos);
}

TEST_F(Change, SharingCountsAsSeenByTheChannel) {
  share();
  const auto seen = store::read<std::vector<store::SeenItem>>(
      *kept_, [&](store::Reader& reader) { return reader.seen(store::reader_of(channel("C1"))); });
  ASSERT_TRUE(seen.has_value());
  ASSERT_EQ(seen->size(), 1U);
  EXPECT_EQ(seen->front().item, ItemId(kTip));
}

TEST_F(Change, ARepeatedShareIsPostedOnce) {
  Place place;
  place.request = "R1";
  share(place);
  repeated(Press{origin(place), {"shar", kTip, Binding::Member}});
  restart();
  repeated(Press{origin(place), {"shar", kTip, Binding::Member}});
  EXPECT_EQ(deliveries("C1").size(), 1U);
}

TEST_F(Change, ASharedMythAsksTheChannel) {
  press({"shar", "myths/interrupt-33", Binding::Member});
  const auto waiting = deliveries("C1");
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_NE(waiting[0].payload.find("[Myth|myth|myths/interrupt-33|anyone]"), std::string::npos);
  EXPECT_EQ(waiting[0].payload.find("headline"), std::string::npos) << "the answer is not given away";
}

TEST_F(Change, SharingIsRefusedKindlyWhereTheBotCannotPost) {
  channels_["C1"] = {false, "not_invited", false};
  EXPECT_TRUE(has(share(), "invite me"));
  channels_["C1"] = {false, "archived", false};
  EXPECT_TRUE(has(share(), "closed"));
  Place direct;
  direct.direct = true;
  EXPECT_TRUE(has(share(direct), "nobody here"));
  EXPECT_TRUE(deliveries("C1").empty());
}

TEST_F(Change, SharingGoesOnWhenThePlatformDoesNotTell) {
  platform_is_away_ = true;
  EXPECT_TRUE(has(share(), "Shared."));
  EXPECT_EQ(deliveries("C1").size(), 1U);
}

TEST_F(Change, SharingStopsAfterThreeInAnHour) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(has(share(), "Shared.")) << i;
  EXPECT_TRUE(has(share(), "Three shares in an hour"));
  EXPECT_EQ(deliveries("C1").size(), 3U);
  clock_.advance(std::chrono::hours(1));
  EXPECT_TRUE(has(share(), "Shared."));
}

TEST_F(Change, SharingOfWhatIsGoneSaysSo) {
  EXPECT_TRUE(has(press({"shar", "tips/long-gone", Binding::Member}), "no longer in the library"));
}

TEST_F(Change, AShareThatDoesNotCommitIsNotPostedNorCounted) {
  store_->refuse_commits = true;
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(has(share(), "try again in a minute"));
  EXPECT_TRUE(deliveries("C1").empty());
  store_->refuse_commits = false;
  EXPECT_TRUE(has(share(), "Shared."));
}

TEST_F(Change, AVerdictIsKeptAndThanked) {
  const Reply reply = press({"good", kTip, Binding::Member});
  ASSERT_TRUE(std::holds_alternative<Replace>(reply));
  EXPECT_TRUE(has(reply, "Thank you, noted"));
  EXPECT_TRUE(has(reply, "This week")) << "the tip stays readable";
  EXPECT_FALSE(has_button(card_of(reply), "Useful"));
  press({"poor", kTip, Binding::Member});
  const auto kept =
      store::read<std::vector<store::Feedback>>(*kept_, [&](store::Reader& reader) { return reader.feedback_of(member("U1")); });
  ASSERT_TRUE(kept.has_value());
  ASSERT_EQ(kept->size(), 1U) << "the later verdict replaces the earlier";
  EXPECT_FALSE(kept->front().useful);
}

TEST_F(Change, AVerdictOnAPublicPostIsThankedPrivately) {
  const Reply reply = press({"poor", kTip, Binding::Anyone}, {}, false);
  ASSERT_TRUE(std::holds_alternative<Answer>(reply));
  EXPECT_FALSE(has(reply, "This week"));
}

TEST_F(Change, ThisIsWrongOpensAFormThatIsNoReport) {
  const Reply reply = press({"wrng", kTip, Binding::Member});
  ASSERT_TRUE(std::holds_alternative<OpenForm>(reply));
  const Form form = std::get<OpenForm>(reply).form;
  EXPECT_NE(form.intro.find("not a place to report"), std::string::npos);
  EXPECT_NE(form.intro.find("adviser@example.org"), std::string::npos);
  EXPECT_LE(form.title.size(), 24U);

  EXPECT_TRUE(has(send(form, {{"text", "  The year is 2018.  "}}), "Thank you"));
  const auto waiting = deliveries("@UADMIN");
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_NE(waiting[0].payload.find("The year is 2018."), std::string::npos);
  EXPECT_NE(waiting[0].payload.find("Say whose idea it was"), std::string::npos);
  EXPECT_EQ(waiting[0].payload.find("U1"), std::string::npos);
}

TEST_F(Change, AnEmptyNoteKeepsTheFormOpenAndIsNotClaimed) {
  const Form form = std::get<OpenForm>(press({"wrng", kTip, Binding::Member})).form;
  Place place;
  place.request = "R1";
  const Reply reply = send(form, {{"text", "   "}}, place);
  ASSERT_TRUE(std::holds_alternative<FormProblems>(reply));
  EXPECT_EQ(std::get<FormProblems>(reply).by_field.front().first, "text");
  EXPECT_TRUE(has(send(form, {{"text", "words"}}, place), "Thank you"));
}

TEST_F(Change, NotesGoToAdminsOfTheSameWorkspaceOnly) {
  admins_ = {MemberKey{PlatformId("slack"), WorkspaceId("T2"), MemberId("UADMIN")}};
  restart();
  const Form form = std::get<OpenForm>(press({"wrng", kTip, Binding::Member})).form;
  EXPECT_TRUE(has(send(form, {{"text", "The year is 2018."}}), "Thank you"));
  EXPECT_TRUE(deliveries("@UADMIN").empty());
}

TEST_F(Change, ChoicesAreKeptShownAndTakenBack) {
  EXPECT_TRUE(has(type("me"), "Time zone: UTC (the bot's default)"));
  EXPECT_TRUE(has(type("me zone berlin"), "Time zone: Europe/Berlin (your own choice)"));
  EXPECT_TRUE(has(type("me region de"), "Country: DE"));
  EXPECT_TRUE(has(type("me audience Parents"), "What suits you: parents"));
  EXPECT_TRUE(has(type("me"), "Time zone: Europe/Berlin"));
  EXPECT_TRUE(has(type("me zone -"), "Taken back"));
  EXPECT_TRUE(has(type("me"), "Time zone: UTC"));
}

TEST_F(Change, ChoicesThatMakeNoSenseSayWhatWould) {
  EXPECT_TRUE(has(type("me zone Atlantis"), "I do not know a zone called \"Atlantis\""));
  EXPECT_TRUE(has(type("me language klingon"), "I know: de, en"));
  EXPECT_TRUE(has(type("me region Germany"), "two letters"));
  EXPECT_TRUE(has(type("me audience martians"), "managers"));
  EXPECT_TRUE(has(type("me zone"), "Which zone?"));
  EXPECT_TRUE(facts().empty());
}

TEST_F(Change, ChoicesCanBeMadeInAForm) {
  const Form form = std::get<OpenForm>(press({"mefo", "", Binding::Member})).form;
  const Reply bad = send(form, {{"zone", "Atlantis"}, {"region", "DE"}});
  ASSERT_TRUE(std::holds_alternative<FormProblems>(bad));
  EXPECT_EQ(std::get<FormProblems>(bad).by_field.size(), 1U);
  EXPECT_TRUE(has(send(form, {{"zone", "Berlin"}, {"region", ""}, {"audience", "managers"}}), "Europe/Berlin"));
}

TEST_F(Change, PrivacyShowsEachKindOfFactWithWhyAndUntilWhen) {
  EXPECT_TRUE(has(type("privacy"), "Nothing is stored about you."));
  type("tip whose idea");
  press({"good", kTip, Binding::Member});
  Place place;
  place.request = "R9";
  type("me zone Berlin", place);
  const Reply reply = type("privacy");
  for (const char* text : {"Items that you have seen (1): So that nothing comes twice.", "What you found useful or not (1)",
                           "Your choices (1): So that answers suit you. Latest: zone Europe/Berlin",
                           "Your recent changes, by number (1)", "Kept until 2023-11-15", "Kept until you have it forgotten."})
    EXPECT_TRUE(has(reply, text)) << text << "\n" << text_of(reply);
  EXPECT_EQ(text_of(reply).find("privacy."), std::string::npos) << "a sentence is missing";
}

TEST_F(Change, PrivacyExportsAllAsJson) {
  type("tip whose idea");
  const Card card = ask("privacy export");
  EXPECT_NE(plain_text(card).find(R"({"what":"seen","value":"tips/say-whose-idea","at":"2023-11-14T)"), std::string::npos)
      << plain_text(card);
}

TEST_F(Change, ALongExportComesInParts) {
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) -> Result<void> {
    for (int i = 0; i < 400; ++i)
      if (auto done = tx.note_seen(store::reader_of(member("U1")), ItemId("tips/number-" + std::to_string(i)), clock_.now());
          !done)
        return done;
    return {};
  }));
  std::string all;
  Card card = ask("privacy export");
  for (int part = 0; part < 20; ++part) {
    EXPECT_LT(plain_text(card).size(), 12000U) << "fits every platform's message";
    all += plain_text(card);
    if (!has_button(card, "Next part")) break;
    card = card_of(press(action(card, "Next part")));
  }
  for (int i = 0; i < 400; ++i) EXPECT_NE(all.find("tips/number-" + std::to_string(i) + '"'), std::string::npos) << i;
}

TEST_F(Change, ForgettingAsksFirstAndThenLeavesNothing) {
  type("tip whose idea");
  type("me zone Berlin");
  const Card asked = ask("privacy forget");
  EXPECT_FALSE(facts().empty());
  ASSERT_EQ(asked.buttons.size(), 1U);
  EXPECT_FALSE(asked.buttons.front().confirm.empty());
  Place place;
  place.request = "R1";
  EXPECT_TRUE(has(press(asked.buttons.front().action, place), "All that was stored about you is deleted"));
  EXPECT_TRUE(facts().empty());
  EXPECT_TRUE(has(type("me"), "Time zone: UTC"));
  ASSERT_TRUE(seen_->flush());
  EXPECT_TRUE(facts().empty()) << "nothing was waiting to be written";
  repeated(Press{origin(place), asked.buttons.front().action});
}

}  // namespace
}  // namespace allybot::handlers
