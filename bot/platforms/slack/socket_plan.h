// When to open a connection of Socket Mode and when to let one go: two at a time, so that one may end without a loss.
// Must never ask a clock or a host: it is told what happened, and what time it is (a Clock's uptime()).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/core/back_off.h"

namespace allybot::platforms::slack {

/// https://docs.slack.dev/apis/events-api/using-socket-mode
class SocketPlan {
 public:
  explicit SocketPlan(Random& random) : random_(random) {}

  /// Whether an address for one more connection is to be asked for now. At most once a minute while one connection stands, which
  /// is what Slack grants; sooner, with growing pauses, while none does.
  bool wants_address(milliseconds now) const;
  void asked(milliseconds now);
  /// apps.connections.open said no with Slack's word, or nobody answered; `wait` is at least how long Slack wants.
  void refused(const std::string& error, milliseconds wait, milliseconds now);

  /// An address was told: the number of the connection that is opened now.
  int opening(milliseconds now);
  void greeted(int line, milliseconds now);
  /// It is going to end, by Slack's own doing: it still takes what comes, and another one is opened beside it.
  void leaving(int line, milliseconds now);
  /// Socket Mode was switched off.
  void disabled(milliseconds now);
  void over(int line, const std::string& why, milliseconds now);

  /// Connections that were told to leave long ago and are still there, and those that Slack never greeted.
  std::vector<int> overdue(milliseconds now) const;
  /// Why nothing can come in; empty while a connection stands, and before the first has been tried.
  const std::string& trouble() const { return trouble_; }
  std::size_t standing() const;

 private:
  enum class State { Opening, Standing, Leaving };
  struct Line {
    State state = State::Opening;
    milliseconds since{};
  };
  bool has(State state) const;
  void fail(milliseconds now);
  void note_trouble(std::string why);

  Random& random_;
  std::map<int, Line> lines_;
  int last_line_ = 0;
  bool asking_ = false;
  milliseconds asked_{};
  milliseconds not_before_{};  ///< a pause that holds whatever stands
  int failures_ = 0;           ///< in a row
  std::string trouble_;
};

}  // namespace allybot::platforms::slack
