#include "bot/platforms/matrix/message.h"

#include <type_traits>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/html_text.h"
#include "bot/platforms/matrix/limits.h"

namespace allybot::platforms::matrix {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr HtmlTags kTags{"strong", "em", "code"};

std::string line_html(const Line& line) { return html(line, kTags, kUrl); }

/// Empty when the block has no text.
std::string block_html(const Block& block) {
  return std::visit(
      [](const auto& b) -> std::string {
        using Kind = std::decay_t<decltype(b)>;
        if constexpr (std::is_same_v<Kind, Bullets>) {
          std::string items;
          for (const Line& item : b.items)
            if (!trim(plain_text(item)).empty()) items += html_wrapped(line_html(item), "li");
          return items.empty() ? items : html_wrapped(items, b.numbered ? "ol" : "ul");
        } else if constexpr (std::is_same_v<Kind, Divider>) {
          return "<hr>";
        } else {
          std::string text = trim(plain_text(b.line)).empty() ? std::string() : line_html(b.line);
          if constexpr (std::is_same_v<Kind, Labelled>)
            return html_wrapped(html_wrapped(html_text(printable(trim(b.label))) + ':', "strong") + ' ' + text, "p");
          if (text.empty()) return {};
          if constexpr (std::is_same_v<Kind, Quote>) return html_wrapped(text, "blockquote");
          if constexpr (std::is_same_v<Kind, Note>) return html_wrapped(html_wrapped(text, "em"), "p");
          return html_wrapped(text, "p");
        }
      },
      block);
}

/// As it stands in the event, without the quotes.
std::string inside_json(std::string_view text) {
  const std::string quoted = json_quoted(text);
  return quoted.substr(1, quoted.size() - 2);
}

/// As much of the block as fits into `room`, without its styles; empty when nothing does.
std::string cut_block(const Block& block, std::size_t room) {
  const std::string whole = printable(plain_text(Card{{}, {block}, {}, {}}));
  return longest_fitting({"text", room, Unit::Bytes}, [&](std::size_t most) {
    return inside_json(html_wrapped(html_text(cut_code_points(whole, most)), "p"));
  });
}

/// Plain text that calls nobody, in clients that still go by words.
std::string calling_nobody(std::string text) {
  constexpr std::string_view kEverybody = "@room";
  for (std::size_t at = text.find(kEverybody); at != std::string::npos; at = text.find(kEverybody, at + 1))
    text.insert(at + 1, "\xE2\x80\x8B");
  return text;
}

/// As it stands in the event.
std::string html_of(const Card& card, const Line& above, Cutter& cutter) {
  const std::string title = cutter.text(printable(trim(card.title)), kTitle);
  std::string head = above.empty() ? std::string() : html_wrapped(html_wrapped(line_html(above), "em"), "p");
  if (!title.empty()) head += html_wrapped(html_text(title), "h4");
  std::string text = inside_json(head);
  for (const Block& block : card.blocks) {
    const std::string more = inside_json(block_html(block));
    if (text.size() + more.size() <= kHtml.most) {
      text += more;
      continue;
    }
    cutter.note(kHtml.field, too_long(text.size() + more.size(), kHtml));
    if (text.size() < kHtml.most) text += cut_block(block, kHtml.most - text.size());
    break;
  }
  return text.empty() ? std::string(kEllipsis) : text;
}

/// As it stands in the event.
std::string body_of(const Card& card, const Line& above) {
  std::string whole = above.empty() ? std::string() : printable(plain_text(above)) + '\n';
  whole = calling_nobody(whole + fallback_text(card, kBody.most));
  if (trim(whole).empty()) return std::string(kEllipsis);
  return longest_fitting(kBody, [&](std::size_t most) { return inside_json(cut_code_points(whole, most)); });
}

}  // namespace

std::string content_fields(const Card& card, const Line& above, Cutter& cutter) {
  return R"("msgtype":"m.notice","body":")" + body_of(card, above) + R"(","format":"org.matrix.custom.html","formatted_body":")" +
         html_of(card, above, cutter) + R"(","m.mentions":{})";
}

}  // namespace allybot::platforms::matrix
