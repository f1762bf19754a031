#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind pledges() {
  Kind kind;
  kind.name = "pledges";
  kind.singular = "pledge";
  kind.fields = fields_with({
      {"if",
       FieldForm::Text,
       &Item::if_,
       true,
       200,
       {},
       "A situation that will really happen, in the first person.",
       "\"I am asked to do this small thing once more\""},
      {"then",
       FieldForm::Text,
       &Item::then_,
       true,
       200,
       {},
       "One act that is under one's own control, beginning with I will.",
       "\"I will do the other small thing first\""},
  });
  kind.sample_body =
      "A plan with a moment in it is kept more often than a good wish. Pick a moment that you cannot miss, and an act that takes "
      "a\n"
      "minute and needs nobody's leave.\n"
      "\n"
      "Tell one person about it, write it where you will see it, and look at it again in a month.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
