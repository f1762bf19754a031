#include "bot/platforms/matrix/route.h"

#include <algorithm>

#include "bot/core/text.h"
#include "bot/http/ascii.h"
#include "bot/http/message.h"

namespace allybot::platforms::matrix {
namespace {

constexpr std::size_t kMostId = 255;

bool is_made_of(std::string_view text, std::string_view more) {
  return !text.empty() && text.size() <= kMostId && std::all_of(text.begin(), text.end(), [more](char c) {
    return http::is_letter(c) || http::is_digit(c) || more.find(c) != std::string_view::npos;
  });
}

int hex_digit(char c) {
  if (http::is_digit(c)) return c - '0';
  c = http::to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string Route::text() const {
  std::string text(1, static_cast<char>(asked));
  for (const std::string* part : {&room, &thread, &event}) (text += '\n') += *part;
  return text;
}

Route Route::read(std::string_view text) {
  Route route;
  const auto parts = split(text, '\n');
  if (parts.size() != 4 || parts[0].size() != 1) return route;
  for (const Asked kind : {Asked::Command, Asked::Press, Asked::Form})
    if (parts[0][0] == static_cast<char>(kind)) route.asked = kind;
  route.room = parts[1];
  route.thread = parts[2];
  route.event = parts[3];
  return route;
}

std::string Call::text() const { return where + '\n' + transaction + '\n' + content; }

Call Call::read(std::string_view text) {
  Call call;
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos) return call;
  call.where = text.substr(0, first);
  call.transaction = text.substr(first + 1, second - first - 1);
  call.content = text.substr(second + 1);
  return call;
}

bool is_user_id(std::string_view text) {
  if (text.size() < 4 || text.size() > kMostId || text.front() != '@') return false;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 1) return false;
  const std::string_view name = text.substr(1, colon - 1);
  return is_made_of(text.substr(colon + 1), "-.:[]") && std::all_of(name.begin(), name.end(), [](char c) {
           return c > ' ' && c <= '~' && c != '<' && c != '>' && c != '|' && c != ',' && c != '@' && c != '"';
         });
}

bool is_room_id(std::string_view text) { return !text.empty() && text[0] == '!' && is_made_of(text.substr(1), "-_.=+~:[]"); }

bool is_event_id(std::string_view text) { return !text.empty() && text[0] == '$' && is_made_of(text.substr(1), "-_.=+~/:[]"); }

MemberId member_of(std::string_view user) {
  std::string id;
  for (const char c : user.substr(1)) {
    if (c == '/')
      id += "%2F";
    else if (c == '%')
      id += "%25";
    else
      id += c;
  }
  return MemberId(std::move(id));
}

std::string user_of(const MemberId& member) { return '@' + decoded(member.str()); }

bool is_member_id(std::string_view text) {
  return text.find('/') == std::string_view::npos && is_user_id('@' + decoded(text)) &&
         member_of('@' + decoded(text)).str() == text;
}

std::string_view server_of(std::string_view user) {
  const std::size_t colon = user.find(':');
  return colon == std::string_view::npos ? std::string_view() : user.substr(colon + 1);
}

std::string workspace_of(std::string_view server) {
  const std::size_t colon = server.rfind(':');
  const std::size_t bracket = server.rfind(']');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon);
  return std::string(has_port ? server.substr(0, colon) : server);
}

std::string encoded(std::string_view text) { return http::form_encode(text); }

std::string decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[at + 2]) : -1;
    if (low < 0) {
      out += text[at];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return out;
}

std::string link_to(std::string_view room) { return "https://matrix.to/#/" + encoded(room); }

}  // namespace allybot::platforms::matrix
