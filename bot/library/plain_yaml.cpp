#include "bot/library/plain_yaml.h"

#include <algorithm>

#include "bot/core/text.h"

namespace allybot::library {
namespace {

constexpr std::size_t kMostDepth = 8;
/// Keys are compared with each other; more in one map are for yaml-cpp's builder, which hashes them.
constexpr std::size_t kMostKeys = 2000;
constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@`";

/// Every function says by its answer whether it understood; after a false nothing that was read counts.
class PlainReader {
 public:
  PlainReader(std::string_view text, std::size_t base) : text_(text), base_(base) {}

  std::optional<YamlValue> read() {
    if (!next_line() || indent_ != 0) return std::nullopt;
    YamlValue root;
    if (!read_block(root, 0, 0) || !ended_) return std::nullopt;
    return root;
  }

 private:
  std::size_t offset_of(std::size_t at) const { return base_ + at; }
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\n'; }

  /// Goes to the next line that holds something; false at the end, which ended_ tells from what is not understood.
  bool next_line() {
    while (line_end_ < text_.size() || first_) {
      const std::size_t start = first_ ? 0 : line_end_ + 1;
      first_ = false;
      if (start >= text_.size()) break;
      line_end_ = std::min(text_.find('\n', start), text_.size());
      begin_ = start;
      while (begin_ < line_end_ && text_[begin_] == ' ') ++begin_;
      if (begin_ == line_end_ || text_[begin_] == '#') continue;
      indent_ = begin_ - start;
      return true;
    }
    ended_ = true;
    return false;
  }

  bool is_dash(std::size_t place) const { return at(place) == '-' && at(place + 1) == ' '; }

  /// The map or list that begins on this line at `column`; reads on until a line that is less indented.
  bool read_block(YamlValue& into, std::size_t column, std::size_t depth) {
    if (depth >= kMostDepth) return false;
    return is_dash(begin_) ? read_list(into, column, depth) : read_map(into, column, depth);
  }

  bool read_list(YamlValue& into, std::size_t column, std::size_t depth) {
    into.kind = YamlValue::Kind::List;
    into.offset = offset_of(begin_);
    while (!ended_ && indent_ == column && is_dash(begin_)) {
      std::size_t place = begin_ + 1;
      while (at(place) == ' ') ++place;
      if (place >= line_end_ || is_dash(place)) return false;
      YamlValue item;
      if (key_end(place) != std::string_view::npos) {  // a map whose first key stands behind the hyphen
        indent_ += place - begin_;
        begin_ = place;
        if (!read_map(item, indent_, depth + 1)) return false;
      } else if (!read_value(item, place, column)) {
        return false;
      }
      into.items.push_back(std::move(item));
    }
    return true;
  }

  bool read_map(YamlValue& into, std::size_t column, std::size_t depth) {
    if (depth >= kMostDepth) return false;
    into.kind = YamlValue::Kind::Map;
    into.offset = offset_of(begin_);
    while (!ended_ && indent_ == column && !is_dash(begin_)) {
      const std::size_t end = key_end(begin_);
      if (end == std::string_view::npos) return false;
      YamlEntry entry;
      entry.key = text_.substr(begin_, end - begin_);
      entry.key_offset = offset_of(begin_);
      if (into.entries.size() >= kMostKeys || into.get(entry.key) != nullptr) return false;
      std::size_t place = end + 1;
      while (at(place) == ' ') ++place;
      if (place < line_end_ && text_[place] != '#') {
        if (!read_value(entry.value, place, column)) return false;
      } else {  // what is indented below it; a list may stand as far left as its key
        if (!next_line() || indent_ < column || (indent_ == column && !is_dash(begin_))) return false;
        if (!read_block(entry.value, indent_, depth + 1)) return false;
      }
      into.entries.push_back(std::move(entry));
    }
    return !(!ended_ && indent_ > column);
  }

  /// Where the colon stands after the key that begins at `place`, or npos when there is none.
  std::size_t key_end(std::size_t place) const {
    std::size_t end = place;
    while (end < line_end_ && is_key(text_[end])) ++end;
    if (end == place || at(end) != ':' || (at(end + 1) != ' ' && end + 1 < line_end_)) return std::string_view::npos;
    return text_[place] == '-' || text_[place] == '.' || is_null(text_.substr(place, end - place)) ? std::string_view::npos : end;
  }

  static bool is_key(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  }
  static bool is_null(std::string_view word) { return word == "~" || word == "null" || word == "Null" || word == "NULL"; }

  /// A value that begins at `place`; leaves at the next line, which has to be no part of it.
  bool read_value(YamlValue& into, std::size_t place, std::size_t column) {
    std::size_t end = place;
    if (text_[place] == '[') {
      if (!read_bracketed(into, end)) return false;
    } else if (!read_scalar(into, end, false)) {
      return false;
    }
    while (end < line_end_ && text_[end] == ' ') ++end;
    if (end < line_end_) return false;  // a comment too: yaml-cpp knows where one may stand
    return !next_line() || indent_ <= column;
  }

  bool read_scalar(YamlValue& into, std::size_t& place, bool bracketed) {
    into.kind = YamlValue::Kind::Text;
    into.offset = offset_of(place);
    if (text_[place] == '"' || text_[place] == '\'') return read_quoted(into, place);
    if (kIndicators.find(text_[place]) != std::string_view::npos) return false;
    std::size_t end = place;
    for (; end < line_end_; ++end) {
      const char c = text_[end];
      if (c == ':' && (end + 1 == line_end_ || at(end + 1) == ' ' || bracketed)) return false;
      if (c == '#' && text_[end - 1] == ' ') return false;
      if (!bracketed) continue;
      if (c == ',' || c == ']') break;
      if (c == '?' || c == '[' || c == '{' || c == '}') return false;
    }
    if (bracketed && end == line_end_) return false;  // goes on in the next line
    std::string_view word = text_.substr(place, end - place);
    while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
    if (is_null(word)) return false;
    into.text = word;
    place = end;
    return true;
  }

  bool read_quoted(YamlValue& into, std::size_t& place) {
    const char quote = text_[place];
    for (++place; place < line_end_; ++place) {
      char c = text_[place];
      if (c == quote) {
        ++place;
        if (quote == '"' || at(place) != '\'') return true;
      } else if (c == '\\' && quote == '"') {
        c = at(++place);
        if (c != '"' && c != '\\') return false;
      }
      into.text += c;
    }
    return false;
  }

  /// [one, "two", three], which may go on in the next line after a comma.
  bool read_bracketed(YamlValue& into, std::size_t& place) {
    into.kind = YamlValue::Kind::List;
    into.offset = offset_of(place);
    ++place;
    while (true) {
      if (!skip_to_item(place)) return false;
      if (text_[place] == ']' && into.items.empty()) break;
      YamlValue item;
      if (!read_scalar(item, place, true)) return false;
      into.items.push_back(std::move(item));
      while (at(place) == ' ') ++place;
      if (at(place) == ']') break;
      if (at(place) != ',') return false;
      ++place;
    }
    ++place;
    return true;
  }

  /// Over spaces and, at the end of a line, to what the next one begins with.
  bool skip_to_item(std::size_t& place) {
    while (place < line_end_ && text_[place] == ' ') ++place;
    if (place < line_end_) return true;
    const std::size_t start = line_end_ + 1;
    if (start >= text_.size()) return false;
    line_end_ = std::min(text_.find('\n', start), text_.size());
    place = start;
    while (place < line_end_ && text_[place] == ' ') ++place;
    return place > start && place < line_end_ && text_[place] != '#';
  }

  std::string_view text_;
  std::size_t base_;
  bool first_ = true, ended_ = false;
  std::size_t begin_ = 0, line_end_ = 0, indent_ = 0;  ///< of the line that is being read, its first character and its end
};

}  // namespace

std::optional<YamlValue> read_plain_yaml(std::string_view text, std::size_t base) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= ' '; });
  if (!plain || !is_valid_utf8(text)) return std::nullopt;
  return PlainReader(text, base).read();
}

}  // namespace allybot::library
