#include "tests/fakes/zulip_judge.h"

#include <regex>

#include "bot/core/text.h"

namespace allybot::fakes {
namespace {

constexpr std::size_t kMostCharacters = 10000;

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

struct Never {
  std::regex pattern;
  const char* what;
};

const std::vector<Never>& never() {
  static const std::vector<Never> all{
      {std::regex("@_?\\*"), "calls somebody"},
      {std::regex("#\\*\\*"), "links a channel"},
      {std::regex("<time:"), "shows a time"},
      {std::regex("~~"), "strikes through"},
      {std::regex("\\$\\$"), "shows a formula"},
      {std::regex(":[A-Za-z0-9_+-]{1,60}:"), "shows an emoji"},
      {std::regex("!(gr)?avatar\\("), "shows a face"},
      {std::regex("&(#[0-9]{1,8}|[A-Za-z]{1,30});"), "has an entity"},
      {std::regex("[a-z]://"), "has a bare address"},
      {std::regex("[A-Za-z0-9]\\.[A-Za-z]{2}"), "has a bare address"},
      {std::regex("[A-Za-z0-9]@[A-Za-z0-9]"), "has a bare address"},
  };
  return all;
}

/// What begins a line: lists, quotations and rules are ours; these never are.
const std::vector<Never>& never_first() {
  static const std::vector<Never> all{
      {std::regex("#{1,6} "), "has a heading"},    {std::regex("\\|"), "has a table"}, {std::regex("/[a-z]"), "has a command"},
      {std::regex("    "), "has a block of code"}, {std::regex("[+] "), "has a list"}, {std::regex("~~~"), "has a fence"},
  };
  return all;
}

}  // namespace

std::vector<std::string> zulip_complaints(const std::string& content) {
  std::vector<std::string> complaints;
  if (!is_valid_utf8(content)) return {"is no UTF-8"};
  if (count_code_points(content) > kMostCharacters) complaints.emplace_back("is longer than 10,000 characters");
  if (trim(content).empty()) complaints.emplace_back("is empty");
  if (content.find('\0') != std::string::npos) complaints.emplace_back("has a NUL");
  const std::string text = without_links(without_code(content, complaints), complaints);
  for (const Never& row : never())
    if (std::smatch found; std::regex_search(text, found, row.pattern)) complaints.push_back(row.what + (": " + found.str()));
  for (const std::string_view line : split(text, '\n'))
    for (const Never& row : never_first())
      if (std::regex_search(line.begin(), line.end(), row.pattern, std::regex_constants::match_continuous))
        complaints.push_back(row.what + (": " + std::string(line.substr(0, 12))));
  return complaints;
}

}  // namespace allybot::fakes
