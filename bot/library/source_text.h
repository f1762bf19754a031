// The text of one file, cleaned of what editors leave behind, and the places in it that findings name.
// Must never change what an author wrote: only the byte order mark and the form of line ends are taken away.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/library/item.h"

namespace allybot::library {

class SourceText {
 public:
  SourceText() = default;
  /// `bytes` as read from the file; a byte order mark is dropped, CRLF and a lone CR become LF.
  SourceText(std::string path, std::string_view bytes);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  /// Where the bytes stop being UTF-8, or npos.
  std::size_t first_bad_byte() const;

  struct Place {
    int line = 1, column = 1;
  };
  /// The place of a byte, 1-based, its column in code points.
  Place place_of(std::size_t offset) const;
  /// The byte at which a line (1-based) starts; the end of the text for a line past it.
  std::size_t start_of_line(int line) const;

  Finding error(std::size_t offset, std::string code, std::string message, std::string hint) const;
  Finding warning(std::size_t offset, std::string code, std::string message, std::string hint) const;

 private:
  Finding finding(std::size_t offset, Finding::Level level, std::string code, std::string message, std::string hint) const;
  std::string path_;
  std::string text_;
};

/// "did you mean ...": the nearest of `known` to what was written, or empty when none is near.
std::string nearest_of(std::string_view written, const std::vector<std::string_view>& known);
/// A hint from nearest_of(): "Did you mean \"topics\"?", else `otherwise`.
std::string did_you_mean(std::string_view written, const std::vector<std::string_view>& known, std::string otherwise);

}  // namespace allybot::library
