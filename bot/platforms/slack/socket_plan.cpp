#include "bot/platforms/slack/socket_plan.h"

#include <algorithm>
#include <array>

namespace allybot::platforms::slack {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kWanted = 2;
constexpr milliseconds kBetweenAddresses = minutes(1);
constexpr milliseconds kLastsLong = minutes(1);      ///< a connection that lasted so long has not failed
constexpr milliseconds kUntilOverdue = seconds(30);  ///< Slack itself ends it about ten seconds after it said so
constexpr milliseconds kUntilMended = minutes(5);
constexpr Pauses kPauses{seconds(5), minutes(5), seconds(1)};

/// Nothing but an operator can mend these.
constexpr std::array kHopeless = {"not_authed",    "invalid_auth",           "account_inactive",       "token_revoked",
                                  "token_expired", "user_removed_from_team", "team_disabled",          "missing_scope",
                                  "no_permission", "access_denied",          "not_allowed_token_type", "forbidden_team",
                                  "app_not_found"};

}  // namespace

bool SocketPlan::has(State state) const {
  return std::any_of(lines_.begin(), lines_.end(), [state](const auto& line) { return line.second.state == state; });
}

std::size_t SocketPlan::standing() const {
  return static_cast<std::size_t>(
      std::count_if(lines_.begin(), lines_.end(), [](const auto& line) { return line.second.state == State::Standing; }));
}

bool SocketPlan::wants_address(milliseconds now) const {
  // One after the other: a call whose connection does not stand yet is no reason for the next.
  if (asking_ || has(State::Opening) || standing() >= kWanted || now < not_before_) return false;
  return standing() == 0 || now - asked_ >= kBetweenAddresses;
}

void SocketPlan::asked(milliseconds now) {
  asking_ = true;
  asked_ = now;
}

void SocketPlan::refused(const std::string& error, milliseconds wait, milliseconds now) {
  asking_ = false;
  if (std::find(kHopeless.begin(), kHopeless.end(), error) != kHopeless.end()) {
    not_before_ = now + kUntilMended;
    note_trouble("Slack refuses SLACK_APP_TOKEN (" + error + "). 'allybot doctor' says how to mend it.");
    return;
  }
  fail(now);
  not_before_ = std::max(not_before_, now + wait);
  note_trouble("no address for a Socket Mode connection (" + error + "); it is tried again.");
}

int SocketPlan::opening(milliseconds now) {
  asking_ = false;
  lines_[++last_line_] = {State::Opening, now};
  return last_line_;
}

void SocketPlan::greeted(int line, milliseconds now) {
  const auto found = lines_.find(line);
  if (found == lines_.end() || found->second.state != State::Opening) return;
  found->second = {State::Standing, now};
  trouble_.clear();
}

void SocketPlan::leaving(int line, milliseconds now) {
  const auto found = lines_.find(line);
  if (found == lines_.end() || found->second.state == State::Leaving) return;
  found->second = {State::Leaving, now};
  failures_ = 0;  // by Slack's own plan
}

void SocketPlan::disabled(milliseconds now) {
  for (auto& [number, line] : lines_)
    if (line.state != State::Leaving) line = {State::Leaving, now};
  not_before_ = now + kUntilMended;
  trouble_ = "Socket Mode is switched off in the app's settings. Switch it on there; it is tried again every five minutes.";
}

void SocketPlan::over(int line, const std::string& why, milliseconds now) {
  const auto found = lines_.find(line);
  if (found == lines_.end()) return;
  const Line was = found->second;
  lines_.erase(found);
  if (was.state == State::Leaving) return;
  if (was.state == State::Standing && now - was.since >= kLastsLong)
    failures_ = 0;
  else
    fail(now);
  note_trouble("the Socket Mode connection ended (" + why + "); it is tried again.");
}

std::vector<int> SocketPlan::overdue(milliseconds now) const {
  std::vector<int> lines;
  for (const auto& [number, line] : lines_)
    if (line.state != State::Standing && now - line.since >= kUntilOverdue) lines.push_back(number);
  return lines;
}

void SocketPlan::fail(milliseconds now) { not_before_ = std::max(not_before_, now + back_off(++failures_, kPauses, random_)); }

void SocketPlan::note_trouble(std::string why) {
  if (standing() == 0 && !has(State::Leaving)) trouble_ = std::move(why);
}

}  // namespace allybot::platforms::slack
