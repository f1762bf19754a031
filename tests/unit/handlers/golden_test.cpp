// Each verb as people see it, against tests/golden/handlers/<verb>.txt. ALLYBOT_REFRESH_GOLDEN=1 writes the files anew, for
// review.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "handlers/registry.h"
#include "tests/fakes/source_dir.h"
#include "tests/unit/handlers/bot_fixture.h"

namespace allybot::handlers {
namespace {

/// A command that shows what the verb does.
std::string command_for(std::string_view verb) {
  static constexpr std::pair<std::string_view, std::string_view> kWords[] = {{"tip", "whose idea"}, {"myth", "interruptions"},
                                                                             {"find", "meetings"},  {"source", "EV-INT-01"},
                                                                             {"schedule", "list"},  {"lead", "list"}};
  std::string text(verb);
  for (const auto& [name, words] : kWords)
    if (name == verb) text.append(" ").append(words);
  return text;
}

std::string shown_form(const Form& form) {
  std::string text = form.title + "\n" + form.intro + '\n';
  for (const Field& field : form.fields) text += field.name + ": " + field.label + " (" + field.hint + ")\n";
  return text + '[' + form.submit + '|' + form.on_submit.name + "]\n";
}

class Golden : public BotTest {
 protected:
  void compare(const std::string& name, const std::string& shown) {
    const std::string path = fakes::source_dir() + "/tests/golden/handlers/" + name + ".txt";
    if (std::getenv("ALLYBOT_REFRESH_GOLDEN") != nullptr) std::ofstream(path) << shown;
    std::ifstream file(path);
    ASSERT_TRUE(file.good()) << "no golden file " << path;
    std::stringstream kept;
    kept << file.rdbuf();
    EXPECT_EQ(shown, kept.str()) << name;
  }
};

TEST_F(Golden, EveryVerbLooksAsReviewed) {
  for (const Entry& entry : command_entries()) {
    const Reply reply = type(command_for(entry.name));
    const auto* form = std::get_if<OpenForm>(&reply);
    compare(std::string(entry.name), form != nullptr ? shown_form(form->form) : shown(card_of(reply)));
  }
}

TEST_F(Golden, WhatHasNoVerbLooksAsReviewed) {
  compare("hello", shown(ask("hello")));
  compare("did-you-mean", shown(ask("tpi meetings")));
  compare("reveal", shown(card_of(press({"myth", "myths/interrupt-33", Binding::Member}))));
}

TEST_F(Golden, NoSentenceIsMissing) {
  // A phrase that is missing comes back as its key: "help.tip".
  const auto library = content();
  const auto check = [&](const Entry& entry) {
    EXPECT_EQ(library->phrase("en", entry.help_key), entry.help) << "phrases.yaml and the registry say the same";
  };
  for (const Entry& entry : command_entries()) {
    check(entry);
    EXPECT_NE(library->phrase("en", std::string(entry.help_key) + ".more"), std::string(entry.help_key) + ".more");
    for (const Entry& part : entry.parts) check(part);
  }
}

}  // namespace
}  // namespace allybot::handlers
