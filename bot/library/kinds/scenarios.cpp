#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind scenarios() {
  Kind kind;
  kind.name = "scenarios";
  kind.singular = "scenario";
  kind.fields = fields_with({
      {"situation",
       FieldForm::Text,
       &Item::situation,
       true,
       280,
       {},
       "What happens, as one would tell it to a friend.",
       "\"A good point is passed over, and comes back from somebody else ten minutes later.\""},
      {"now",
       FieldForm::Text,
       &Item::now,
       true,
       280,
       {},
       "Words for this moment, to be said aloud.",
       "\"That is the point from the start of the call. Would you take it further?\""},
      {"afterwards",
       FieldForm::Text,
       &Item::afterwards,
       true,
       280,
       {},
       "Words for later, one to one.",
       "\"You picked up her point and made it better. Next time, would you name her?\""},
      {"with_manager",
       FieldForm::Text,
       &Item::with_manager,
       true,
       280,
       {},
       "Words for a talk with the manager.",
       "\"Could we note in the minutes who brought a point up?\""},
  });
  kind.sample_body =
      "Choose by how sure you are and by who is in the room. The first line is for small things that can be put right in one\n"
      "breath. The second is kinder where somebody would lose face. Keep the third for what comes back again and again, and ask\n"
      "the person it is about before you use it.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
