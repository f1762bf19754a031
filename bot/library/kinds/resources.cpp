#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind resources() {
  Kind kind;
  kind.name = "resources";
  kind.singular = "resource";
  kind.fields = fields_with({
      {"url", FieldForm::Address, &Item::url, true, 500, {}, "Where it is, an https address.", "https://example.org/"},
      {"publisher", FieldForm::Text, &Item::publisher, true, 120, {}, "Who published it.", "Example Publisher"},
      {"type",
       FieldForm::Choice,
       &Item::type,
       true,
       0,
       {"article", "report", "video", "guide", "tool", "course", "book", "podcast", "organisation", "campaign", "dataset",
        "pledge", "law"},
       "What sort of thing it is.",
       "article"},
      {"minutes", FieldForm::Number, &Item::minutes, true, 100000, {}, "Minutes that it takes, a whole number.", "10"},
      {"cost", FieldForm::Choice, &Item::cost, true, 0, {"free", "paid", "mixed"}, "What it costs.", "free"},
      {"checked_on",
       FieldForm::Day,
       &Item::checked_on,
       false,
       0,
       {},
       "When the link was last seen to work; content links writes it."},
  });
  kind.least_words = 60;
  kind.title_is_a_name = true;
  kind.sample_body =
      "Say in one sentence what it is and for whom it is worth the time. Then say what one learns there that one would not have\n"
      "guessed, in plain words, so that people can decide before they click.\n"
      "\n"
      "Tell what to watch: who made it, for which country, how old it is, and what it leaves out. If only a part of it is good,\n"
      "name the part. A short honest note is better than praise.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
