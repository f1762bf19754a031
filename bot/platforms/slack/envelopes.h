// Envelopes of the last minutes, so that one that Slack sends again, on whichever connection, is carried out and answered once.
// Must never grow beyond its bounds.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "bot/core/time.h"

namespace allybot::platforms::slack {

/// One thread's.
class Envelopes {
 public:
  enum class Came { New, AtWork, Answered };
  /// It came over this connection; when it is at work, the answer will be wanted there.
  Came take(const std::string& envelope, int line, milliseconds now);
  /// The connection that waits for the answer; nothing when none is owed.
  std::optional<int> wanted_on(const std::string& envelope) const;
  /// What a repeat gets from now on.
  void answered(const std::string& envelope, std::string answer);
  /// As if it had never come: nobody took it.
  void forget(const std::string& envelope);
  const std::string& answer_of(const std::string& envelope) const { return kept_.at(envelope).answer; }
  std::size_t at_work() const { return at_work_; }

 private:
  struct Kept {
    int line = 0;
    bool is_answered = false;
    std::string answer;
    milliseconds since{};
  };
  std::map<std::string, Kept> kept_;
  std::deque<std::string> order_;
  std::size_t at_work_ = 0;
};

}  // namespace allybot::platforms::slack
