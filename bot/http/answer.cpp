#include "bot/http/answer.h"

#include <algorithm>
#include <array>

#include "bot/core/log.h"
#include "bot/http/ascii.h"
#include "bot/http/status.h"

namespace allybot::http {
namespace {

bool is_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f'); });
}

bool is_ours(std::string_view name) {
  return equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "transfer-encoding") ||
         equal_ignoring_case(name, "connection") || equal_ignoring_case(name, "date");
}

void add(std::string& into, std::string_view name, std::string_view value) {
  into.append(name).append(": ").append(value).append("\r\n");
}

/// Two decimal digits.
void add_two(std::string& into, unsigned number) {
  into += static_cast<char>('0' + number / 10);
  into += static_cast<char>('0' + number % 10);
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

void write_head(std::string& into, const Response& response, const AnswerRules& rules) {
  into.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_of(response.status)).append("\r\n");
  if (!rules.date.empty()) add(into, "Date", rules.date);
  if (!response.content_type.empty() && is_line(response.content_type)) add(into, "Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name)) continue;
    if (name.empty() || !is_line(name) || !is_line(value)) {
      log::error("header_left_out", {{"why", "line break in a header of an answer"}});
      continue;
    }
    add(into, name, value);
  }
  if (may_have_body(response.status)) add(into, "Content-Length", std::to_string(response.body.size()));
  if (!rules.keep_alive) {
    into.append("Connection: close\r\n");
  } else if (rules.to_old_client) {
    into.append("Connection: keep-alive\r\n");
  }
  into.append("\r\n");
}

std::string http_date(TimePoint moment) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<seconds>(moment - day));
  std::string text = kDays[std::chrono::weekday(day).c_encoding()];
  text += ", ";
  add_two(text, static_cast<unsigned>(date.day()));
  text.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
  text.append(std::to_string(static_cast<int>(date.year()))).append(" ");
  add_two(text, static_cast<unsigned>(time.hours().count()));
  text += ':';
  add_two(text, static_cast<unsigned>(time.minutes().count()));
  text += ':';
  add_two(text, static_cast<unsigned>(time.seconds().count()));
  return text + " GMT";
}

}  // namespace allybot::http
