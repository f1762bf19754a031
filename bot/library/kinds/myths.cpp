#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind myths() {
  Kind kind;
  kind.name = "myths";
  kind.singular = "myth";
  kind.drawn_unasked = true;
  kind.fields = fields_with({
      {"claim",
       FieldForm::Text,
       &Item::claim,
       true,
       280,
       {},
       "The sentence as people say it, a full sentence.",
       "Put here the sentence that one hears at the coffee machine."},
      {"verdict",
       FieldForm::Choice,
       &Item::verdict,
       true,
       0,
       {"myth", "mostly", "depends", "true"},
       "How it holds up: myth, mostly (mostly myth), depends, true.",
       "depends"},
  });
  kind.least_words = 60;
  kind.sample_body =
      "Say in the first sentence how the claim holds up, in the plainest words there are. Then tell what was found, by whom it "
      "was\n"
      "found and where, so that a sceptic can look it up in a minute.\n"
      "\n"
      "Say how sure we are. A small sample is a hint, and a large one in a single country is one country.\n"
      "\n"
      "Close with what would change our mind. A claim that nothing could shake is a creed, and this is a library.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
