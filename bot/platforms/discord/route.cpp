#include "bot/platforms/discord/route.h"

#include "bot/core/check.h"
#include "bot/core/text.h"

namespace allybot::platforms::discord {
namespace {

constexpr std::size_t kMostIdDigits = 20;
constexpr std::size_t kMostToken = 512;
constexpr std::size_t kEndingCharacters = 2;

}  // namespace

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  text += replaces ? 'r' : '-';
  ((text += '\n') += application) += '\n';
  return ((text += token) += '\n') += before;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 2) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form, Asked::Typing, Asked::Event})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.replaces = parts[0][1] == 'r';
  route.application = parts[1];
  route.token = parts[2];
  route.before = parts[3];
  return route;
}

std::string Call::text() const { return std::string(1, static_cast<char>(kind)) + ' ' + where + '\n' + body; }

std::optional<Call> Call::read(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || end < 3 || text[1] != ' ') return std::nullopt;
  for (const Kind kind : {Kind::Post, Kind::Original, Kind::FollowUp})
    if (text[0] == static_cast<char>(kind))
      return Call{kind, std::string(text.substr(2, end - 2)), std::string(text.substr(end + 1))};
  return std::nullopt;
}

std::string CustomId::ending(std::size_t index) {
  BOT_CHECK(index < 26);
  return {'.', static_cast<char>('a' + static_cast<char>(index))};
}

std::optional<CustomId> CustomId::read(std::string_view text) {
  if (text.size() <= kEndingCharacters || text[text.size() - kEndingCharacters] != '.') return std::nullopt;
  text.remove_suffix(kEndingCharacters);
  const std::size_t border = text.rfind('@');
  if (border == std::string_view::npos) return std::nullopt;
  const std::string_view workspace = text.substr(border + 1);
  if (!workspace.empty() && !is_id(workspace)) return std::nullopt;
  return CustomId{std::string(text.substr(0, border)), std::string(workspace)};
}

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kMostIdDigits) return false;
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return true;
}

bool is_token(std::string_view text) {
  if (text.empty() || text.size() > kMostToken || text.front() == '.') return false;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain && c != '-' && c != '_' && c != '=' && c != '.') return false;
  }
  return true;
}

}  // namespace allybot::platforms::discord
