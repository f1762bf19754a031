// From a form to a file, or to a friendly no: what members propose and what leads and admins make of it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bot/library/check.h"
#include "bot/store/kept.h"
#include "handlers/note.h"
#include "tests/fakes/temporary_folder.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

namespace fs = std::filesystem;
using store::Proposal;
using Values = std::map<std::string, std::string>;

class Proposals : public BotTest {
 protected:
  static constexpr const char* kTip = "tips/say-whose-idea";
  Proposals() {
    fs::copy(content_folder(), folder_.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    content_root_ = folder_.path().string();
    restart();
    make_lead("ULEAD", "C2");
  }

  static bool has(const Reply& reply, const std::string& text) { return text_of(reply).find(text) != std::string::npos; }
  static Values idea(const std::string& title = "Give credit twice") {
    return {{"title", title}, {"kind", "tips"}, {"topic", "credit"}, {"text", "Say whose idea it was."}, {"link", ""}};
  }
  static Place by(const std::string& member) {
    Place place;
    place.member = member;
    return place;
  }
  Form form(const Place& place = {}, const std::string& words = "") {
    const Reply reply = type("suggest " + words, place);
    EXPECT_TRUE(std::holds_alternative<OpenForm>(reply));
    return std::holds_alternative<OpenForm>(reply) ? std::get<OpenForm>(reply).form : Form();
  }
  Reply propose(const Values& values, const std::string& member = "U1") { return send(form(by(member)), values, by(member)); }
  Reply say_wrong(const std::string& text, const std::string& member = "U1") {
    const Form made = std::get<OpenForm>(press({"wrng", kTip, Binding::Member}, by(member))).form;
    return send(made, {{"text", text}}, by(member));
  }
  Card list(const std::string& member = "ULEAD") { return ask("suggest list", by(member)); }
  Reply approve(const std::string& member = "ULEAD", const std::string& id = "1") {
    return press({"qyes", id, Binding::Member}, by(member));
  }
  Reply decline(const std::string& reason, const std::string& member = "ULEAD", const std::string& id = "1") {
    return handle(FormSubmitted{origin(by(member)), {"qsay", id, Binding::Member}, Press::Standing::Good, {{"reason", reason}}});
  }
  Reply save(const Values& values, const std::string& member = "ULEAD", const std::string& id = "1") {
    return handle(FormSubmitted{origin(by(member)), {"qsav", id, Binding::Member}, Press::Standing::Good, values});
  }
  Proposal proposal(std::int64_t id = 1) {
    const auto found = store::read<std::optional<Proposal>>(*kept_, [&](store::Reader& reader) { return reader.proposal(id); });
    return found && *found ? **found : Proposal();
  }
  std::string file(const std::string& path) const {
    std::ifstream stream(folder_.path() / path);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  std::string problem(const Reply& reply, const std::string& field) {
    if (const auto* problems = std::get_if<FormProblems>(&reply))
      for (const auto& [name, sentence] : problems->by_field)
        if (name == field) return sentence;
    ADD_FAILURE() << "no problem with " << field;
    return {};
  }
  std::string told(const std::string& member = "U1") {
    std::string text;
    for (const store::Delivery& delivery : deliveries('@' + member)) text += delivery.payload;
    return text;
  }
  std::string trail() {
    std::string text;
    for (const store::AuditEntry& entry : audit())
      text += entry.who + ' ' + entry.what + ' ' + entry.object + ' ' + entry.detail + entry.channel + '\n';
    return text;
  }
  void expect_content_checks() {
    for (const library::Finding& finding : library::check_content(folder_.path().string(), clock_, {}).findings) {
      const bool is_error = finding.level == library::Finding::Level::Error;
      EXPECT_FALSE(is_error && finding.path.find("_proposals") != std::string::npos) << finding.path << ": " << finding.message;
    }
  }

  const fakes::TemporaryFolder folder_;
};

TEST_F(Proposals, TheFormAsksForWhatAnItemNeedsAndTakesTheWordsAlong) {
  const Form made = form({}, "more on on-call");
  ASSERT_EQ(made.fields.size(), 5U) << "one platform shows no more";
  EXPECT_NE(made.intro.find("not a place to report"), std::string::npos);
  EXPECT_EQ(made.fields[0].name, "title");
  EXPECT_EQ(made.fields[1].initial, "tips");
  EXPECT_EQ(made.fields[2].kind, Field::Kind::Choose);
  EXPECT_EQ(made.fields[3].initial, "more on on-call");
  EXPECT_TRUE(made.fields[4].optional);
  EXPECT_EQ(std::get<OpenForm>(type("suggest list of podcasts")).form.fields[3].initial, "list of podcasts");
}

TEST_F(Proposals, FromAFormToAFileWithATrailAndAWordToTheAuthor) {
  EXPECT_TRUE(has(propose(idea()), "I tell you here, privately"));
  const Card card = list();
  EXPECT_NE(plain_text(card).find("Give credit twice"), std::string::npos);
  EXPECT_NE(plain_text(card).find("1 of 1"), std::string::npos);
  EXPECT_EQ(plain_text(card).find("U1"), std::string::npos) << "it names nobody";
  for (const char* label : {"Approve", "Edit", "Decline"}) EXPECT_TRUE(has_button(card, label)) << label;

  const Reply reply = press(action(card, "Approve"), by("ULEAD"));
  EXPECT_TRUE(has(reply, "_proposals/en/tips/give-credit-twice.md"));
  EXPECT_TRUE(has(reply, "Move it to en/tips/give-credit-twice.md"));
  const std::string text = file("_proposals/en/tips/give-credit-twice.md");
  EXPECT_NE(text.find("title: \"Give credit twice\"\n"), std::string::npos);
  EXPECT_NE(text.find("\ndraft: true\n"), std::string::npos);
  EXPECT_NE(text.find("---\nSay whose idea it was.\n"), std::string::npos);
  EXPECT_EQ(text.find("U1"), std::string::npos);
  expect_content_checks();
  EXPECT_EQ(content()->find(ItemId("tips/give-credit-twice"), "en"), nullptr);

  EXPECT_EQ(trail(), "slack/T1/ULEAD proposal.approve 1 _proposals/en/tips/give-credit-twice.md\n");
  EXPECT_NE(told().find("\"Give credit twice\" was taken up"), std::string::npos);
  EXPECT_EQ(told().find("ULEAD"), std::string::npos) << "nor does the author learn who decided";
  EXPECT_NE(plain_text(list()).find("Nothing is waiting"), std::string::npos);
}

TEST_F(Proposals, LinesStayLinesWhereTheyAreRead) {
  Values values = idea();
  values["text"] = "Try this:\n\n- one\r\n- two";
  propose(values);
  std::string quoted;
  for (const Block& block : list().blocks)
    if (const auto* quote = std::get_if<Quote>(&block)) quoted += plain_text(quote->line) + '|';
  EXPECT_EQ(quoted, "Try this:|- one|- two|");
  std::string many;
  for (int i = 0; i < 200; ++i) many += "a\n";
  values["text"] = many;
  save(values);
  EXPECT_LT(list().blocks.size(), 20U);
}

TEST_F(Proposals, AnAdminIsToldAtOnceAndMayDecideFromThere) {
  propose(idea());
  const std::string message = told("UADMIN");
  for (const char* part :
       {"Give credit twice", "Say whose idea it was.", "[Approve|qyes|1]", "[Edit|qedt|1]", "[Decline|qdcl|1]"})
    EXPECT_NE(message.find(part), std::string::npos) << part;
  EXPECT_EQ(message.find("U1"), std::string::npos);
  EXPECT_TRUE(has(approve("UADMIN"), "Approved"));
}

class ToldLeads : public Proposals {
 protected:
  void plan_in(const std::string& where) {
    store::Plan plan;
    plan.channel = channel(where);
    plan.words = "every Tuesday at 10:00";
    plan.rrule = "FREQ=WEEKLY;BYDAY=TU";
    plan.start = "2023-11-01T10:00";
    plan.zone = "UTC";
    EXPECT_TRUE(store::write<PlanId>(*kept_, [&](store::Writer& tx) { return tx.add_plan(plan); }).has_value());
  }
};

TEST_F(ToldLeads, HearOnceThatSomethingWaitsAndNotWhoseItIs) {
  make_lead("ULEAD", "C1");
  make_lead("ULEAD2", "C1");
  make_lead("UADMIN", "C1");
  make_lead("UELSEWHERE", "C9");
  for (const char* channel : {"C1", "C2"}) plan_in(channel);
  propose(idea());
  propose(idea("Another one"), "U2");
  EXPECT_EQ(deliveries("@ULEAD").size(), 1U) << "of two channels, and of two that wait";
  EXPECT_EQ(deliveries("@ULEAD2").size(), 1U);
  EXPECT_TRUE(deliveries("@UELSEWHERE").empty()) << "a channel without a plan";
  EXPECT_EQ(deliveries("@UADMIN").size(), 2U) << "an admin is told of each, and not as a lead, too";
  const std::string message = told("ULEAD");
  EXPECT_NE(message.find("|run|suggest list]"), std::string::npos);
  for (const char* secret : {"U1", "U2", "Give credit twice", "Say whose idea it was."})
    EXPECT_EQ(message.find(secret), std::string::npos) << secret;
  EXPECT_TRUE(has_button(list(), "Approve"));
  approve("ULEAD", "1");
  approve("ULEAD", "2");
  propose(idea("A third one"));
  EXPECT_EQ(deliveries("@ULEAD").size(), 2U) << "the queue was empty in between";
}

TEST_F(ToldLeads, AreNotToldOfTheirOwn) {
  make_lead("ULEAD2", "C1");
  for (const char* channel : {"C1", "C2"}) plan_in(channel);
  propose(idea(), "ULEAD");
  EXPECT_TRUE(deliveries("@ULEAD").empty());
  EXPECT_EQ(deliveries("@ULEAD2").size(), 1U);
}

TEST_F(ToldLeads, HearItInTheirLanguage) {
  plan_in("C2");
  type("me language de", by("ULEAD"));
  propose(idea());
  EXPECT_NE(told("ULEAD").find("wartet"), std::string::npos);
}

TEST_F(Proposals, AnAdminByThePlatformsWordMayDecide) {
  members_["UBOSS"] = {true, {}, {}};
  propose(idea());
  EXPECT_TRUE(has_button(list("UBOSS"), "Approve"));
  EXPECT_TRUE(has(approve("UBOSS"), "Approved"));
}

TEST_F(Proposals, NobodyElseReadsOrDecides) {
  members_["U2"] = {false, {}, {}};
  propose(idea());
  for (const char* member : {"U1", "U2", "U3"}) {
    EXPECT_TRUE(has(type("suggest list", by(member)), "read by admins and by leads")) << member;
    EXPECT_TRUE(has(approve(member), "read by admins and by leads")) << member;
    EXPECT_TRUE(has(decline("No.", member), "read by admins and by leads")) << member;
    EXPECT_TRUE(has(save(idea("Mine"), member), "read by admins and by leads")) << member;
    for (const char* name : {"qedt", "qdcl", "qshw"})
      EXPECT_TRUE(has(press({name, "1", Binding::Member}, by(member)), "read by admins and by leads")) << member << name;
  }
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  EXPECT_EQ(trail(), "");
}

TEST_F(Proposals, ARemovedLeadIsRefusedWithTheFormStillOpen) {
  propose(idea());
  EXPECT_TRUE(std::holds_alternative<OpenForm>(press({"qedt", "1", Binding::Member}, by("ULEAD"))));
  ASSERT_TRUE(kept_
                  ->write([this](store::Writer& tx) -> Result<void> {
                    if (auto gone = tx.remove_lead(channel("C2"), MemberId("ULEAD")); !gone) return tl::unexpected(gone.error());
                    return {};
                  })
                  .has_value());
  EXPECT_TRUE(has(save(idea("Changed")), "read by admins and by leads"));
  EXPECT_TRUE(has(decline("No."), "read by admins and by leads"));
  EXPECT_TRUE(has(approve(), "read by admins and by leads"));
  EXPECT_EQ(proposal().title, "Give credit twice");
  EXPECT_FALSE(fs::exists(folder_.path() / "_proposals"));
}

TEST_F(Proposals, ALeadOfAnotherWorkspaceSeesAndDecidesNothing) {
  propose(idea());
  Origin elsewhere = origin(by("ULEAD"));
  elsewhere.member.workspace = elsewhere.channel.workspace = WorkspaceId("T2");
  ASSERT_TRUE(kept_->write([&](store::Writer& tx) { return tx.add_lead(elsewhere.channel, MemberId("ULEAD")); }).has_value());
  EXPECT_TRUE(has(handle(Command{elsewhere, "suggest list", Command::Entry::Slash}), "Nothing is waiting"));
  EXPECT_TRUE(has(handle(Press{elsewhere, {"qyes", "1", Binding::Member}}), "no longer there"));
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
}

TEST_F(Proposals, OneTransactionDecidesWhenTwoLeadsPress) {
  make_lead("ULEAD2", "C3");
  propose(idea());
  EXPECT_TRUE(has(approve("ULEAD"), "Approved"));
  EXPECT_TRUE(has(approve("ULEAD2"), "Somebody was faster: it is approved"));
  EXPECT_TRUE(has(decline("No.", "ULEAD2"), "_proposals/en/tips/give-credit-twice.md"));
  EXPECT_TRUE(has(save(idea("Changed"), "ULEAD2"), "Somebody was faster"));
  EXPECT_EQ(deliveries("@U1").size(), 1U) << "the author hears once";
  EXPECT_EQ(audit().size(), 1U);
}

TEST_F(Proposals, APressDoneTwiceOrRepeatedDecidesOnce) {
  propose(idea());
  Place place = by("ULEAD");
  place.request = "R1";
  press({"qyes", "1", Binding::Member}, place);
  repeated(Press{origin(place), {"qyes", "1", Binding::Member}});
  EXPECT_TRUE(has(approve(), "Somebody was faster"));
  EXPECT_EQ(audit().size(), 1U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path() / "_proposals/en/tips"), fs::directory_iterator()), 1);
}

TEST_F(Proposals, AnApprovalThatDoesNotCommitIsTriedAgainIntoTheSameFile) {
  propose(idea());
  store_->refuse_commits = true;
  EXPECT_TRUE(has(approve(), "try again in a minute"));
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  store_->refuse_commits = false;
  EXPECT_TRUE(has(approve(), "_proposals/en/tips/give-credit-twice.md"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path() / "_proposals/en/tips"), fs::directory_iterator()), 1);
}

TEST_F(Proposals, WhereTheFolderCannotBeWrittenNothingIsLost) {
  std::ofstream(folder_.path() / "_proposals") << "in the way";
  propose(idea());
  EXPECT_TRUE(has(approve(), "I cannot write into the content folder"));
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  EXPECT_TRUE(told().empty());
  EXPECT_EQ(trail(), "");
  fs::remove(folder_.path() / "_proposals");
  EXPECT_TRUE(has(approve(), "Approved"));
}

TEST_F(Proposals, ContentOfARepositoryIsNotWrittenInto) {
  content_root_ = "";
  restart();
  propose(idea());
  EXPECT_TRUE(has(approve(), "comes from a repository"));
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  EXPECT_EQ(trail(), "");
}

TEST_F(Proposals, EditingShowsWhatIsThereAndLeavesATrail) {
  propose(idea());
  const Reply reply = press({"qedt", "1", Binding::Member}, by("ULEAD"));
  ASSERT_TRUE(std::holds_alternative<OpenForm>(reply));
  const Form made = std::get<OpenForm>(reply).form;
  EXPECT_EQ(made.fields[0].initial, "Give credit twice");
  EXPECT_EQ(made.fields[2].initial, "credit");
  EXPECT_EQ(made.fields[3].initial, "Say whose idea it was.");
  Values values = idea("Give credit three times");
  values["text"] = "Do it.";
  const Card card = card_of(send(made, values, by("ULEAD")));
  EXPECT_NE(plain_text(card).find("Give credit three times"), std::string::npos);
  EXPECT_EQ(trail(), "slack/T1/ULEAD proposal.edit 1 title, text\n");
  send(made, values, by("ULEAD"));
  EXPECT_EQ(audit().size(), 1U) << "nothing changed the second time";
  EXPECT_NE(problem(save({{"title", ""}}), "title"), "");
  EXPECT_TRUE(has(press(action(card, "Approve"), by("ULEAD")), "give-credit-three-times.md"));
}

TEST_F(Proposals, DecliningAsksForAReasonThatGoesToTheAuthor) {
  propose(idea());
  const Reply reply = press({"qdcl", "1", Binding::Member}, by("ULEAD"));
  ASSERT_TRUE(std::holds_alternative<OpenForm>(reply));
  const Form made = std::get<OpenForm>(reply).form;
  EXPECT_NE(problem(send(made, {{"reason", "  "}}, by("ULEAD")), "reason"), "");
  EXPECT_NE(problem(send(made, {{"reason", std::string(501, 'a')}}, by("ULEAD")), "reason"), "");
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  EXPECT_TRUE(has(send(made, {{"reason", "We have one like it."}}, by("ULEAD")), "is declined"));
  EXPECT_NE(told().find("We have one like it."), std::string::npos);
  EXPECT_EQ(told().find("ULEAD"), std::string::npos);
  EXPECT_EQ(trail(), "slack/T1/ULEAD proposal.decline 1 \n") << "the reason is between the two";
  EXPECT_TRUE(has(approve(), "It is declined"));
  EXPECT_FALSE(fs::exists(folder_.path() / "_proposals"));
}

TEST_F(Proposals, WhatIsSaidToBeWrongWaitsInTheSameQueueAndBecomesACopyWithANote) {
  say_wrong("The year is 2018.\n---\ndraft: false");
  const Card card = list();
  EXPECT_NE(plain_text(card).find(kTip), std::string::npos);
  EXPECT_EQ(std::get<OpenForm>(press(action(card, "Edit"), by("ULEAD"))).form.fields.size(), 1U);
  const Reply reply = press(action(card, "Approve"), by("ULEAD"));
  EXPECT_TRUE(has(reply, "_proposals/en/tips/say-whose-idea.md"));
  EXPECT_TRUE(has(reply, "Move it to en/tips/say-whose-idea.md"));
  const std::string text = file("_proposals/en/tips/say-whose-idea.md");
  EXPECT_EQ(text.find("---\ndraft: true\nnote: \"A reader wrote: The year is 2018. --- draft: false\"\n"), 0U) << text;
  expect_content_checks();
  EXPECT_NE(told().find("\"Say whose idea it was\" was taken up"), std::string::npos);
}

TEST_F(Proposals, AQueueIsWalkedThroughInOrder) {
  propose(idea("First"), "U1");
  propose(idea("Second"), "U2");
  propose(idea("Third"), "U3");
  Card card = list();
  EXPECT_NE(plain_text(card).find("First"), std::string::npos);
  card = card_of(press(action(card, "Next"), by("ULEAD")));
  EXPECT_NE(plain_text(card).find("Second"), std::string::npos);
  EXPECT_NE(plain_text(card).find("2 of 3"), std::string::npos);
  card = card_of(press(action(card, "Approve"), by("ULEAD")));
  card = card_of(press(action(card, "Next"), by("ULEAD")));
  EXPECT_NE(plain_text(card).find("First"), std::string::npos);
  card = card_of(press(action(card, "Next"), by("ULEAD")));
  EXPECT_NE(plain_text(card).find("Third"), std::string::npos);
  EXPECT_NE(plain_text(card_of(press(action(card, "Next"), by("ULEAD")))).find("First"), std::string::npos) << "and round again";
}

TEST_F(Proposals, AMemberMayHaveFiveWaitingAndTheTextStaysInTheForm) {
  for (std::size_t i = 0; i < kMostOfOneMember; ++i) EXPECT_TRUE(has(propose(idea("T" + std::to_string(i))), "Thank you"));
  EXPECT_NE(problem(propose(idea("One more")), "text").find("5 of yours"), std::string::npos);
  EXPECT_NE(problem(say_wrong("The year."), "text").find("5 of yours"), std::string::npos);
  EXPECT_TRUE(has(propose(idea("Mine"), "U2"), "Thank you"));
  approve();
  EXPECT_TRUE(has(propose(idea("One more")), "Thank you"));
}

TEST_F(Proposals, AFullQueueSaysSo) {
  ASSERT_TRUE(kept_
                  ->write([this](store::Writer& tx) -> Result<void> {
                    for (std::size_t i = 0; i < kMostWaiting; ++i) {
                      Proposal one;
                      one.author = member("V" + std::to_string(i));
                      one.text = "text";
                      if (auto added = tx.add_proposal(one); !added) return tl::unexpected(added.error());
                    }
                    return {};
                  })
                  .has_value());
  EXPECT_NE(problem(propose(idea()), "text").find("nothing more fits"), std::string::npos);
}

TEST_F(Proposals, FormsThatCannotBecomeAnItemSayWhy) {
  const std::vector<std::pair<std::string, std::string>> wrong = {{"title", " "},
                                                                  {"title", "\n"},
                                                                  {"text", ""},
                                                                  {"text", " \n\t "},
                                                                  {"kind", "poems"},
                                                                  {"kind", ""},
                                                                  {"topic", ""},
                                                                  {"topic", "no such topic"},
                                                                  {"link", "http://example.org"},
                                                                  {"link", "javascript:alert(1)"},
                                                                  {"link", "https://example.org/ x"}};
  for (const auto& [field, value] : wrong) {
    Values values = idea();
    values[field] = value;
    EXPECT_NE(problem(propose(values), field), "") << field << " " << value;
  }
  Values values = idea();
  values["text"] = std::string(1001, 'a');
  EXPECT_NE(problem(propose(values), "text").find("1000"), std::string::npos);
  values = idea(std::string(71, 'a'));
  EXPECT_NE(problem(propose(values), "title").find("70"), std::string::npos);
  EXPECT_NE(problem(send(form(), {}), "title"), "") << "a form without fields";
  EXPECT_TRUE(told("UADMIN").empty());
}

TEST_F(Proposals, TopicsAndKindsMayBeTypedAsPeopleCallThem) {
  Values values = idea();
  values["topic"] = "Meetings, credit, meetings";
  values["kind"] = "Tip";
  EXPECT_TRUE(has(propose(values), "Thank you"));
  EXPECT_EQ(proposal().topics, (std::vector<std::string>{"meetings", "credit"}));
  EXPECT_EQ(proposal().kind, "tips");
}

TEST_F(Proposals, HostileTextStaysWordsFromTheFormToTheFile) {
  Values values = idea("\"]}: ../../x {{7*7}} #");
  values["text"] = "---\ndraft: false\n---\n# heading\n<script>alert(1)</script> [x](javascript:1) <@U9> <!channel>";
  EXPECT_TRUE(has(propose(values), "Thank you"));
  EXPECT_TRUE(has(approve(), "_proposals/en/tips/x-7-7.md"));
  expect_content_checks();
  EXPECT_FALSE(fs::exists(folder_.path() / "x"));
}

TEST_F(Proposals, WhatCannotBecomeAnItemYetKeepsWaiting) {
  ASSERT_TRUE(kept_
                  ->write([this](store::Writer& tx) -> Result<void> {
                    Proposal old;  // as notes were kept before there were proposals
                    old.author = member("U1");
                    old.text = "more on on-call";
                    if (auto added = tx.add_proposal(old); !added) return tl::unexpected(added.error());
                    old.item = ItemId("tips/long-gone");
                    if (auto added = tx.add_proposal(old); !added) return tl::unexpected(added.error());
                    return {};
                  })
                  .has_value());
  EXPECT_NE(plain_text(list()).find("more on on-call"), std::string::npos);
  EXPECT_TRUE(has(approve(), "Press Edit"));
  EXPECT_TRUE(has(approve("ULEAD", "2"), "no longer in the library"));
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  save(idea());
  EXPECT_TRUE(has(approve(), "Approved"));
  EXPECT_TRUE(has(decline("It is gone.", "ULEAD", "2"), "is declined"));
  EXPECT_EQ(deliveries("@U1").size(), 2U);
}

TEST_F(Proposals, ButtonsOfWhatIsNotThereAreAnswered) {
  for (const char* id : {"99", "0", "", "x", "-1", "1;2"})
    for (const char* name : {"qyes", "qedt", "qdcl", "qshw"})
      EXPECT_FALSE(text_of(press({name, id, Binding::Member}, by("ULEAD"))).empty()) << name << id;
}

TEST_F(Proposals, HalfAYearIsLongEnough) {
  propose(idea());
  clock_.advance(store::kProposalsWait - seconds(1));
  dispatcher_->keep_house();
  EXPECT_EQ(proposal().state, Proposal::State::Waiting);
  clock_.advance(seconds(1));
  woken_ = 0;
  dispatcher_->keep_house();
  dispatcher_->keep_house();
  EXPECT_EQ(proposal().state, Proposal::State::Expired);
  EXPECT_GE(woken_, 1);
  EXPECT_EQ(deliveries("@U1").size(), 1U);
  EXPECT_NE(told().find("Nobody got round to"), std::string::npos);
  EXPECT_TRUE(has(approve(), "expired"));
  EXPECT_NE(plain_text(list()).find("Nothing is waiting"), std::string::npos);
}

TEST_F(Proposals, AreShownInPrivacyAndForgotten) {
  propose(idea());
  EXPECT_TRUE(has(type("privacy"), "What you suggested or said is wrong (1)"));
  EXPECT_TRUE(has(type("privacy export"), "Give credit twice: waiting: credit"));
  press({"frgt", "", Binding::Member});
  EXPECT_TRUE(has(approve(), "no longer there"));
  EXPECT_NE(plain_text(list()).find("Nothing is waiting"), std::string::npos);
}

TEST_F(Proposals, TheAuthorIsToldInTheirLanguageAtTheirAddress) {
  propose(idea());
  approve();
  ASSERT_EQ(deliveries("@U1").size(), 1U);
  EXPECT_EQ(deliveries("@U1").front().address, "address of C1");
  EXPECT_EQ(deliveries("@U1").front().key, "proposal/1");
}

TEST_F(Proposals, TheFileLiesInTheNearestLanguageOfTheContent) {
  Place place = by("U1");
  int number = 0;
  for (const char* language : {"en-GB", "nn-NO", "en"}) {
    place.language = language;
    send(form(place), idea("Said in " + std::string(language)), place);
    EXPECT_TRUE(has(approve("ULEAD", std::to_string(++number)), "_proposals/en/tips/said-in-")) << language;
  }
}

TEST_F(Proposals, ADatabaseThatIsAwayIsSaidPolitely) {
  propose(idea());
  store_->refuse_reads = true;
  EXPECT_TRUE(has(type("suggest list", by("ULEAD")), "try again in a minute"));
  EXPECT_TRUE(has(press({"qedt", "1", Binding::Member}, by("ULEAD")), "try again in a minute"));
  store_->refuse_reads = false;
  store_->refuse_writes = true;
  EXPECT_TRUE(has(approve(), "try again in a minute"));
  dispatcher_->keep_house();
  EXPECT_FALSE(fs::exists(folder_.path() / "_proposals"));
}

}  // namespace
}  // namespace allybot::handlers
