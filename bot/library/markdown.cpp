#include "bot/library/markdown.h"

#include <cmark.h>

#include <algorithm>
#include <memory>

#include "bot/core/text.h"

namespace allybot::library {
namespace {

std::string_view literal(cmark_node* node) {
  const char* text = cmark_node_get_literal(node);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

/// Walks one parsed document. Nesting is bounded by the shape that is allowed, not by the input.
class Reader {
 public:
  Reader(const SourceText& source, std::size_t from) : source_(source), from_(from) { first_line_ = source.place_of(from).line; }

  MarkdownBody read() {
    const auto text = std::string_view(source_.text()).substr(std::min(from_, source_.text().size()));
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> document(
        cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT), &cmark_node_free);
    for (cmark_node* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node))
      read_block(node);
    return std::move(body_);
  }

 private:
  struct Style {
    bool strong = false, emphasis = false;
    std::string link;
  };

  std::size_t offset_of(cmark_node* node) const {
    while (node != nullptr && cmark_node_get_start_line(node) <= 0) node = cmark_node_parent(node);
    if (node == nullptr) return from_;
    const auto line_start = source_.start_of_line(first_line_ + cmark_node_get_start_line(node) - 1);
    return line_start + static_cast<std::size_t>(std::max(0, cmark_node_get_start_column(node) - 1));
  }

  void refuse(cmark_node* node, const char* code, const char* message, const char* hint) {
    body_.problems.push_back(source_.error(offset_of(node), code, message, hint));
  }

  void read_block(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_PARAGRAPH: body_.blocks.emplace_back(Paragraph{read_line(node)}); return;
      case CMARK_NODE_LIST: read_list(node); return;
      case CMARK_NODE_BLOCK_QUOTE:
        for (cmark_node* inner = cmark_node_first_child(node); inner != nullptr; inner = cmark_node_next(inner)) {
          if (cmark_node_get_type(inner) == CMARK_NODE_PARAGRAPH)
            body_.blocks.emplace_back(Quote{read_line(inner)});
          else
            refuse(inner, "markdown", "A quotation holds something other than text.", "Keep quotations to plain sentences.");
        }
        return;
      case CMARK_NODE_THEMATIC_BREAK: body_.blocks.emplace_back(Divider{}); return;
      case CMARK_NODE_HEADING:
        refuse(node, "heading", "The body has a heading.", "The title is the heading; make this line a paragraph, or bold.");
        return;
      case CMARK_NODE_HTML_BLOCK:
        refuse(node, "html", "The body holds HTML.", "Use Markdown only: **bold**, *italic*, lists, one link.");
        return;
      default:
        refuse(node, "markdown", "The body holds a block of code.", "Start the line at the left edge, without four spaces.");
        return;
    }
  }

  void read_list(cmark_node* list) {
    Bullets bullets;
    bullets.numbered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    for (cmark_node* item = cmark_node_first_child(list); item != nullptr; item = cmark_node_next(item)) {
      Line line;
      for (cmark_node* inner = cmark_node_first_child(item); inner != nullptr; inner = cmark_node_next(inner)) {
        if (cmark_node_get_type(inner) != CMARK_NODE_PARAGRAPH) {
          refuse(inner, "markdown", "A list item holds something other than text.",
                 "Keep lists flat, one sentence or two an item.");
          continue;
        }
        if (!line.empty()) add(line, " ", {}, false);
        const Line more = read_line(inner);
        line.insert(line.end(), more.begin(), more.end());
      }
      if (!line.empty()) bullets.items.push_back(std::move(line));
    }
    if (!bullets.items.empty()) body_.blocks.emplace_back(std::move(bullets));
  }

  Line read_line(cmark_node* paragraph) {
    Line line;
    read_inlines(paragraph, {}, line);
    return line;
  }

  static void add(Line& line, std::string_view text, const Style& style, bool code) {
    if (text.empty()) return;
    if (!line.empty()) {
      Inline& last = line.back();
      if (last.strong == style.strong && last.emphasis == style.emphasis && last.code == code && last.link == style.link) {
        last.text += text;
        return;
      }
    }
    line.push_back({std::string(text), style.strong, style.emphasis, code, style.link});
  }

  void read_inlines(cmark_node* parent, const Style& style, Line& line, int depth = 0) {
    if (depth > 8) return refuse(parent, "markdown", "Emphasis is nested too deeply.", "Use one kind of emphasis at a time.");
    for (cmark_node* node = cmark_node_first_child(parent); node != nullptr; node = cmark_node_next(node)) {
      Style inner = style;
      switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT: add(line, literal(node), style, false); break;
        case CMARK_NODE_SOFTBREAK:
        case CMARK_NODE_LINEBREAK: add(line, " ", style, false); break;
        case CMARK_NODE_CODE: add(line, literal(node), style, true); break;
        case CMARK_NODE_STRONG:
          inner.strong = true;
          read_inlines(node, inner, line, depth + 1);
          break;
        case CMARK_NODE_EMPH:
          inner.emphasis = true;
          read_inlines(node, inner, line, depth + 1);
          break;
        case CMARK_NODE_LINK: read_link(node, inner, line, depth); break;
        case CMARK_NODE_IMAGE:
          refuse(node, "image", "The body holds an image.", "Leave the image out; say in words what it shows.");
          break;
        default: refuse(node, "html", "The body holds HTML.", "Use Markdown only; write a less-than sign as \\<."); break;
      }
    }
  }

  void read_link(cmark_node* node, Style style, Line& line, int depth) {
    const char* address = cmark_node_get_url(node);
    const std::string_view url = address == nullptr ? "" : address;
    if (!is_https_address(url))
      return refuse(node, "link", "A link is not a full https address.", "Write the address with https:// and its host.");
    ++body_.links;
    if (body_.links == 2) body_.second_link = offset_of(node);
    style.link = url;
    read_inlines(node, style, line, depth + 1);
  }

  const SourceText& source_;
  std::size_t from_;
  int first_line_ = 1;
  MarkdownBody body_;
};

std::string line_text(const Line& line) {
  std::string text;
  for (const Inline& run : line) text += run.text;
  return text;
}

}  // namespace

MarkdownBody read_markdown(const SourceText& source, std::size_t from) { return Reader(source, from).read(); }

bool is_https_address(std::string_view address) {
  constexpr std::string_view kScheme = "https://";
  if (address.size() > 2000 || address.substr(0, kScheme.size()) != kScheme) return false;
  const auto rest = address.substr(kScheme.size());
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  if (host.empty() || host.find('@') != std::string_view::npos || host.find('.') == std::string_view::npos) return false;
  if (host.front() == '.' || host.back() == '.' || host.front() == '-') return false;
  for (const char c : host)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':'))
      return false;
  return std::none_of(address.begin(), address.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || c == '<' || c == '>' || c == '"' || c == '\\' || c == '`';
  });
}

std::string plain_body(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) {
    std::string part;
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) part = line_text(paragraph->line);
    if (const auto* quote = std::get_if<Quote>(&block)) part = line_text(quote->line);
    if (const auto* bullets = std::get_if<Bullets>(&block)) {
      for (const Line& item : bullets->items) {
        if (!part.empty()) part += '\n';
        part += line_text(item);
      }
    }
    if (part.empty()) continue;
    if (!text.empty()) text += "\n\n";
    text += part;
  }
  return text;
}

}  // namespace allybot::library
