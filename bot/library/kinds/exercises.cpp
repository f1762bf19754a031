#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind exercises() {
  Kind kind;
  kind.name = "exercises";
  kind.singular = "exercise";
  kind.fields = fields_with({
      {"minutes", FieldForm::Number, &Item::minutes, true, 600, {}, "Minutes that it takes, a whole number.", "10"},
      {"people",
       FieldForm::Choice,
       &Item::people,
       true,
       0,
       {"alone", "pairs", "group"},
       "Who does it: alone, in pairs, in a group.",
       "pairs"},
  });
  kind.needs_steps = true;
  kind.sample_body =
      "Take a sheet of paper and ten minutes in which nobody needs you.\n"
      "\n"
      "1. Write down one thing at work that went well for you this year.\n"
      "2. Note what you did for it, and what others did.\n"
      "3. Ask your partner the same, and only listen.\n"
      "4. Pick one kind of help that you had and that you could give.\n"
      "5. Put a name and a day next to it.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
