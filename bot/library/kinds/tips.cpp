#include "bot/library/kind.h"

namespace allybot::library::kind_table {

Kind tips() {
  Kind kind;
  kind.name = "tips";
  kind.singular = "tip";
  kind.drawn_unasked = true;
  kind.fields = fields_with({});
  kind.least_words = 60;
  kind.sample_body =
      "Say first what to do, in words that a busy colleague reads once. Name the place where it happens: a review, a stand-up, "
      "a\n"
      "call. Give the sentence that one can say aloud, in quotes, so that nobody has to invent it on the spot.\n"
      "\n"
      "Then say why it helps, and how sure we are. One reason is enough. If a number is in it, list its source\n"
      "above and tell its limit. Stop before the reader does.\n";
  return kind;
}

}  // namespace allybot::library::kind_table
