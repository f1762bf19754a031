#include "tests/fakes/rocket_chat_judge.h"

#include <regex>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

constexpr std::size_t kMostUnits = 5000;

std::size_t utf16_units(const std::string& text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2U : 1U;
  }
  return units;
}

/// Without code spans, in which nothing is read; none goes over a line.
std::string without_code(const std::string& content, std::vector<std::string>& complaints) {
  std::string out;
  std::size_t at = 0;
  while (at < content.size()) {
    if (content[at] != '`') {
      out += content[at++];
      continue;
    }
    const std::size_t end = content.find('`', at + 1);
    if (end == std::string::npos || content.substr(at, end - at).find('\n') != std::string::npos || end == at + 1) {
      complaints.push_back("a back-quote that closes nothing: " + content.substr(at, 12));
      return out;
    }
    out += 'c';
    at = end + 1;
  }
  return out;
}

/// Without links, each of them looked at.
std::string without_links(const std::string& text, std::vector<std::string>& complaints) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t middle = text.find("]("); middle != std::string::npos; middle = text.find("](", at)) {
    const std::size_t open = text.rfind('[', middle);
    const std::size_t end = text.find(')', middle);
    if (open == std::string::npos || open < at || end == std::string::npos) {
      complaints.push_back("half a link: " + text.substr(middle, 12));
      break;
    }
    const std::string address = text.substr(middle + 2, end - middle - 2);
    if (address.compare(0, 20, "https://example.org/") != 0 && address != "mailto:help@example.org")
      complaints.push_back("a link to " + address);
    out += text.substr(at, open - at) + 'l';
    at = end + 1;
  }
  return out + text.substr(at);
}

/// Without the marks of bold and italic, each of which has to close in its line, around something.
std::string without_marks(const std::string& text, std::vector<std::string>& complaints) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    std::string open;
    char before = '\n';
    for (const char c : line) {
      if (c != '*' && c != '_') {
        out += before = c;
        continue;
      }
      if (!open.empty() && open.back() == c) {
        if (before == c) complaints.push_back("marks around nothing: " + std::string(line.substr(0, 20)));
        open.pop_back();
      } else {
        open += c;
      }
      before = c;
    }
    if (!open.empty()) complaints.push_back("a mark that closes nothing: " + std::string(line.substr(0, 20)));
    out += '\n';
  }
  return out;
}

struct Never {
  std::regex pattern;
  const char* what;
};

const std::vector<Never>& never() {
  static const std::vector<Never> all{
      {std::regex("@[A-Za-z0-9._-]"), "calls somebody"},
      {std::regex("#[A-Za-z0-9._-]"), "links a room"},
      {std::regex("<[^ \n]"), "shows a time or links"},
      {std::regex("~"), "strikes through"},
      {std::regex("\\|\\|"), "hides something"},
      {std::regex("\\\\[(\\[]"), "shows a formula"},
      {std::regex("\\+[0-9(]"), "has a telephone number"},
      {std::regex(":[A-Za-z0-9_+.-]+:"), "shows an emoji"},
      {std::regex(":[)(DPpOoXL/\\\\@#$*]"), "shows a face"},
      {std::regex("[a-z]:/"), "has a bare address"},
      {std::regex("[A-Za-z0-9]\\.[A-Za-z]{2}"), "has a bare address"},
  };
  return all;
}

/// What begins a line: lists and quotations are ours; these never are.
const std::vector<Never>& never_first() {
  static const std::vector<Never> all{
      {std::regex("#{1,4}[ \t]"), "has a heading"}, {std::regex("- \\["), "has a task"}, {std::regex("\\|\\|"), "hides a block"}};
  return all;
}

}  // namespace

std::vector<std::string> rocket_complaints(const std::string& content) {
  std::vector<std::string> complaints;
  if (!is_valid_utf8(content)) return {"is no UTF-8"};
  if (utf16_units(content) > kMostUnits) complaints.emplace_back("is longer than 5,000 characters");
  if (trim(content).empty()) complaints.emplace_back("is empty");
  if (content.find('\0') != std::string::npos) complaints.emplace_back("has a NUL");
  const std::string text = without_marks(without_links(without_code(content, complaints), complaints), complaints);
  for (const Never& row : never())
    if (std::smatch found; std::regex_search(text, found, row.pattern)) complaints.push_back(row.what + (": " + found.str()));
  for (const std::string_view line : split(text, '\n'))
    for (const Never& row : never_first())
      if (std::regex_search(line.begin(), line.end(), row.pattern, std::regex_constants::match_continuous))
        complaints.push_back(row.what + (": " + std::string(line.substr(0, 12))));
  return complaints;
}

}  // namespace allybot::fakes
