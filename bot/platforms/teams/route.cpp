#include "bot/platforms/teams/route.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"

namespace allybot::platforms::teams {
namespace {

constexpr std::size_t kMostMember = 200;
constexpr std::size_t kMostConversation = 250;
constexpr std::size_t kMostActivity = 128;
constexpr std::string_view kPerson = "29:";

bool is_in(char c, std::string_view more) {
  return http::is_letter(c) || http::is_digit(c) || more.find(c) != std::string_view::npos;
}

bool is_made_of(std::string_view text, std::size_t most, std::string_view more) {
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), [more](char c) { return is_in(c, more); });
}

}  // namespace

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  for (const std::string* part : {&conversation, &card, &place_name}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 1) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form, Asked::Search, Asked::Dialog})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.conversation = parts[1];
  route.card = parts[2];
  route.place_name = parts[3];
  return route;
}

std::string Call::text() const {
  std::string text(1, static_cast<char>(what));
  for (const std::string* part : {&service, &conversation, &activity, &body}) (text += '\n') += *part;
  return text;
}

Call Call::read(std::string_view text) {
  Call call;
  std::string_view lines[4];
  for (std::string_view& line : lines) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return call;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (lines[0] == std::string_view("u"))
    call.what = What::Update;
  else if (lines[0] != std::string_view("p"))
    return call;
  call.service = lines[1];
  call.conversation = lines[2];
  call.activity = lines[3];
  call.body = text;
  return call;
}

ChannelId direct_channel(const MemberId& member) { return ChannelId('@' + member.str()); }

bool is_direct_channel(const ChannelId& channel) { return !channel.empty() && channel.str().front() == '@'; }

bool is_member_id(std::string_view text) {
  return text.substr(0, kPerson.size()) == kPerson && is_made_of(text.substr(kPerson.size()), kMostMember, "-_");
}

bool is_conversation_id(std::string_view text) {
  return is_made_of(text, kMostConversation, ":@._-=+~!") && text.front() != '@' && text.find(':') != std::string_view::npos;
}

bool is_activity_id(std::string_view text) { return is_made_of(text, kMostActivity, ":._-|"); }

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = http::to_lower(text[i]);
    if (dash ? c != '-' : !(http::is_digit(c) || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

std::string_view without_thread(std::string_view conversation) { return conversation.substr(0, conversation.find(';')); }

}  // namespace allybot::platforms::teams
