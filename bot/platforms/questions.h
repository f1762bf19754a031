// A form as questions in a conversation: one at a time, each answer checked as a form would check it.
// Must never be asked where others read, and never say more of an answer than what is wrong with it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/form.h"
#include "bot/core/inbound.h"
#include "bot/core/reply.h"

namespace allybot::platforms {

class Questions {
 public:
  /// The adapter's own sentences by key.
  using Say = std::function<std::string(std::string_view key)>;

  /// `asked_in` is where the form was asked for: what is sent is about that place.
  Questions(Form form, Origin asked_in);

  bool done() const { return left_.empty(); }
  /// The next question, while there is one.
  Card next(const Say& say) const;
  /// Takes an answer to it: a value, the number of a choice, "=" for what was there, "-" for nothing. An answer that cannot be
  /// leaves the question open, with what is wrong before it.
  void answer(std::string_view text, const Say& say);
  /// Once done.
  FormSubmitted sent(RequestId request) const;
  /// Asks those fields again; false when the form has none of them.
  bool ask_again(const FormProblems& problems);

 private:
  const Field& field() const { return form_.fields[left_.front()]; }
  /// The value that was meant; else `problem` says why not.
  std::string read(std::string_view text, const Say& say, std::string& problem) const;

  Form form_;
  Origin asked_in_;
  std::map<std::string, std::string> values_;
  std::map<std::string, std::string> problems_;
  std::vector<std::size_t> left_;  ///< fields to ask for, the next one first
};

/// "cancel", in English or as `say` has it.
bool is_cancel(std::string_view text, const Questions::Say& say);

}  // namespace allybot::platforms
