// What a member's Google Chat makes of the answer to an event of a dialog: opens it, keeps it, closes it, or gives up.
// https://developers.google.com/workspace/chat/dialogs
// Must never share code with the adapter that answers, and never be more forgiving than the real one.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace allybot::fakes {

class ChatDialog {
 public:
  /// `answer` is the body of the answer to REQUEST_DIALOG or SUBMIT_DIALOG.
  explicit ChatDialog(const std::string& answer);

  bool is_open() const { return !card_.empty(); }
  /// JSON of the card in it; empty when it is closed.
  const std::string& card() const { return card_; }
  /// What is said in passing when it closes.
  const std::string& said() const { return said_; }
  /// Empty unless Google Chat would have refused the answer, or said that the app cannot process the request.
  const std::vector<std::string>& complaints() const { return complaints_; }

  /// All that can be read in it.
  std::string text() const;
  /// The value behind a button; empty when there is none of that name.
  std::string value_of(const std::string& button) const;
  /// What stands in its inputs once `typed` is in them, as JSON of an event's form inputs.
  std::string inputs(const std::map<std::string, std::string>& typed) const;

 private:
  std::string card_, said_;
  std::vector<std::string> complaints_;
};

}  // namespace allybot::fakes
