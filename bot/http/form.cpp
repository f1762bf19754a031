#include <algorithm>

#include "bot/http/ascii.h"
#include "bot/http/form_fields.h"
#include "bot/http/message.h"

namespace allybot::http {
namespace {

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The byte that `encoded` begins with, and how many characters stand for it. A bad percent-encoding stands for itself.
struct Decoded {
  char byte;
  std::size_t length;
};

Decoded first_byte(std::string_view encoded) {
  if (encoded[0] == '+') return {' ', 1};
  if (encoded[0] == '%' && encoded.size() >= 3) {
    const int high = hex_value(encoded[1]);
    const int low = hex_value(encoded[2]);
    if (high >= 0 && low >= 0) return {static_cast<char>(high * 16 + low), 3};
  }
  return {encoded[0], 1};
}

// A loop of its own: find_first_of() looks each character up in the set by a call.
bool is_plain(std::string_view encoded) {
  return std::none_of(encoded.begin(), encoded.end(), [](char c) { return c == '%' || c == '+'; });
}

/// Whether `encoded` means `plain`: a name may be written with percent-encodings too.
bool means(std::string_view encoded, std::string_view plain) {
  if (is_plain(encoded)) return encoded == plain;
  for (const char expected : plain) {
    if (encoded.empty()) return false;
    const Decoded next = first_byte(encoded);
    if (next.byte != expected) return false;
    encoded.remove_prefix(next.length);
  }
  return encoded.empty();
}

std::string decode(std::string_view encoded) {
  if (is_plain(encoded)) return std::string(encoded);
  std::string plain;
  plain.reserve(encoded.size());
  while (!encoded.empty()) {
    const Decoded next = first_byte(encoded);
    plain += next.byte;
    encoded.remove_prefix(next.length);
  }
  return plain;
}

/// Takes the next "name=value" off `rest`; false when there is none left.
bool next_field(std::string_view& rest, std::string_view& name, std::string_view& value) {
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view field = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    name = field.substr(0, equals);
    value = field.substr(std::min(equals + 1, field.size()));
    return true;
  }
  return false;
}

/// Letters, digits and "-._": what neither forms nor addresses encode.
constexpr bool is_unreserved(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; }

}  // namespace

std::optional<std::string> form_field(std::string_view body, std::string_view name) {
  std::string_view key;
  std::string_view value;
  while (next_field(body, key, value))
    if (means(key, name)) return decode(value);
  return std::nullopt;
}

void read_form_fields(std::string_view body, std::span<const std::string_view> names,
                      std::span<std::optional<std::string>> values) {
  std::string_view key;
  std::string_view value;
  std::size_t missing = std::min(names.size(), values.size());
  while (missing > 0 && next_field(body, key, value)) {
    for (std::size_t at = 0; at < std::min(names.size(), values.size()); ++at) {
      if (values[at] || !means(key, names[at])) continue;
      values[at] = decode(value);
      --missing;
    }
  }
}

std::size_t count_form_field(std::string_view body, std::string_view name) {
  std::size_t found = 0;
  std::string_view key;
  std::string_view value;
  while (next_field(body, key, value)) found += means(key, name) ? 1U : 0U;
  return found;
}

std::string form_encode(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size() + text.size() / 4);
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {  // a space too: "%20" is right in forms and in addresses, "+" in forms alone
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
  }
  return encoded;
}

}  // namespace allybot::http
