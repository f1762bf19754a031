#include "bot/platforms/html_text.h"

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"

namespace allybot::platforms {
namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

std::string html(const Inline& run, const HtmlTags& tags, const Limit& most_link) {
  std::string text = html_text(printable(run.text));
  if (text.empty()) return text;
  if (run.code && !tags.code.empty()) text = html_wrapped(text, tags.code);
  if (run.strong) text = html_wrapped(text, tags.strong);
  if (run.emphasis) text = html_wrapped(text, tags.emphasis);
  const std::string url = run.link.empty() ? std::string() : safe_link(run.link);
  if (url.empty() || !fits(url, most_link)) return text;
  std::string address;
  for (const char c : url) address += c == '&' ? std::string("&amp;") : std::string(1, c);
  return "<a href=\"" + address + "\">" + text + "</a>";
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case ':':
        out += ':';
        if (at + 1 < text.size() && text[at + 1] == '/') out += kZeroWidthSpace;
        break;
      case '.':
        out += '.';
        if (at > 0 && (text[at - 1] == 'w' || text[at - 1] == 'W')) out += kZeroWidthSpace;
        break;
      default: out += text[at];
    }
  }
  return out;
}

std::string html_wrapped(std::string_view html, std::string_view tag) {
  std::string out(1, '<');
  out.append(tag).append(">").append(html).append("</").append(tag).append(">");
  return out;
}

std::string html(const Line& line, const HtmlTags& tags, const Limit& most_link) {
  std::string text;
  for (const Inline& run : line) text += html(run, tags, most_link);
  return text;
}

}  // namespace allybot::platforms
