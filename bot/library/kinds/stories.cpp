#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind stories() {
  Kind kind;
  kind.name = "stories";
  kind.singular = "story";
  kind.fields = fields_with({}, false);
  kind.sample_body =
      "When did somebody at work make room for you, and how did you notice? Take a minute to think before anyone speaks.\n"
      "\n"
      "Then ask: what would it have taken to do the same for the next person who joined?\n"
      "\n"
      "Share the idea, not the name: what is said here may be used, who said it stays in the room.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
