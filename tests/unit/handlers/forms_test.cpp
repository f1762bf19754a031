#include "handlers/forms.h"

#include <algorithm>

#include "handlers/match.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

constexpr const char* kTip = "tips/say-whose-idea";

class Forms : public BotTest {
 protected:
  Forms() {
    admin_.member = "UADMIN";
    members_["UADMIN"] = {};
    const Form note = std::get<OpenForm>(press({"wrng", kTip, Binding::Member})).form;
    send(note, {{"text", "The year is 2018."}});  // the first proposal
  }

  bool answers_with_a_form(const Entry& entry) {
    for (const char* object : {"", kTip, "1"}) {
      const Action action{std::string(entry.name), object, Binding::Member};
      clock_.advance(std::chrono::minutes(1));  // within what a member may ask for
      for (const Inbound& inbound : {Inbound(Press{origin(admin_), action, Press::Standing::Good, true}),
                                     Inbound(FormSubmitted{origin(admin_), action, Press::Standing::Good, {}})})
        if (const auto handled = dispatcher_->handle(inbound, [](const Reply&) { return std::string(); });
            std::holds_alternative<Reply>(handled) && std::holds_alternative<OpenForm>(std::get<Reply>(handled)))
          return true;
    }
    return false;
  }

  Place admin_;
};

TEST_F(Forms, AreOpenedByTheActionsThatTheRegistrySaysAndByNoOther) {
  for (const bool opens : {true, false})  // the others change what those need
    for (const Entry& entry : action_entries()) {
      if (opens_form({std::string(entry.name), {}, Binding::Member}) != opens) continue;
      EXPECT_EQ(answers_with_a_form(entry), opens) << entry.name;
    }
}

TEST_F(Forms, AreKnownToTheRowOfWhatTheySend) {
  for (const Entry& entry : action_entries()) {
    if (!opens_form({std::string(entry.name), {}, Binding::Member})) continue;
    for (const char* object : {"", kTip, "1"}) {
      const Reply reply = press({std::string(entry.name), object, Binding::Member}, admin_);
      const auto* opened = std::get_if<OpenForm>(&reply);
      if (opened == nullptr) continue;
      const Entry* sent = action_entry(opened->form.on_submit.name);
      ASSERT_NE(sent, nullptr) << entry.name;
      EXPECT_EQ(sent->form, entry.read) << entry.name;
    }
  }
  const Entry* idea = action_entry(std::get<OpenForm>(type("suggest")).form.on_submit.name);
  ASSERT_NE(idea, nullptr);
  EXPECT_NE(idea->form, nullptr) << "opened by a command alone";
}

TEST_F(Forms, AreMarkedOnTheButtonsOfAnswersAndNotOnOthers) {
  const Card card = ask("tip whose idea");
  ASSERT_FALSE(card.buttons.empty());
  EXPECT_TRUE(std::any_of(card.buttons.begin(), card.buttons.end(), [](const Button& button) { return button.opens_form; }));
  for (const Button& button : card.buttons) EXPECT_EQ(button.opens_form, button.action.name == "wrng") << button.label;
}

TEST_F(Forms, AreMarkedOnWhatIsStoredWithARequest) {
  Place place;
  place.request = "R1";
  std::optional<Reply> stored;
  dispatcher_->handle(Command{origin(place), "me zone Berlin", Command::Entry::Slash}, [&](const Reply& reply) {
    stored = reply;
    return std::string("stored");
  });
  ASSERT_TRUE(stored);
  const Card card = card_of(*stored);
  const auto found =
      std::find_if(card.buttons.begin(), card.buttons.end(), [](const Button& b) { return b.action.name == "mefo"; });
  ASSERT_NE(found, card.buttons.end());
  EXPECT_TRUE(found->opens_form);
}

TEST_F(Forms, AreMarkedOnPosts) {
  const Card nudge = [&] {
    store::Plan plan;
    plan.channel = channel("C1");
    plan.kinds = {"tips"};
    const auto drawn =
        store::read<Dispatcher::Nudge>(*kept_, [&](store::Reader& tx) { return dispatcher_->draw(plan, clock_.now(), tx); });
    return drawn ? drawn->card : Card();
  }();
  press({"shar", kTip, Binding::Member});
  for (const Card& card : {nudge, posted_}) {
    ASSERT_FALSE(card.buttons.empty());
    for (const Button& button : card.buttons) EXPECT_EQ(button.opens_form, button.action.name == "wrng") << button.label;
  }
}

TEST_F(Forms, ComeAgainWithWhatWasTypedWhenSomethingIsWrong) {
  const Form form = std::get<OpenForm>(press({"mefo", "home", Binding::Member})).form;
  const Reply reply = send(form, {{"zone", "Atlantis"}, {"region", "DE"}, {"audience", "managers"}, {"moon", "full"}});
  ASSERT_TRUE(std::holds_alternative<FormProblems>(reply));
  const auto& again = std::get<FormProblems>(reply).form;
  ASSERT_TRUE(again);
  EXPECT_EQ(again->title, form.title);
  EXPECT_EQ(again->on_submit, form.on_submit);
  ASSERT_EQ(again->fields.size(), form.fields.size());
  for (const Field& field : again->fields)
    EXPECT_EQ(field.initial, field.name == "zone"       ? "Atlantis"
                             : field.name == "region"   ? "DE"
                             : field.name == "audience" ? "managers"
                                                        : "")
        << field.name;
}

TEST_F(Forms, DoNotComeAgainWhenTheyCannotBeOpenedAnyMore) {
  const Form form = std::get<OpenForm>(press({"wrng", kTip, Binding::Member})).form;
  Form gone = form;
  gone.on_submit.object = "tips/none-such";
  const Reply reply = send(gone, {{"text", ""}});
  ASSERT_TRUE(std::holds_alternative<FormProblems>(reply));
  EXPECT_FALSE(std::get<FormProblems>(reply).form);
}

}  // namespace
}  // namespace allybot::handlers
