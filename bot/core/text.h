// Small, pure text functions that every room may need: UTF-8, folding, words, JSON quoting.
// Must never use the process's locale; what a function does not understand it leaves as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace allybot {

bool is_valid_utf8(std::string_view text);
/// Code points in valid UTF-8; invalid bytes count one each.
std::size_t count_code_points(std::string_view text);
/// At most `most` code points of `text`, cut between grapheme clusters (a flag or an accented letter stays whole);
/// "..." is the last of them when something was cut.
std::string cut_code_points(std::string_view text, std::size_t most);
/// At most `most` bytes, cut at a code point.
std::string_view cut_bytes(std::string_view text, std::size_t most);
/// Unicode NFC; invalid UTF-8 comes back unchanged.
std::string to_nfc(std::string_view text);
/// NFC and full case folding, for comparing what people typed.
std::string fold_case(std::string_view text);
/// Without white space (Unicode's too) at both ends.
std::string_view trim(std::string_view text);
/// Words between white space, in order.
std::vector<std::string_view> split_words(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// Edits (insert, delete, replace, swap of neighbours) between two words in code points, or `most + 1` if more than `most`.
std::size_t edit_distance(std::string_view one, std::string_view other, std::size_t most);
/// The text as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_quoted(std::string_view text);
/// Control characters (line breaks and terminal escapes too) replaced by spaces.
std::string printable(std::string_view text);
bool starts_with_word(std::string_view text, std::string_view word);
/// Whole of `text` as a decimal number; false on anything else, a sign too.
bool parse_number(std::string_view text, std::int64_t& into);

}  // namespace allybot
