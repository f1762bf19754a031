#include "bot/library/source_text.h"

#include <algorithm>

#include "bot/core/text.h"

namespace allybot::library {
namespace {
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}

SourceText::SourceText(std::string path, std::string_view bytes) : path_(std::move(path)) {
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.find('\r') == std::string_view::npos) {
    text_ = bytes;
    return;
  }
  text_.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (bytes[at] != '\r') {
      text_ += bytes[at];
      continue;
    }
    text_ += '\n';
    if (at + 1 < bytes.size() && bytes[at + 1] == '\n') ++at;
  }
}

std::size_t SourceText::first_bad_byte() const {
  if (is_valid_utf8(text_)) return std::string::npos;
  // The longest valid start, found line by line so that the search stays short.
  std::size_t line_start = 0;
  while (line_start < text_.size()) {
    auto line_end = text_.find('\n', line_start);
    if (line_end == std::string::npos) line_end = text_.size();
    if (!is_valid_utf8(std::string_view(text_).substr(line_start, line_end - line_start))) break;
    line_start = line_end + 1;
  }
  std::size_t good = line_start;
  for (std::size_t at = line_start; at < text_.size() && at - line_start < 4096; ++at)
    if (is_valid_utf8(std::string_view(text_).substr(line_start, at - line_start))) good = at;
  return good;
}

SourceText::Place SourceText::place_of(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto before = std::string_view(text_).substr(0, offset);
  const auto line_break = before.rfind('\n');
  const auto line_start = line_break == std::string_view::npos ? 0 : line_break + 1;
  Place place;
  place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  place.column = 1 + static_cast<int>(count_code_points(before.substr(line_start)));
  return place;
}

std::size_t SourceText::start_of_line(int line) const {
  std::size_t at = 0;
  for (int passed = 1; passed < line; ++passed) {
    const auto line_break = text_.find('\n', at);
    if (line_break == std::string::npos) return text_.size();
    at = line_break + 1;
  }
  return at;
}

Finding SourceText::finding(std::size_t offset, Finding::Level level, std::string code, std::string message,
                            std::string hint) const {
  const Place place = place_of(offset);
  return {path_, place.line, place.column, level, std::move(code), std::move(message), std::move(hint)};
}

Finding SourceText::error(std::size_t offset, std::string code, std::string message, std::string hint) const {
  return finding(offset, Finding::Level::Error, std::move(code), std::move(message), std::move(hint));
}

Finding SourceText::warning(std::size_t offset, std::string code, std::string message, std::string hint) const {
  return finding(offset, Finding::Level::Warning, std::move(code), std::move(message), std::move(hint));
}

std::string nearest_of(std::string_view written, const std::vector<std::string_view>& known) {
  const std::string folded = fold_case(cut_bytes(written, 80));
  const std::size_t most = folded.size() <= 4 ? 1 : folded.size() <= 8 ? 2 : 3;
  std::string best;
  std::size_t best_distance = most + 1;
  for (const auto word : known) {
    const auto distance = edit_distance(folded, word, most);
    if (distance < best_distance) {
      best_distance = distance;
      best = word;
    }
  }
  if (!best.empty() || folded.size() < 3) return best;
  // "topic" for "topics", "parental" for "parental-leave": a start of the word is near too.
  for (const auto word : known)
    if (word.substr(0, folded.size()) == folded) return std::string(word);
  return best;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string_view>& known, std::string otherwise) {
  const auto near = nearest_of(written, known);
  return near.empty() ? std::move(otherwise) : "Did you mean \"" + near + "\"?";
}

}  // namespace allybot::library
