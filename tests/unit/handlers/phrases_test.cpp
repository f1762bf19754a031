// Every sentence that the handlers may say is in phrases.yaml: a missing one would reach people as its key.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "handlers/registry.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

class Phrases : public BotTest {
 protected:
  void expect_said(const std::string& key) { EXPECT_NE(library_->phrase("en", key), key); }
  const std::shared_ptr<const library::Library> library_ = content();
};

/// The literal keys in calls such as say("tip.came-round"), without those that are completed at run time ("kind.").
std::set<std::string> keys_in_sources() {
  std::set<std::string> keys;
  for (const auto& entry : std::filesystem::directory_iterator(fakes::source_dir() + "/handlers")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const std::string source = text.str();
    for (const std::string call : {"say(\"", "line(\"", "paragraph(\"", "note(\""}) {
      for (std::size_t at = source.find(call); at != std::string::npos; at = source.find(call, at + 1)) {
        const std::size_t begin = at + call.size();
        const std::string key = source.substr(begin, source.find('"', begin) - begin);
        if (key.find('.') != std::string::npos && key.back() != '.' && key.back() != '-') keys.insert(key);
      }
    }
  }
  return keys;
}

TEST_F(Phrases, HaveEveryKeyThatTheSourcesName) {
  const auto keys = keys_in_sources();
  EXPECT_GT(keys.size(), 150U) << "the search still finds the calls";
  for (const std::string& key : keys) expect_said(key);
}

TEST_F(Phrases, HaveEveryKeyThatIsPutTogether) {
  const auto each = [&](const std::string& before, std::initializer_list<const char*> names) {
    for (const char* name : names) expect_said(before + name);
  };
  for (const char* verdict : {"myth", "mostly", "depends", "true"})
    each(std::string("verdict.") + verdict + '.', {"none", "myth", "fact"});
  each("sure.", {"strong", "moderate", "limited", "contested", "mixed"});
  each("confidence.", {"strong", "moderate", "limited", "contested"});
  for (const char* before : {"kind.", "kinds."})
    each(before, {"tips", "myths", "resources", "exercises", "stories", "pledges", "scenarios"});
  each("type.", {"article", "report", "video", "guide", "tool", "course", "book", "podcast", "organisation", "campaign",
                 "dataset", "pledge", "law"});
  each("cost.", {"free", "paid", "mixed"});
  each("people.", {"alone", "pairs", "group"});
  each("from.", {"asked", "plan", "channel", "member", "platform", "setting"});
  each("audience.", {"everyone", "managers", "executives", "newcomers", "parents", "erg-leads"});
  for (const char* before : {"privacy.what.", "privacy.why."})
    each(before, {"seen", "feedback", "note", "settings", "lead", "plan", "delivery", "feed", "audit", "request"});
  each("plan.not-posted-", {"quiet", "budget", "paused", "skipped", "no-such-date", "broken", "other", "holiday", "weekend",
                            "blackout", "doubled", "quiet-hours"});
  for (const char* before : {"attention.title-", "attention.how-", "attention.number-"}) each(before, {"budget", "quiet"});
  for (const char* before : {"me.", "me.hint-", "me.how-"}) each(before, {"zone", "language", "region", "audience"});
  each("plan.days-off.",
       {"skip-holidays", "before-holidays", "after-holidays", "skip-days-off", "before-days-off", "after-days-off"});
  each("plan.late-", {"once", "never"});
  each("plan.moved-", {"holiday", "weekend", "quiet-hours"});
  each("channel.how-", {"zone", "language", "region"});
  for (const char* before : {"plan.form-", "plan.form-hint-"}) each(before, {"when", "kinds", "topics", "zone", "until"});
  for (const char* before : {"why.", "do."})
    each(before, {"archived", "not_invited", "not_found", "person", "not_permitted", "kept_failing", "no_answer", "late",
                  "decided", "nothing_to_draw", "other"});
  for (const char* before : {"wrong.", "suggest."}) each(before, {"form-title", "form-label", "form-hint"});
  for (const char* before : {"suggest.form-", "suggest.form-hint-"}) each(before, {"name", "kind", "topic", "link"});
  each("proposal.", {"told-approved", "told-declined", "told-expired", "told-title", "told-title-wrong", "step-edit", "step-mend",
                     "read-only", "not-ready"});
  each("note.", {"suggestion-title", "wrong-title", "wrong-thanks", "suggest-thanks"});
}

TEST_F(Phrases, NameEveryVerb) {
  for (const Entry& entry : command_entries()) {
    expect_said("verb." + std::string(entry.name));
    for (const Entry& part : entry.parts) expect_said("verb." + std::string(entry.name) + '.' + std::string(part.name));
  }
  for (const char* key : {"words.off", "words.on", "words.none", "words.all", "words.revoke"}) expect_said(key);
  for (const char* barrier : {"apathy", "fear", "know-how", "peer-pressure"})
    expect_said(std::string("words.barrier.") + barrier);
  for (const char* audience : {"everyone", "managers", "executives", "newcomers", "parents", "erg-leads"})
    expect_said(std::string("words.audience.") + audience);
}

TEST_F(Phrases, HaveEachFormOfACount) {
  for (const char* key : {"card.minutes", "mine.spread", "quiet.too-long", "attention.week", "attention.now-budget",
                          "attention.now-quiet", "days.ahead", "days.behind", "plan.over-budget"})
    for (const char* form : {".one", ".other"}) expect_said(std::string(key) + form);
  const Speaker english{*library_, "en"};
  EXPECT_EQ(english.say_counted("card.minutes", 1), "1 minute");
  EXPECT_EQ(english.say_counted("card.minutes", 5), "5 minutes");
  EXPECT_EQ((Speaker{*library_, "pl"}.say_counted("card.minutes", 3)), "3 minutes") << "a form that is not there is .other";
}

TEST_F(Phrases, HaveASentenceForEachError) {
  for (const Code code : {Code::Invalid, Code::Unauthorized, Code::Forbidden, Code::NotFound, Code::Conflict, Code::TooLarge,
                          Code::TooMany, Code::Unavailable, Code::Ambiguous, Code::Gone, Code::Unsupported, Code::Internal})
    expect_said(std::string("error.") + name_of(code));
}

TEST_F(Phrases, FitTheButtonsAndForms) {
  for (const char* key : {"button.useful", "button.not-for-me", "button.one-privately", "button.privacy", "button.vote-myth"})
    EXPECT_LE(library_->phrase("en", key).size(), 30U) << key;
  for (const char* key : {"wrong.form-title", "suggest.form-title", "me.title", "plan.form-title", "wrong.form-label",
                          "plan.form-when", "suggest.form-name", "suggest.form-kind", "suggest.form-topic", "suggest.form-label",
                          "suggest.form-link", "proposal.form-title", "proposal.reason-title", "proposal.reason-label"})
    EXPECT_LE(library_->phrase("en", key).size(), 24U) << key;
}

}  // namespace
}  // namespace allybot::handlers
