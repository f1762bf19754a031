// A form as platforms with dialogs show it, and as a question-and-answer fallback elsewhere.
// Must never ask for more than the field limits below: what one platform cannot show, no form may need.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bot/core/card.h"

namespace allybot {

struct Choice {
  std::string value;  ///< at most 75 characters
  std::string label;
};

struct Field {
  enum class Kind { Text, LongText, Choose };
  std::string name;   ///< [a-z]+; the key of the submitted value
  std::string label;  ///< at most 24 code points
  Kind kind = Kind::Text;
  std::string hint;  ///< at most 150 code points
  std::string initial;
  std::vector<Choice> choices;  ///< for Choose, at most 100
  bool optional = false;
  std::size_t max_length = 150;
};

struct Form {
  std::string title;  ///< at most 24 code points
  std::string intro;
  std::string submit;  ///< label of the button that sends it
  std::vector<Field> fields;
  Action on_submit;  ///< what a submission means; always bound to the member
};

}  // namespace allybot
